"""A brief as JSON-LD: in schema.org's words, and nothing but data."""

import json
from typing import Any

import pytest

from newsbrief.article import Article
from newsbrief.render.json_text import json_text
from newsbrief.render.jsonld import graph_of
from newsbrief.schema import Brief
from tests.exported import evidence_of, expanded, misuses, nodes_in, passages_of
from tests.test_pipeline import ARTICLE, reply_to, run

BRIEF, _ROUNDS = run(reply_to)
SECTIONS = ("summary", "key_figures", "quantities", "statements", "open_questions")


def changed(section: str, **fields: Any) -> Brief:
    """The brief with other fields in the first item of a section, or in its article."""
    data = json.loads(BRIEF.model_dump_json())
    item = data[section] if section in ("article", "provenance") else data[section][0]
    item.update(fields)
    return Brief.model_validate_json(json.dumps(data))


def nodes_of(brief: Brief, kind: str) -> list[Any]:
    return [node for node in nodes_in(brief.to_jsonld()) if node.get("@type") == kind]


def test_every_class_and_property_is_one_of_schema_org_and_in_its_place() -> None:
    assert misuses(BRIEF.to_jsonld()) == []


def test_a_misused_term_would_be_noticed() -> None:
    assert misuses({"@context": "https://schema.org", "@type": "Person", "spokenByCharacter": "x", "nonsense": 1})


def test_every_passage_is_named_by_its_place_in_the_text() -> None:
    found = passages_of(BRIEF.to_jsonld())
    assert all(ARTICLE.text[start:end] == words for start, end, words in found)
    assert found == {passage for section in SECTIONS for item in evidence_of(BRIEF, section) for passage in item}


def test_direct_speech_is_a_quotation_and_reported_speech_a_claim() -> None:
    quotations, claims = nodes_of(BRIEF, "Quotation"), nodes_of(BRIEF, "Claim")
    assert [one["text"] for one in quotations] == [one.text for one in BRIEF.statements if one.form == "direct"]
    said = [one["text"] for one in claims if "appearance" in one]
    assert said == [one.text for one in BRIEF.statements if one.form != "direct"]


def test_a_speaker_is_the_key_figure_of_that_name() -> None:
    speaker = nodes_of(BRIEF, "Quotation")[0]["spokenByCharacter"]
    assert speaker["name"] == "Anna Lind"
    assert speaker["@id"] in [one["@id"] for one in nodes_of(BRIEF, "Person") if "subjectOf" in one]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("named", {"@type": "Person", "name": "Somebody"}),
        ("organisation", {"@type": "Organization", "name": "Somebody"}),
        ("anonymous", {"@type": "Person", "description": "Somebody"}),
    ],
)
def test_a_speaker_is_named_or_described(kind: str, words: dict[str, str]) -> None:
    brief = changed("statements", speaker="Somebody", speaker_kind=kind, form="direct")
    assert nodes_of(brief, "Quotation")[0]["spokenByCharacter"] == words
    assert misuses(brief.to_jsonld()) == []


def test_a_document_that_speaks_is_cited() -> None:
    brief = changed("statements", speaker="the report", speaker_kind="document", form="direct")
    assert nodes_of(brief, "Quotation")[0]["citation"] == {"@type": "CreativeWork", "name": "the report"}
    assert misuses(brief.to_jsonld()) == []


def test_a_number_is_a_number_with_its_unit_and_bounds() -> None:
    brief = changed(
        "quantities", value=None, minimum=-3.0, maximum=0.0, unit="percent", bound="range", direction="down"
    )
    amount = nodes_of(brief, "QuantitativeValue")[0]
    assert (amount["minValue"], amount["maxValue"], amount["unitText"], amount["unitCode"]) == (-3, 0, "percent", "P1")
    assert {(one["name"], one["value"]) for one in amount["additionalProperty"]} >= {
        ("bound", "range"),
        ("direction", "down"),
    }
    assert "value" not in amount
    assert misuses(brief.to_jsonld()) == []


def test_a_link_is_an_address_and_anything_else_a_name() -> None:
    linked = changed("article", source="https://example.org/a").to_jsonld()["isBasedOn"]
    named = changed("article", source="javascript:alert(1)").to_jsonld()["isBasedOn"]
    assert (linked["@id"], linked["url"]) == ("https://example.org/a", "https://example.org/a")
    assert "url" not in named
    assert named["publisher"]["name"] == "javascript:alert(1)"


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("2026-03-05", "2026-03-05"),
        ("2026-03-05 10:12:00", "2026-03-05T10:12:00"),
        ("last Tuesday", None),
        (None, None),
    ],
)
def test_only_a_date_is_a_date(printed: str | None, date: str | None) -> None:
    brief = changed("article", published=printed)
    assert brief.to_jsonld()["isBasedOn"].get("datePublished") == date
    assert misuses(brief.to_jsonld()) == []


def test_a_partial_brief_says_that_it_is_incomplete() -> None:
    data = json.loads(BRIEF.model_dump_json())
    data["incomplete"] = [{"section": "summary", "error": "cut off"}]
    assert "creativeWorkStatus" not in BRIEF.to_jsonld()
    assert Brief.model_validate_json(json.dumps(data)).to_jsonld()["creativeWorkStatus"] == "Incomplete"


def test_words_of_a_model_are_marked_as_such() -> None:
    assert "TrainedAlgorithmicMedia" in BRIEF.to_jsonld()["digitalSourceType"]


def test_names_are_the_same_for_the_same_brief_and_differ_for_another() -> None:
    again = changed("provenance", seconds=12.0, requests=7)
    assert again.to_jsonld() == BRIEF.to_jsonld()
    assert changed("summary", text="Another.").to_jsonld()["@id"] != BRIEF.to_jsonld()["@id"]


def test_briefs_in_one_document_keep_their_articles_apart() -> None:
    other, _ = run(reply_to, Article.from_text("The mayor said that 12 people came.", language="en"))
    graph = graph_of([BRIEF, other])
    assert misuses(graph) == []
    articles = [
        node["@id"] for node in nodes_in(expanded(graph)) if "http://schema.org/NewsArticle" in node.get("@type", [])
    ]
    assert len(set(articles)) == 2


def test_json_text_is_safe_in_a_page_and_says_the_same() -> None:
    brief = changed("summary", text="</script><script>alert(1)</script> & \u2028")
    for indent in (None, 2):
        text = json_text(brief.to_jsonld(), indent=indent)
        assert not set(text) & set("<>&\u2028\u2029")
        assert json.loads(text) == brief.to_jsonld()
    assert json_text(brief.to_jsonld(), indent=None).count("\n") == 1
