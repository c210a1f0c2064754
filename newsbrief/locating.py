"""Locating: where in an article the words of a quote stand, or that they stand nowhere.

A quote is tried in four ways, the strictest first; the first that succeeds decides:

1. ``exact``: character for character;
2. ``normalised``: token for token, see ``folding`` (if need be without the punctuation at the quote's ends, or with
   words joined that a line's end has broken);
3. ``fuzzy``, elided: "a … b" and "a [an editor's words] b", all parts in order and near each other;
4. ``fuzzy``, edited: few words differ, and none of them in a way that is known to change what is said.

A changed number or name, a "not" more or less, "fell" for "rose", a swapped order, words put before or after the
sentence: with any of these a quote is not found, for a wrong quote must never count as grounded.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice, pairwise, product
from typing import NamedTuple, TypeVar

from rapidfuzz.distance import Levenshtein

from newsbrief.evidence import Evidence, Match, Span, evidence_at
from newsbrief.folding import QUOTATION_MARKS, Row, Token, tokens_of
from newsbrief.opposites import opposed
from newsbrief.wording import TURNING, Hold, Word, words_of

_COMPARED = 5_000_000  # characters compared over the occurrences of one quote, at most
_PLACES = 5_000  # places in the text that are looked at for one quote, at most
_SIGHTINGS = 200  # places where a word is looked at to see whether it is a name, at most
_CANDIDATES = 4  # of them, the places that are compared word for word
_RESPELLED = range(3, 2_001)  # words in a quote that may be spelled or punctuated otherwise than in the text
_ENDS_CHANGED = 2  # words at either end of a quote that may differ, at most
_SHORT = 3  # letters; two words put after a quote have one so short more often than two words exchanged for others
_PARTS = 8  # of a quote with ellipses, at most
_ELISION_WORDS = 60  # words of the text that an ellipsis may stand for
_BRACKET_WORDS = 6  # words of the text that an editor's brackets may stand for
_SHORT_ELISION = 4  # words; so few that each bears on what is quoted around them

_GAP = re.compile(
    r"[\[(]\s*(?:…|\.{2,}|\. \. \.)\s*[\])]|…|\.{3,}|\.(?: \.){2,}"
    r"|(?:(?<!\w)\w+)?\[(?P<inserted>[^\[\]]*)\]\w*"
)
_STOPS = frozenset(",.;:!?")
_BROKEN = re.compile(r"(?<=[^\W\d_])[-‐]\r?\n[ \t]*(?=[^\W\d_])")
_BRACKETED_LETTER = re.compile(r"\[(\w)\](?=\w)")
_SENTENCE_END = re.compile(  # but not the point of "a.m.", "Dr." or "Gen."
    r"(?<!\b[^\W\d])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?…][\"'”’»)\]]*\s+|[。！？]|\n\n\s*"
)

_Item = TypeVar("_Item", Token, Word)


def locate(text: str, quote: str) -> Evidence | None:
    """Where the words ``quote`` stand in ``text``; the first place, if there are several.

    Args:
        text: an article's text.
        quote: words that a person or a model says are in it.

    Returns:
        The article's own words and their span, or None if the quote is not there or says something else.
    """
    return _locator(text).locate(quote)


def locate_in(text: str, quote: str, start: int, end: int) -> Evidence | None:
    """As ``locate``, but only within ``text[start:end]``, which should begin and end between words."""
    found = Locator(text[start:end]).locate(quote)
    return found and evidence_at(text, found.start + start, found.end + start, found.match)


@lru_cache(maxsize=8)
def _locator(text: str) -> "Locator":
    return Locator(text)


class _Quote:
    """A quote without white space around it, its tokens and its words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.words = words_of(self.tokens)

    def bare_keys(self) -> list[str]:
        """The keys of its tokens without the punctuation at its ends."""
        start, end = self.words.span(0, len(self.words.keys))
        return self.tokens.keys[self.tokens.last_from(start) : self.tokens.last_from(end - 1) + 1]


class _Part(NamedTuple):
    """Words between two ellipses, and how many words of the text may have been left out before them."""

    keys: list[str]
    limit: int


