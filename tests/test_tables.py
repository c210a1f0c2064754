"""Briefs as tables: CSV that no spreadsheet runs, and typed data frames."""

import json
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsbrief
from newsbrief.errors import ArticleError, MissingExtra, SettingsError
from newsbrief.outcome import Briefed, Failed
from newsbrief.render.tables import SECTIONS, columns_of, csv_header, csv_rows, guarded, rows, to_csv
from newsbrief.schema import Brief
from tests.exported import evidence_of, table_of
from tests.test_pipeline import ARTICLE, reply_to, run

BRIEF, _ROUNDS = run(reply_to)
TIED = [section for section in SECTIONS if section not in ("coverage", "extra", "rejected", "incomplete")]
FORMULA = "=HYPERLINK(1)"


def changed(**sections: Any) -> Brief:
    """The brief with other values: a list replaces a section, a dict changes its first item or the article."""
    data = json.loads(BRIEF.model_dump_json())
    for section, value in sections.items():
        if isinstance(value, dict):
            (data[section] if section == "article" else data[section][0]).update(value)
        else:
            data[section] = value
    return Brief.model_validate_json(json.dumps(data))


@pytest.mark.parametrize("section", SECTIONS)
def test_a_table_has_its_columns_whatever_it_holds(section: str) -> None:
    names = [column.name for column in columns_of(section)]
    assert len(set(names)) == len(names)
    assert all(list(row) == names for row in rows(BRIEF, section))
    assert csv_header(section) == ",".join(names) + "\r\n"


@pytest.mark.parametrize("section", TIED)
def test_a_row_is_an_item_with_its_evidence(section: str) -> None:
    found = rows(BRIEF, section)
    assert [row["position"] for row in found] == list(range(len(getattr(BRIEF, section))))
    for row, evidence in zip(found, evidence_of(BRIEF, section), strict=True):
        assert (row["start"], row["end"], row["evidence"]) == evidence[0]
        assert row["spans"] == "; ".join(f"{start}..{end}" for start, end, _ in evidence)
        assert (row["article_id"], row["title"]) == (ARTICLE.id, ARTICLE.title)


@pytest.mark.parametrize("section", TIED)
def test_every_field_of_an_item_has_a_column(section: str) -> None:
    item = getattr(BRIEF, section)[0]
    shown = {column.field or column.name for column in columns_of(section)}
    assert set(type(item).model_fields) - {"evidence"} <= shown


def test_what_is_no_item_has_rows_of_its_own() -> None:
    fates = [(row["cue"], row["fate"], row["reason"]) for row in rows(BRIEF, "coverage")]
    assert ("quotation", "dismissed", "a name") in fates
    assert len(fates) == sum(len(one.dismissed) for one in (BRIEF.coverage.quotations, BRIEF.coverage.numbers))
    brief = changed(
        rejected=[{"section": "summary", "item": "x", "reason": "y"}],
        incomplete=[{"section": "headline", "error": "cut off", "missing": ["a", "b"]}],
    )
    assert rows(brief, "rejected")[0]["item"] == "x"
    assert rows(brief, "incomplete")[0]["missing"] == "a; b"


def test_several_briefs_are_one_table_and_a_file_can_be_added_to() -> None:
    whole = to_csv([BRIEF, BRIEF], "statements")
    assert whole == csv_header("statements") + csv_rows(BRIEF, "statements") * 2
    assert len(table_of(whole)) == 2 * len(BRIEF.statements)


def test_numbers_stay_numbers_and_text_that_looks_like_a_formula_is_guarded() -> None:
    brief = changed(
        quantities={"text": "-5%", "value": -5.0, "measures": FORMULA}, article={"title": "+1", "source": "@x"}
    )
    row = table_of(to_csv([brief], "quantities"))[0]
    assert (row["value"], row["text"], row["measures"]) == ("-5.0", "'-5%", f"'{FORMULA}")
    assert (row["title"], row["source"]) == ("'+1", "'@x")


