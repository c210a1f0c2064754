"""From words back to the article: where a quote stands, and which sentences bear a piece of prose out."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from newsbrief.article import Article
from newsbrief.checks import Occurrences, long_words
from newsbrief.cues.numbers import number_values
from newsbrief.evidence import Span
from newsbrief.locating import locate, locate_in

__all__ = ["Grounds", "locate", "locate_in"]

MOST_SENTENCES = 3
LEAST_COVERED = 0.5
"""The least share of a prose sentence's longer words that its supporting sentences must have."""


class Grounds:
    """What an article has to bear prose out with; it is read when it is first asked.

    Args:
        article: the article.
        occurrences: in which of its sentences words occur.
        values: the values of its numbers, with the places where these start.
    """

    def __init__(self, article: Article, occurrences: Occurrences, values: Mapping[float, Sequence[int]]) -> None:
        self._language = article.language
        self._values = values
        self._sentences = [Span(sentence.start, sentence.end) for sentence in article.sentences]
        self._occurrences = occurrences

    def sentences_for(self, prose: str) -> list[Span]:
        """The sentences that together bear out a sentence of prose: with its numbers, then with most of its words.

        Returns:
            One to `MOST_SENTENCES` spans in the article's order; none if the article does not say this.
        """
        wanted: set[float | str] = {*number_values(prose, self._language), *long_words(prose)}
        has = self._held(wanted)
        chosen = _cover(has)
        covered = {item for index in chosen for item in has[index]}
        missing_number = any(isinstance(item, float) for item in wanted - covered)
        if missing_number or not wanted or len(covered) < LEAST_COVERED * len(wanted):
            return []
        return [self._sentences[index] for index in sorted(chosen)]

    def _held(self, wanted: Iterable[float | str]) -> Mapping[int, set[float | str]]:
        """Which of some numbers and words each sentence has that has any of them."""
        has: defaultdict[int, set[float | str]] = defaultdict(set)
        for item in wanted:
            found = self._sentences_with(item) if isinstance(item, float) else self._occurrences.of(item)
            for index in found:
                has[index].add(item)
        return has

    def _sentences_with(self, number: float) -> set[int]:
        starts = self._values.get(number, ())
        return {bisect_right(self._sentences, at, key=lambda span: span.start) - 1 for at in starts}


def _cover(has: Mapping[int, set[float | str]]) -> list[int]:
    """Greedily the sets that add most; after the first, one must add a number or two words to be worth it."""
    chosen: list[int] = []
    covered: set[float | str] = set()
    while has and len(chosen) < MOST_SENTENCES:
        gains = {index: _weight(items - covered) for index, items in has.items()}
        best = max(sorted(gains), key=gains.__getitem__)
        if gains[best] < (2 if chosen else 1):
            break
        chosen.append(best)
        covered |= has[best]
    return chosen


def _weight(items: set[float | str]) -> int:
    return sum(2 if isinstance(item, float) else 1 for item in items)
