"""Briefs as tidy tables, one a section: a row an item, and a column for everything that an item says.

Every row begins with its article (``article_id``, ``title``, ``source``) and its ``position`` in the section, from 0,
as in ``statements[3]``. What is tied to the article ends with its evidence: ``start`` and ``end`` of the first span,
the words there (``evidence``), how they were found (``match``), and all spans (``spans``, such as ``10..20; 35..60``).
Spans are half-open ranges of Unicode code points. Several words in one cell are set apart by "; "; what there is none
of is None.

The section ``coverage`` has a row for each quotation and number of the article that is no item of the brief: set aside
for a reason, or unaccounted for. ``rejected`` and ``incomplete`` have the answers that did not hold up and those that
are missing, so that an empty table is not taken for an article that has nothing. ``extra`` has the items of sections of
the user's own, their fields as JSON.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from newsbrief.errors import SettingsError
from newsbrief.evidence import Evidence, Match
from newsbrief.terms import Basis, Bound, Direction, FigureKind, Form, QuestionKind, SpeakerKind

if TYPE_CHECKING:
    from newsbrief.schema import Brief

Cell = str | int | float | None
CueKind = Literal["quotation", "number"]
Fate = Literal["dismissed", "unaccounted"]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: what it is called.
        kind: what its cells are, where they are not None.
        terms: all the values that a cell may have; empty if any is possible.
        field: the attribute of an item that it shows; its name if left out.
    """

    name: str
    kind: Literal["text", "integer", "number"] = "text"
    terms: tuple[str, ...] = ()
    field: str = ""


class _LeftOut(NamedTuple):
    """A quotation or number that is no item of the brief."""

    cue: CueKind
    fate: Fate
    reason: str | None
    evidence: tuple[Evidence, ...]


class _Own(NamedTuple):
    """An item of a section of the user's own; its fields as JSON."""

    section: str
    fields: str
    evidence: tuple[Evidence, ...]


class _Section(NamedTuple):
    """What the rows of a section show, and of what."""

    columns: tuple[Column, ...]
    items: "Callable[[Brief], Iterable[Any]]"
    has_evidence: bool = True


def _left_out(brief: "Brief") -> Iterator[_LeftOut]:
    coverages: tuple[tuple[CueKind, Any], ...] = (
        ("quotation", brief.coverage.quotations),
        ("number", brief.coverage.numbers),
    )
    for cue, coverage in coverages:
        yield from (_LeftOut(cue, "dismissed", one.reason, (one.evidence,)) for one in coverage.dismissed)
        yield from (_LeftOut(cue, "unaccounted", None, (one,)) for one in coverage.unaccounted)


def _own_items(brief: "Brief") -> Iterator[_Own]:
    for section, items in brief.extra.items():
        yield from (_Own(section, json.dumps(one.fields, ensure_ascii=False), one.evidence) for one in items)


def _columns(*columns: str | Column) -> tuple[Column, ...]:
    return tuple(Column(one) if isinstance(one, str) else one for one in columns)


def _terms(name: str, vocabulary: object) -> Column:
    return Column(name, terms=get_args(vocabulary))


_ARTICLE = _columns("article_id", "title", "source", Column("position", "integer"))
_EVIDENCE = _columns(
    Column("start", "integer"), Column("end", "integer"), "evidence", _terms("match", Match), Column("spans")
)
_NUMBERS = _columns(*(Column(name, "number") for name in ("value", "minimum", "maximum")))
_SECTIONS = {
    "summary": _Section(_columns("text"), lambda brief: brief.summary),
    "key_figures": _Section(
        _columns("name", _terms("kind", FigureKind), "aliases", "role"), lambda brief: brief.key_figures
    ),
    "quantities": _Section(
        _columns(
            "text",
            *_NUMBERS,
            "unit",
            _terms("bound", Bound),
            _terms("direction", Direction),
            "measures",
            "attributed_to",
        ),
        lambda brief: brief.quantities,
    ),
    "statements": _Section(
        _columns(
            "speaker",
            _terms("speaker_kind", SpeakerKind),
            "speaker_mention",
            _terms("form", Form),
            "text",
            "claim",
            "cue",
            "channel",
            "addressee",
            "said_at",
            Column("speaker_spans", field="speaker_evidence"),
            Column("cue_spans", field="cue_evidence"),
        ),
        lambda brief: brief.statements,
    ),
    "open_questions": _Section(
        _columns("question", _terms("kind", QuestionKind), _terms("basis", Basis)), lambda brief: brief.open_questions
    ),
    "extra": _Section(_columns("section", "fields"), _own_items),
    "coverage": _Section(_columns(_terms("cue", CueKind), _terms("fate", Fate), "reason"), _left_out),
    "rejected": _Section(_columns("section", "item", "reason"), lambda brief: brief.rejected, has_evidence=False),
    "incomplete": _Section(
        _columns("section", "error", "hint", "missing"), lambda brief: brief.incomplete, has_evidence=False
    ),
}

