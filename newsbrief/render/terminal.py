"""A brief in a terminal, with rich; evidence is given as the numbers of the article's sentences."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from newsbrief.render.wording import (
    QUESTION_KINDS,
    amount_of,
    coverage_line,
    fields_of,
    incomplete_line,
    plain,
    provenance_line,
    rejected_line,
    section_name,
    speaker_of,
)

if TYPE_CHECKING:
    from newsbrief.article import Article
    from newsbrief.evidence import Evidence
    from newsbrief.schema import Brief, OpenQuestion, OwnItem, Statement

NARROW = 60
"""Columns below which tables become lists."""


def show(console: Console, brief: "Brief", article: "Article") -> None:
    """Print a brief; colours, width and line drawing are the console's affair."""
    page = _Page(brief, article, narrow=console.width < NARROW).whole()
    if console.is_terminal:
        console.print(page)
        return
    with console.capture() as capture:
        console.print(page)
    for line in capture.get().splitlines():  # in a file or a pipe, the blanks that fill a line are only in the way
        console.file.write(f"{line.rstrip()}\n")


class _Page:
    def __init__(self, brief: "Brief", article: "Article", *, narrow: bool) -> None:
        self._brief = brief
        self._article = article
        self._narrow = narrow

    def whole(self) -> Group:
        brief = self._brief
        return Group(
            Rule(Text(plain(self._article.name), style="dim"), align="left"),
            Text(plain(brief.headline or brief.article.title or ""), style="bold"),
            *(self._line("•", one.text, one.evidence) for one in brief.summary),
            *self._part("Key figures", self._key_figures()),
            *self._part("Quantities", self._quantities()),
            *self._part("Statements", [self._statement(one) for one in brief.statements]),
            *self._part("Open questions", [self._open_question(one) for one in brief.open_questions]),
            *(part for name, items in brief.extra.items() for part in self._own(name, items)),
            *self._notes(),
        )

    def _own(self, section: str, items: Sequence["OwnItem"]) -> list[RenderableType]:
        return self._part(section_name(section), [self._line("•", fields_of(one), one.evidence) for one in items])

    def _part(self, title: str, lines: Sequence[RenderableType]) -> list[RenderableType]:
        return [Text(), Text(title, style="bold cyan"), *lines] if lines else []

    def _line(self, mark: str, text: str, evidence: Iterable["Evidence"]) -> RenderableType:
        return self._marked(mark, Text.assemble(plain(text), " ", self._where(evidence)))

    def _marked(self, mark: str, text: Text) -> RenderableType:
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(no_wrap=True)
        grid.add_column(ratio=1)
        grid.add_row(mark, text)
        return Padding(grid, (0, 0, 0, 1))

    def _where(self, evidence: Iterable["Evidence"]) -> Text:
        """The numbers of the sentences in which the evidence begins."""
        numbers = sorted({self._article.sentence_at(one.start).number for one in evidence})
        return Text(f"[{', '.join(map(str, numbers))}]", style="dim")

    def _key_figures(self) -> list[RenderableType]:
        rows = [
            (plain(one.name), f"{one.kind}{', ' + plain(one.role) if one.role else ''}", one.evidence[:1])
            for one in self._brief.key_figures
        ]
        return self._table(rows)

    def _quantities(self) -> list[RenderableType]:
        rows = []
        for one in self._brief.quantities:
            giver = f" – {plain(one.attributed_to)}" if one.attributed_to else ""
            rows.append((amount_of(one), f"{plain(one.measures)}{giver}", one.evidence))
        return self._table(rows)

    def _table(self, rows: Sequence[tuple[str, str, Sequence["Evidence"]]]) -> list[RenderableType]:
        if self._narrow:
            return [self._line("•", f"{name}: {what}", evidence) for name, what, evidence in rows]
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(style="bold", max_width=32)
        grid.add_column(ratio=1)
        for name, what, evidence in rows:
            grid.add_row(name, Text.assemble(what, " ", self._where(evidence)))
        return [Padding(grid, (0, 0, 0, 1))] if rows else []

    def _statement(self, statement: "Statement") -> RenderableType:
        mark = "❝" if statement.form != "indirect" else "•"
        words = statement.claim if statement.claim and statement.form == "indirect" else statement.text
        text = Text.assemble((speaker_of(statement), "bold"), ": ", plain(words), " ", self._where(statement.evidence))
        return self._marked(mark, text)

    def _open_question(self, question: "OpenQuestion") -> RenderableType:
        kind = (f" ({QUESTION_KINDS[question.kind]})", "dim")
        return self._marked("?", Text.assemble(plain(question.question), kind, " ", self._where(question.evidence)))

    def _notes(self) -> list[RenderableType]:
        brief = self._brief
        lines = [
            coverage_line("quotation", brief.coverage.quotations),
            coverage_line("number", brief.coverage.numbers),
            *([rejected_line(len(brief.rejected))] if brief.rejected else []),
            provenance_line(brief),
        ]
        warnings = [incomplete_line(one) for one in brief.incomplete]
        warnings += [f"Warning: {plain(warning)}" for warning in brief.warnings]
        return [
            Text(),
            *(Text(line, style="yellow") for line in warnings),
            *(Text(line, style="dim") for line in lines),
        ]
