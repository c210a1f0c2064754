"""The benchmark of locating counts rightly, and its quote is altered as it says."""

import json
from pathlib import Path

import pytest

from benchmarks import locating
from benchmarks.locating import ALTERED_WORDS, Case, Column, Found, altered_quote, is_right, load_cases, table
from newsbrief.evidence import Span

TEXT = "The harbour board of Vell met on the quay at dawn, and the ferry left without the mail."
SPAN = Span(4, 41)


def test_a_place_is_right_if_its_span_is_nearly_the_right_one() -> None:
    case = Case("exact", "any", SPAN)
    assert is_right(case, Found(Span(4, 40), is_same=True))
    assert not is_right(case, Found(Span(4, 30), is_same=True))
    assert not is_right(case, None)


def test_a_quote_with_other_words_must_not_be_called_the_same() -> None:
    case = Case("one_word", "any", SPAN)
    assert is_right(case, Found(SPAN, is_same=False))
    assert not is_right(case, Found(SPAN, is_same=True))


def test_only_nothing_is_right_for_a_quote_that_stands_nowhere() -> None:
    case = Case("fabricated", "any", None)
    assert is_right(case, None)
    assert not is_right(case, Found(SPAN, is_same=False))


def write_cases(folder: Path) -> Path:
    places = [
        ("exact", "quay at dawn", 37, 49),
        ("negated", "met not on the quay", 26, 41),
        ("fabricated", "x", None, None),
    ]
    cases = [{"kind": kind, "quote": quote, "start": low, "end": high} for kind, quote, low, high in places]
    path = folder / "cases.json"
    path.write_text(json.dumps({"text": TEXT, "cases": cases}), encoding="utf-8")
    return path


def test_a_quote_that_says_something_else_is_to_be_located_nowhere(tmp_path: Path) -> None:
    text, cases = load_cases(write_cases(tmp_path))
    assert text == TEXT
    assert [case.span for case in cases] == [Span(37, 49), None, None]


def test_an_altered_quote_differs_from_the_text_in_two_words() -> None:
    words = [f"w{number}" for number in range(1000)]
    altered = altered_quote(" ".join(words)).split()
    assert len(altered) == ALTERED_WORDS
    assert len(set(altered) - set(words)) == 2


def test_the_table_holds_the_others_against_newsbrief() -> None:
    cases = [Case("exact", "any", SPAN), Case("fabricated", "any", None)]
    quick, slow, peer = Column("a", nowhere), Column("b", nowhere), Column("peer", everywhere)
    for column, seconds in ((quick, 0.001), (slow, 0.01), (peer, 0.1)):
        for case in cases:
            column.add(TEXT, case)
        column.seconds, column.altered = [seconds], seconds * 2
    assert table([quick, slow, peer], cases).splitlines() == [
        "|  | a | b | peer |",
        "| --- | --- | --- | --- |",
        "| right: exact | 0/1 | 0/1 | 1/1 |",
        "| right: fabricated | 1/1 | 1/1 | 0/1 |",
        "| false locatings | 0/1 | 0/1 | 1/1 |",
        "| ms a quote | 1 | 10 | 100 |",
        "| times a | 1 | 10 | 100 |",
        "| times b | 0.1 | 1 | 10 |",
        "| ms, a 200-word altered quote | 2 | 20 | 200 |",
        "| times a | 1 | 10 | 100 |",
        "| times b | 0.1 | 1 | 10 |",
    ]


def nowhere(text: str, quote: str) -> Found | None:
    assert text
    assert quote
    return None


def everywhere(text: str, quote: str) -> Found | None:
    assert text
    assert quote
    return Found(SPAN, is_same=True)


def test_a_run_measures_newsbrief_on_a_known_and_on_a_new_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert locating.main(["--cases", str(write_cases(tmp_path))]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "|  | newsbrief, text known | newsbrief, text new |"
    assert "| right: exact | 1/1 | 1/1 |" in lines
    assert "| false locatings | 0/2 | 0/2 |" in lines


@pytest.mark.parametrize("content", [None, "no JSON", "[]", '{"text": "a"}'])
def test_a_file_without_cases_is_refused(
    content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cases.json"
    if content is not None:
        path.write_text(content)
    assert locating.main(["--cases", str(path)]) == 2
    assert str(path) in capsys.readouterr().err
