"""From words back to the article: where a quote stands, and which sentences bear a piece of prose out."""

from collections.abc import Sequence

from newsbrief.article import Article
from newsbrief.checks import facts_of, long_words
from newsbrief.evidence import Span
from newsbrief.locating import locate, locate_in

__all__ = ["locate", "locate_in", "supporting_sentences"]

MOST_SENTENCES = 3
LEAST_COVERED = 0.5
"""The least share of a prose sentence's longer words that its supporting sentences must have."""


def supporting_sentences(article: Article, prose: str) -> list[Span]:
    """The sentences that together bear out a sentence of prose: those with its numbers, then with most of its words.

    Returns:
        One to `MOST_SENTENCES` spans in the article's order; none if the article does not say this.
    """
    sentences = [Span(sentence.start, sentence.end) for sentence in article.sentences]
    facts = [facts_of(article.text[slice(*span)], article.language) for span in sentences]
    wanted: list[float | str] = [*facts_of(prose, article.language).numbers, *dict.fromkeys(long_words(prose))]
    has = [{item for item in wanted if one.has(item)} for one in facts]
    chosen = _cover(has)
    covered = {item for index in chosen for item in has[index]}
    missing_number = any(isinstance(item, float) for item in set(wanted) - covered)
    if missing_number or not wanted or len(covered) < LEAST_COVERED * len(set(wanted)):
        return []
    return [sentences[index] for index in sorted(chosen)]


def _cover(has: Sequence[set[float | str]]) -> list[int]:
    """Greedily the sets that add most; after the first, one must add a number or two words to be worth it."""
    chosen: list[int] = []
    covered: set[float | str] = set()
    while has and len(chosen) < MOST_SENTENCES:
        gains = [_weight(items - covered) for items in has]
        best = max(range(len(has)), key=gains.__getitem__)
        if gains[best] < (2 if chosen else 1):
            break
        chosen.append(best)
        covered |= has[best]
    return chosen


def _weight(items: set[float | str]) -> int:
    return sum(2 if isinstance(item, float) else 1 for item in items)