SECTIONS = tuple(_SECTIONS)
"""The sections that have a table."""


def columns_of(section: str) -> tuple[Column, ...]:
    """The columns of a section's table, in order; they are the same whatever the briefs hold.

    Raises:
        SettingsError: there is no such section.
    """
    table = _section(section)
    return (*_ARTICLE, *table.columns, *(_EVIDENCE if table.has_evidence else ()))


def rows(brief: "Brief", section: str) -> list[dict[str, Cell]]:
    """The rows of a brief in a section's table: for each column its cell, text as it is in the brief.

    Raises:
        SettingsError: there is no such section.
    """
    table = _section(section)
    about = {"article_id": brief.article.id, "title": brief.article.title, "source": brief.article.source}
    found: list[dict[str, Cell]] = []
    for position, item in enumerate(table.items(brief)):
        own = {column.name: _cell(getattr(item, column.field or column.name)) for column in table.columns}
        evidence = _evidence_cells(item.evidence) if table.has_evidence else {}
        found.append({**about, "position": position, **own, **evidence})
    return found


def to_csv(briefs: Iterable["Brief"], section: str) -> str:
    """A section of briefs as CSV (RFC 4180): `csv_header`, then the `csv_rows` of each.

    Raises:
        SettingsError: there is no such section.
    """
    return csv_header(section) + "".join(csv_rows(brief, section) for brief in briefs)


def csv_header(section: str) -> str:
    """The first line of a section's CSV file: the names of its columns.

    Raises:
        SettingsError: there is no such section.
    """
    return _csv([[column.name for column in columns_of(section)]])


def csv_rows(brief: "Brief", section: str) -> str:
    """The lines that a brief adds to a section's CSV file; numbers are numbers, text is `guarded`.

    Raises:
        SettingsError: there is no such section.
    """
    return _csv([list(map(guarded, row.values())) for row in rows(brief, section)])


# Where a spreadsheet could see a formula: at the beginning, or, if it parts cells by something else than the comma,
# behind that; blanks and quotation marks in front do not count.
_FORMULA = re.compile(r"""^(?=[\t\r\n]) | (^|[;\t\r\n])(?=(?:[^\S\t\r\n]|["'“”„«»‘’])*[=+\-@＝＋－＠])""", re.VERBOSE)


def guarded(cell: Cell) -> Cell:
    """The cell, with an apostrophe wherever a spreadsheet could take its text for a formula."""
    return _FORMULA.sub(r"\1'", cell) if isinstance(cell, str) else cell


def _section(name: str) -> _Section:
    try:
        return _SECTIONS[name]
    except KeyError:
        raise SettingsError(f"there is no section {name!r}", hint=f"there are {', '.join(SECTIONS)}") from None


def _csv(lines: Iterable[Sequence[Cell]]) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(lines)
    return written.getvalue()


def _evidence_cells(evidence: tuple[Evidence, ...]) -> dict[str, Cell]:
    if not evidence:
        return dict.fromkeys(column.name for column in _EVIDENCE)
    first = evidence[0]
    told: dict[str, Cell] = {"start": first.start, "end": first.end, "evidence": first.text, "match": first.match}
    return {**told, "spans": _cell(evidence)}


def _cell(value: Any) -> Cell:  # noqa: ANN401
    """A value of the schema as a cell."""
    if not isinstance(value, tuple):
        cell: Cell = value
        return cell
    if all(isinstance(one, Evidence) for one in value):
        return "; ".join(f"{one.start}..{one.end}" for one in value) or None  # with a dash, 3-12 is read as a date
    return "; ".join(value) or None
