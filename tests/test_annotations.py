"""A brief as Web Annotations: after the model, and found again in the text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article import Article
from newsbrief.errors import BriefError
from newsbrief.evidence import Evidence, evidence_at
from newsbrief.render.annotations import utf16_offsets
from newsbrief.schema import ArticleInfo, Brief, Coverage, CueCoverage, OpenQuestion, Provenance, Statement
from tests.exported import annotated, annotation_problems, evidence_of, nodes_in, utf16_of
from tests.test_pipeline import ARTICLE, reply_to, run

BRIEF, _ROUNDS = run(reply_to)
SECTIONS = ("summary", "key_figures", "quantities", "statements", "open_questions")
ASTRAL = st.text(st.sampled_from("ab .\u00e9\u0301\u4e2d\U0001f600\U00020000\U0010fffd"), min_size=1, max_size=60)


def brief_of(article: Article, spans: list[tuple[int, int]]) -> Brief:
    """A brief with a statement that has these spans, and a question for each of them."""
    evidence: list[Evidence] = [evidence_at(article.text, start, end) for start, end in spans]
    said = Statement(speaker=None, speaker_kind="named", form="indirect", text="x", evidence=tuple(evidence))
    questions = [OpenQuestion(question="?", kind="inferred", basis="inferred", evidence=(one,)) for one in evidence]
    nothing = CueCoverage(found=0, reported=0)
    return Brief(
        article=ArticleInfo(id=article.id, sha256=article.sha256, length=len(article.text)),
        statements=(said,),
        open_questions=tuple(questions),
        coverage=Coverage(quotations=nothing, numbers=nothing),
        provenance=Provenance(newsbrief_version="1", model="m"),
    )


@st.composite
def articles_with_spans(draw: st.DrawFn) -> tuple[Article, list[tuple[int, int]]]:
    article = Article.from_text("x" + draw(ASTRAL | st.text(max_size=60)))
    starts = st.integers(0, len(article.text) - 1)
    pairs = st.lists(starts.flatmap(lambda start: st.tuples(st.just(start), st.integers(start + 1, len(article.text)))))
    return article, draw(pairs)


def test_annotations_are_after_the_model_in_words_of_its_context() -> None:
    for utf16 in (False, True):
        assert annotation_problems(BRIEF.to_annotations(ARTICLE, utf16=utf16)) == []


def test_a_broken_annotation_or_a_made_up_term_would_be_noticed() -> None:
    document = BRIEF.to_annotations(ARTICLE)
    del document["first"]["items"][0]["target"]
    assert annotation_problems(document)
    assert annotation_problems({**BRIEF.to_annotations(ARTICLE), "nonsense": 1})


def test_each_item_is_an_annotation_with_all_its_spans() -> None:
    found = annotated(BRIEF.to_annotations(ARTICLE), lambda start, end: ARTICLE.text[start:end])
    assert found == [(section, item) for section in SECTIONS for item in evidence_of(BRIEF, section)]


def test_a_span_is_quoted_with_up_to_32_characters_on_each_side() -> None:
    evidence = [one for section in SECTIONS for item in evidence_of(BRIEF, section) for one in item]
    quotes = [node for node in nodes_in(BRIEF.to_annotations(ARTICLE)) if node.get("type") == "TextQuoteSelector"]
    for (start, end, _), quote in zip(evidence, quotes, strict=True):
        assert len(quote["prefix"]) == min(32, start)
        assert len(quote["suffix"]) == min(32, len(ARTICLE.text) - end)


def test_the_text_that_offsets_count_in_goes_by_its_hash() -> None:
    targets = [node for node in nodes_in(BRIEF.to_annotations(ARTICLE)) if node.get("type") == "SpecificResource"]
    assert {one["state"]["schema:sha256"] for one in targets} == {ARTICLE.sha256}
    assert {one["source"] for one in targets} == {f"urn:sha256:{ARTICLE.sha256}"}


def test_a_link_is_the_source() -> None:
    data = json.loads(BRIEF.model_dump_json())
    data["article"]["source"] = "https://example.org/a"
    document = Brief.model_validate_json(json.dumps(data)).to_annotations(ARTICLE)
    assert {node["source"] for node in nodes_in(document) if "source" in node} == {"https://example.org/a"}
    assert annotation_problems(document) == []


def test_another_article_is_refused() -> None:
    with pytest.raises(BriefError, match="another article"):
        BRIEF.to_annotations(Article.from_text("Something else."))


def test_a_brief_without_items_is_an_empty_collection() -> None:
    article = Article.from_text("Nothing.")
    document = brief_of(article, []).to_annotations(article)
    assert (document["total"], "first" in document) == (0, False)
    assert annotation_problems(document) == []


def test_no_two_annotations_have_one_name() -> None:
    both = [BRIEF.to_annotations(ARTICLE, utf16=utf16) for utf16 in (False, True)]
    names = [node["id"] for document in both for node in nodes_in(document) if "id" in node]
    assert len(set(names)) == len(names)


def test_only_offsets_in_utf16_say_that_they_are_not_the_models() -> None:
    for utf16 in (False, True):
        document = BRIEF.to_annotations(ARTICLE, utf16=utf16)
        positions = [node for node in nodes_in(document) if node.get("type") == "TextPositionSelector"]
        assert all(("conformsTo" in one) == utf16 for one in positions)


@given(articles_with_spans())
def test_selectors_find_each_span_again_in_code_points(case: tuple[Article, list[tuple[int, int]]]) -> None:
    article, spans = case
    found = annotated(brief_of(article, spans).to_annotations(article), lambda start, end: article.text[start:end])
    expected = [(start, end, article.text[start:end]) for start, end in spans]
    assert [one for section, passages in found if section == "statements" for one in passages] == expected


@given(articles_with_spans())
def test_selectors_find_each_span_again_in_utf16(case: tuple[Article, list[tuple[int, int]]]) -> None:
    article, spans = case
    found = annotated(brief_of(article, spans).to_annotations(article, utf16=True), utf16_of(article.text))
    words = [words for section, passages in found if section == "statements" for *_, words in passages]
    assert words == [article.text[start:end] for start, end in spans]


@given(ASTRAL)
def test_an_offset_in_utf16_is_the_length_of_what_stands_before_it(text: str) -> None:
    offset = utf16_offsets(text)
    for at in range(len(text) + 1):
        assert offset(at) == len(text[:at].encode("utf-16-le")) // 2
