"""Who is in the reader's mind at a place: what a "she", "the company" or an empty source can stand for there.

Everybody who is mentioned comes into focus, the subject of a sentence and who speaks more than others, and fades with
every sentence that follows. Words between quotation marks are the speaker's own and bring nobody into focus.
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import attrgetter
from typing import Final, NamedTuple

from newsbrief.evidence import Span
from newsbrief.terms import FigureKind, SpeakerKind

FADING: Final = 0.5
"""What is left of the weight of a mention one sentence later; of words of the writer's own, that is."""
TURNING: Final = 0.7
"""What is left of it, besides, in the next paragraph."""
REACH: Final = 1
"""So many paragraphs back a mention is still in mind."""
MOST_MENTIONS: Final = 60
"""Mentions that are looked at from one place."""

_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, eq=False)
class Actor:
    """Somebody who can speak; ``figure`` is what kind of name it is, None for somebody without a name."""

    name: str
    kind: SpeakerKind
    figure: FigureKind | None
    feminine: bool | None = None


class Seen(NamedTuple):
    """A mention of an actor: where, in which sentence, and what it weighs."""

    at: int
    sentence: int
    actor: Actor
    weight: float


class Scene(NamedTuple):
    """An article's text with its sentences, its quotations, and all that is said in it, each in order."""

    text: str
    sentences: Sequence[Span]
    quoted: Sequence[Span]
    said: Sequence[Span]


class Focus:
    """The mentions of an article, and who of them is in focus where."""

    def __init__(self, scene: Scene) -> None:
        self._text = scene.text
        self._quoted = scene.quoted
        self._quote_starts = [span.start for span in scene.quoted]
        self._said = scene.said
        self._said_starts = [span.start for span in scene.said]
        self._starts = [sentence.start for sentence in scene.sentences]
        told = [self._is_told(sentence) for sentence in scene.sentences]
        self._told = list(accumulate(told, initial=0))
        self._paragraphs = list(self._number_paragraphs(scene.sentences, told))
        self._seen: list[Seen] = []

    def is_quoted(self, at: int) -> bool:
        """Whether a place lies between quotation marks."""
        return _covers(self._quoted, self._quote_starts, at)

    def is_said(self, at: int) -> bool:
        """Whether a place lies in what somebody says, between quotation marks or not."""
        return _covers(self._said, self._said_starts, at)

    def sentence_at(self, at: int) -> int:
        """The index of the sentence at a place, or of the last before it."""
        return max(0, bisect_right(self._starts, at) - 1)

    def add(self, at: int, actor: Actor, weight: float) -> None:
        """Note a mention."""
        insort(self._seen, Seen(at, self.sentence_at(at), actor, weight), key=attrgetter("at"))

    def before(self, at: int, start: int = 0) -> Iterator[Seen]:
        """The mentions between two places, the last first; `MOST_MENTIONS` at most."""
        index = bisect_left(self._seen, at, key=attrgetter("at"))
        for seen in reversed(self._seen[max(0, index - MOST_MENTIONS) : index]):
            if seen.at < start:
                return
            yield seen

    def ranked(self, at: int, fits: Callable[[Actor], float]) -> list[tuple[Actor, float]]:
        """Who is in focus at a place and how much, most first; ``fits`` gives a factor, 0 for who can't be meant."""
        if not self._starts:
            return []
        weights: dict[Actor, float] = defaultdict(float)
        here = self.sentence_at(at)
        for seen in self.before(at):
            fading = self._fading(seen.sentence, here)
            if not fading:
                break
            weights[seen.actor] = max(weights[seen.actor], fits(seen.actor) * seen.weight * fading)
        found = [(actor, weight) for actor, weight in weights.items() if weight]
        return sorted(found, key=lambda pair: -pair[1])

    def _fading(self, there: int, here: int) -> float:
        """What is left in a sentence of the weight of a mention in an earlier one; 0 if it is out of mind."""
        paragraphs = self._paragraphs[here] - self._paragraphs[there]
        if paragraphs > REACH:
            return 0
        return FADING ** (self._told[here] - self._told[there]) * TURNING**paragraphs

    def _is_told(self, sentence: Span) -> bool:
        """Whether a sentence has words of the writer's own."""
        at, index = sentence.start, max(0, bisect_right(self._quote_starts, sentence.start) - 1)
        while index < len(self._quoted) and self._quoted[index].start < sentence.end:
            span = self._quoted[index]
            if _LETTER.search(self._text, at, max(at, span.start)):
                return True
            at, index = max(at, span.end), index + 1
        return _LETTER.search(self._text, at, max(at, sentence.end)) is not None

    def _number_paragraphs(self, sentences: Sequence[Span], told: Sequence[bool]) -> Iterator[int]:
        """For each sentence the number of its paragraph; one that is nothing but a quotation does not count."""
        number, counts, end = 0, False, 0
        for sentence, is_told in zip(sentences, told, strict=True):
            if "\n" in self._text[end : sentence.start]:
                number, counts = number + counts, False
            counts, end = counts or is_told, sentence.end
            yield number


def _covers(spans: Sequence[Span], starts: Sequence[int], at: int) -> bool:
    """Whether the last of some spans that begins up to a place reaches over it."""
    index = bisect_right(starts, at) - 1
    return index >= 0 and at < spans[index].end
