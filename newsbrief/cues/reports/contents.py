"""Where reported content begins and ends in a sentence."""

from typing import Final

from newsbrief.cues.reports.ahead import marker_length, turn
from newsbrief.cues.reports.clauses import LOOSE, Clause
from newsbrief.cues.reports.phrases import has_finite, is_adverb, starts_noun, subject_before
from newsbrief.evidence import Span

_LONGEST_GROUP: Final = 8
_OPENINGS: Final = frozenset({"comma", "semicolon"})


def trimmed(clause: Clause, start: int, end: int) -> Span | None:
    """The characters of some tokens without the marks and joints at their ends; None if nothing is left."""
    while start < end and clause[start].kind in LOOSE:
        start += 1
    while start < end and _is_loose_end(clause, end - 1):
        end -= 1
    return _with_abbreviation_dot(clause.text, clause.span(start, end)) if start < end else None


def _with_abbreviation_dot(text: str, span: Span) -> Span:
    """The span with the last dot of an abbreviation such as "p.m.", which is no full stop."""
    is_cut = text[span.end : span.end + 1] == "." and text[max(span.end - 2, 0) : span.end - 1] == "."
    return Span(span.start, span.end + is_cut)


def _is_loose_end(clause: Clause, index: int) -> bool:
    low, words = clause.low(index), clause.words
    return clause[index].kind in LOOSE or low in words.conjunctions or low in words.subordinators


def is_statement(clause: Clause, start: int, end: int) -> bool:
    """Whether words before an attribution are said, rather than the time or the occasion of it."""
    low, words = clause.low(start), clause.words
    if end <= start or low in words.prepositions or low in words.subordinators or low.endswith(("ing", "ed")):
        return False
    is_subject = starts_noun(clause, start) and clause.low(end - 2) not in words.times
    return clause[end - 1].kind in LOOSE and (is_subject or has_finite(clause, start, end))


def quoted_start(clause: Clause, start: int, end: int) -> int:
    """Where the quotation before an attribution begins if a sentence or a colon ends before it, else ``start``."""
    last = max(at for at in range(start, end) if clause[at].kind == "quote")
    between = clause.text[clause[last - 1].end : clause[last].start] if last > start else ""
    return last if "." in between or clause[last - 1].kind == "colon" else start


def ends_in_quote(clause: Clause, end: int) -> bool:
    """Whether the words before ``end`` end in a quotation, apart from marks."""
    at = end - 1
    while clause[at].kind in LOOSE:
        at -= 1
    return clause[at].kind == "quote"


def content_ends(clause: Clause) -> list[int]:
    """For each token, where content that begins before it ends at the latest: where another report begins."""
    size, words = len(clause), clause.words
    ends = [size] * (size + 1)
    others = {_attribution_start(clause, index) for index in clause.places(words.verbs)}
    for index in range(size - 1, -1, -1):
        token = clause.tokens[index]
        may_end = token.kind in _OPENINGS or token.low in words.joints
        ends[index] = index if index in others or (may_end and _is_end(clause, index)) else ends[index + 1]
    return ends


def _attribution_start(clause: Clause, index: int) -> int | None:
    """Where a plain attribution begins whose verb is at an index: "…, and she said: …"."""
    verb = clause.words.verbs.get(clause.low(index))
    if verb is None or verb.shape != "finite" or verb.kind not in {"speech", "quote"}:
        return None
    ahead = turn(clause, index + 1)
    source = subject_before(clause, index) if ahead.how == "clause" else None
    if source is None or source.is_antecedent or not source.start:
        return None
    before = clause[source.start - 1]
    opens = before.low in clause.words.subordinators and clause[ahead.at].kind == "quote"
    return source.start - 1 if opens or before.kind == "comma" or before.low in clause.words.conjunctions else None


def _is_end(clause: Clause, index: int) -> bool:
    """Whether another report, or a remark of the writer's, begins at an index."""
    token, words = clause[index], clause.words
    if token.kind == "semicolon" or marker_length(clause, index):
        return True
    joint = index + (token.kind == "comma")
    if token.kind == "comma" and clause.low(joint) in words.breaks:
        return clause.low(joint + 1) != "well"
    is_joint = clause.low(joint) in words.conjunctions or (joint > index and clause.low(joint) in words.relatives)
    return is_joint and _joins_verb(clause, joint)


def _joins_verb(clause: Clause, joint: int) -> bool:
    at = joint + 1
    while at - joint < _LONGEST_GROUP and (is_adverb(clause, at) or clause.low(at) in clause.words.auxiliaries):
        at += 1
    low = clause.low(at)
    verb = clause.words.verbs.get(low)
    if verb is None or verb.shape != "finite" or low in clause.words.nouns:
        return False
    return verb.kind in {"speech", "object", "quote"} or turn(clause, at + 1).how == "clause"
