"""An article's words as the search for names sees them: which may be part of a name, and how far that can be trusted.

A capital says nothing where everything is capitalised: at the start of a sentence, in a headline, in a cry. Such a
word is weak or loud: it counts only if the rest of the article, or what stands beside it, bears it out.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import accumulate
from operator import add
from typing import NamedTuple

from newsbrief.columns import tuples_of
from newsbrief.cues.names.lexicon import Lexicon
from newsbrief.kept import Kept

SPACES = (" ", "\u00a0")
_WORD = re.compile(r"((?:[^\W\d_]\.){2,}|[^\W_]+(?:(?:['’ʼ‘‑-]|&|\.(?=[a-zа-я]))[^\W_]+)*)")
FOLD = str.maketrans("’‘ʼ‑", "'''-")
_OPENING = frozenset("\"“„«»‘‚'`>[")
_LINE_BREAK = frozenset("\n")
_QUOTATION_MARKS = frozenset('"“”„«»')
_NO_NAME_AFTER = frozenset("#@/_\\=~<")
_SENTENCE_END = (".", "!", "?", "…", ":", "•", "*")
_PREFIXES = ("al-", "el-", "d'", "l'", "ad-", "as-", "ash-", "abu-")
ELISIONS = ("d'", "l'")
_SHOUTED = frozenset({"us", "who"})  # names in capitals, though they are function words
_PARTY_AND_STATE = re.compile("[rdi]-")
_TAILS = frozenset("based led born made style era like wide bound".split())
_GERMAN_ENDING = re.compile(r"(?:en|er|es|em|s|n|e)$")
_DASHES = ("—", "–", "-", "--")
_LONGEST_DATELINE = 60
_LONGEST_ACRONYM = 6
_LONGEST_SIMPLE_NOUN = 15
_FEWEST_IN_HEADLINE = 4
_HEADLINE_SHARE = 0.9
_SHORT = 3


class Word(NamedTuple):
    """One word: ``end`` and ``text`` without a possessive 's, ``low`` folded, ``gap`` what stands before it."""

    start: int
    end: int
    text: str
    low: str
    gap: str
    possessive: bool
    weak: bool

    @property
    def is_acronym(self) -> bool:
        """Whether it is all capitals, and short enough for letters that stand for words."""
        return self.text.isupper() and 1 < len(self.text.replace(".", "")) <= _LONGEST_ACRONYM

    @property
    def is_cry(self) -> bool:
        """Whether it is all capitals, and too long for an acronym."""
        return self.text.isupper() and len(self.text) > _LONGEST_ACRONYM


def fold(text: str) -> str:
    """A word as the lexicons and all comparisons have it."""
    low = text.casefold().rstrip(".")
    return low if low.isascii() else low.translate(FOLD)


def words_of(text: str) -> list[str]:
    """The words of a printed name, folded, without possessive endings."""
    return [_READ[printed].low for printed in _WORD.findall(text)]


class _Reading(NamedTuple):
    """What a word says by itself: it without a possessive 's, as printed and folded, and whether it has one.

    It is ``capital`` if it may be part of a name, and ``small`` if it is of some length and all in lower case.
    """

    text: str
    low: str
    possessive: bool
    capital: bool
    small: bool


def _read(printed: str) -> _Reading:
    low = fold(printed)
    possessive = low.endswith("'s")
    text, low = (printed[:-2], low[:-2]) if possessive else (printed, low)
    capital = text[0].isupper() or low.startswith(_PREFIXES)
    return _Reading(text, low, possessive, capital, text.islower() and len(text) > _SHORT and text[0].isalpha())


_READ = Kept(_read)