@pytest.mark.parametrize(
    "cell",
    ["=1", "+1", "-1", "@x", "\t1", "\r1", "\n1", " =1", '"=1', "“=1”", ' " =1', "\xa0=1", "＝1", "＋1", "－1", "＠x"],
)
def test_a_cell_that_could_be_a_formula_begins_with_an_apostrophe(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["a;=1", "a; -1", "a\t=1", "a\n@x", 'a;"=1'])
def test_no_other_separator_makes_a_formula_of_the_rest_of_a_cell(cell: str) -> None:
    assert guarded(cell) == f"{cell[:2]}'{cell[2:]}"


@pytest.mark.parametrize(
    "cell", ["1 = 1", "well-known", "a, -1", "5%", "(-1)", "“No,”", "10-20;30-40", "", -1.5, 0, None]
)
def test_any_other_cell_stays_as_it_is(cell: str | float | None) -> None:
    assert guarded(cell) == cell


@given(st.text(st.sampled_from("=+-@'\";\t\r\n ,a＝“"), max_size=30))
def test_however_a_cell_is_cut_no_part_of_it_begins_a_formula(text: str) -> None:
    cell = str(guarded(text))
    parts = cell.replace("\t", ";").replace("\r", ";").replace("\n", ";").split(";")
    assert not any(part.lstrip(' "“').startswith(tuple("=+-@＝")) for part in parts)
    assert cell.replace("'", "") == text.replace("'", "")


@given(st.text(max_size=40))
def test_any_text_comes_back_from_csv_but_for_the_guard(text: str) -> None:
    brief = changed(statements={"claim": text})
    assert table_of(to_csv([brief], "statements"))[0]["claim"] == guarded(text)


def test_a_section_that_there_is_not_is_an_error_that_lists_those_there_are() -> None:
    for call in (lambda: rows(BRIEF, "quotes"), lambda: to_csv([], "quotes"), lambda: newsbrief.to_frame([], "quotes")):
        with pytest.raises(SettingsError, match=r"quotes.*statements"):
            call()


@pytest.mark.parametrize("section", SECTIONS)
def test_a_frame_has_the_same_typed_columns_for_any_briefs_and_for_none(section: str) -> None:
    full, empty = newsbrief.to_frame([BRIEF], section), newsbrief.to_frame([], section)
    assert list(full.dtypes.items()) == list(empty.dtypes.items())
    assert list(full.columns) == [column.name for column in columns_of(section)]
    assert (len(full), len(empty)) == (len(rows(BRIEF, section)), 0)
    assert not [name for name, dtype in full.dtypes.items() if pd.api.types.is_object_dtype(dtype)]


def test_cells_of_a_frame_are_typed_and_not_guarded() -> None:
    brief = changed(quantities={"value": -5.0, "minimum": None, "measures": FORMULA})
    frame = newsbrief.to_frame([brief], "quantities")
    assert frame["measures"][0] == FORMULA
    assert frame["value"][0] == -5.0
    assert pd.isna(frame["minimum"][0])
    kinds = {name: str(frame[name].dtype) for name in ("start", "value", "text", "bound")}
    assert kinds == {"start": "Int64", "value": "Float64", "text": "string", "bound": "category"}
    assert "at_least" in frame["bound"].cat.categories


def test_a_frame_takes_one_brief_or_the_outcomes_of_a_run() -> None:
    done = Briefed(ARTICLE, ARTICLE, BRIEF)
    failed = Failed(Path("x.txt"), None, ArticleError("holds no text"))
    count = len(BRIEF.statements)
    assert len(newsbrief.to_frame([failed, done, BRIEF], "statements")) == 2 * count
    assert len(newsbrief.to_frame(BRIEF, "statements")) == len(newsbrief.to_frame(done, "statements")) == count


def test_without_pandas_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtra, match=r"pip install 'newsbrief\[pandas\]'"):
        newsbrief.to_frame([BRIEF], "statements")
