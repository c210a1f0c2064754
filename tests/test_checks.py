"""Free prose may name only what the article names, and only its numbers."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.article import Article
from newsbrief.checks import Facts, Occurrences, facts_of_article, headline_case, objection, overlapping

ARTICLE = (
    "The Ostby Harbour Board said on Monday that 1,200 tonnes of grain had spoiled. Mayor Åsa Lindqvist-Berg blamed "
    "Brazilian inspectors, and five of them resigned. The United Nations sent 2.5 million crowns to Ostby’s port."
)
FACTS = Facts(ARTICLE, "en")


@pytest.mark.parametrize(
    "prose",
    [
        "About 1200 tonnes spoiled in Ostby.",
        "The mayor, Lindqvist, blamed Brazil's inspectors.",
        "All 5 inspectors resigned.",
        "The UN sent 2,500,000 crowns.",
        "Then Asa Lindqvist-Berg spoke.",
        "Grain spoiled. Nobody was hurt.",
        "There's grain. Here's why.",
    ],
)
def test_what_the_article_has_in_another_form_passes(prose: str) -> None:
    assert objection(prose, FACTS) is None


@pytest.mark.parametrize(
    ("prose", "named"),
    [
        ("About 1,300 tonnes spoiled.", "1,300"),
        ("Six inspectors resigned.", "Six"),
        ("They sent 2.5 billion crowns.", "2.5"),
        ("The mayor, Karlsson, blamed them.", "Karlsson"),
        ("The board of Malmby said so.", "Malmby"),
        ("The EU sent crowns.", "EU"),
        ("Malmby's board said so.", "Malmby"),
        ("The mayor, Lindstrom, blamed them.", "Lindstrom"),
    ],
)
def test_what_is_foreign_is_named(prose: str, named: str) -> None:
    assert named in (objection(prose, FACTS) or "")


def test_german_capitals_say_nothing_about_names() -> None:
    facts = Facts("Die Bürgermeisterin sprach von 1.200 Tonnen.", "de")
    assert objection("Nach Angaben der Stadt waren es 1200 Tonnen.", facts) is None
    assert objection("Nach Angaben der Stadt waren es 1300 Tonnen.", facts) is not None


def test_names_in_a_translation_are_not_judged_but_numbers_are() -> None:
    assert objection("Die Stadt verlor 1.200 Tonnen Getreide.", FACTS, "de") is None
    assert objection("Die Stadt verlor 1.300 Tonnen Getreide.", FACTS, "de") is not None


def test_title_case_becomes_sentence_case_and_keeps_names() -> None:
    assert headline_case("Ostby Harbour Board Blamed For Spoiled Grain", FACTS) == (
        "Ostby Harbour Board blamed for spoiled grain"
    )


def test_two_long_words_are_enough_for_title_case() -> None:
    assert headline_case("Ostby Grain Spoiled", FACTS) == "Ostby grain spoiled"
    assert headline_case("Ostby Grain", FACTS) == "Ostby Grain"


def test_a_title_bears_out_names_and_numbers_too() -> None:
    article = Article.from_text("The mayor spoke of a fire.", title="Fire in Malmby kills 12", language="en")
    assert objection("A fire killed twelve in Malmby.", facts_of_article(article, set())) is None


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda one: (one[0], sum(one))), max_size=6)


@given(st.lists(st.integers(0, 40), unique=True, max_size=8).map(sorted), SPANS)
def test_a_cue_is_held_by_whichever_span_overlaps_it(ends: list[int], spans: list[tuple[int, int]]) -> None:
    cues = list(pairwise(ends))
    held = [any(start < cue[1] and cue[0] < end for start, end in spans) for cue in cues]
    assert overlapping(cues, spans) == held


def test_title_case_hides_no_foreign_name() -> None:
    assert objection(headline_case("Mayor Blamed Malmby For Spoiled Grain", FACTS), FACTS) is not None


def test_a_headline_in_sentence_case_stays_as_it_is() -> None:
    assert headline_case("Grain spoiled in Ostby", FACTS) == "Grain spoiled in Ostby"


def test_the_share_of_known_words_is_of_the_longer_ones() -> None:
    assert FACTS.share_known("grain of wheat") == 0.5
    assert FACTS.share_known("a an of") == 0.0


SENTENCES = (*ARTICLE.split(". "), "The U.N. inspectors of Łódź-Ost met Lindqvist's board.", "UN", "")
WORDS = (
    "inspector Brazil Brazil's Lindqvist-Berg Lodz Ost UN U.N OHB Harbours spoiled Karlsson the Asa ost-board".split()
)


@pytest.mark.parametrize("word", WORDS)
def test_where_a_word_occurs_is_where_each_text_knows_it(word: str) -> None:
    known = {index for index, sentence in enumerate(SENTENCES) if Facts(sentence, "en").knows(word)}
    assert Occurrences(SENTENCES).of(word) == known


@pytest.mark.parametrize("prose", ["Brazilian inspectors resigned", "The mayor of Lodz", "Karlsson of Malmby", "a an"])
def test_the_share_known_to_several_texts_is_that_known_to_them_taken_together(prose: str) -> None:
    together = Facts(". ".join(SENTENCES[1:3]), "en")
    assert Occurrences(SENTENCES).share_known(prose, range(1, 3)) == together.share_known(prose)
