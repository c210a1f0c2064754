"""The benchmark's scorers: each is right on cases that can be counted by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import quality
from benchmarks.findings import Findings, quoted_stretches
from benchmarks.gold import GoldArticle, moved_places
from benchmarks.langextract_peer import form_of, found_by_langextract
from benchmarks.measures import Column, table
from benchmarks.peers import said_by_regex
from benchmarks.quantities import Ends, Measured, ends_of, measured, score_quantities
from benchmarks.scoring import (
    AnnotatedFigure,
    Figure,
    Said,
    Segment,
    Tally,
    count_fabricated,
    iou,
    same_speaker,
    score_key_figures,
    score_statements,
    score_verbatim,
)
from benchmarks.units import fold_unit
from newsbrief import Article
from newsbrief.article import normalise
from newsbrief.cues.numbers import find_numbers
from newsbrief.evidence import Span
from newsbrief.terms import Direction, Form
from tests.endpoint import Body, Response, ScriptedEndpoint, completion, filled


def segment(
    start: int, end: int, form: Form = "direct", *, cue: str = "speech", speaker: str | None = "Ida Holm"
) -> Segment:
    return Segment(start, end, speaker, speaker, form, cue, ())


def said(start: int, end: int, form: Form | None = None, speaker: str | None = "Ida Holm") -> Said:
    return Said(start, end, speaker, form)


def found(segments: list[Segment], said: list[Said], threshold: float = 0.8) -> Tally:
    return score_statements(segments, said, threshold, "direct").found


def test_a_tally_gives_precision_recall_and_f1() -> None:
    tally = Tally(hits=6, wrong=2, missed=6)
    assert (tally.precision, tally.recall, round(tally.f1, 3)) == (0.75, 0.5, 0.6)


def test_a_tally_of_nothing_is_zero() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1) == (0, 0, 0)


def test_iou_is_what_two_spans_share_in_parts_of_what_they_cover() -> None:
    assert iou(Span(0, 10), Span(5, 20)) == 0.25
    assert iou(Span(0, 10), Span(10, 20)) == 0


def test_a_statement_counts_from_the_threshold_on() -> None:
    assert found([segment(0, 100)], [said(0, 80)]) == Tally(hits=1)
    assert found([segment(0, 100)], [said(0, 79)]) == Tally(wrong=1, missed=1)


def test_a_segment_is_found_once_only() -> None:
    assert found([segment(0, 100)], [said(0, 100), said(0, 99)]) == Tally(hits=1, wrong=1)


def test_the_best_overlap_is_paired_first() -> None:
    score = score_statements([segment(0, 100)], [said(0, 90, speaker="Bo Lund"), said(0, 100)], 0.8, "direct")
    assert score.speakers == Tally(hits=1)


def test_forms_that_are_told_apart_are_held_against_their_own() -> None:
    assert found([segment(0, 100)], [said(0, 100, "indirect")]) == Tally(missed=1)
    assert found([segment(0, 100)], [said(0, 100, "direct"), said(200, 260, "mixed")]) == Tally(hits=1)


def test_all_statements_of_a_system_that_does_not_tell_forms_apart_are_held_against_direct_ones() -> None:
    assert found([segment(0, 100)], [said(0, 100), said(200, 260)]) == Tally(hits=1, wrong=1)


@pytest.mark.parametrize("prediction", [said(118, 130), said(150, 202), said(60, 160)])
def test_a_statement_that_falls_on_a_segment_of_another_form_is_no_mistake(prediction: Said) -> None:
    assert found([segment(100, 200, "mixed")], [prediction]) == Tally()


def test_a_statement_beside_a_segment_of_another_form_is_a_mistake() -> None:
    assert found([segment(100, 200, "mixed")], [said(180, 203)]) == Tally(wrong=1)


def test_thoughts_are_not_asked_for_among_statements_and_are_no_mistake() -> None:
    segments = [segment(0, 50, "indirect", cue="attitude"), segment(60, 90, "indirect", cue="according-to")]
    assert score_statements(segments, [said(0, 50)], 0.3, "any").found == Tally(missed=1)


def test_speakers_are_judged_of_the_statements_found_that_have_one() -> None:
    segments = [segment(0, 50), segment(60, 90, speaker=None), segment(100, 150), segment(200, 250)]
    predictions = [said(0, 50), said(60, 90), said(100, 150, speaker="Bo Lund")]
    assert score_statements(segments, predictions, 0.8, "direct").speakers == Tally(hits=1, missed=1)


@pytest.mark.parametrize(
    ("given", "annotated"),
    [
        ("Holm", "Ida Holm"),
        ("Ms. Holm", "Ida Holm"),
        ("the Harbour Board's", "Harbour Board"),
        ("Karlsen Nils", "Nils Karlsen"),
    ],
)
def test_a_speaker_is_known_by_surname_or_most_words(given: str, annotated: str) -> None:
    assert same_speaker(given, annotated)


@pytest.mark.parametrize("given", ["Ida Berg", "the president", "", None])
def test_another_speaker_is_not_the_same(given: str | None) -> None:
    assert not same_speaker(given, "Ida Holm")


TEXT = "“We sail at dawn,” she said. “Maybe.” Then the ferry left."


def verbatim(*said: Said) -> Tally:
    quoted = Segment(0, 37, "Ida Holm", None, "mixed", "speech", (Span(0, 18), Span(29, 37)))
    return score_verbatim(TEXT, [quoted], said, 0.7)


@pytest.mark.parametrize("span", [(0, 58), (3, 15), (0, 18), (4, 18)])
def test_quoted_words_are_recalled_within_a_statement_or_as_about_the_same(span: tuple[int, int]) -> None:
    assert verbatim(said(*span)) == Tally(hits=1)


def test_quoted_words_of_which_a_part_is_reported_are_missed_and_short_ones_not_asked_for() -> None:
    assert verbatim(said(4, 14), said(29, 37)) == Tally(missed=1)


ANNOTATED = [AnnotatedFigure("Ida Holm", ("the harbour's chief engineer", "a sailor"))]


@pytest.mark.parametrize("role", ["Engineer", "chief engineer of the harbour", "Sailor"])
def test_a_key_figure_is_recalled_by_surname_with_half_of_the_roles_words(role: str) -> None:
    score = score_key_figures(ANNOTATED, [Figure("Bo Lund", "a sailor"), Figure("I. Holm", role)])
    assert score == (Tally(hits=1), Tally(hits=1))


@pytest.mark.parametrize("role", [None, "", "the", "engineer on a barge", "a minister of state"])
def test_a_key_figure_with_another_role_is_recalled_by_name_only(role: str | None) -> None:
    assert score_key_figures(ANNOTATED, [Figure("Ida Holm", role)]) == (Tally(hits=1), Tally(missed=1))


def test_a_namesake_does_not_lend_its_role() -> None:
    score = score_key_figures(ANNOTATED, [Figure("Per Holm", "a sailor"), Figure("Ida Holm", "a cook")])
    assert score == (Tally(hits=1), Tally(missed=1))


def test_a_key_figure_that_nobody_named_is_missed() -> None:
    assert score_key_figures(ANNOTATED, [Figure("Ida Berg", "a sailor")]) == (Tally(missed=1), Tally(missed=1))


def number(low: float, high: float | None, *units: str, direction: Direction = "none") -> Measured:
    return Measured(Ends(low, high), units, direction)


def test_a_quantity_is_scored_by_value_by_unit_and_by_direction() -> None:
    annotated = [number(5, 5, "$", direction="up"), number(7, 7, "ships"), number(9, 9, "%")]
    score = score_quantities(annotated, [number(5, 5, "USD"), number(7, 7, "boats"), number(8, 8, "percent")])
    assert score.value == Tally(hits=2, wrong=1, missed=1)
    assert score.with_unit == Tally(hits=1, wrong=2, missed=2)
    assert score.direction == Tally(hits=1, missed=1)


def test_the_same_value_twice_goes_with_the_unit_that_fits() -> None:
    score = score_quantities([number(5, 5, "miles"), number(5, 5, "days")], [number(5, 5, "days")])
    assert score.value == score.with_unit == Tally(hits=1, missed=1)
    assert score_quantities([number(5, 5), number(5, 5)], [number(5, 5)]).value == Tally(hits=1, missed=1)


@pytest.mark.parametrize("found", [number(15, 15), number(15, 20), number(12, 22), number(15, None)])
def test_a_range_is_another_value_than_one_of_its_ends_or_another_range(found: Measured) -> None:
    assert score_quantities([number(15, 22)], [found]).value == Tally(wrong=1, missed=1)


def test_no_unit_is_a_unit_of_its_own() -> None:
    assert score_quantities([number(5, 5)], [number(5, 5)]).with_unit == Tally(hits=1)
    assert score_quantities([number(5, 5)], [number(5, 5, "days")]).with_unit == Tally(wrong=1, missed=1)


def test_annotated_values_are_numbers_or_ranges() -> None:
    assert [ends_of(value) for value in ("-3.5", "15.0-22.0", "2E-3")] == [(-3.5, -3.5), (15, 22), (0.002, 0.002)]
    with pytest.raises(ValueError, match="neither a number nor a range"):
        ends_of("dozens")


def test_numbers_that_newsbrief_reads_are_scored_as_they_are() -> None:
    text = "Fares fell 3.5 percent, and 10 to 12 boats were sold."
    read = [measured(one) for one in find_numbers(text, "en")]
    assert read == [number(3.5, 3.5, "percent", direction="down"), number(10, 12, "boats")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$", "US dollars"),
        ("USD a month", "dollar per month"),
        ("€", "euros"),
        ("ILS", "shekels"),
        ("per cent", "%"),
        ("mph", "miles per hour"),
        ("sq m", "square metres"),
        ("degrees C", "°C"),
        ("fishermen", "fisherman"),
        ("Ferries", "ferry"),
        ("boxes", "box"),
        ("people", "person"),
        ("% voters", "voters"),
    ],
)
def test_units_are_folded(one: str, other: str) -> None:
    assert fold_unit(one) == fold_unit(other)


@pytest.mark.parametrize(("one", "other"), [("$", "€"), ("percent", "percentage points"), ("km", "km per hour")])
def test_different_units_stay_apart(one: str, other: str) -> None:
    assert fold_unit(one) != fold_unit(other)


def test_spans_are_moved_into_the_normalised_text() -> None:
    text = " Late \n\n\n\nnews\u00a0of\u200b Ida\t Holm\n"
    normalised = normalise(text)
    places = moved_places(text, normalised)
    for word in ("Late", "news", "of", "Ida", "Holm"):
        start = text.index(word)
        assert normalised[places[start] : places[start + len(word)]] == word


def test_a_text_that_was_rewritten_is_not_followed() -> None:
    with pytest.raises(ValueError, match="cannot be followed"):
        moved_places("cafe\u0301 bar", "café bar")


def test_evidence_that_is_not_the_articles_words_is_fabricated_wherever_it_stands() -> None:
    right, wrong = ({"start": 1, "end": 9, "text": words, "match": "exact"} for words in ("We sail ", "We sank "))
    assert count_fabricated(TEXT, {"statements": [{"evidence": [right]}]}) == 0
    assert count_fabricated(TEXT, {"statements": [{"evidence": [right, wrong]}], "rejected": wrong}) == 2
    assert count_fabricated(TEXT, right | {"start": 52, "end": 99, "text": " left."}) == 1


def test_the_regex_peer_gives_quotations_to_the_nearest_name_outside_of_them() -> None:
    text = "Ida Holm was late. “We sail at dawn with Bo Lund,” said Per Berg. It was “not so”."
    assert said_by_regex(text) == (Said(19, 50, "Per Berg"),)


def test_what_langextract_cannot_place_is_ungrounded_and_what_reads_otherwise_there_fabricated() -> None:
    def extraction(words: str, start: int | None, kind: str = "statement") -> dict[str, Any]:
        end = None if start is None else start + 18
        return {"kind": kind, "text": words, "start": start, "end": end, "attributes": {"speaker": "Ida Holm"}}

    items = [extraction("“We sail at dawn,”", 0), extraction("“We sailed at six,”", 0), extraction("Never.", None)]
    result = found_by_langextract(Article.from_text(TEXT, language="en"), items, None)
    assert result.said == (said(0, 18, "direct"), said(0, 18, "direct"))
    assert (result.fabricated, result.ungrounded) == (1, 1)
    assert result.cues == Tally(hits=1, missed=1)


def test_the_form_of_a_peers_statement_follows_from_its_marks() -> None:
    assert [form_of(words) for words in ("“All is well,”", "that “all” is well", "all is well")] == [
        "direct",
        "mixed",
        "indirect",
    ]


def test_the_table_holds_what_was_found_against_floor_and_target() -> None:
    article = GoldArticle("a", Article.from_text(TEXT, language="en"), (segment(0, 18),), ())
    findings = {"a": Findings((said(0, 18),))}
    columns = [Column("good", [article], [article], findings), Column("failed", [article], [article])]
    rows = table(columns, ["quotes"]).splitlines()
    assert rows[0].endswith("| regex floor | people | target | good | failed |")
    assert "| direct quotations, F1 at IoU 0.8 | .866 | .951 | ≥ .92 | 1.000 | .000 |" in rows
    assert not any("German" in row or "quantities" in row for row in rows)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder of annotated articles, invented: two in English, none in German."""
    folder = tmp_path / "gold"
    folder.mkdir()
    more = TEXT.replace("dawn", "noon")
    quote = {"start": 0, "end": 18, "speaker": "Ida Holm", "type": "direct", "cue_class": "speech"}
    articles = [
        {"id": text[11:15], "text": text, "quotes": [quote | {"verbatim_spans": [[0, 18]]}]} for text in (TEXT, more)
    ]
    cost = {"change": "=", "value": "500.0", "unit": "$", "normalized_unit": "dollar"}
    figure = {"article_id": "dawn", "name": "Ida Holm", "role": "a sailor", "also_accept": []}
    files = {
        "quotes-en": articles,
        "quotes-de": [],
        "key-figures": [figure],
        "quantities": [{"text": "The sail cost $500.", "quantities": [cost]}],
    }
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    return folder