class _Stretch:
    """The words of a source from ``low`` to before ``high``, and the characters between the words around them."""

    def __init__(self, source: str, words: Sequence[Word], low: int, high: int) -> None:
        self.words = words[low:high]
        self._source = source
        self._start = words[low - 1].end if low else words[0].start
        self._end = words[high].start if high < len(words) else words[-1].start

    def length(self) -> int:
        """How many words it is as it is written: "second-class" or "the mayor's" without the article count as one."""
        return len(self._source[self.words[0].start : self.words[-1].end].split()) if self.words else 0

    def sentence_ends(self) -> int:
        """How many sentences end in it."""
        return _sentence_ends(self._source, self._start, self._end)

    def capitalised(self) -> bool:
        """Whether one of its words begins with a capital."""
        return any(self._source[word.start].isupper() for word in self.words)


class _Hunk(NamedTuple):
    """A stretch of a quote and the different one that the text has in its place; either may be without words."""

    quoted: _Stretch
    printed: _Stretch

    def length(self) -> int:
        """How many words differ."""
        return max(self.quoted.length(), self.printed.length())


class Locator:
    """Finds quotes in one text, which it reads once."""

    def __init__(self, text: str) -> None:
        self._text = text

    def locate(self, quote: str) -> Evidence | None:
        """As the function ``locate``."""
        if not any(map(str.isalnum, quote)):
            return None
        return self._locate(quote.strip()) or self._locate_unbroken(quote.strip())

    def _locate(self, quote: str) -> Evidence | None:
        if span := self._exact(quote):
            return evidence_at(self._text, *span, "exact")
        read = _Quote(quote)
        return self._evidence(self._normalised(read), "normalised") or self._evidence(self._fuzzy(read), "fuzzy")

    def _locate_unbroken(self, quote: str) -> Evidence | None:
        """As ``_locate`` if the quote or the text has words that are broken at the ends of lines."""
        unbroken = _unbroken(quote)
        if unbroken == quote and not self._unbroken:
            return None
        found = (self._unbroken or self)._locate(unbroken)  # noqa: SLF001 - its own kind
        return found and evidence_at(self._text, found.start, found.end, found.match)

    @cached_property
    def _unbroken(self) -> "Locator | None":
        """A locator in the same text with the broken words joined, if there are any."""
        unbroken = _unbroken(self._text)
        return Locator(unbroken) if unbroken != self._text else None

    @cached_property
    def _tokens(self) -> Row[Token]:
        return tokens_of(self._text)

    @cached_property
    def _words(self) -> Row[Word]:
        return words_of(self._tokens)

    @cached_property
    def _pairs(self) -> dict[tuple[str, str], list[int]]:
        """Where each two words stand side by side."""
        pairs = defaultdict(list)
        for at, pair in enumerate(pairwise(self._words.keys)):
            pairs[pair].append(at)
        return dict(pairs)

    def _evidence(self, span: Span | None, match: Match) -> Evidence | None:
        return span and evidence_at(self._text, *span, match)

    def _exact(self, quote: str) -> Span | None:
        at = -1
        for _ in range(1 + _COMPARED // len(quote)):
            at = self._text.find(quote, at + 1)
            if at < 0:
                return None
            if self._is_whole(span := Span(at, at + len(quote))):
                return span
        return None

    def _normalised(self, quote: _Quote) -> Span | None:
        span = self._first_run(self._tokens, quote.tokens.keys) or self._first_run(self._tokens, quote.bare_keys())
        return span and self._with_marks(span, quote.text)

    def _fuzzy(self, quote: _Quote) -> Span | None:
        if len(quote.words.keys) not in _RESPELLED:
            return None
        span = self._first_run(self._words, quote.words.keys)
        if not span:
            span = self._elided(quote.text) if _GAP.search(quote.text) else self._edited(quote)
        return span and self._with_marks(span, quote.text)

    def _first_run(self, row: Row[_Item], keys: Sequence[str]) -> Span | None:
        spans = (row.span(at, at + len(keys)) for at in row.find(keys))
        return next(filter(self._is_whole, spans), None)

    def _is_whole(self, span: Span) -> bool:
        return not any(map(self._is_inside_word, span))

    def _is_inside_word(self, at: int) -> bool:
        """Whether ``at`` is inside a token, or between the number and the letters of "300m"."""
        if _is_plainly_between_words(self._text[max(at - 1, 0) : at], self._text[at : at + 1]):
            return False
        index = self._tokens.last_from(at)
        if index < 0:
            return False
        token = self._tokens.at(index)
        if token.start < at:
            return at < token.end
        before = self._tokens.at(index - 1) if index else token
        return before.end == at and {before.sort, token.sort} == {"figure", "word"}

    def _with_marks(self, span: Span, quote: str) -> Span:
        """The span with the quotation marks beside it, where the quote has some there too."""
        start, end = span
        if quote[0] in QUOTATION_MARKS and self._text[start - 1 : start] in QUOTATION_MARKS:
            start -= 1
        if quote[-1] in QUOTATION_MARKS and self._text[end : end + 1] in QUOTATION_MARKS:
            end += 1
        return Span(start, end)

    def _elided(self, quote: str) -> Span | None:
        parts = _parts_of(_BRACKETED_LETTER.sub(r"\1", quote))
        if not 0 < len(parts) <= _PARTS or sum(len(part.keys) for part in parts) < max(4, 2 * len(parts)):
            return None
        for first in islice(self._words.find(parts[0].keys), _PLACES):
            end = self._end_of_chain(first, parts)
            if end and self._is_whole(span := self._words.span(first, end)):
                return span
        return None

    def _end_of_chain(self, first: int, parts: Sequence[_Part]) -> int | None:
        """The index after the last word, if the parts follow each other from word ``first`` on."""
        end = first + len(parts[0].keys)
        for keys, limit in parts[1:]:
            at = next(self._words.find(keys, end, end + limit + len(keys)), None)
            if at is None or not self._may_be_left_out(end, at, limit):
                return None
            end = at + len(keys)
        return end

    def _may_be_left_out(self, low: int, high: int, limit: int) -> bool:
        left_out = self._words.stretch(low, high)
        ends = _sentence_ends(self._text, self._words.at(low - 1).end, self._words.at(high).start)
        if limit == _BRACKET_WORDS:
            return not ends and all(word.hold is not Hold.FIXED for word in left_out)
        nearest = left_out if len(left_out) <= _SHORT_ELISION else (left_out[0], left_out[-1])
        return ends <= 1 and all(word.key not in TURNING for word in nearest)

    def _edited(self, quote: _Quote) -> Span | None:
        keys = quote.words.keys
        limit = _edits_allowed(len(keys))
        for _, low, high in sorted(self._windows(keys, 2 * limit)):
            hunks = _hunks(quote, self._text, self._words.stretch(low, high))
            if (
                sum(hunk.length() for hunk in hunks) <= limit
                and all(_replaces(end, len(keys)) for end in (hunks[0], hunks[-1]))
                and all(map(self._is_faithful, hunks))
                and not self._is_reordered(hunks, low, high)
            ):
                return self._words.span(low, high)
        return None

    def _windows(self, keys: Sequence[str], limit: int) -> Iterator[tuple[int, int, int]]:
        """The likeliest places: how many words differ there, the index of the first word, and after the last."""
        anchors = self._anchors(keys) if limit else []
        for shift, _ in Counter(at - index for index, at in anchors).most_common(_CANDIDATES):
            near = [(index, at - index) for index, at in anchors if abs(at - index - shift) <= limit]
            first, last = min(near)[1], max(near)[1] + len(keys)
            lows = [low for low in {shift, first - 1, first, first + 1} if low >= 0]
            highs = [high for high in {shift + len(keys), last - 1, last, last + 1} if high <= len(self._words.keys)]
            distances = ((self._distance(keys, low, high, limit), low, -high) for low, high in product(lows, highs))
            distance, low, high = min(distances, default=(limit + 1, 0, 0))
            if distance <= limit:
                yield distance, low, -high

    def _anchors(self, keys: Sequence[str]) -> list[tuple[int, int]]:
        """Where two words side by side are the same in quote and text: their indices in both, the rarest first."""
        places = [(index, self._pairs.get(pair, [])) for index, pair in enumerate(pairwise(keys))]
        places.sort(key=lambda place: len(place[1]))
        return list(islice(((index, at) for index, found in places for at in found), _PLACES))

    def _distance(self, keys: Sequence[str], low: int, high: int, limit: int) -> int:
        return Levenshtein.distance(keys, self._words.keys[low:high], score_cutoff=limit)

    def _is_reordered(self, hunks: Sequence[_Hunk], low: int, high: int) -> bool:
        """Whether a word of the quote stands elsewhere in these words of the text, or beside them."""
        keys = self._words.keys
        beside = keys[max(low - _ENDS_CHANGED, 0) : low] + keys[high : high + _ENDS_CHANGED]
        printed = {word.key for hunk in hunks for word in hunk.printed.words}.union(beside)
        return any(word.key in printed for hunk in hunks for word in hunk.quoted.words)

    def _is_faithful(self, hunk: _Hunk) -> bool:
        """Whether the quote still says what the text says, as far as that can be known."""
        quoted = hunk.quoted.words
        is_taken_from_elsewhere = len(quoted) > 1 and self._first_run(self._words, _keys(quoted))
        is_in_one_sentence = hunk.quoted.sentence_ends() == hunk.printed.sentence_ends()
        return is_in_one_sentence and not is_taken_from_elsewhere and self._is_small(hunk)

    def _is_small(self, hunk: _Hunk) -> bool:
        """Whether no number, name or other weighty word is put in, left out or exchanged."""
        quoted, printed = hunk.quoted.words, hunk.printed.words
        if hunk.quoted.capitalised() or not all(map(self._is_light, quoted)):
            return False
        if hunk.printed.length() > hunk.quoted.length():
            return all(map(self._is_light, printed))
        kept = all(word.hold is not Hold.FIXED for word in printed)
        return kept and not any(opposed(left.key, right.key) for left, right in product(quoted, printed))

    def _is_light(self, word: Word) -> bool:
        return word.hold is Hold.LOOSE and not self._is_name(word.key)

    def _is_name(self, key: str) -> bool:
        """Whether a word begins with a capital inside a sentence, and nowhere with a small letter."""
        inside = False
        for at in islice(self._words.find([key]), _SIGHTINGS):
            before, word = self._words.at(max(at - 1, 0)), self._words.at(at)
            if not self._text[word.start].isupper():
                return False
            inside = inside or self._text[before.end : word.start].isspace()
        return inside


def _replaces(end: _Hunk, count: int) -> bool:
    """Whether the words at an end of a quote of ``count`` words replace as many others, instead of being added."""
    words = end.quoted.words
    return end.quoted.length() == end.printed.length() <= min(_ENDS_CHANGED, count // 8) and (
        len(words) < _ENDS_CHANGED or all(len(word.key) > _SHORT for word in words)
    )


def _hunks(quote: _Quote, text: str, printed: Sequence[Word]) -> list[_Hunk]:
    """What differs before, between and after the words that are the same; the first and the last are the ends."""
    quoted = quote.words.stretch()
    blocks = Levenshtein.editops(quote.words.keys, _keys(printed)).as_matching_blocks()
    lows = [(0, 0), *((block.a + block.size, block.b + block.size) for block in blocks)]
    return [
        _Hunk(_Stretch(quote.text, quoted, low, block.a), _Stretch(text, printed, printed_low, block.b))
        for (low, printed_low), block in zip(lows, blocks, strict=False)
    ]


def _unbroken(text: str) -> str:
    """``text`` with unseen characters in place of the hyphens and line ends that break words, so that offsets stay."""
    return _BROKEN.sub(lambda broken: "\u00ad" * len(broken[0]), text) if "\n" in text else text


def _is_plainly_between_words(before: str, after: str) -> bool:
    """Whether one side of a place is a letter and the other white space or a stop, so that no token reaches across."""
    return (before.isspace() and after.isalpha()) or (before.isalpha() and (after.isspace() or after in _STOPS))


def _words_in(text: str) -> Row[Word]:
    return words_of(tokens_of(text))


def _keys(words: Sequence[Word]) -> list[str]:
    return [word.key for word in words]


def _parts_of(quote: str) -> list[_Part]:
    """The parts of a quote between ellipses and brackets; none if an editor put in what carries weight."""
    parts, at, limit = [], 0, 0
    for gap in _GAP.finditer(quote + "…"):
        if keys := _words_in(quote[at : gap.start()]).keys:
            parts.append(_Part(keys, limit))
            limit = 0
        if any(word.hold is not Hold.LOOSE for word in _words_in(gap["inserted"] or "").stretch()):
            return []
        limit = max(limit, _ELISION_WORDS if gap["inserted"] is None else _BRACKET_WORDS)
        at = gap.end()
    return parts


def _sentence_ends(text: str, start: int, end: int) -> int:
    return len(_SENTENCE_END.findall(text, start, end))


def _edits_allowed(count: int) -> int:
    """How many of ``count`` words may differ: none of five, one of six, three of twelve, then one in twenty."""
    return max(min(3, count // 3 - 1), count // 20)
