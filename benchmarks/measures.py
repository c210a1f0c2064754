"""The measures, with what they are held against, and the table of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, NamedTuple

from benchmarks.findings import Findings, quoted_stretches
from benchmarks.gold import GoldArticle
from benchmarks.quantities import QuantityScore
from benchmarks.scoring import FigureScore, StatementScore, Tally, score_key_figures, score_statements, score_verbatim

Group = Literal["quotes", "quantities", "key_figures", "german"]
NOTHING = "–"
FOUND, RIGHT_SPAN = 0.3, 0.8
"""From which IoU on a statement counts as found, and from which on its span is right."""


@dataclass(frozen=True)
class Column:
    """A system, the articles that it is held against, and what it found in them by their ids.

    An article of which it found nothing is missing from ``findings``.
    """

    title: str
    english: Sequence[GoldArticle] = ()
    german: Sequence[GoldArticle] = ()
    findings: Mapping[str, Findings] | None = None
    quantities: Sequence[QuantityScore] = ()

    def of(self, articles: Sequence[GoldArticle]) -> list[tuple[GoldArticle, Findings]]:
        """The articles with what was found in each."""
        return [(one, (self.findings or {}).get(one.id, Findings())) for one in articles]

    @property
    def all(self) -> list[Findings]:
        """What was found in all the articles."""
        return [findings for _, findings in self.of([*self.english, *self.german])]


class Measure(NamedTuple):
    """A row of the table; ``groups`` are the parts of a run that it belongs to, none meaning all."""

    name: str
    floor: str
    people: str
    target: str
    groups: tuple[Group, ...]
    value: Callable[[Column], str]


def _statements(
    column: Column, articles: Sequence[GoldArticle], threshold: float, kind: Literal["direct", "any"]
) -> StatementScore:
    scores = [score_statements(one.segments, found.said, threshold, kind) for one, found in column.of(articles)]
    return StatementScore(
        sum((score.found for score in scores), Tally()), sum((score.speakers for score in scores), Tally())
    )


def _direct_f1(column: Column) -> str:
    return _f1(_statements(column, column.english, RIGHT_SPAN, "direct").found)


def _verbatim(column: Column) -> str:
    scores = [
        score_verbatim(one.article.text, one.segments, found.said, RIGHT_SPAN)
        for one, found in column.of(column.english)
    ]
    return _recall(sum(scores, Tally()))


def _speakers(column: Column) -> str:
    return _recall(_statements(column, column.english, FOUND, "direct").speakers)


def _any_f1(column: Column) -> str:
    found = (_statements(column, column.english, threshold, "any").found for threshold in (FOUND, RIGHT_SPAN))
    return _several(map(_f1, found))


def _figures(column: Column) -> str:
    scores = [score_key_figures(one.figures, found.figures) for one, found in column.of(column.english)]
    if not any(found.figures for found in column.all):
        return NOTHING
    total = FigureScore(
        sum((score.named for score in scores), Tally()), sum((score.with_role for score in scores), Tally())
    )
    return _several(map(_recall, total))


def _quantities(column: Column) -> str:
    values = sum((score.value for score in column.quantities), Tally())
    return _several(map(_f1, (values, sum((score.with_unit for score in column.quantities), Tally()))))


def _directions(column: Column) -> str:
    return _recall(sum((score.direction for score in column.quantities), Tally()))


def _german_f1(column: Column) -> str:
    return _f1(_statements(column, column.german, RIGHT_SPAN, "direct").found)


def _german_stretches_f1(column: Column) -> str:
    """The German annotators know no mixed form: to them each quoted stretch of such a statement is a direct one."""
    tallies = [
        score_statements(one.segments, quoted_stretches(found.said, one.article), RIGHT_SPAN, "direct").found
        for one, found in column.of(column.german)
    ]
    return _f1(sum(tallies, Tally()))


def _fabricated(column: Column) -> str:
    return _count(found.fabricated for found in column.all)


def _ungrounded(column: Column) -> str:
    return _count(found.ungrounded for found in column.all)


def _accounted(column: Column) -> str:
    total = sum((found.cues for found in column.all), Tally())
    return f"{total.recall:.1%}" if total.hits + total.missed else NOTHING


def _seconds(column: Column) -> str:
    costs = [found.cost for found in column.all if found.cost]
    return f"{sum(cost.seconds for cost in costs) / len(costs):.0f}" if costs else NOTHING


def _tokens(column: Column) -> str:
    costs = [found.cost for found in column.all if found.cost]
    if not costs:
        return NOTHING
    read, cached, written = (
        sum(each) / len(costs) for each in zip(*((one.read, one.cached, one.written) for one in costs), strict=True)
    )
    return f"{read:.0f} ({cached:.0f}) / {written:.0f}"


MEASURES = (
    Measure("direct quotations, F1 at IoU 0.8", ".866", ".951", "≥ .92", ("quotes",), _direct_f1),
    Measure("words of quotations recalled at 0.8", ".926", "", "≥ .97", ("quotes",), _verbatim),
    Measure("speaker of direct quotations found, strict", ".53", ".999", "≥ .85", ("quotes",), _speakers),
    Measure(
        "statements of any form, F1 at IoU 0.3 / 0.8",
        ".556 / .483",
        ".900 / .837",
        "≥ .72 / .60",
        ("quotes",),
        _any_f1,
    ),
    Measure("key figures recalled, name / name and role", "", "", "– / ≥ .75", ("key_figures",), _figures),
    Measure("quantities, F1 of value / value and unit", "", "", "≥ .88 / .80", ("quantities",), _quantities),
    Measure("direction of the quantities found", "", "", "", ("quantities",), _directions),
    Measure(
        "German: direct quotations, those in mixed statements too, F1 at IoU 0.8",
        ".838",
        "",
        "≥ .90",
        ("german",),
        _german_stretches_f1,
    ),
    Measure("German: statements of the form direct only", "", "", "", ("german",), _german_f1),
    Measure("fabricated verbatim text", "", "", "0", (), _fabricated),
    Measure("ungrounded items that pass", "", "", "0", (), _ungrounded),
    Measure("quotations and numbers accounted for", "", "", "100%", (), _accounted),
    Measure("seconds an article", "", "", "", (), _seconds),
    Measure("tokens an article, read (cached) / written", "", "", "", (), _tokens),
)


def table(columns: Sequence[Column], groups: Sequence[Group]) -> str:
    """The measures of some groups as a Markdown table; a row that no column has anything for is left out."""
    rows = []
    for measure in MEASURES:
        values = [measure.value(column) for column in columns]
        if (not measure.groups or set(measure.groups) & set(groups)) and any(value != NOTHING for value in values):
            rows.append([measure.name, measure.floor, measure.people, measure.target, *values])
    heads = ["measure", "regex floor", "people", "target", *(column.title for column in columns)]
    return "\n".join(f"| {' | '.join(row)} |" for row in chain([heads, ["---"] * len(heads)], rows))


def _count(values: Iterable[int | None]) -> str:
    counted = [value for value in values if value is not None]
    return str(sum(counted)) if counted else NOTHING


def _f1(tally: Tally) -> str:
    return _number(tally.f1) if tally.hits + tally.wrong + tally.missed else NOTHING


def _recall(tally: Tally) -> str:
    return _number(tally.recall) if tally.hits + tally.missed else NOTHING


def _number(value: float) -> str:
    return f"{value:.3f}".removeprefix("0")


def _several(values: Iterable[str]) -> str:
    joined = list(values)
    return NOTHING if all(value == NOTHING for value in joined) else " / ".join(joined)
