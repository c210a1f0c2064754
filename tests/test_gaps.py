"""Sentences that leave something open, by kind."""

import pytest

from newsbrief.cues.gaps import FEWEST, Gap, find_gaps
from newsbrief.evidence import Span


def gaps_in(*sentences: str, language: str = "en") -> tuple[Gap, ...]:
    text = " ".join(sentences)
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    return find_gaps(text, spans, language)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The company declined to comment.", "no_comment"),
        ("Ostby Cement did not immediately respond to questions.", "no_comment"),
        ("The mayor could not be reached on Friday.", "no_comment"),
        ("The board did not disclose the price.", "undisclosed"),
        ("She declined to say how many buses were bought.", "undisclosed"),
        ("It was not clear who had opened the gate.", "stated_unknown"),
        ("The cause of the fire remains unknown.", "stated_unknown"),
        ("The two accounts are at odds.", "conflicting_accounts"),
        ("The council has yet to set a date.", "pending"),
        ("The vote was postponed until March.", "pending"),
    ],
)
def test_a_stated_gap_has_its_kind(sentence: str, kind: str) -> None:
    assert gaps_in(sentence)[0].kind == kind
    assert gaps_in(sentence)[0].basis == "stated"


@pytest.mark.parametrize(
    ("language", "sentence", "kind"),
    [
        ("de", "Die Reederei wollte sich dazu nicht äußern.", "no_comment"),
        ("de", "Unklar ist, wer das Tor öffnete.", "stated_unknown"),
        ("de", "Einen Preis nannte das Unternehmen nicht.", "undisclosed"),
        ("uk", "Причина пожежі поки що невідома.", "stated_unknown"),
        ("uk", "У компанії відмовилися від коментарів.", "no_comment"),
    ],
)
def test_other_languages_state_gaps_too(language: str, sentence: str, kind: str) -> None:
    assert gaps_in(sentence, language=language)[0].kind == kind


def test_a_plain_sentence_states_no_gap() -> None:
    assert all(gap.basis == "inferred" for gap in gaps_in("The bridge opened on Friday."))


def test_few_stated_gaps_are_filled_up_with_inferred_ones() -> None:
    found = gaps_in("The cause is unknown.", *["The board plans to rebuild."] * FEWEST)
    assert [gap.basis for gap in found] == ["stated"] + ["inferred"] * (FEWEST - 1)
    assert [gap.kind for gap in found].count("stated_unknown") == 1


def test_inferred_gaps_take_turns_in_how_they_open() -> None:
    plans = ["The board plans to rebuild."] * 3
    found = gaps_in(*plans, "Reports said the ship was old.", "She urged them to stop.")
    assert {gap.opening for gap in found} >= {"Will", "Who", "Why"}


def test_gaps_come_in_the_order_of_the_article() -> None:
    found = gaps_in("She hoped to stay.", "The cause is unknown.", "They plan to leave.", "A man spoke.")
    assert [gap.sentence for gap in found] == sorted(gap.sentence for gap in found)


def test_an_unknown_language_gets_inferred_gaps_without_an_opening() -> None:
    assert all(gap.opening == "" for gap in gaps_in("Silta avattiin perjantaina.", language="fi"))


@pytest.mark.parametrize(
    ("language", "sentence", "focus", "opening"),
    [
        ("en", "She declined to say how many buses were bought, or why.", "how many buses were bought", "How"),
        ("en", "It was not clear who had opened the gate.", "who had opened the gate", "Who"),
        ("de", "Unklar ist, wer das Tor öffnete.", "wer das Tor öffnete", "Wer"),
        ("uk", "Поки невідомо, хто відкрив браму.", "хто відкрив браму", "Хто"),
    ],
)
def test_an_embedded_question_is_the_focus(language: str, sentence: str, focus: str, opening: str) -> None:
    gap = gaps_in(sentence, language=language)[0]
    assert gap.focus
    assert sentence[slice(*gap.focus)] == focus
    assert gap.opening == opening


def test_a_question_word_before_the_cue_is_no_embedded_question() -> None:
    assert gaps_in("When asked, the company declined to comment.")[0].focus is None


def test_sentences_that_raise_nothing_leave_nothing_open() -> None:
    assert gaps_in("A ship left.", "Rain fell.", "Dogs slept.") == ()
