"""Scores what a system says of an article against what annotators say: statements, speakers, key figures.

Spans are half-open ranges of code points. Every function scores one article; the tallies of several are added up.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from newsbrief.evidence import Span
from newsbrief.terms import Form

SPOKEN = frozenset({"speech", "writing", "according-to", "punct"})
"""The classes of cues that make a segment a statement; thoughts and feelings are none."""

NEUTRAL_IOU = 0.3
"""So much of another kind of segment makes a prediction that segment's, and no mistake."""
SLACK = 2
"""How many characters a prediction may stand out of another kind of segment and still be a part of it."""
VERBATIM_SLACK = 3
"""How many characters at each end of a quotation may be missed: its marks and a comma."""
SHORTEST_VERBATIM = 3
"""Quoted stretches of fewer words are not asked for."""
NAME_SHARED = 0.6
"""The least share of a name's words that another form of it has."""
ROLE_SHARED = 0.5
"""The least overlap (Dice) of the words of a role and of the annotated one."""

_TITLES = frozenset("the a an mr mrs ms dr sen rep gov president senator jr ii iii of and".split())
_ARTICLES = frozenset("the a an".split())
_POSSESSIVE = re.compile(r"[’']s\b")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Tally:
    """How often a system was right, wrong, and silent where it should have spoken."""

    hits: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.hits + other.hits, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The share of what was said that is right; 0 if nothing was."""
        return _share(self.hits, self.hits + self.wrong)

    @property
    def recall(self) -> float:
        """The share of what there is that was found; 0 if there is nothing."""
        return _share(self.hits, self.hits + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.hits, 2 * self.hits + self.wrong + self.missed)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


@dataclass(frozen=True)
class Said:
    """A stretch of words that a system takes for said; ``form`` is None from systems that don't tell forms apart."""

    start: int
    end: int
    speaker: str | None
    form: Form | None = None


@dataclass(frozen=True)
class Segment:
    """A stretch of words that annotators take for said.

    ``mention`` is the speaker as printed beside it; ``cue`` the class of the cue; ``verbatim`` the stretches between
    quotation marks.
    """

    start: int
    end: int
    speaker: str | None
    mention: str | None
    form: Form
    cue: str
    verbatim: tuple[Span, ...]


class StatementScore(NamedTuple):
    """Which statements were found, and whose speaker is right of those found (hits and missed only)."""

    found: Tally
    speakers: Tally


def iou(one: Span, other: Span) -> float:
    """The length of what two spans share, in parts of what they cover together."""
    shared = max(0, min(one.end, other.end) - max(one.start, other.start))
    covered = (one.end - one.start) + (other.end - other.start) - shared
    return _share(shared, covered)


def score_statements(
    segments: Sequence[Segment], said: Sequence[Said], threshold: float, kind: Literal["direct", "any"]
) -> StatementScore:
    """Pair predictions with segments, each at most once, the best overlaps first.

    Args:
        segments: what annotators found.
        said: what the system found; of a system that tells forms apart, only direct ones are held against direct ones.
        threshold: the least IoU of a pair.
        kind: which segments are asked for; a prediction that falls on one of the others is neither right nor wrong.
    """
    if kind == "direct" and all(one.form for one in said):
        said = [one for one in said if one.form == "direct"]
    asked = [one for one in segments if (one.form == "direct" if kind == "direct" else one.cue in SPOKEN)]
    others = [Span(one.start, one.end) for one in segments if one not in asked]
    pairs = _paired([_span(one) for one in said], [_span(one) for one in asked], threshold)
    alone = [_span(one) for index, one in enumerate(said) if index not in pairs]
    wrong = sum(not any(_falls_on(one, other) for other in others) for one in alone)
    answers = [
        same_speaker(said[index].speaker, asked[number].speaker)
        for index, number in pairs.items()
        if asked[number].speaker
    ]
    return StatementScore(
        Tally(len(pairs), wrong, len(asked) - len(pairs)), Tally(sum(answers), 0, len(answers) - sum(answers))
    )


def _span(one: Said | Segment) -> Span:
    return Span(one.start, one.end)


