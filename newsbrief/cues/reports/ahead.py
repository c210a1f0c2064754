"""How a sentence goes on after a reporting verb and its source: times, channel, addressee, and what opens content."""

from typing import Final, Literal, NamedTuple

from newsbrief.cues.reports.clauses import Clause
from newsbrief.cues.reports.phrases import addressee_end, channel_length, is_adverb, starts_noun, time_length
from newsbrief.evidence import Span

_REACH: Final = 24
_MARKER_REACH: Final = (2, 3, 4)


class Ahead(NamedTuple):
    """Where a sentence goes on, and how.

    ``clause``: with reported words, said to be so by "that", a colon or a quotation; ``bare``: with words that nothing
    marks as reported; ``comma`` and ``end``: with none yet, or none at all.
    """

    how: Literal["clause", "bare", "comma", "end"]
    at: int
    channel: Span | None = None
    addressee: Span | None = None


def marker_length(clause: Clause, index: int) -> int:
    """How many tokens from an index on are a marker before a source ("according to"), 0 if none are."""
    low, words = clause.low(index), clause.words
    if low in words.side_markers:
        return int(clause[index - 1].kind in {"comma", "quote", "dash"} and starts_noun(clause, index + 1))
    if low == "nach" and words.marker_nouns:
        return next((size for size in _MARKER_REACH if clause.low(index + size - 1).endswith(words.marker_nouns)), 0)
    for marker in words.markers.get(low, ()):
        if all(clause.low(index + at) == word for at, word in enumerate(marker)):
            return len(marker)
    return 0


def look_ahead(clause: Clause, at: int, *, told: bool = False) -> Ahead:
    """How a sentence goes on from an index; ``told`` if an addressee is to be expected there."""
    channel: Span | None = None
    addressee: Span | None = None
    while clause[at].kind == "word":
        length = channel_length(clause, at)
        if length:
            channel = clause.span(at, at + length)
        else:
            length = time_length(clause, at) or int(is_adverb(clause, at))
        if not length and addressee is None:
            first, stop = _addressee(clause, at, told=told)
            length = stop - at
            addressee = clause.span(first, stop) if length else None
        if not length:
            break
        at += length
    return turn(clause, at)._replace(channel=channel, addressee=addressee)


def _addressee(clause: Clause, at: int, *, told: bool) -> tuple[int, int]:
    """The tokens of an addressee that may stand at an index, behind a preposition or not; none if there is none."""
    low, words = clause.low(at), clause.words
    if low in words.that or (told and low in words.prepositions):
        return at, at
    if told:
        return at, addressee_end(clause, at)
    if low in words.listeners and words.fronting:
        return at, at + 1
    stop = addressee_end(clause, at + 1) if _is_address(clause, at) else at
    return (at + 1, stop) if stop > at + 1 else (at, at)


def _is_address(clause: Clause, at: int) -> bool:
    """Whether a word before an addressee stands there, and not the "to" of an infinitive."""
    low, words, following = clause.low(at), clause.words, clause[at + 1]
    if low in words.datives:
        return following.kind == "word"
    is_noun = following.low in words.listeners or following.low in words.determiners or following.capital
    return low in words.towards and is_noun


def turn(clause: Clause, at: int) -> Ahead:
    """How a sentence goes on at an index, or beyond the adverbial that stands there."""
    return turn_at(clause, at) or _turn_beyond(clause, at)


def turn_at(clause: Clause, at: int) -> Ahead | None:
    """How a sentence goes on by the sign at an index; None for a plain word."""
    token, following = clause[at], clause[at + 1]
    if token.low in clause.words.that or token.kind == "colon":
        return Ahead("clause", at + 1)
    if token.kind == "quote":
        return Ahead("clause", at)
    if token.kind in {"comma", "dash"}:
        if following.kind == "quote":
            return Ahead("clause", at + 1)
        return Ahead("clause", at + 2) if following.low in clause.words.that else Ahead("comma", at)
    return None if token.kind in {"word", "aside"} else Ahead("end", at)


def _turn_beyond(clause: Clause, at: int) -> Ahead:
    """Where a sentence goes on after an adverbial of unknown length."""
    low, words = clause.low(at), clause.words
    bare = Ahead("bare", at)
    if low not in words.prepositions and low not in words.as_words and not words.comma_clause:
        return bare
    stop = at + 1
    while clause[stop].kind in {"word", "aside"} and stop - at < _REACH and not marker_length(clause, stop):
        if clause.low(stop) in words.that and clause[stop + 1].kind == "word" and not words.comma_clause:
            return Ahead("clause", stop + 1)
        stop += 1
    found = turn_at(clause, stop) or bare
    if words.comma_clause or (found.how == "clause" and clause[stop].kind != "quote"):
        return found
    return bare
