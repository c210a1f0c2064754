"""Folding: a text as a row of tokens whose keys are equal where only the typography differs.

Keys forget case, ligatures, soft hyphens, white space, the kind of dash, and quotation marks altogether. A text is cut
at its white space and each different piece is read only once, for most words of an article come again. Everything takes
time linear in the length of the text.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import accumulate
from typing import Generic, NamedTuple, Protocol, Self, TypeVar

from newsbrief.evidence import Span
from newsbrief.kept import Kept

QUOTATION_MARKS = frozenset("\"'`´“”„‟‘’‚‛«»‹›「」『』〝〞＂＇ʼ′″")
CURRENCY_SIGNS = "$€£¥¢₩₪₫₱₴₸₹₺₽₾₿฿"

_COMPARED = 5_000_000  # characters compared over the occurrences of one run, at most
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
_MARKS = "".join(char for char in map(chr, range(0x300, 0xE00)) if unicodedata.category(char)[0] == "M")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W\d_{_UNSPACED}]"
_LETTERS = rf"{_LETTER}+(?:[{_MARKS}{_INVISIBLE}]+{_LETTER}*)*"
_CLITIC = r"['’](?:[sSmMdD]|[lL]{2}|[rR][eE]|[vV][eE])(?!\w)"
_BEFORE_MINUS = rf"(?<![^\s(\[{CURRENCY_SIGNS}])"
_CUT = re.compile(r"(\s+(?![\d.]))")  # no token goes on behind it: "2 450" and ". . ." are one piece each
_UNSEEN = re.compile(rf"[{_INVISIBLE}\s]+")
_SAME = str.maketrans({"’": "'", "ʼ": "'", "−": "-", "–": "-"})
_SIGN_KEYS = {"dash": "-", "minus": "-", "ellipsis": "…"}
_ACCENTS = re.compile("[\u0300-\u036f]+")


class Item(Protocol):
    """What stands in a row: its ``key``, and where it stands (half-open code points)."""

    @property
    def key(self) -> str:
        """Equal for items that count as the same."""
        ...

    @property
    def start(self) -> int:
        """Where it begins."""
        ...

    @property
    def end(self) -> int:
        """Where it ends."""
        ...

    def moved(self, by: int) -> Self:
        """The same item ``by`` code points further on."""
        ...


_Item = TypeVar("_Item", bound=Item)


class Token(NamedTuple):
    """A word, a number or a sign of a text, its folded ``key``, and where it stands (half-open code points)."""

    key: str
    start: int
    end: int
    sort: str

    def moved(self, by: int) -> Self:
        """The same token ``by`` code points further on."""
        return type(self)(self.key, self.start + by, self.end + by, self.sort)


class Row(Generic[_Item]):
    """Items of a text in order. Their keys are known, the items themselves are made when they are looked at.

    Args:
        pieces: the text, cut in pieces; equal ones have equal items.
        starts: where each piece starts.
        lines: the keys of each piece's items, with blanks between them.
        items_in: makes the items of a piece, counted from where it starts.
        exceptions: by their numbers, the pieces that have other items, with these.
    """

    def __init__(
        self,
        pieces: Sequence[str],
        starts: Sequence[int],
        lines: Sequence[str],
        items_in: Callable[[str], tuple[_Item, ...]],
        exceptions: Mapping[int, tuple[_Item, ...]] | None = None,
    ) -> None:
        self.pieces = pieces
        self.starts = starts
        self.lines = lines
        self.items_in = items_in
        self._exceptions = exceptions or {}
        line = " ".join(filter(None, lines))
        self.keys: list[str] = line.split(" ") if line else []
        self._line = f" {line} "

    @cached_property
    def _offsets(self) -> list[int]:
        """Where each key begins in the line of all keys, counted from the first."""
        return list(accumulate((len(key) + 1 for key in self.keys), initial=0))

    @cached_property
    def _counts(self) -> list[int]:
        """How many items there are before each piece."""
        counts = {line: len(line.split()) for line in set(self.lines)}
        return list(accumulate(map(counts.__getitem__, self.lines), initial=0))

    def _items_of(self, piece: int) -> tuple[_Item, ...]:
        return self._exceptions[piece] if piece in self._exceptions else self.items_in(self.pieces[piece])

    def at(self, index: int) -> _Item:
        """One item, where it stands in the text."""
        piece = bisect_right(self._counts, index) - 1
        return self._items_of(piece)[index - self._counts[piece]].moved(self.starts[piece])

    def stretch(self, low: int = 0, high: int | None = None) -> list[_Item]:
        """The items from ``low`` to before ``high``."""
        high = len(self.keys) if high is None else high
        first, last = bisect_right(self._counts, low) - 1, bisect_left(self._counts, high)
        return [
            item.moved(self.starts[at])
            for at in range(first, last)
            for item in self._items_of(at)[max(low - self._counts[at], 0) : high - self._counts[at]]
        ]

    def span(self, low: int, high: int) -> Span:
        """From the beginning of item ``low`` to the end of the one before ``high``."""
        return Span(self.at(low).start, self.at(high - 1).end)

    def last_from(self, place: int) -> int:
        """The index of the last item that starts at or before a place in the text; -1 if there is none."""
        piece = bisect_right(self.starts, place) - 1
        within = bisect_right(self._items_of(piece), place - self.starts[piece], key=lambda item: item.start)
        return self._counts[piece] + within - 1

    def find(self, keys: Sequence[str], low: int = 0, high: int | None = None) -> Iterator[int]:
        """Where ``keys`` stand side by side within ``low`` and ``high``: the index of the first, in order."""
        needle = " ".join(("", *keys, ""))
        last = len(self._line) if high is None else self._offsets[min(high, len(self.keys))] + 1
        at = self._offsets[low] - 1 if low else -1
        for _ in range(1 + _COMPARED // len(needle)):
            at = self._line.find(needle, at + 1, last)
            if at < 0:
                return
            yield bisect_left(self._offsets, at)


def tokens_of(text: str) -> Row[Token]:
    """All tokens of ``text`` in order; quotation marks, white space and invisible characters belong to none."""
    cut = _CUT.split(text)
    pieces, starts = cut[::2], list(accumulate(map(len, cut), initial=0))[:-1:2]
    return Row(pieces, starts, list(map(_LINES.__getitem__, pieces)), cache(tokens_in.__getitem__))


def line_of(items: Iterable[Item]) -> str:
    """The keys of items, with blanks between them."""
    return " ".join([item.key for item in items])


def is_plain(piece: str) -> bool:
    """Whether a piece of text is one word without accents, as most are."""
    return piece.isascii() and piece.isalpha()


def unaccented(text: str) -> str:
    """``text`` without the accents on its letters."""
    return (
        text if text.isascii() else unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))
    )


def lowered(text: str) -> str:
    """``text`` in lower case, no longer and no shorter, for patterns that would else have to ignore the case."""
    return text.replace("İ", "i").replace("ı", "i").replace("ſ", "s").lower()


def pattern_in_lower_case(pattern: str) -> re.Pattern[str]:
    """A pattern for `lowered` text that captures nothing.

    Many words are tried fast only so: from captures, and from letters of either case, the engine can't tell by the
    first letter that none of them stands there.
    """
    return re.compile(re.sub(r"\((?!\?)", "(?:", pattern))


def key_of(raw: str) -> str:
    """The key of a word or number as it is printed."""
    if raw.isascii():
        return raw.lower().replace(" ", "")
    folded = unicodedata.normalize("NFKC", raw).translate(_SAME)
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", folded.casefold()).translate(_SAME)) or raw


def keys_in(words: str) -> list[str]:
    """The keys of words set apart by white space, without accents."""
    return [unaccented(key_of(word)) for word in words.split()]


def _plain_line(piece: str) -> str | None:
    """The line of a piece that is a word, perhaps with a stop."""
    if is_plain(piece):
        return piece.lower()
    return f"{piece[:-1].lower()} {piece[-1]}" if piece[-1:] in (",", ".") and is_plain(piece[:-1]) else None


@cache
def _token() -> re.Pattern[str]:
    """The pattern of a token; compiled when it is first needed, for that takes a while."""
    return re.compile(
        rf"""(?P<figure>(?:{_BEFORE_MINUS}[-−–])?
                (?:(?<!\d)\d{{1,3}}(?:[ \u00a0\u2009\u202f]\d{{3}})+(?!\d)|\d+)(?:[.,]\d+)*)
        |(?P<word>(?<!\w)(?:[cdjlmnstCDJLMNST]|[qQ][uU]|(?:[dD]e|[aA]|[nN]e|[sS]u)ll)['’](?={_LETTER})
            |{_LETTERS}(?:(?!{_CLITIC})['’ʼ]{_LETTERS})*|(?<=\w){_CLITIC})
        |(?P<unspaced>[{_UNSPACED}])
        |(?P<ellipsis>…[.…]*|\.[.…]+|\.(?:[ \u00a0]\.){{2,}})
        |(?P<minus>{_BEFORE_MINUS}[-−–](?=[{CURRENCY_SIGNS}]\d))
        |(?P<dash>[-‐‑‒–—―−﹘﹣－]+)
        |(?P<sign>[^\s{_INVISIBLE}{_MARKS}{"".join(QUOTATION_MARKS)}])""",
        re.VERBOSE,
    )


def _tokens_in(piece: str) -> tuple[Token, ...]:
    if is_plain(piece):
        return (Token(piece.lower(), 0, len(piece), "word"),)
    return tuple(map(_read, _token().finditer(piece)))


def _read(match: re.Match[str]) -> Token:
    sort = match.lastgroup or ""
    return Token(_SIGN_KEYS.get(sort) or key_of(match[0]), *match.span(), sort)


tokens_in: Kept[tuple[Token, ...]] = Kept(_tokens_in)
"""The tokens of a piece of text without white space, counted from where it starts."""
_LINES = Kept(lambda piece: _plain_line(piece) or line_of(tokens_in[piece]))
