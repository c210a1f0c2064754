"""Sentences as words and masked quotations: what `newsbrief.cues.reports` finds attribution in."""

import re
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, Literal, NamedTuple

from newsbrief.columns import tuples_of
from newsbrief.cues.reports.terms import Words
from newsbrief.evidence import Span
from newsbrief.kept import Kept

_LONGEST_TITLE: Final = 4
_LONGEST_FRAGMENT: Final = 2
_TOKEN = re.compile(  # asides, words and marks; the group is for splitting
    r"(\([^()\n]{1,200}\)|\[[^\[\]\n]{1,60}\]|[^\W_]+(?:(?:['’.‑/&-]|(?<=\d)[,:](?=\d))[^\W_]+)*|--|[^\w\s.])"
)
_INNER_DASH = re.compile(r"[,.!?…]\s{0,3}[—–-]\s{1,3}")
_FIRST_WORD = re.compile(r"\w+")
_END_OF_SPEECH = frozenset(",.!?…")

TokenKind = Literal["word", "quote", "aside", "comma", "colon", "dash", "semicolon", "mark", "end"]
LOOSE: Final = frozenset({"comma", "colon", "dash", "semicolon", "mark"})
"""Marks that belong to no content at its ends."""

_MARKS: Final[dict[str, TokenKind]] = {
    ",": "comma",
    ":": "colon",
    ";": "semicolon",
    "—": "dash",
    "–": "dash",
    "-": "dash",
    "--": "dash",
}


class Token(NamedTuple):
    """A word (in lower case, with the straight apostrophe), a mark, or a masked stretch: a quotation, an aside."""

    start: int
    end: int
    low: str
    kind: TokenKind
    capital: bool


REACH: Final = 48
"""No search looks further than this many tokens beyond the end of a sentence."""

_NOTHING: Final = Token(0, 0, "", "end", capital=False)
_PADDING: Final = [_NOTHING] * (REACH + 8)  # a negative index leads here as well


@dataclass(slots=True)
class Clause:
    """A sentence, or several that one quotation holds together, as tokens.

    ``sentence`` is the index of the first of them; ``paragraph`` counts the paragraphs before it. ``low`` gives the
    word at an index in lower case; it is empty for a masked stretch and before or after the sentence.
    """

    text: str
    words: Words
    tokens: list[Token]
    sentence: int
    paragraph: int
    low: Callable[[int], str] = field(init=False)
    _padded: list[Token] = field(init=False)

    def __post_init__(self) -> None:
        self._padded = self.tokens + _PADDING
        self.low = [token.low for token in self._padded].__getitem__

    def __getitem__(self, index: int) -> Token:
        """The token at an index; one of kind ``end`` up to `REACH` tokens before or after the sentence."""
        return self._padded[index]

    def __len__(self) -> int:
        return len(self.tokens)

    def places(self, words: Container[str]) -> list[int]:
        """The indexes at which one of some words stands."""
        return [index for index, token in enumerate(self.tokens) if token.low in words]

    def span(self, start: int, end: int) -> Span:
        """The characters of the tokens from ``start`` to before ``end``."""
        return Span(self.tokens[start].start, self.tokens[end - 1].end)


def clauses(text: str, sentences: Sequence[Span], quoted: Sequence[Span], words: Words) -> Iterator[Clause]:
    """The sentences in order, with their quotations masked; those that share a quotation come as one."""
    pieces = [piece for quotation in quoted for piece in _spoken_pieces(text, quotation, words)]
    paragraph = taken = end = 0
    for group in _groups(text, sentences, quoted):
        start = sentences[group.start].start
        paragraph += "\n" in text[end:start]
        end = sentences[group.stop - 1].end
        while taken < len(pieces) and pieces[taken].start < start:
            taken += 1
        first = taken
        while taken < len(pieces) and pieces[taken].start < end:
            taken += 1
        tokens = _tokens(text, Span(start, end), pieces[first:taken], words)
        yield Clause(text, words, tokens, group.start, paragraph)


def _groups(text: str, sentences: Sequence[Span], quoted: Sequence[Span]) -> Iterator[range]:
    """Which sentences belong together: those under one quotation, and one that goes on in lower case after it."""
    first = reach = at = 0
    for index, sentence in enumerate(sentences):
        while at < len(quoted) and quoted[at].start < sentence.end:
            reach = max(reach, quoted[at].end)
            at += 1
        if index + 1 < len(sentences):
            following = sentences[index + 1].start
            between = text[sentence.end : following + 1]
            if reach > following or (reach == sentence.end and between[-1:].islower() and "\n" not in between):
                continue
        yield range(first, index + 1)
        first = index + 1


def _spoken_pieces(text: str, quoted: Span, words: Words) -> Iterator[Span]:
    """A quotation without the attribution that stands inside its marks between dashes, as Ukrainian allows."""
    start, stop = quoted.start, None
    for dash in _INNER_DASH.finditer(text, quoted.start, quoted.end):
        if stop is not None:
            yield Span(start, stop)
            start, stop = dash.end(), None
        elif (word := _FIRST_WORD.match(text, dash.end())) and word[0].lower() in words.verbs:
            stop = dash.start()
    yield Span(start, quoted.end if stop is None else stop)


def _tokens(text: str, span: Span, quoted: Sequence[Span], words: Words) -> list[Token]:
    tokens: list[Token] = []
    at = span.start
    for quotation in quoted:
        tokens += _plain_tokens(text, at, quotation.start)
        tokens.append(_masked(text, quotation, tokens[-1] if tokens else _NOTHING, words))
        at = quotation.end
    tokens += _plain_tokens(text, at, span.end)
    while tokens and tokens[-1].kind == "mark":
        tokens.pop()
    return tokens


def _plain_tokens(text: str, start: int, end: int) -> list[Token]:
    gaps_and_tokens = _TOKEN.split(text[start:end])
    printed = gaps_and_tokens[1::2]
    if not printed:
        return []
    ends = list(accumulate(map(len, gaps_and_tokens), initial=start))
    lows, kinds, capitals = zip(*map(_READ.__getitem__, printed), strict=True)
    tokens = tuples_of(Token, ends[1::2], ends[2::2], lows, kinds, capitals)
    return [token for token in tokens if token.low != "'"]


def _read(printed: str) -> tuple[str, TokenKind, bool]:
    """A token folded, its kind, and whether it is capitalised."""
    kind = _MARKS.get(printed, "mark")
    if printed[0].isalnum():
        kind = "word"
    elif len(printed) > len("--"):
        kind = "aside"
    return printed.lower().replace("’", "'"), kind, printed[0].isupper()


_READ = Kept(_read)


def _masked(text: str, quoted: Span, before: Token, words: Words) -> Token:
    """A quotation; a short one that is no utterance of its own counts as a word: a title, a nickname."""
    inner = text[quoted.start : quoted.end].strip("\"'“”„«»‹›‘’‚`")
    size, ahead = len(inner.split()), text[quoted.end : quoted.end + 1]
    ends_speech = inner[-1:] in _END_OF_SPEECH
    is_led = before.low in words.prepositions or before.low in words.determiners or before.low.endswith("'s")
    follows_word = before.kind == "word" and before.low not in words.verbs and not ends_speech
    is_fragment = size <= _LONGEST_FRAGMENT or ahead != ","
    is_title = size <= _LONGEST_TITLE and (is_led or (follows_word and is_fragment))
    return Token(quoted.start, quoted.end, "", "word" if is_title else "quote", capital=True)