def _paired(said: Sequence[Span], asked: Sequence[Span], threshold: float) -> dict[int, int]:
    """Which prediction goes with which segment, by their indexes."""
    overlaps = sorted(
        ((iou(one, other), i, j) for i, one in enumerate(said) for j, other in enumerate(asked)), reverse=True
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for overlap, i, j in overlaps:
        if overlap < threshold:
            break
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _falls_on(one: Span, other: Span) -> bool:
    inside = other.start - SLACK <= one.start and one.end <= other.end + SLACK
    return inside or iou(one, other) >= NEUTRAL_IOU


def score_verbatim(text: str, segments: Sequence[Segment], said: Sequence[Said], threshold: float) -> Tally:
    """Which quoted stretches of three words or more lie within a prediction, or are about the same as one."""
    stretches = [
        span
        for segment in segments
        for span in segment.verbatim
        if len(re.findall(r"\w+", text[span.start : span.end])) >= SHORTEST_VERBATIM
    ]
    hits = sum(any(_holds(_span(one), span, threshold) for one in said) for span in stretches)
    return Tally(hits, 0, len(stretches) - hits)


def _holds(one: Span, stretch: Span, threshold: float) -> bool:
    around = one.start <= stretch.start + VERBATIM_SLACK and one.end >= stretch.end - VERBATIM_SLACK
    return around or iou(one, stretch) >= threshold


def same_speaker(given: str | None, annotated: str | None) -> bool:
    """Whether two names mean the same speaker: by the last word, by all words, or by most of the annotated ones."""
    mine, theirs = _words(given, _TITLES), _words(annotated, _TITLES)
    if not mine or not theirs:
        return False
    shared = len(set(mine) & set(theirs)) / len(set(theirs))
    return mine[-1] == theirs[-1] or shared >= NAME_SHARED


def _words(phrase: str | None, without: frozenset[str]) -> list[str]:
    found = (word.lower() for word in _WORD.findall(_POSSESSIVE.sub("", phrase or "")))
    return [word for word in found if word not in without]


class Figure(NamedTuple):
    """Somebody who matters in an article, by name, with the role that it gives them."""

    name: str
    role: str | None


class AnnotatedFigure(NamedTuple):
    """Somebody whom annotators found with a role; any of ``roles`` will do."""

    name: str
    roles: tuple[str, ...]


class FigureScore(NamedTuple):
    """Who was found by name, and who with the right role too (hits and missed only)."""

    named: Tally
    with_role: Tally


def score_key_figures(annotated: Sequence[AnnotatedFigure], found: Sequence[Figure]) -> FigureScore:
    """Hold annotated figures against the found ones: surnames must agree, roles share half of their words."""
    matches = [(one, _namesake(one.name, found)) for one in annotated]
    named = sum(figure is not None for _, figure in matches)
    right = sum(figure is not None and _has_role(figure, one) for one, figure in matches)
    total = len(annotated)
    return FigureScore(Tally(named, 0, total - named), Tally(right, 0, total - right))


def _namesake(name: str, found: Sequence[Figure]) -> Figure | None:
    """The figure of that surname who has most of the name's other words."""
    wanted = _words(name, _TITLES)
    bearers = [figure for figure in found if wanted and _words(figure.name, _TITLES)[-1:] == wanted[-1:]]
    return max(bearers, key=lambda figure: len(set(wanted) & set(_words(figure.name, _TITLES))), default=None)


def _has_role(figure: Figure, annotated: AnnotatedFigure) -> bool:
    mine = set(_words(figure.role, _ARTICLES))
    return any(_dice(mine, set(_words(role, _ARTICLES))) >= ROLE_SHARED for role in annotated.roles)


def _dice(one: set[str], other: set[str]) -> float:
    return _share(2 * len(one & other), len(one) + len(other))


def evidence_in(item: object) -> Iterator[tuple[int, int, str]]:
    """Every piece of evidence in a brief's JSON, wherever it stands: start, end, text."""
    if isinstance(item, dict):
        if {"start", "end", "text", "match"} <= item.keys():
            yield item["start"], item["end"], item["text"]
        item = list(item.values())
    if isinstance(item, list):
        for part in item:
            yield from evidence_in(part)


def count_fabricated(text: str, brief: object) -> int:
    """How many pieces of evidence in a brief's JSON are not the words that stand there in the article."""
    return sum(text[start:end] != words or end - start != len(words) for start, end, words in evidence_in(brief))
