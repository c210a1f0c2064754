"""The pipeline: rounds of questions in, a brief out, with no client in sight."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from newsbrief.article import Article
from newsbrief.cues import find_cues
from newsbrief.errors import AnswerTruncated, ModelError, ModelUnreachable
from newsbrief.pipeline import Done, briefing, ignore, questions_about
from newsbrief.prompts import Prompts
from newsbrief.questionnaire import Questionnaire
from newsbrief.questions import Answer, Cost, Failure, Question, Reply
from newsbrief.schema import Brief, Repairs, Usage
from newsbrief.settings import MIN_CONTEXT_TOKENS
from newsbrief.windows import estimate_tokens
from tests.endpoint import filled

TEXT = """Mayor Anna Lind said on Monday that the ferry would sail again in spring.

“We repaired the engine ourselves,” Lind said. About 1,200 people signed a letter of thanks.

The company did not disclose what the repair cost. On 3 March 2026
the harbour board, which runs “The Old Pier”, plans to vote.
"""
ARTICLE = Article.from_text(TEXT, title="Ferry to sail again", language="en")
QUESTIONNAIRE = Questionnaire(Prompts(), context_tokens=8192)
COST = Cost(Usage(input_tokens=10, cached_tokens=5, output_tokens=2), requests=1)


def answer_of(question: Question) -> dict[str, Any]:
    schema = {"json_schema": {"schema": question.draft.schema}}
    answer: dict[str, Any] = filled({"response_format": schema, "messages": [{"content": question.user}]})
    if question.prompt.name == "answered":
        return dict.fromkeys(answer, 0)
    if question.section == "headline":
        return {"headline": "Ferry to sail again in spring"}
    if question.section == "summary":
        return dict.fromkeys(answer, "The ferry would sail again in spring.")
    if question.section == "key_figures":
        return {key: {"role": "", "kind": "organisation"} for key in answer}
    return answer


def reply_to(question: Question) -> Reply:
    return Answer(question.draft.read(answer_of(question)), COST)


def run(
    reply: Callable[[Question], Reply],
    article: Article = ARTICLE,
    *,
    before: Brief | None = None,
    done: Done = ignore,
    **options: Any,
) -> tuple[Brief, list[list[Question]]]:
    """The brief, and the rounds of questions that it took."""
    pipeline = briefing(article, "m", replace(QUESTIONNAIRE, **options), before=before, done=done)
    rounds = [next(pipeline)]
    while True:
        try:
            rounds.append(pipeline.send([reply(question) for question in rounds[-1]]))
        except StopIteration as finished:
            return finished.value, rounds


ROLES = Article.from_text(
    "Tom Vey, a baker in Ulm, said he would sell his bakery if nobody helped. The bank Nordland may lend him money. "
    "Nordland is a lender. Tom Vey hopes to open in May.",
    language="en",
)


def knowing_reply(question: Question) -> Reply:
    """A model that finds the role of a bank."""
    draft = answer_of(question)
    if question.section == "key_figures":
        draft = {key: {"role": "The bank", "kind": "organisation"} for key in draft}
    return Answer(question.draft.read(draft), COST)


def sections(questions: list[Question]) -> list[str]:
    return [question.section for question in questions]


def test_a_brief_that_is_answered_well_holds() -> None:
    brief, _ = run(reply_to)
    assert brief.verify(ARTICLE) == []
    assert brief.status == "ok"


def test_the_stages_come_one_after_the_other_and_nothing_is_asked_twice() -> None:
    _, rounds = run(reply_to)
    assert set(sections(rounds[0])) <= {"key_figures", "quantities", "statements"}
    assert set(sections(rounds[1])) == {"headline", "summary", "open_questions"}
    assert [question.prompt.name for question in rounds[2]] == ["answered"]
    assert len(rounds) == 3


def test_questions_of_an_article_share_all_but_the_end() -> None:
    _, rounds = run(reply_to)
    questions = [question for one in rounds for question in one]
    ends = [question.user.rindex("===") for question in questions]
    assert len({question.system for question in questions}) == 1
    assert len({question.user[:end] for question, end in zip(questions, ends, strict=True)}) == 1


def test_speakers_are_the_articles_own_and_forms_follow_the_quotation_marks() -> None:
    brief, _ = run(reply_to)
    said = [(one.form, one.text) for one in brief.statements if one.speaker == "Anna Lind"]
    assert ("direct", "“We repaired the engine ourselves,”") in said
    assert ("indirect", "the ferry would sail again in spring") in said


def test_numbers_are_parsed_by_code_whatever_the_model_says() -> None:
    brief, _ = run(reply_to)
    people = next(one for one in brief.quantities if one.text == "1,200")
    assert (people.value, people.unit, people.bound) == (1200, "people", "about")


def test_every_cue_is_accounted_for() -> None:
    brief, _ = run(reply_to)
    assert [one.reason for one in brief.coverage.quotations.dismissed] == ["a name"]
    for coverage in (brief.coverage.quotations, brief.coverage.numbers):
        assert coverage.found == coverage.reported + len(coverage.dismissed)
    assert "a date" in {dismissal.reason for dismissal in brief.coverage.numbers.dismissed}


def test_a_stated_open_question_carries_the_sentence_that_states_it() -> None:
    brief, _ = run(reply_to)
    stated = [one for one in brief.open_questions if one.basis == "stated"]
    assert [one.kind for one in stated] == ["undisclosed"]
    assert stated[0].evidence[0].text == "The company did not disclose what the repair cost."


def test_only_what_is_not_borne_out_is_asked_again_with_the_reason() -> None:
    def reply(question: Question) -> Reply:
        draft = answer_of(question)
        if question.section == "quantities" and "not good" not in question.user:
            draft = dict.fromkeys(draft, "people who thanked Karlsson")
        return Answer(question.draft.read(draft), COST)

    brief, rounds = run(reply)
    assert sections(rounds[1]).count("quantities") == 1
    assert sections(rounds[1]).count("statements") == 0
    assert "does not mention Karlsson" in next(one.user for one in rounds[1] if one.section == "quantities")
    assert brief.rejected == ()


def test_what_is_still_not_borne_out_is_rejected_and_the_article_speaks_instead() -> None:
    def reply(question: Question) -> Reply:
        draft = answer_of(question)
        if question.section == "quantities":
            draft = dict.fromkeys(draft, "people who thanked Karlsson")
        return Answer(question.draft.read(draft), COST)

    brief, rounds = run(reply)
    assert {(one.section, one.item) for one in brief.rejected} == {("quantities", "people who thanked Karlsson")}
    assert [one.measures for one in brief.quantities] == ["people signed a letter of thanks"]
    assert brief.coverage.numbers.unaccounted == ()
    assert brief.verify(ARTICLE) == []
    assert sum(sections(one).count("quantities") for one in rounds) == 2


def test_a_slot_that_was_left_out_is_asked_for_alone() -> None:
    def reply(question: Question) -> Reply:
        draft = answer_of(question)
        if question.section == "statements" and len(draft) > 1:
            draft.pop(max(draft))
        return Answer(question.draft.read(draft), COST)

    _, rounds = run(reply, Article.from_text("“We ran,” Anna Lind said.\n\n“We hid in the mill,” Tom Vey said."))
    again = next(question for question in rounds[1] if question.section == "statements")
    assert len(again.draft.forms) == 1


def test_what_is_left_out_twice_is_rejected_and_no_words_are_put_in_the_models_mouth() -> None:
    def reply(question: Question) -> Reply:
        if question.section != "summary":
            return reply_to(question)
        answer = {key: value for key, value in answer_of(question).items() if key != "part2"}
        return Answer(question.draft.read(answer or {"part2": None}), COST)

    brief, _ = run(reply)
    assert [(one.item, one.reason) for one in brief.rejected] == [
        ("(no usable value in the answer)", "it was left out")
    ]


def test_a_failed_section_leaves_the_others_standing() -> None:
    def reply(question: Question) -> Reply:
        return Failure(AnswerTruncated("cut"), COST) if question.section == "summary" else reply_to(question)

    brief, _ = run(reply)
    assert [(one.section, one.error) for one in brief.incomplete] == [("summary", "cut")]
    assert brief.status == "partial"
    assert brief.headline
    assert brief.verify(ARTICLE) == []


def test_a_failure_that_passes_leaves_no_trace_but_its_cost() -> None:
    failed: list[Question] = []

    def reply(question: Question) -> Reply:
        if question.section == "statements" and not failed:
            failed.append(question)
            return Failure(ModelUnreachable("gone"), COST)
        return reply_to(question)

    brief, rounds = run(reply)
    assert brief.incomplete == ()
    assert brief.provenance.requests == sum(len(one) for one in rounds)


def test_no_answer_at_all_is_an_error_after_one_round() -> None:
    asked = []

    def reply(question: Question) -> Reply:
        asked.append(question)
        return Failure(ModelUnreachable("gone"), COST)

    with pytest.raises(ModelError, match="gone"):
        run(reply)
    assert len(asked) == len(questions_about(ARTICLE, QUESTIONNAIRE)) - 2 - len(find_cues(ARTICLE).gaps)


def test_the_provenance_names_every_prompt_and_adds_up_the_tokens() -> None:
    brief, rounds = run(reply_to)
    asked = sum(len(one) for one in rounds)
    used = {question.prompt.name for one in rounds for question in one}
    assert brief.provenance.usage.input_tokens == 10 * asked
    assert {prompt.name for prompt in brief.provenance.prompts} == used | {"system", "article"}


def test_a_question_never_has_too_many_slots() -> None:
    text = " ".join(
        f"The {name} may carry {number} tonnes of grain."
        for number, name in zip(range(11, 60), "ab" * 25, strict=False)
    )
    questions = questions_about(Article.from_text(text), QUESTIONNAIRE)
    sizes = {question.prompt.name: len(question.draft.forms) for question in reversed(questions)}
    assert sizes["quantities"] == QUESTIONNAIRE.prompts["quantities"].most_slots
    assert sizes["open_questions"] == 1


TOWNS = Article.from_text(
    "\n".join(f"In town {number} the mayor sold {number} boats to a friend of hers." for number in range(20, 90))
)
"""More than fits in the smallest context."""


def test_an_article_beyond_the_context_is_read_in_windows_and_says_so() -> None:
    brief, rounds = run(reply_to, TOWNS, context_tokens=MIN_CONTEXT_TOKENS)
    shown = {question.user.rsplit("===", 1)[0] for one in rounds for question in one}
    assert len(shown) > 2
    [incomplete] = brief.incomplete
    first = next(question for one in rounds for question in one if question.section == "summary")
    read = len(re.findall(r"^\[[0-9]+\] ", first.user, re.MULTILINE))
    assert incomplete.section == "summary"
    assert f"its first {read} sentences" in incomplete.error
    assert brief.verify(TOWNS) == []


def test_each_slot_is_asked_about_where_it_stands() -> None:
    towns = set[str]()
    for question in questions_about(TOWNS, replace(QUESTIONNAIRE, context_tokens=MIN_CONTEXT_TOKENS)):
        head, _, asked = question.user.rpartition("===")
        if question.section == "quantities":
            towns.update(there := re.findall(r"In town \d+", asked))
            assert all(number in head for number in there)
    assert len(towns) == len(TOWNS.sentences)


def test_the_marker_around_the_article_is_nowhere_in_it() -> None:
    marker = re.search(r"^=== article .*$", questions_about(ARTICLE, QUESTIONNAIRE)[0].user, re.MULTILINE)
    assert marker
    assert marker[0] not in ARTICLE.text


def test_braces_in_an_article_are_shown_as_they_are() -> None:
    article = Article.from_text("The board said that {{ 7 * 7 }} {% raw %} boats sank, and 300 people swam ashore.")
    assert all("{{ 7 * 7 }} {% raw %}" in one.user for one in questions_about(article, QUESTIONNAIRE))


def test_an_article_with_nothing_in_it_still_gets_headline_and_summary() -> None:
    article = Article.from_text("Rain.")
    brief, _ = run(reply_to, article)
    assert brief.coverage.numbers.found == 0
    assert brief.verify(article) == []


@pytest.mark.parametrize(
    ("answer", "measures"),
    [("1,200 people who signed", "people who signed"), ("twelve hundred people who signed", "people who signed")],
)
def test_a_measure_does_not_repeat_its_number(answer: str, measures: str) -> None:
    def reply(question: Question) -> Reply:
        draft = answer_of(question)
        if question.section == "quantities":
            draft = dict.fromkeys(draft, answer)
        return Answer(question.draft.read(draft), COST)

    assert run(reply)[0].quantities[0].measures == measures


def test_a_summary_sentence_that_was_cut_off_is_asked_for_again() -> None:
    def reply(question: Question) -> Reply:
        draft = answer_of(question)
        if question.section == "summary" and "not good" not in question.user:
            draft["part2"] = "The ferry would sail again in"
        return Answer(question.draft.read(draft), COST)

    _, rounds = run(reply)
    again = next(question for question in rounds[2] if question.section == "summary")
    assert list(again.draft.forms) == ["part2"]
    assert "no finished sentence" in again.user


def test_a_number_with_nothing_beside_it_is_dismissed_and_not_asked_about() -> None:
    article = Article.from_text("The mayor opened the bridge.\n\n1,452\n\nPeople cheered in the rain.", language="en")
    brief, rounds = run(reply_to, article)
    assert [(one.evidence.text, one.reason) for one in brief.coverage.numbers.dismissed] == [
        ("1,452", "nothing beside it says what it counts")
    ]
    assert "quantities" not in {question.section for one in rounds for question in one}


def answering(number: int) -> Callable[[Question], Reply]:
    """A model that says of each question that a sentence answers it."""

    def reply(question: Question) -> Reply:
        if question.prompt.name != "answered":
            return reply_to(question)
        return Answer(question.draft.read(dict.fromkeys(answer_of(question), number)), COST)

    return reply


def test_an_inferred_question_that_the_article_answers_is_withdrawn() -> None:
    brief, _ = run(answering(1))
    withdrawn = [(one.section, one.item, one.reason) for one in brief.rejected]
    what = "the ferry would sail again in spring?"
    assert withdrawn == [("open_questions", what, "the article answers it: sentence 1")]
    assert what not in [one.question for one in brief.open_questions]
    assert brief.verify(ARTICLE) == []


@pytest.mark.parametrize("number", [0, -1, 3, 99])
def test_no_sentence_or_one_about_something_else_answers_nothing(number: int) -> None:
    brief, _ = run(answering(number))
    assert "inferred" in {one.basis for one in brief.open_questions}
    assert brief.rejected == ()


def test_the_provenance_says_what_was_asked_again_and_what_it_mended() -> None:
    def reply(question: Question) -> Reply:
        draft = answer_of(question)
        if question.section in ("quantities", "summary") and "not good" not in question.user:
            draft = dict.fromkeys(draft, "The people thanked Karlsson.")
        if question.section == "headline":
            draft = dict.fromkeys(draft, "Ferry thanked by Karlsson")
        return Answer(question.draft.read(draft), COST)

    repairs = run(reply)[0].provenance.repairs
    assert (repairs.asked, repairs.mended, repairs.requests) == (5, 4, 3)  # a number, three sentences; a headline
    assert repairs.usage.output_tokens == 6


def test_nothing_asked_again_is_said_so() -> None:
    assert run(reply_to)[0].provenance.repairs.asked == 0


def test_what_failed_for_a_while_is_asked_again_and_is_no_repair() -> None:
    failed: list[Question] = []

    def reply(question: Question) -> Reply:
        if question.section == "quantities" and not failed:
            failed.append(question)
            return Failure(ModelUnreachable("gone"), COST)
        return reply_to(question)

    brief, _ = run(reply)
    assert (len(failed), brief.status) == (1, "ok")
    assert brief.provenance.repairs == Repairs()


@pytest.mark.parametrize("language", [None, "de"])
def test_examples_of_printed_words_are_in_the_articles_language_and_those_of_prose_in_its_own(
    language: str | None,
) -> None:
    _, rounds = run(knowing_reply, ROLES, language=language)
    asked = {question.prompt.name: question.user for one in rounds for question in one}
    assert QUESTIONNAIRE.prompts["key_figures"].examples["en"] in asked["key_figures"]
    assert QUESTIONNAIRE.prompts["statements"].examples[language or "en"] in asked["statements"]


LONG_WORDS = {
    "en": "Anna Lind said that " + "a very long claim about the harbour " * 30 + "is true. ",
    "uk": "Мер Анна Лінд сказала, що " + "дуже довге твердження про порт " * 30 + "правда. ",
}


@pytest.mark.parametrize("context_tokens", [3072, 8192])
@pytest.mark.parametrize("language", LONG_WORDS)
def test_every_question_fits_in_the_context_with_its_answer(language: str, context_tokens: int) -> None:
    article = Article.from_text(LONG_WORDS[language] * 40, title="T" * 400, language=language)
    for question in questions_about(article, replace(QUESTIONNAIRE, context_tokens=context_tokens)):
        tokens = estimate_tokens(question.system) + estimate_tokens(question.user) + question.max_tokens
        assert tokens <= context_tokens


@pytest.mark.parametrize("language", [None, "de", "uk"])
@pytest.mark.parametrize(
    "text",
    [
        "Only 300 of the 1,200 residents left the town on Monday, the mayor said.",
        "It cost 4 million euros for all of the long new roads from the harbour to the old mill, 12 million less.",
        "They sold 12, 13 and 14.5 boats.",
    ],
)
def test_a_measure_in_printed_words_holds_in_any_language_of_the_prose(text: str, language: str | None) -> None:
    def reply(question: Question) -> Reply:
        draft = answer_of(question)
        if question.section == "quantities":
            draft = dict.fromkeys(draft, "")
        return Answer(question.draft.read(draft), COST)

    article = Article.from_text(text, language="en")
    brief, _ = run(reply, article, language=language)
    assert brief.quantities
    assert brief.coverage.numbers.unaccounted == ()
    assert [one for one in brief.verify(article) if "measures" in one.item] == []
