"""A brief as Markdown and in a terminal: complete, fitting, and never more than text."""

import io
import json

import pytest
from rich.console import Console

from newsbrief.article import Article
from newsbrief.render.terminal import show
from newsbrief.render.wording import link_of, plain
from newsbrief.schema import Brief
from tests.test_pipeline import ARTICLE, reply_to, run

BRIEF, _ROUNDS = run(reply_to)
HOSTILE = "\x1b[31m<script>alert(1)</script> [link](javascript:x) | `code` *bold* [bold]\u202eevil"


def terminal(brief: Brief, width: int = 80, article: Article = ARTICLE) -> str:
    stream = io.StringIO()
    show(Console(file=stream, width=width, highlight=False, markup=False), brief, article)
    return stream.getvalue()


def with_hostile_words(brief: Brief) -> Brief:
    data = json.loads(brief.model_dump_json())
    data["headline"] = HOSTILE
    data["article"]["title"] = HOSTILE
    data["article"]["source"] = "javascript:alert(1)"
    data["statements"][0]["speaker"] = HOSTILE
    data["quantities"][0]["measures"] = HOSTILE
    data["warnings"] = [HOSTILE]
    return Brief.model_validate_json(json.dumps(data))


@pytest.mark.parametrize("width", [30, 80, 200])
def test_a_terminal_page_fits_its_width(width: int) -> None:
    assert max(len(line.rstrip()) for line in terminal(BRIEF, width).splitlines()) <= width


def test_a_terminal_page_has_every_section_and_sentence_numbers() -> None:
    page = terminal(BRIEF)
    for title in ("Key figures", "Quantities", "Statements", "Open questions"):
        assert title in page
    assert "Ferry to sail again in spring" in page
    assert "[1]" in page


def test_quotations_are_marked_as_such() -> None:
    assert any(line.lstrip().startswith("❝ Anna Lind") for line in terminal(BRIEF).splitlines())


def test_no_escape_sequence_of_an_article_reaches_the_terminal() -> None:
    assert "\x1b" not in terminal(with_hostile_words(BRIEF))
    assert "\u202e" not in terminal(with_hostile_words(BRIEF))


def test_square_brackets_are_no_markup_in_the_terminal() -> None:
    assert "[bold]" in terminal(with_hostile_words(BRIEF), 200)


def test_what_is_missing_is_said() -> None:
    data = json.loads(BRIEF.model_dump_json())
    data["incomplete"] = [{"section": "summary", "error": "the answer was cut off"}]
    data["rejected"] = [{"section": "quantities", "item": "x", "reason": "y"}]
    brief = Brief.model_validate_json(json.dumps(data))
    for page in (terminal(brief), brief.to_markdown()):
        assert "Incomplete: summary: the answer was cut off" in page
        assert "1 answer rejected" in page


def test_markdown_has_every_section() -> None:
    page = BRIEF.to_markdown()
    for title in (
        "# Ferry to sail again in spring",
        "## Summary",
        "## Quantities",
        "## Statements",
        "## Open questions",
    ):
        assert f"{title}\n" in page


def test_markdown_of_hostile_words_is_only_text() -> None:
    page = with_hostile_words(BRIEF).to_markdown()
    assert "<script>" not in page.replace("\\<script\\>", "")
    assert "[link](javascript" not in page
    assert "\x1b" not in page
    assert "<javascript" not in page


def test_a_table_cell_cannot_break_its_row() -> None:
    page = with_hostile_words(BRIEF).to_markdown()
    row = next(line for line in page.splitlines() if line.startswith("| ") and "script" in line)
    assert row.replace("\\|", "").count("|") == 4


def test_only_http_is_a_link() -> None:
    assert link_of("https://example.org/a?b=c") == "https://example.org/a?b=c"
    for odd in ("javascript:alert(1)", "Ostby Post", None, "https://a b", "https://a/<b>"):
        assert link_of(odd) is None


def test_plain_text_is_one_line_without_invisible_characters() -> None:
    assert plain("a\n b\x00\x1b\u200b\ufeffc") == "a bc"
