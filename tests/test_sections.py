"""What each section takes from a model, and what it sends back with a reason."""

from collections.abc import Callable
from typing import Any

import pytest

from newsbrief.article import Article
from newsbrief.cues import find_cues
from newsbrief.drafts import Slot, Unfit
from newsbrief.sections import KeyFigures, OpenQuestions, Quantities, Section, Statements, Summary
from newsbrief.sections.quantities import LONGEST_MEASURE, printed_measure
from newsbrief.sections.section import ArticleView


def view_of(text: str, language: str = "en") -> ArticleView:
    article = Article.from_text(text, language=language)
    return ArticleView(article, find_cues(article))


def asked(kind: Callable[[ArticleView], Section], text: str) -> tuple[Section, list[Slot]]:
    section = kind(view_of(text))
    return section, list(section.slots())


FLOOD = "The flood reached the village of Dornett, population 640, in between 35 and 50 minutes. It tore away 12 boats."


def flood(index: int, measures: str) -> Any:
    section, slots = asked(Quantities, FLOOD)
    return section.accept(slots[index], measures)


@pytest.mark.parametrize(
    ("index", "measures", "reason"),
    [
        (0, "number of minutes", "the number beside it"),
        (1, "number of minutes", "not only its unit"),
        (2, "share price of the company", "not another one"),
        (2, "boats that Karlsson tore away", "does not mention Karlsson"),
    ],
)
def test_a_measure_must_be_this_numbers_own(index: int, measures: str, reason: str) -> None:
    with pytest.raises(Unfit, match=reason):
        flood(index, measures)


@pytest.mark.parametrize(
    ("index", "measures"),
    [(0, "population of the village"), (1, "time the flood took to reach the village"), (2, "boats torn away")],
)
def test_a_measure_that_is_borne_out_is_taken(index: int, measures: str) -> None:
    assert flood(index, measures) == measures


def test_one_measure_is_not_given_to_numbers_of_different_units() -> None:
    section, slots = asked(
        Quantities, "The glacier lost 38 metres of ice. It lost 15 cubic kilometres of ice in a year."
    )
    section.accept(slots[0], "ice lost by the glacier")
    with pytest.raises(Unfit, match="another number"):
        section.accept(slots[1], "ice lost by the glacier")


def test_a_number_carries_the_articles_words_in_case_no_answer_is_fit() -> None:
    _, slots = asked(Quantities, FLOOD)
    assert [slot.otherwise() for slot in slots] == [
        "The flood reached the village of Dornett, population",
        "population 640, in … minutes",
        "It tore away … boats",
    ]


@pytest.mark.parametrize(
    ("before", "after", "measure"),
    [
        ("Of the ", " killed soldiers in Ulm, ", "killed soldiers in Ulm"),
        ("Prices rose ", ".", "Prices rose"),
        ("It tore away ", " boats", "It tore away … boats"),
        ("", " " + "word " * 50, "word " * 17 + "word …"),
    ],
)
def test_the_words_beside_a_number_measure_it(before: str, after: str, measure: str) -> None:
    assert printed_measure(before, after) == measure
    assert len(measure) <= LONGEST_MEASURE + 2


def claim(text: str, answer: str) -> Any:
    section, slots = asked(Statements, text)
    return section.accept(slots[0], answer)


SAID = 'Mayor Anna Lind said it would take "more hours" before details emerge.'


@pytest.mark.parametrize(
    "answer", ["it would take", "It would take “more hours before", 'It would take more hours} {"s2']
)
def test_a_claim_that_breaks_off_is_sent_back(answer: str) -> None:
    with pytest.raises(Unfit, match="breaks off"):
        claim(SAID, answer)


def test_a_whole_claim_is_taken() -> None:
    assert claim(SAID, "Details will take more hours.") == "Details will take more hours."


def test_passages_are_shown_with_single_quotation_marks() -> None:
    _, slots = asked(Statements, SAID)
    assert slots[0].shown["words"] == "Mayor Anna Lind said it would take 'more hours' before details emerge"


FIGURES = (
    "The bank Nordland grew. It is a lender in Ulm. Chief executive Anna Lind of Nordland spoke of “growth”, she said."
)


@pytest.mark.parametrize(
    ("role", "kept"),
    [("The bank", "The bank"), ("of", None), ("Nordland", None), ("Chief executive", None), ("", None)],
)
def test_a_role_says_something_and_is_the_figures_own(role: str, kept: str | None) -> None:
    section, slots = asked(KeyFigures, FIGURES)
    slot = next(slot for slot in slots if slot.shown["name"] == "Nordland")
    _, evidence = section.accept(slot, {"role": role, "kind": "organisation"})
    assert (evidence.text if evidence else None) == kept


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("What is the missing fact about the fire?", "name the fact"),
        ("What does the article say about the cause of the fire?", "not about the article"),
        ("The cause of the fire.", "not a question"),
        ("Who won the football match after lunch?", "not about this sentence"),
    ],
)
def test_a_question_asks_for_what_is_open(answer: str, reason: str) -> None:
    section, slots = asked(OpenQuestions, "The cause of the fire is unknown.")
    with pytest.raises(Unfit, match=reason):
        section.accept(slots[0], answer)


def test_a_summary_says_what_happened_and_not_what_the_article_does() -> None:
    section, slots = asked(Summary, "A fire destroyed the bakery in Ulm.")
    with pytest.raises(Unfit, match="what happened"):
        section.accept(slots[0], "The article discusses the fire that destroyed the bakery in Ulm.")


def test_a_short_reported_clause_says_itself_what_is_claimed() -> None:
    section, slots = asked(Statements, "Mayor Anna Lind said that the ferry would sail in spring.")
    assert slots == []
    assert [one.claim for one in section.finish({}).items] == ["The ferry would sail in spring."]


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Anna Lind hinted at a new line.",
        "“The ferry will sail in spring,” Mayor Anna Lind said.",
        f"Mayor Anna Lind said that {'the ferry and ' * 12}the bus would leave.",
    ],
)
def test_the_claim_of_other_words_is_asked_for(text: str) -> None:
    _, slots = asked(Statements, text)
    assert [slot.prompt for slot in slots] == ["statements"]


def test_a_claim_says_what_is_claimed_and_not_by_whom() -> None:
    with pytest.raises(Unfit, match="not by whom"):
        claim("One soldier expressed surprise at finding himself in combat.", "One soldier.")
