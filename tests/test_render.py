"""A brief as Markdown and in a terminal: complete, fitting, and never more than text."""

import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from newsbrief.article import Article
from newsbrief.render.terminal import show
from newsbrief.render.wording import link_of, plain
from newsbrief.schema import Brief
from tests.exported import tokens_of
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
    data["incomplete"] = [{"section": "summary", "error": "cut off", "hint": "raise the limit"}]
    data["rejected"] = [{"section": "quantities", "item": "x", "reason": "y"}]
    brief = Brief.model_validate_json(json.dumps(data))
    for page in (terminal(brief), brief.to_markdown()):
        assert "Incomplete: Summary: cut off (raise the limit)" in page
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


def filled_with(words: str) -> Brief:
    """The brief with these words for whatever comes from an article or a model."""
    data = json.loads(BRIEF.model_dump_json())
    words_of = {
        "summary": ["text"],
        "key_figures": ["name", "role"],
        "quantities": ["text", "measures", "attributed_to"],
        "statements": ["speaker", "claim"],
        "open_questions": ["question"],
    }
    for section, fields in words_of.items():
        for item in data[section]:
            item.update(dict.fromkeys(fields, words), evidence=[{"start": 0, "end": 1, "text": words}] * 2)
    data["article"].update(title=words, source=words, published=words)
    data["incomplete"] = [{"section": "summary", "error": words, "hint": words}]
    data["provenance"]["model"] = words
    return Brief.model_validate_json(json.dumps(data | {"headline": words, "warnings": [words]}))


MARKUP = [
    "# a",
    "- a",
    "+ a",
    "1. a",
    "12) a",
    "> a",
    "    a",
    "\u200b - a",
    "\t- a",
    "---",
    "***",
    "===",
    ":-:",
    "| a | b |",
    "```a",
    "~~~",
    "~~a~~",
    "*a*",
    "**a**",
    "_a_",
    "`a`",
    "[a](https://example.org)",
    "![a](https://example.org/a.png)",
    "[a]: https://example.org",
    "<https://example.org>",
    "<script>",
    "<!-- a",
    "&lt;b&gt;",
    "a\\",
    "a\\|",
    "a #",
    "a\n\n# b",
    "a  \nb",
    "[ ] a",
    "$a$",
    "a!",
    "(a)",
    "«a»",
]


def assert_is_text(words: str) -> None:
    page, plainest = filled_with(words).to_markdown(), filled_with("word").to_markdown()
    kinds = [[token.type for token in tokens_of(one) if token.type != "text"] for one in (page, plainest)]
    assert kinds[0] == kinds[1]
    shown = ["".join(token.content for token in tokens_of(one) if token.type == "text") for one in (page, plainest)]
    assert shown[0] == shown[1].replace("word", plain(words))


@pytest.mark.parametrize("words", MARKUP)
def test_no_words_are_markup_and_markdown_shows_them_as_they_are(words: str) -> None:
    assert_is_text(words)


@given(
    st.lists(st.sampled_from([*MARKUP, *"\\`*_{}[]()<>#+-.!|~&:=@ '\"", "a", "1"]), min_size=1, max_size=8).map("".join)
)
def test_no_combination_of_signs_is_markup(words: str) -> None:
    if plain(words):
        assert_is_text(words)


@pytest.mark.parametrize("words", ["see https://example.org", "WWW.example.org", "write to a@example.org"])
def test_no_address_in_a_text_is_made_a_link(words: str) -> None:
    page = filled_with(words).to_markdown()
    assert not re.search(r"https?://|www[.]|\w@\w", page, re.IGNORECASE)
    assert_is_text(words)


def test_a_link_is_that_address_whatever_signs_it_has() -> None:
    data = json.loads(BRIEF.model_dump_json())
    data["article"]["source"] = link = "https://example.org/*a*[b](c)_d_|e&f=1#g"
    page = Brief.model_validate_json(json.dumps(data)).to_markdown()
    opened = [token.attrs["href"] for token in tokens_of(page) if token.type == "link_open"]
    shown = [token.content for token in tokens_of(page) if token.type == "text"]
    assert len(opened) == 1
    assert link in shown


def test_a_number_that_is_no_item_of_a_list_is_printed_as_it_is() -> None:
    data = json.loads(BRIEF.model_dump_json())
    data["summary"] = [{"text": text, "evidence": []} for text in ("8.3% of all", "3. of May", "12)", "1.5")]
    lines = Brief.model_validate_json(json.dumps(data)).to_markdown().splitlines()
    assert {"- 8.3% of all", "- 3\\. of May", "- 12\\)", "- 1.5"} <= set(lines)


def test_a_table_cell_cannot_break_its_row() -> None:
    page = with_hostile_words(BRIEF).to_markdown()
    row = next(line for line in page.splitlines() if line.startswith("| ") and "script" in line)
    assert row.replace("\\|", "").count("|") == 4


def test_only_http_is_a_link() -> None:
    assert link_of("https://example.org/a?b=c") == "https://example.org/a?b=c"
    for odd in (
        "javascript:alert(1)",
        "Ostby Post",
        None,
        "https://a b",
        "https://a/<b>",
        "https://a\x01",
        "https://a\u202eb",
    ):
        assert link_of(odd) is None


def test_plain_text_is_one_line_without_invisible_characters() -> None:
    assert plain("a\n b\x00\x1b\u200b\ufeffc") == "a bc"
    assert plain("\u200b - a \u200b") == "- a"
