"""A text cut into tokens once, so that reading its numbers only ever looks at a few of them."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import accumulate
from operator import not_
from typing import TYPE_CHECKING, NamedTuple

from newsbrief.columns import tuples_of
from newsbrief.cues.numbers.words import FRACTION_SIGNS, TOKEN, Lexicon, Phrase, Phrases, T, TokenKind, lexicon_for

if TYPE_CHECKING:
    from newsbrief.cues.numbers.amounts import Amount

HYPHENS = frozenset("-‐‑")
DASHES = HYPHENS | frozenset("–—−")
MINUSES = frozenset("-−")

_PHRASE_WORDS = 4
_SENTENCE = 1_000  # characters
_MARGIN = 12  # empty tokens before the first and after the last, more than anything looks to either side
_CHUNK = re.compile(r"\S+")
_LINK = re.compile(r"@|://|^www\.")
_LINK_SIGNS = ("@", "://", "www.")


class Token(NamedTuple):
    """A word, a numeral with its separators, or a single sign.

    ``low`` is the text folded, with straight apostrophes; ``may_start`` says that a number may begin with it, and
    ``joined`` that nothing stands between the token and the one before.
    """

    start: int
    end: int
    text: str
    low: str
    kind: TokenKind
    may_start: bool
    joined: bool


_NOTHING = Token(-1, -1, "", "", "nothing", may_start=False, joined=False)


def _plain_spans(text: str) -> Iterator[tuple[int, int]]:
    """The text without links and mail addresses."""
    start = 0
    if any(sign in text for sign in _LINK_SIGNS):
        for chunk in _CHUNK.finditer(text):
            if _LINK.search(chunk.group()):
                yield start, chunk.start()
                start = chunk.end()
    yield start, len(text)


def _tokens(text: str, lexicon: Lexicon) -> list[Token]:
    """The tokens in order; a line break is a sign."""
    tokens: list[Token] = []
    for start, end in _plain_spans(text):
        gaps_and_tokens = TOKEN.split(text[start:end])
        printed = gaps_and_tokens[1::2]
        if printed:
            lows, kinds, may_start = zip(*map(lexicon.readings.__getitem__, printed), strict=True)
            ends = list(accumulate(map(len, gaps_and_tokens), initial=start))
            joined = [False, *map(not_, gaps_and_tokens[2:-1:2])]
            tokens += tuples_of(Token, ends[1::2], ends[2::2], printed, lows, kinds, may_start, joined)
    return tokens


def may_have_numbers(text: str, language: str | None) -> bool:
    """A quick look that spares most sentences the long one; a long text is taken to have numbers."""
    if len(text) > _SENTENCE:
        return True
    return any(map(lexicon_for(language).counts.__getitem__, text.split()))


class Page:
    """A text's tokens, and the words of its language. Tokens beyond either end are empty.

    ``amounts`` holds what was read already, by the token at which it begins.

    Args:
        text: the text.
        language: its language tag; None is read as English, with both decimal marks possible.
    """

    def __init__(self, text: str, language: str | None) -> None:
        self.text = text
        self.lexicon: Lexicon = lexicon_for(language)
        self.marks: tuple[str, ...] = (".", ",") if language is None else (self.lexicon.decimal,)
        self._tokens = [*[_NOTHING] * _MARGIN, *_tokens(text, self.lexicon), *[_NOTHING] * _MARGIN]
        self.at: Callable[[int], Token] = self._tokens.__getitem__  # token i
        self.amounts: dict[int, Amount | None] = {}
        self._words = self.lexicon.words
        self._hyphens = frozenset(self._find_hyphens())

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The tokens at which a number may begin: a quick look that spares most tokens the long one."""
        found = [i for i, token in enumerate(self._tokens) if token.may_start]
        return tuple(i for i in found if not self._is_lone_sign(i) and not self._is_lone_article(i))

    def _is_lone_sign(self, i: int) -> bool:
        """Whether a sign has no digits near it, and is no number itself."""
        token = self._tokens[i]
        near = (self._tokens[i + 1].kind, self._tokens[i + 2].kind)
        return token.kind == "sign" and "digits" not in near and token.text not in FRACTION_SIGNS

    def _is_lone_article(self, i: int) -> bool:
        """Whether an article has no "half", "dozen", "third" behind it, nor is the A of "A$5"."""
        words, after = self.lexicon, self._tokens[i + 1]
        if self._tokens[i].low not in words.mere_articles or after.text == "$":
            return False
        return self._tokens[i + 1 + self.hyphen(i + 1)].low not in words.after_articles

    def says(self, i: int, role: str) -> bool:
        """Whether token ``i`` is a word of that role."""
        return self._tokens[i].low in self._words[role]

    def joined(self, i: int) -> bool:
        """Whether nothing stands between token ``i`` and the one before."""
        return self._tokens[i].joined

    def hyphen(self, i: int) -> bool:
        """Whether token ``i`` joins its neighbours as a hyphen does."""
        return i in self._hyphens

    def _find_hyphens(self) -> Iterator[int]:
        if not any(hyphen in self.text for hyphen in HYPHENS):
            return
        for i, token in enumerate(self._tokens):
            if token.text in HYPHENS and token.joined and self._tokens[i + 1].joined:
                yield i

    def compound(self, i: int) -> bool:
        """Whether a noun and another hyphen follow the hyphen at ``i``, as in "5-Sterne-Hotel"."""
        return self.lexicon.noun_style == "capital" and self.hyphen(i) and self.hyphen(i + 2)

    def printed(self, first: int, stop: int) -> str:
        """The text of the tokens from ``first`` up to ``stop``."""
        return self.text[self._tokens[first].start : self._tokens[stop - 1].end]

    def words_from(self, i: int) -> tuple[Phrase, int]:
        """The folded words from token ``i`` on, and where they stop; hyphens count as spaces."""
        words: Phrase = ()
        k = i + self.hyphen(i)
        while len(words) < _PHRASE_WORDS and self._tokens[k].kind == "word":
            words += (self._tokens[k].low,)
            i = k + 1
            k = i + self.hyphen(i)
        return words, i

    def phrase(self, i: int, known: Phrases[T]) -> tuple[T, int] | None:
        """What the longest known phrase from token ``i`` on means, and where it stops; hyphens count as spaces."""
        i += self.hyphen(i)
        if self._tokens[i].low not in known.first:
            return None
        phrase: Phrase = ()
        found = None
        for _ in range(_PHRASE_WORDS):
            phrase += (self._tokens[i].low,)
            i += 1
            if phrase in known.meanings:
                found = known.meanings[phrase], i
            i += self.hyphen(i)
        return found

    def phrase_before(self, i: int, known: Phrases[T]) -> tuple[T, int] | None:
        """What the longest known phrase that ends before token ``i`` means, and where it starts."""
        i -= self.hyphen(i - 1) or (self._tokens[i - 1].text == "." and self.says(i - 2, "abbreviations"))
        if self._tokens[i - 1].low not in known.last:
            return None
        for length in range(_PHRASE_WORDS, 0, -1):
            phrase = tuple(token.low for token in self._tokens[i - length : i])
            if phrase in known.meanings:
                return known.meanings[phrase], i - length
        return None
