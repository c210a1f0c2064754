"""The rules that free prose must meet: each number and each name in it occurs in the article. On plain values."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from newsbrief.article import Article
from newsbrief.cues.numbers import missing_numbers, number_values

CAPITALISES_NOUNS = frozenset({"de", "lb"})
"""Languages in which a capital letter says nothing about names."""

_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;…]|[\"“”„«»'’‘(\[–—-])\s*$")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_SHORTEST_STEM = 4
_LONGEST_ENDING = 3
ENDINGS = frozenset("s es n an ns ans ian ians ean ese ish e a ia y ies en er ed d ing i ic".split())
"""The endings by which the forms of a word differ where a name check reads Latin letters."""
SHORT_FORMS = frozenset("there here it what that he she who where how let".split())
"""Words before an apostrophe and an s that are no possessive: "there's"."""


class Facts:
    """The numbers and the words of a text, to hold prose against.

    Args:
        text: the article, or the part of it that must bear the prose out.
        language: its language.
    """

    def __init__(self, text: str, language: str | None) -> None:
        self._language = language
        self.numbers = number_values(text, language)
        words = [part for word in _WORD.findall(text) for part in _parts(word)]
        self._words = set(words) | {word.replace(".", "").casefold() for word in _WORD.findall(text)}
        self._stems = {stem for word in self._words for stem in _stems(word)}
        self._initials = set(_initials(text))
        self._named = {part for word in _capitalised(text) for part in _parts(word)}

    def foreign_numbers(self, prose: str, language: str | None = None) -> list[str]:
        """The numbers of the prose that do not occur in the text; number words and magnitudes are folded."""
        missing = missing_numbers(prose, language or self._language, self.numbers)
        return [prose[number.start : number.end] for number in missing]

    def foreign_names(self, prose: str, language: str | None = None) -> list[str]:
        """The words of the prose that are capitalised in mid-sentence and do not occur in the text in any inflection.

        Nothing is judged where capitals say nothing: in a language that capitalises its nouns, and in prose that is
        not in the text's own language, whose names may be spelt otherwise.
        """
        spoken = language or self._language
        if spoken in CAPITALISES_NOUNS or spoken != self._language:
            return []
        return [word for word in _capitalised(prose) if not self.knows(word)]

    def knows(self, word: str) -> bool:
        """Whether a word, or an inflection or abbreviation of it, occurs in the text."""
        if word.replace(".", "") in self._initials or word.replace(".", "").casefold() in self._words:
            return True
        return all(part in self._words or self._has_stem(part) for part in _parts(word))

    def _has_stem(self, part: str) -> bool:
        return part in self._stems or any(stem in self._stems for stem in _stems(part))

    def is_name(self, word: str) -> bool:
        """Whether a word is, or may be, a name: the text capitalises it in mid-sentence, or does not have it at all."""
        if any(part in self._named for part in _parts(word)):
            return True
        return len(word) >= _SHORTEST_STEM and not self.knows(word)

    def has(self, item: float | str) -> bool:
        """Whether a number or a word occurs in the text."""
        return item in self.numbers if isinstance(item, float) else self.knows(item)

    def share_known(self, prose: str) -> float:
        """The share of the prose's longer words that occur in the text, from 0 to 1."""
        words = long_words(prose)
        return sum(self.knows(word) for word in words) / len(words) if words else 0.0


def facts_of_article(article: Article) -> Facts:
    """The facts of a whole article, its title included."""
    whole = f"{article.title}\n\n{article.text}" if article.title else article.text
    return facts_of(whole, article.language)


def long_words(prose: str) -> list[str]:
    """The words that carry meaning, by and large: those of four letters and more."""
    return [word for word in _WORD.findall(prose) if len(word) >= _SHORTEST_STEM]


def headline_case(headline: str, facts: Facts) -> str:
    """A headline in Title Case, brought to sentence case; any other, as it is.

    In Title Case a capital says nothing, so every word that the article lacks is a possible foreign name and keeps its
    capital, for the name check to see.
    """
    words = headline.split()
    long = [word for word in words[1:] if len(word) >= _SHORTEST_STEM]
    if len(long) < 2 or sum(word[0].isupper() for word in long) <= len(long) * 0.7:  # noqa: PLR2004
        return headline
    return " ".join([words[0], *(word if facts.is_name(word) else word.lower() for word in words[1:])])


@lru_cache(maxsize=256)
def facts_of(text: str, language: str | None) -> Facts:
    """The facts of a text, made once."""
    return Facts(text, language)


def overlapping(cues: Sequence[tuple[int, int]], spans: Iterable[tuple[int, int]]) -> list[bool]:
    """For each cue whether any of the spans overlaps it; cues are ordered and do not overlap each other."""
    starts = [start for start, _ in cues]
    held = [False] * len(cues)
    for start, end in spans:
        index = max(bisect_right(starts, start) - 1, 0)
        while index < len(cues) and cues[index][0] < end:
            held[index] = held[index] or cues[index][1] > start
            index += 1
    return held


def objection(prose: str, facts: Facts, language: str | None = None) -> str | None:
    """What is wrong with a piece of prose, in words that a model can act on; None if nothing is."""
    if numbers := facts.foreign_numbers(prose, language):
        return f"the article does not have the number {', '.join(numbers)} there"
    if names := facts.foreign_names(prose, language):
        return f"the article does not mention {', '.join(names)}"
    return None


def _capitalised(prose: str) -> Iterator[str]:
    """The capitalised words that no sentence start explains; a possessive is a name wherever it stands."""
    for match in _WORD.finditer(prose):
        word = match[0]
        starts = _SENTENCE_START.search(prose, max(0, match.start() - 4), match.start())
        bare = _POSSESSIVE.sub("", word)
        is_possessive = bare != word and bare.lower() not in SHORT_FORMS
        if word[0].isupper() and len(word) > 1 and (not starts or is_possessive):
            yield bare


def _parts(word: str) -> list[str]:
    bare = _POSSESSIVE.sub("", word)
    return [_plain(part) for part in re.split(r"['’.\-]", bare) if part]


def _plain(part: str) -> str:
    """Case and accents folded: an article's Łódź may be a brief's Lodz."""
    decomposed = unicodedata.normalize("NFD", part.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _stems(word: str) -> list[str]:
    """What is left of a word without the endings by which forms of one name differ: Russia, Russian, Russians."""
    endings = ENDINGS if word.isascii() else {word[len(word) - count :] for count in range(1, _LONGEST_ENDING + 1)}
    bare = {word[: -len(ending)] for ending in endings if word.endswith(ending)}
    return [word, *(stem for stem in bare if len(stem) >= _SHORTEST_STEM)]


def _initials(text: str) -> Iterator[str]:
    """The abbreviations that names in the text can have: the initials of two to six capitalised words in a row."""
    run = ""
    for word in re.findall(r"[^\W\d_]+|[.,;:\n]", text):
        if word[0].isupper():
            run = (run + word[0])[-6:]
            yield from (run[-length:] for length in range(2, len(run) + 1))
        elif word not in ("of", "the", "and", "for", "de"):
            run = ""
