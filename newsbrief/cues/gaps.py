"""What an article leaves open, seen without a model: sentences that say so, and sentences that raise a question."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from newsbrief.cues.gap_words import EMBEDDED, INFERRED, STATED, STATED_OPENINGS
from newsbrief.evidence import Span
from newsbrief.folding import lowered, pattern_in_lower_case
from newsbrief.terms import Basis, QuestionKind

FEWEST, MOST_STATED = 5, 8
"""Up to so many stated open questions an article; if they are fewer than `FEWEST`, inferred ones fill up."""
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class Gap:
    """A sentence that leaves something open.

    Attributes:
        sentence: its index.
        kind: why it is open.
        opening: a pattern for the first word of a fitting question; empty where the language has none on file.
        focus: the embedded question, if the sentence has one ("did not say *whether it had sailed*").
    """

    sentence: int
    kind: QuestionKind
    opening: str
    focus: Span | None = None

    @property
    def basis(self) -> Basis:
        """Whether the article says so itself."""
        return "inferred" if self.kind == "inferred" else "stated"


def find_gaps(text: str, sentences: Sequence[Span], language: str | None) -> tuple[Gap, ...]:
    """The gaps of an article, in its order; ``sentence`` is an index into ``sentences``."""
    lexicon = language or "en"
    low, numbered = lowered(text), list(enumerate(sentences))
    stated = list(islice(_stated(text, low, numbered, lexicon), MOST_STATED))
    taken = {gap.sentence for gap in stated}
    wanted = max(0, FEWEST - len(stated))
    inferred = _inferred(low, [one for one in numbered if one[0] not in taken], lexicon) if wanted else []
    return tuple(sorted([*stated, *_spread(inferred, wanted)], key=lambda gap: gap.sentence))


def _stated(text: str, low: str, sentences: Iterable[tuple[int, Span]], language: str) -> Iterator[Gap]:
    """The gaps that sentences state themselves."""
    any_of_them = _any_stated(language)
    for index, span in sentences:
        if any_of_them.search(low, *span):
            kind, end = next(
                (kind, match.end())
                for kind, pattern in _stated_patterns(language)
                if (match := pattern.search(low, *span))
            )
            gap = Gap(index, kind, STATED_OPENINGS.get(language, ""))
            yield _focused(text, Span(end, span.end), gap, language)


def _focused(text: str, after: Span, gap: Gap, language: str) -> Gap:
    """The gap, with the question that is embedded in what follows the words that state it."""
    match = _embedded_pattern(language).search(text, *after)
    if match is None:
        return gap
    return replace(gap, opening=EMBEDDED[language][match["word"].lower()], focus=Span(*match.span()))


def _inferred(low: str, sentences: Sequence[tuple[int, Span]], language: str) -> list[Gap]:
    """Each sentence that raises a question, the plainest triggers first."""
    found: dict[int, Gap] = {}
    for pattern, opening in _inferred_patterns(language):
        for index, span in sentences:
            if index not in found and pattern.search(low, *span):
                found[index] = Gap(index, "inferred", opening)
    return list(found.values())


def _spread(gaps: Iterable[Gap], wanted: int) -> list[Gap]:
    """The first ``wanted`` gaps, taking openings in turn, so that the questions differ."""
    queues: dict[str, list[Gap]] = {}
    for gap in gaps:
        queues.setdefault(gap.opening, []).append(gap)
    chosen: list[Gap] = []
    while len(chosen) < wanted and any(queues.values()):
        chosen += [queue.pop(0) for queue in queues.values() if queue]
    return chosen[:wanted]


@cache
def _stated_patterns(language: str) -> tuple[tuple[QuestionKind, re.Pattern[str]], ...]:
    kinds = STATED.get(language, {})
    return tuple((kind, pattern_in_lower_case(rf"\b({'|'.join(words)})")) for kind, words in kinds.items())


@cache
def _any_stated(language: str) -> re.Pattern[str]:
    """What matches wherever one of the patterns does: one look is enough for most sentences."""
    words = [each for group in STATED.get(language, {}).values() for each in group]
    return pattern_in_lower_case(rf"\b({'|'.join(words)})") if words else _NEVER


@cache
def _embedded_pattern(language: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?P<word>{'|'.join(EMBEDDED[language])})\s[^.,;?!]+", re.IGNORECASE)


@cache
def _inferred_patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((pattern_in_lower_case(rf"\b({words})\b"), opening) for words, opening in INFERRED.get(language, ()))
