"""Who says what: reporting cues and quotations put together, each with its speaker or the names it may be.

A reporting cue tells which words are said and which words name the source; a quotation that no cue claims stands for
itself. Where the source is a name, or can only mean one, the speaker is settled here, in code. The rest is left to the
model, as a closed choice.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from newsbrief.cues.names import Name, resolve
from newsbrief.cues.quotations import Quotation
from newsbrief.cues.reports import Report
from newsbrief.cues.speaker_words import COLLECTIVES, DEFINITE, DOCUMENTS, PRONOUNS, Gender
from newsbrief.evidence import Span
from newsbrief.terms import Form, SpeakerKind

MOST_CANDIDATES = 8
INSET_DASHES = "—–"
SPEAKING = ("person", "organisation", "group")
"""The kinds of names that can be a speaker whom nothing else points to."""


@dataclass(frozen=True)
class Speaker:
    """Who says it: the full name, or the printed words where there is none; ``mention`` is where that is printed."""

    name: str
    kind: SpeakerKind
    mention: Span | None


@dataclass(frozen=True)
class Utterance:
    """Something said.

    Attributes:
        spans: the words said, one span a contiguous stretch, quotation marks included.
        form: by the quotation marks.
        report: the reporting cue; None for a quotation that none claims.
        quotations: which quotations it holds, as indexes.
        speaker: who says it, where that is settled.
        candidates: the names it may be, likeliest first, where it is not.
    """

    spans: tuple[Span, ...]
    form: Form
    report: Report | None
    quotations: tuple[int, ...]
    speaker: Speaker | None = None
    candidates: tuple[str, ...] = ()


def find_utterances(
    text: str,
    reports: Sequence[Report],
    groups: Sequence[Sequence[Quotation]],
    names: Sequence[Name],
    language: str | None,
) -> tuple[Utterance, ...]:
    """The utterances of an article, in its order.

    Args:
        text: the article's text.
        reports: its reporting cues.
        groups: its quotations, those of one utterance together.
        names: its names.
        language: its language.
    """
    firsts = [0, *accumulate(len(group) for group in groups)]
    by_certainty = sorted(reports, key=lambda report: not report.certain)
    reported = [_reported(text, report, groups, firsts) for report in by_certainty]
    kept = _without_doubles(reported)
    claimed = {index for utterance in kept for index in utterance.quotations}
    unclaimed = _unclaimed(groups, claimed)
    ordered = sorted([*kept, *unclaimed], key=lambda utterance: utterance.spans)
    return tuple(_Speakers(text, names, language or "en").settle(ordered))


def _reported(text: str, report: Report, groups: Sequence[Sequence[Quotation]], firsts: Sequence[int]) -> Utterance:
    touched = _touched(groups, report.content)
    own = [quotation for index in touched for quotation in groups[index]]
    quoted = [Span(quotation.start, quotation.end) for quotation in own]
    form = _form(text, report.content, quoted)
    spans = [part for span in quoted for part in _around_inset(text, span, report)]
    spans = spans if form == "direct" else [*report.content, *spans]
    held = tuple(firsts[index] + number for index in touched for number in range(len(groups[index])))
    return Utterance(_merged(spans), form, report, held)


def _around_inset(text: str, quoted: Span, report: Report) -> list[Span]:
    """The words said in a quotation that has its attribution inside: «Words, — said she. — More words»."""
    if not quoted.start < report.cue.start < quoted.end:
        return [quoted]
    ends = [report.cue.end, *([report.source.end] if report.source else [])]
    before = max(text.rfind(dash, quoted.start, report.cue.start) for dash in INSET_DASHES)
    after = min((at for dash in INSET_DASHES if (at := text.find(dash, max(ends), quoted.end)) >= 0), default=-1)
    if before < 0:
        return [quoted]
    parts = [_stripped(text, quoted.start, before)]
    return [*parts, _stripped(text, after + 1, quoted.end)] if after >= 0 else parts


def _stripped(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip(" ,")))


def _touched(groups: Sequence[Sequence[Quotation]], spans: Sequence[Span]) -> list[int]:
    """The indexes of the groups that any span touches; groups come in the article's order."""
    ends = [group[-1].end for group in groups]
    touched: set[int] = set()
    for span in spans:
        index = bisect_right(ends, span.start)
        while index < len(groups) and groups[index][0].start < span.end:
            if any(one.start < span.end and span.start < one.end for one in groups[index]):
                touched.add(index)
            index += 1
    return sorted(touched)


def _form(text: str, content: Sequence[Span], quoted: Sequence[Span]) -> Form:
    """Direct if all words stand between quotation marks, mixed if some do, indirect if none does."""
    if not quoted:
        return "indirect"
    bare = any(character.isalnum() for span in content for character in _outside(text, span, quoted))
    return "mixed" if bare else "direct"


def _outside(text: str, span: Span, quoted: Sequence[Span]) -> str:
    kept, at = [], span.start
    for start, end in sorted(quoted):
        if end > at and start < span.end:
            kept.append(text[at : max(at, start)])
            at = max(at, end)
    return "".join(kept) + text[at : span.end]


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _without_doubles(utterances: Sequence[Utterance]) -> list[Utterance]:
    """One utterance for the same words; the first, that is the more certain, stays."""
    kept: dict[tuple[Span, ...], Utterance] = {}
    for utterance in utterances:
        kept.setdefault(utterance.spans, utterance)
    return list(kept.values())


