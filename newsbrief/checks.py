"""The rules that free prose must meet: each number and each name in it occurs in the article. On plain values."""

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from newsbrief.article import Article
from newsbrief.cues.numbers import Number, find_numbers, missing_numbers, number_values
from newsbrief.kept import Kept

CAPITALISES_NOUNS = frozenset({"de", "lb"})
"""Languages in which a capital letter says nothing about names."""

_WORD = re.compile(r"[^\W\d_]+(?:['’.\-][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;…]|[\"“”„«»'’‘(\[–—-])\s*$")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_PART = re.compile(r"['’.\-]")
_RUN = re.compile(r"[^\W\d_]+|[.,;:\n]")
_SHORTEST_STEM = 4
_LONGEST_ENDING = 3
INITIALS = range(2, 7)
"""How many words an abbreviation can stand for."""
ENDINGS = frozenset("s es n an ns ans ian ians ean ese ish e a ia y ies en er ed d ing i ic".split())
"""The endings by which the forms of a word differ where a name check reads Latin letters."""
SHORT_FORMS = frozenset("there here it what that he she who where how let".split())
"""Words before an apostrophe and an s that are no possessive: "there's"."""


class Facts:
    """The numbers and the words of a text, to hold prose against.

    Args:
        text: the article, or the part of it that must bear the prose out.
        language: its language.
        numbers: the values of its numbers, where they are known already.
    """

    def __init__(self, text: str, language: str | None, numbers: AbstractSet[float] | None = None) -> None:
        self._text = text
        self._language = language
        self._numbers = numbers

    @cached_property
    def numbers(self) -> AbstractSet[float]:
        """Every value that a number of the text can have."""
        return number_values(self._text, self._language) if self._numbers is None else self._numbers

    @cached_property
    def keys(self) -> set[str]:
        """What the words of the text are found by."""
        return _keys_in(self._text)

    @cached_property
    def initials(self) -> set[str]:
        """The abbreviations that names in the text can have."""
        return set(_initials(self._text))

    @cached_property
    def stems(self) -> set[str]:
        """What the words of the text may share with other forms of the same words."""
        return set().union(*map(_STEMS.__getitem__, self.keys))

    @cached_property
    def _named(self) -> set[str]:
        return {part for word in _capitalised(self._text) for part in _parts(word)}

    def foreign_numbers(self, prose: str, language: str | None = None) -> list[str]:
        """The numbers of the prose that do not occur in the text; number words and magnitudes are folded."""
        return foreign_numbers(prose, language or self._language, lambda: self.numbers)

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
        form = _FORMS[word]
        if form.folded in self.keys or _has_parts(word, self.stems):
            return True
        return form.may_be_initials and form.bare in self.initials

    def is_name(self, word: str) -> bool:
        """Whether a word is, or may be, a name: the text capitalises it in mid-sentence, or does not have it at all."""
        if any(part in self._named for part in _parts(word)):
            return True
        return len(word) >= _SHORTEST_STEM and not self.knows(word)

    def share_known(self, prose: str) -> float:
        """The share of the prose's longer words that occur in the text, from 0 to 1."""
        words = long_words(prose)
        return sum(self.knows(word) for word in words) / len(words) if words else 0.0


def texts_in(value: object) -> Iterator[str]:
    """The texts in a value of JSON, however deep, that say anything."""
    if isinstance(value, str):
        yield from [value] if value.strip() else ()
    elif isinstance(value, Mapping):
        yield from texts_in([*value.keys(), *value.values()])
    elif isinstance(value, list):
        yield from chain.from_iterable(map(texts_in, value))


class Occurrences:
    """In which of several texts a word occurs.

    Args:
        texts: for instance the sentences of an article.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = [Facts(text, None) for text in texts]

    def of(self, word: str) -> set[int]:
        """The indexes of the texts in which a word, or an inflection or abbreviation of it, occurs."""
        form = _FORMS[word]
        found = self._by_key.get(form.folded, set()) | set.intersection(*map(self._with_any, form.stems))
        return found | self._by_initials.get(form.bare, set()) if form.may_be_initials else found

    def _with_any(self, stems: Iterable[str]) -> set[int]:
        return set().union(*(self._by_stem.get(stem, ()) for stem in stems))

    @cached_property
    def _by_key(self) -> Mapping[str, set[int]]:
        return _places(text.keys for text in self._texts)

    @cached_property
    def _by_stem(self) -> Mapping[str, set[int]]:
        return _places(text.stems for text in self._texts)

    @cached_property
    def _by_initials(self) -> Mapping[str, set[int]]:
        return _places(text.initials for text in self._texts)

    def share_known(self, prose: str, within: range) -> float:
        """The share of the prose's longer words that occur in some of the texts taken together, from 0 to 1."""
        texts, words = self._texts[within.start : within.stop], long_words(prose)
        stems = set().union(*(text.stems for text in texts))
        known = [_has_parts(word, stems) or any(text.knows(word) for text in texts) for word in words]
        return sum(known) / len(words) if words else 0.0


def _places(sets: Iterable[Iterable[str]]) -> Mapping[str, set[int]]:
    """In which of some sets each of their members is, by their indexes."""
    places: defaultdict[str, set[int]] = defaultdict(set)
    for index, members in enumerate(sets):
        for member in members:
            places[member].add(index)
    return places