def test_a_finished_article_is_not_asked_about_again(
    gold: Path, endpoint: ScriptedEndpoint, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--gold", str(gold), "--cache", str(tmp_path / "cache"), "--base-url", endpoint.base_url, "--model", "m"]

    def rejecting(_number: int, body: Body) -> Response:
        refused = "at noon" in json.dumps(body["messages"])
        return Response(400, {"error": {"message": "no"}}) if refused else completion(json.dumps(filled(body)))

    endpoint.respond = rejecting
    assert quality.main(command) == 0
    assert "1 of 2 articles without a brief" in capsys.readouterr().out
    endpoint.requests.clear()
    endpoint.respond = lambda _number, body: completion(json.dumps(filled(body)))
    assert quality.main(command) == 0
    assert all("at noon" in json.dumps(body["messages"]) for body in endpoint.requests)
    assert "| fabricated verbatim text |  |  | 0 | 0 |" in capsys.readouterr().out
    endpoint.requests.clear()
    assert quality.main([*command, "--only", "quotes"]) == 0
    assert not endpoint.requests


def test_what_code_decides_is_measured_without_a_model(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert quality.main(["--gold", str(gold), "--only", "quantities"]) == 0
    assert "| ≥ .88 / .80 | 1.000 / 1.000 |" in capsys.readouterr().out
    assert quality.main(["--gold", str(gold), "--code-only", "--peers", "--first", "1"]) == 0
    assert "| newsbrief, code only | regex |" in capsys.readouterr().out


def test_the_quoted_stretches_of_a_mixed_statement_stand_for_it() -> None:
    text = "Er sprach von „Eile“ und nannte es “late”. „Wir gehen“, sagte sie."
    article = Article.from_text(text, language="de")
    said = [Said(10, 41, "Lind", "mixed"), Said(43, 54, "Holt", "direct"), Said(0, 9, "Lind", "indirect")]
    assert {(text[one.start : one.end], one.form) for one in quoted_stretches(said, article)} == {
        ("„Eile“", "direct"),
        ("“late”", "direct"),
        ("„Wir gehen“", "direct"),
        ("Er sprach", "indirect"),
    }


def test_a_folder_without_annotated_articles_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert quality.main(["--gold", str(tmp_path), "--code-only"]) == 2
    assert "quotes-en.json" in capsys.readouterr().err