def _unclaimed(groups: Sequence[Sequence[Quotation]], claimed: set[int]) -> list[Utterance]:
    found, index = [], 0
    for group in groups:
        held = tuple(range(index, index + len(group)))
        index += len(group)
        if not claimed.intersection(held):
            spans = tuple(Span(quotation.start, quotation.end) for quotation in group)
            found.append(Utterance(spans, "direct", None, held))
    return found


class _Speakers:
    """Settles speakers from left to right; who spoke last tells who "she" is."""

    def __init__(self, text: str, names: Sequence[Name], language: str) -> None:
        self._text = text
        self._names = names
        self._people = [name for name in names if name.kind == "person"]
        self._language = language
        self._last: str | None = None

    def settle(self, utterances: Sequence[Utterance]) -> list[Utterance]:
        return [self._settled(utterance) for utterance in utterances]

    def _settled(self, utterance: Utterance) -> Utterance:
        speaker = self._plain(utterance.report)
        candidates: tuple[str, ...] = ()
        if speaker is None:
            speaker, candidates = self._by_reference(utterance)
        if speaker is not None and speaker.kind in ("named", "organisation"):
            self._last = speaker.name
        return replace(utterance, speaker=speaker, candidates=() if speaker else candidates)

    def _plain(self, report: Report | None) -> Speaker | None:
        """The speaker whom the source names or describes; None for a pronoun, and where there is no source."""
        if report is None or report.source is None:
            return None
        head = report.head or report.source
        printed = self._text[slice(*head)]
        if self._gender(printed) is not None:
            return None
        name = resolve(printed, head.start, self._names) or self._described(printed) or self._qualified(head)
        if name is not None:
            return Speaker(name.name, kind_of(name), head)
        return Speaker(self._text[slice(*report.source)], self._kind_of_words(printed), report.source)

    def _gender(self, printed: str) -> Gender | None:
        return PRONOUNS.get(self._language, {}).get(printed.lower())

    def _described(self, printed: str) -> Name | None:
        """Whom "the minister" or "the institute" means: the one name whose role, or whose own words, have that word."""
        words = printed.lower().split()
        if len(words) < 2 or words[0] not in DEFINITE.get(self._language, ()):  # noqa: PLR2004 - article and noun
            return None
        meant = [name for name in self._names if words[-1] in self._described_by(name)]
        return meant[0] if len(meant) == 1 else None

    def _described_by(self, name: Name) -> list[str]:
        role = self._text[slice(*name.role)] if name.role else ""
        own = name.name if name.kind == "organisation" else ""
        return f"{role} {own}".lower().split()

    def _qualified(self, head: Span) -> Name | None:
        """Whom "the Yonhap news agency" means: the one name in it, with nothing but an article in front."""
        inside = [
            (name, mention)
            for name in self._names
            for mention in name.mentions
            if head.start <= mention.start and mention.end <= head.end
        ]
        if len(inside) != 1:
            return None
        name, mention = inside[0]
        before = self._text[head.start : mention.start].strip().lower()
        return name if not before or before in DEFINITE.get(self._language, ()) else None

    def _kind_of_words(self, printed: str) -> SpeakerKind:
        words = {word.strip(".,;:()").lower() for word in printed.split()}
        if words & DOCUMENTS.get(self._language, frozenset()):
            return "document"
        return "organisation" if words & COLLECTIVES.get(self._language, frozenset()) else "anonymous"

    def _by_reference(self, utterance: Utterance) -> tuple[Speaker | None, tuple[str, ...]]:
        """Who a pronoun, or the lack of any source, can mean: settled if it is only one, else the candidates."""
        report = utterance.report
        source = (report.head or report.source) if report else None
        at = source.start if source else utterance.spans[0].start
        gender: Gender = (self._gender(self._text[slice(*source)]) if source else None) or "any"
        fitting = self._fitting(gender, at)
        if source and gender != "any" and fitting and self._is_plain(fitting, at):
            return Speaker(fitting[0].name, "named", source), ()
        others = [name for name in self._names if name.kind in SPEAKING and name not in fitting]
        names = [name.name for name in (*fitting, *others)]
        return None, tuple(names[:MOST_CANDIDATES])

    def _fitting(self, gender: Gender, at: int) -> list[Name]:
        """The people mentioned before, of that gender as far as one knows, the latest first."""
        unfit = {"feminine": False, "masculine": True, "any": None}[gender]
        known = [name for name in self._people if name.mentions[0].start < at]
        fitting = [name for name in known if unfit is None or name.feminine is None or name.feminine is not unfit]
        return sorted(fitting, key=lambda name: -_last_mention(name, at))

    def _is_plain(self, fitting: Sequence[Name], at: int) -> bool:
        """Whether a pronoun can only mean the first: the only one there is, or who spoke last and was named last."""
        paragraph = self._text.rfind("\n", 0, at) + 1
        near = [name for name in fitting if _last_mention(name, at) >= paragraph]
        return len(fitting) == 1 or len(near) == 1 or (fitting[0].name == self._last and not near[1:])


def _last_mention(name: Name, at: int) -> int:
    return max(span.start for span in name.mentions if span.start < at)


def kind_of(name: Name) -> SpeakerKind:
    """On what footing somebody of that name speaks; a place speaks as its government."""
    return "organisation" if name.kind in ("organisation", "group", "place") else "named"