def facts_of_article(article: Article, values: AbstractSet[float]) -> Facts:
    """The facts of a whole article, its title included; ``values`` are those of the numbers in its text."""
    if not article.title:
        return Facts(article.text, article.language, values)
    values = values | number_values(article.title, article.language)
    return Facts(f"{article.title}\n\n{article.text}", article.language, values)


def long_words(prose: str) -> list[str]:
    """The words that carry meaning, by and large: those of four letters and more."""
    return list(chain.from_iterable(map(_LONG_WORDS.__getitem__, prose.split())))


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


@lru_cache(maxsize=64)
def numbers_in(prose: str, language: str | None) -> Sequence[Number]:
    """The numbers of a piece of prose; it is read once, and held against several texts."""
    return find_numbers(prose, language)


def foreign_numbers(prose: str, language: str | None, known: Callable[[], AbstractSet[float]]) -> list[str]:
    """The numbers of a piece of prose that are not among some values, which are asked for only if it has any."""
    found = numbers_in(prose, language)
    missing = missing_numbers(found, prose, language, known()) if found else []
    return [prose[number.start : number.end] for number in missing]


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


def objection(prose: str, facts: Facts, language: str | None = None, *, part: Facts | None = None) -> str | None:
    """What is wrong with a piece of prose, in words that a model can act on; None if nothing is.

    Args:
        prose: what is said about the article.
        facts: those of the whole article.
        language: the language of the prose; None for the article's.
        part: the facts of the part of the article that must have the numbers; all of it if left out.
    """
    if numbers := (part or facts).foreign_numbers(prose, language):
        return f"the article does not have the number {', '.join(numbers)} there"
    if names := facts.foreign_names(prose, language):
        return f"the article does not mention {', '.join(names)}"
    return None


def _capitalised(prose: str) -> Iterator[str]:
    """The capitalised words that no sentence start explains; a possessive is a name wherever it stands."""
    if prose.islower():  # as what is said of a number mostly is
        return
    for match in _WORD.finditer(prose):
        word = match[0]
        if not word[0].isupper() or len(word) == 1:
            continue
        bare = _POSSESSIVE.sub("", word)
        is_possessive = bare != word and bare.lower() not in SHORT_FORMS
        if is_possessive or not _SENTENCE_START.search(prose, max(0, match.start() - 4), match.start()):
            yield bare


class _Form(NamedTuple):
    """A word as it is looked up.

    Attributes:
        bare: without full stops.
        folded: that without case.
        stems: of each of its parts, what it may share with other forms of the same word.
        keys: what it is found by: that without case, and its parts.
        may_be_initials: whether it looks like an abbreviation of several words.
    """

    bare: str
    folded: str
    stems: tuple[frozenset[str], ...]
    keys: frozenset[str]
    may_be_initials: bool


def _read_form(word: str) -> _Form:
    bare, parts = word.replace(".", ""), _parts(word)
    folded, stems = bare.casefold(), tuple(_STEMS[part] for part in parts)
    return _Form(bare, folded, stems, frozenset((folded, *parts)), bare.isupper() and len(bare) in INITIALS)


def _has_parts(word: str, stems: AbstractSet[str]) -> bool:
    """Whether each part of a word has a stem among these."""
    return not any(map(stems.isdisjoint, _FORMS[word].stems))


def _keys_in(text: str) -> set[str]:
    """What the words of a text are found by."""
    return set().union(*map(_KEYS.__getitem__, text.split()))


def _parts(word: str) -> list[str]:
    bare = _POSSESSIVE.sub("", word)
    return [_plain(part) for part in _PART.split(bare) if part]


def _plain(part: str) -> str:
    """Case and accents folded: an article's Łódź may be a brief's Lodz."""
    folded = part.casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFD", folded)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _read_stems(word: str) -> frozenset[str]:
    """What is left of a word without the endings by which forms of one name differ: Russia, Russian, Russians."""
    endings = ENDINGS if word.isascii() else {word[len(word) - count :] for count in range(1, _LONGEST_ENDING + 1)}
    bare = (word[: -len(ending)] for ending in endings if word.endswith(ending))
    return frozenset({word, *(stem for stem in bare if len(stem) >= _SHORTEST_STEM)})


def _initials(text: str) -> Iterator[str]:
    """The abbreviations that names in the text can have: the initials of two to six capitalised words in a row."""
    run = ""
    for word in _RUN.findall(text):
        if word[0].isupper():
            run = (run + word[0])[-INITIALS[-1] :]
            yield from (run[-length:] for length in INITIALS if length <= len(run))
        elif word not in ("of", "the", "and", "for", "de"):
            run = ""


_STEMS = Kept(_read_stems)
_FORMS = Kept(_read_form)
# By what stands between white space: to cut a text there, and to know each piece, takes less than to look for words.
_KEYS = Kept(lambda piece: frozenset().union(*(_FORMS[word].keys for word in _WORD.findall(piece))))
_LONG_WORDS = Kept(lambda piece: [word for word in _WORD.findall(piece) if len(word) >= _SHORTEST_STEM])
