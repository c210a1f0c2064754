"""An article's words as the search for names sees them: which may be part of a name, and how far that can be trusted.

A capital says nothing where everything is capitalised: at the start of a sentence, in a headline, in a cry. Such a
word is weak or loud: it counts only if the rest of the article, or what stands beside it, bears it out.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import NamedTuple

from newsbrief.cues.names.lexicon import Lexicon

SPACES = (" ", "\u00a0")
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:(?:['’ʼ‘‑-]|&|\.(?=[a-zа-я]))[^\W_]+)*")
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
    return [fold(match[0]).removesuffix("'s") for match in _WORD.finditer(text)]


def _split(words: Sequence[Word], marks: AbstractSet[str]) -> Iterator[Sequence[Word]]:
    """The words in stretches, a new one wherever one of some marks stands between two words."""
    start = 0
    for index, word in enumerate(words):
        if index > start and word.gap != " " and not marks.isdisjoint(word.gap):
            yield words[start:index]
            start = index
    yield words[start:]


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
        self.words = list(self._read(sentences))
        self.loud = list(self._find_loud())
        capital = [word.text[0].isupper() or word.low.startswith(_PREFIXES) for word in self.words]
        self.lower = {word.low for word, up in zip(self.words, capital, strict=True) if not up}
        self.common = frozenset(self._nouns(capital)) if lexicon.capital_nouns else frozenset()
        self.able = [up and self._may_be_name(index, capital) for index, up in enumerate(capital)]

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

    def _read(self, sentences: Sequence[tuple[int, int]]) -> Iterator[Word]:
        starts = iter([*sorted({start for start, _ in sentences}), len(self.text) + 1])
        due, end, before, line = next(starts), 0, "", 0
        for match in _WORD.finditer(self.text):
            gap, first = self.text[end : match.start()], due <= match.start()
            while due <= match.start():
                due = next(starts)
            line = match.start() if "\n" in gap else line
            first = first or (gap.strip() in _DASHES and match.start() - line <= _LONGEST_DATELINE)
            end, low = match.end(), fold(match[0])
            cut = 2 if low.endswith("'s") else 0
            weak = self._is_weak(gap, before, first=first)
            before = low[: len(low) - cut]
            yield Word(match.start(), end - cut, match[0][: len(match[0]) - cut], before, gap, cut > 0, weak)

    def _is_weak(self, gap: str, before: str, *, first: bool) -> bool:
        if gap in SPACES and not first:
            return False
        if gap.startswith(".") and "\n" not in gap and self.is_abbreviation(before):
            return gap[-1] in _OPENING
        return first or "\n" in gap or gap[-1:] in _OPENING or gap.rstrip().endswith(_SENTENCE_END)

    def _find_loud(self) -> Iterator[bool]:
        for line in _split(self.words, _LINE_BREAK):
            shouted = self._is_loud(line, _HEADLINE_SHARE)
            for stretch in _split(line, _QUOTATION_MARKS):
                yield from [shouted or self._is_loud(stretch, 1)] * len(stretch)

    def _is_loud(self, stretch: Sequence[Word], share: float) -> bool:
        letters = [word.text for word in stretch if word.text[0].isalpha()]
        if letters and all(map(str.isupper, letters)) and (len(letters) > 1 or stretch[0].is_cry):
            return True
        telling = [text for text in letters if len(text) > _SHORT or text.casefold() not in self.lexicon.function]
        capitals = sum(text[0].isupper() for text in telling)
        enough = len(telling) >= _FEWEST_IN_HEADLINE and not self.lexicon.capital_nouns
        return enough and capitals >= share * len(telling)

    def _may_be_name(self, index: int, capital: Sequence[bool]) -> bool:
        word = self.words[index]
        before = self.words[index - 1].text if index and word.gap in SPACES else ""
        if word.gap[-1:] in _NO_NAME_AFTER or self._is_function_word(word, before):
            return False
        if _PARTY_AND_STATE.match(word.low) and word.gap in (" (", ", "):
            return False
        _, hyphen, tail = word.text.translate(FOLD).rpartition("-")
        if hyphen and not tail[0].isupper():
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