class Page:
    """An article's words, and what they tell about each other.

    Attributes:
        able: per word, whether it may be part of a name.
        loud: per word, whether it stands among words that are all capitalised.
        lower: the words that occur in lower case.
        common: (German) what the article uses as a noun with an article or a number, without its ending.
    """

    def __init__(self, text: str, sentences: Sequence[tuple[int, int]], lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self._roles: dict[str, bool] = {}
        self._nouns_judged: dict[str, bool] = {}
        gaps_and_words = _WORD.split(self.text)
        readings = list(map(_READ.__getitem__, gaps_and_words[1::2]))
        self.words: list[Word] = list(self._put_together(gaps_and_words, readings, sentences))
        # For a quick look at most stretches: where long words are small, the words are not all capitalised.
        self._small = [reading.small for reading in readings]
        self._parted = [index for index, word in enumerate(self.words) if word.gap != " "]
        self.loud: list[bool] = self._find_loud()
        capital = [reading.capital for reading in readings]
        self.lower: set[str] = {reading.low for reading in set(readings) if not reading.capital}
        self.common: frozenset[str] = frozenset(self._nouns(capital)) if lexicon.capital_nouns else frozenset()
        self.able: list[bool] = [up and self._may_be_name(index, capital) for index, up in enumerate(capital)]

    @cached_property
    def known(self) -> frozenset[str]:
        """The words that are capitalised where a capital says something."""
        return frozenset(
            word.low
            for word, able, loud in zip(self.words, self.able, self.loud, strict=True)
            if able and not (word.weak or loud or word.is_cry)
        )

    def is_abbreviation(self, word: str) -> bool:
        """Whether a full stop after a word ends no sentence."""
        return len(word) == 1 or word in self.lexicon.abbreviations

    def is_plain(self, index: int) -> bool:
        """Whether only a space, or the full stop of an abbreviation, stands before a word."""
        gap = self.words[index].gap
        return gap in SPACES or (gap in (". ", ".") and self.is_abbreviation(self.words[index - 1].low))

    def _put_together(
        self, gaps_and_words: Sequence[str], readings: Sequence[_Reading], sentences: Sequence[tuple[int, int]]
    ) -> Iterable[Word]:
        if not readings:
            return ()
        gaps, starts = gaps_and_words[:-1:2], list(accumulate(map(len, gaps_and_words)))[:-1:2]
        texts, lows, possessive, *_ = zip(*readings, strict=True)
        weak = self._find_weak(gaps, starts, lows, {bisect_left(starts, start) for start, _ in sentences})
        return tuples_of(Word, starts, map(add, starts, map(len, texts)), texts, lows, gaps, possessive, weak)

    def _find_weak(
        self, gaps: Sequence[str], starts: Sequence[int], lows: Sequence[str], firsts: AbstractSet[int]
    ) -> list[bool]:
        """Per word whether its capital says nothing; most words stand behind a plain space."""
        weak, line = [False] * len(gaps), 0
        for index in [at for at, gap in enumerate(gaps) if gap != " " or at in firsts]:
            gap = gaps[index]
            line = starts[index] if "\n" in gap else line
            first = index in firsts or (gap.strip() in _DASHES and starts[index] - line <= _LONGEST_DATELINE)
            weak[index] = self._is_weak(gap, lows[index - 1] if index else "", first=first)
        return weak

    def _is_weak(self, gap: str, before: str, *, first: bool) -> bool:
        if gap in SPACES and not first:
            return False
        if gap.startswith(".") and "\n" not in gap and self.is_abbreviation(before):
            return gap[-1] in _OPENING
        return first or "\n" in gap or gap[-1:] in _OPENING or gap.rstrip().endswith(_SENTENCE_END)

    def _find_loud(self) -> list[bool]:
        loud: list[bool] = []
        for line in self._split(0, len(self.words), _LINE_BREAK):
            shouted = self._is_loud(*line, _HEADLINE_SHARE)
            for stretch in [line] if shouted else self._split(*line, _QUOTATION_MARKS):
                is_loud = shouted or (stretch != line and self._is_loud(*stretch, 1))
                loud += [is_loud] * (stretch[1] - stretch[0])
        return loud

    def _split(self, start: int, stop: int, marks: AbstractSet[str]) -> Iterator[tuple[int, int]]:
        """The words of a range in stretches, a new one wherever one of some marks stands between two words."""
        first, last = bisect_right(self._parted, start), bisect_left(self._parted, stop)
        for index in self._parted[first:last]:
            if not marks.isdisjoint(self.words[index].gap):
                yield start, index
                start = index
        yield start, stop

    def _is_loud(self, start: int, stop: int, share: float) -> bool:
        count = stop - start
        if count - sum(self._small[start:stop]) < share * count:
            return False
        stretch = self.words[start:stop]
        letters = [word.text for word in stretch if word.text[0].isalpha()]
        if letters and all(map(str.isupper, letters)) and (len(letters) > 1 or stretch[0].is_cry):
            return True
        if len(letters) < _FEWEST_IN_HEADLINE or self.lexicon.capital_nouns:
            return False
        telling = [text for text in letters if len(text) > _SHORT or text.casefold() not in self.lexicon.function]
        capitals = sum(text[0].isupper() for text in telling)
        return len(telling) >= _FEWEST_IN_HEADLINE and capitals >= share * len(telling)

    def _may_be_name(self, index: int, capital: Sequence[bool]) -> bool:
        word = self.words[index]
        before = self.words[index - 1].text if index and word.gap in SPACES else ""
        if word.gap[-1:] in _NO_NAME_AFTER or self._is_function_word(word, before):
            return False
        if _PARTY_AND_STATE.match(word.low) and word.gap in (" (", ", "):
            return False
        tail = word.text.translate(FOLD).rpartition("-")[2] if "-" in word.low else ""
        if tail and not tail[0].isupper():
            return bool(before) and capital[index - 1] and not (tail in _TAILS or tail.endswith("ed"))
        return not (self.lexicon.capital_nouns and self._is_noun(word))

    def is_role(self, index: int) -> bool:
        """Whether a word says what somebody is."""
        word = self.words[index]
        if word.text not in self._roles:
            self._roles[word.text] = self.lexicon.is_role(word.low, capitalised=word.text[0].isupper())
        return self._roles[word.text]

    def _is_function_word(self, word: Word, before: str) -> bool:
        """Whether it is one in spite of its capital; "USA TODAY" and "US" show by theirs that they are none."""
        head, apostrophe, _ = word.low.partition("'")
        if apostrophe and (head in self.lexicon.function or word.low.endswith("n't")):
            return True
        if word.low not in self.lexicon.function:
            return False
        named = fold(before) in self.lexicon.given and word.low in self.lexicon.surnames
        if named or (word.low in self.lexicon.given and not word.weak):
            return False
        follows = len(before) > 1 and before.isupper() and len(word.text) > _SHORT
        return not (word.text.isupper() and (follows or (word.low in _SHOUTED and not word.weak)))

    def _nouns(self, capital: Sequence[bool]) -> Iterator[str]:
        """What follows a determiner, perhaps with an adjective between, or a number."""
        lexicon, settled = self.lexicon, False
        for index, word in enumerate(self.words):
            if word.gap in SPACES and settled and capital[index]:
                last = index + 1 == len(self.words) or not (capital[index + 1] and self.words[index + 1].gap in SPACES)
                if last or word.low.endswith(("e", "en")):
                    yield _GERMAN_ENDING.sub("", word.low)
            adjective = settled and not capital[index] and word.gap in SPACES and word.low not in lexicon.function
            settled = word.low in lexicon.determiners or word.text.isdigit() or adjective

    def _is_noun(self, word: Word) -> bool:
        """Whether a capitalised German word is an ordinary noun."""
        if word.text not in self._nouns_judged:
            self._nouns_judged[word.text] = self._judge_noun(word)
        return self._nouns_judged[word.text]

    def _judge_noun(self, word: Word) -> bool:
        lexicon, low = self.lexicon, word.low
        if low in lexicon.demonyms:
            return False
        if word.is_acronym or low in lexicon.known_places or low in lexicon.known_organisations:
            return low in lexicon.ordinary
        if lexicon.is_role(low, capitalised=True) or lexicon.is_organisation_word(low) or low in lexicon.place_words:
            return False
        head, hyphen, _ = word.text.partition("-")
        compound = head.isupper() if hyphen else len(low) > _LONGEST_SIMPLE_NOUN
        ordinary = low in lexicon.ordinary or low.endswith(lexicon.ordinary_ends) or low in self.lower
        return compound or ordinary or (_GERMAN_ENDING.sub("", low) in self.common and low not in lexicon.given)
