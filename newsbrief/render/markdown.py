"""A brief as Markdown (CommonMark, tables as GitHub has them)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from newsbrief.render.wording import (
    QUESTION_KINDS,
    amount_of,
    coverage_line,
    fields_of,
    incomplete_line,
    link_of,
    plain,
    provenance_line,
    rejected_line,
    section_name,
    speaker_of,
)

if TYPE_CHECKING:
    from newsbrief.evidence import Evidence
    from newsbrief.schema import Brief, KeyFigure, OpenQuestion, OwnItem, Quantity, Statement

# What means something anywhere; at the beginning of a line; in a bare address, of which some viewers make a link.
_SPECIAL = re.compile(
    r"[\\`*_{}\[\]<>|~$#&] | ^[+\-=:] | ^[0-9]+[.)](?=\s|$) | :(?=//) | (?<=www)[.] | (?<=\S)@(?=\S)",
    re.VERBOSE | re.IGNORECASE,
)
LONGEST_EVIDENCE = 240


def to_markdown(brief: "Brief") -> str:
    """The brief as a Markdown document that ends with a line break.

    What comes from the article or a model is escaped. That does not reach what a platform makes of plain text, such as
    a mention of ``@somebody``.
    """
    parts = [
        *_head(brief),
        *_section("Summary", [f"- {_escaped(one.text)}" for one in brief.summary]),
        *_section("Key figures", [_key_figure(one) for one in brief.key_figures]),
        *_quantities(brief.quantities),
        *_section("Statements", [_statement(one) for one in brief.statements]),
        *_section("Open questions", [_open_question(one) for one in brief.open_questions]),
        *(line for name, items in brief.extra.items() for line in _own(name, items)),
        *_notes(brief),
    ]
    return "\n".join(parts) + "\n"


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(lambda match: f"{match[0][:-1]}\\{match[0][-1]}", plain(text))


def _head(brief: "Brief") -> Iterator[str]:
    yield f"# {_escaped(brief.headline or brief.article.title or brief.article.id)}"
    yield ""
    link = link_of(brief.article.source)
    source = f"<{link}>" if link else _escaped(brief.article.source or "")
    about = [_escaped(brief.article.title or ""), source, _escaped(brief.article.published or "")]
    if any(about):
        yield f"*Brief of:* {' · '.join(part for part in about if part)}"
        yield ""


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from (f"## {title}", "", *lines, "")


def _key_figure(figure: "KeyFigure") -> str:
    role = f" – {_escaped(figure.role)}" if figure.role else ""
    return f"- **{_escaped(figure.name)}** ({figure.kind}){role}"


def _quantities(quantities: Iterable["Quantity"]) -> Iterator[str]:
    rows = [
        f"| {_escaped(amount_of(one))} | {_escaped(one.measures)} | {_escaped(one.attributed_to or 'the article')} |"
        for one in quantities
    ]
    if rows:
        yield from ("## Quantities", "", "| Number | What it measures | Given by |", "| --- | --- | --- |", *rows, "")


def _statement(statement: "Statement") -> str:
    claim = f" {_escaped(statement.claim)}" if statement.claim else ""
    words = "".join(map(_quoted, statement.evidence))
    return f"- **{_escaped(speaker_of(statement))}** ({statement.form}):{claim}\n{words.lstrip(chr(10))}"


def _quoted(evidence: "Evidence") -> str:
    return f"\n  > {_shortened(evidence)}"


def _shortened(evidence: "Evidence") -> str:
    text = evidence.text
    return _escaped(text if len(text) <= LONGEST_EVIDENCE else f"{text[:LONGEST_EVIDENCE].rsplit(' ', 1)[0]} …")


def _open_question(question: "OpenQuestion") -> str:
    return f"- {_escaped(question.question)} *({QUESTION_KINDS[question.kind]})*"


def _own(section: str, items: Iterable["OwnItem"]) -> Iterator[str]:
    lines = [
        f"- {_escaped(fields_of(one))}\n" + "".join(f"\n  > {_shortened(e)}" for e in one.evidence) for one in items
    ]
    return _section(_escaped(section_name(section)), lines)


def _notes(brief: "Brief") -> Iterator[str]:
    yield from ("---", "")
    for kind, coverage in (("quotation", brief.coverage.quotations), ("number", brief.coverage.numbers)):
        yield f"- {coverage_line(kind, coverage)}"
    yield from (f"- {_escaped(incomplete_line(one))}" for one in brief.incomplete)
    if brief.rejected:
        yield f"- {rejected_line(len(brief.rejected))}"
    yield from (f"- Warning: {_escaped(warning)}" for warning in brief.warnings)
    yield f"- {_escaped(provenance_line(brief))}"
