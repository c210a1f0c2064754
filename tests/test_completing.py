"""A partial brief is completed: only what it lacks is asked, and nothing that it has is lost."""

from collections.abc import Callable

import pytest

from newsbrief.article import Article
from newsbrief.errors import AnswerTruncated
from newsbrief.questions import Answer, Failure, Question, Reply
from newsbrief.schema import IncompleteSection
from tests.test_pipeline import COST, ROLES, answer_of, knowing_reply, reply_to, run


def failing(*sections_that_fail: str) -> Callable[[Question], Reply]:
    """A model that answers all but some sections."""
    return lambda question: (
        Failure(AnswerTruncated("cut"), COST) if question.section in sections_that_fail else reply_to(question)
    )


SECTIONS = ("key_figures", "quantities", "statements", "headline", "summary", "open_questions")
WHOLE, _ = run(reply_to)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_partial_brief_is_completed_by_asking_for_what_it_lacks_alone(section: str) -> None:
    partial, _ = run(failing(section))
    assert partial.status == "partial"
    brief, rounds = run(reply_to, before=partial)
    assert {question.section for one in rounds for question in one} == {section}
    assert brief.model_dump(exclude={"provenance"}) == WHOLE.model_dump(exclude={"provenance"})


def test_completing_adds_up_what_it_took() -> None:
    partial, before = run(failing("summary", "headline"))
    brief, rounds = run(reply_to, before=partial)
    asked = sum(len(one) for one in [*before, *rounds])
    assert brief.provenance.requests == asked
    assert brief.provenance.usage.input_tokens == 10 * asked


def test_what_still_fails_stays_incomplete_and_nothing_is_lost() -> None:
    partial, _ = run(failing("summary", "statements"))
    brief, _ = run(failing("summary"), before=partial)
    assert [one.section for one in brief.incomplete] == ["summary"]
    assert brief.statements == WHOLE.statements


def test_what_was_rejected_in_a_finished_section_is_not_asked_again() -> None:
    def reply(question: Question) -> Reply:
        if question.section == "headline":
            return Answer(question.draft.read({"headline": "Ferry lost by Karlsson"}), COST)
        return failing("summary")(question)

    partial, _ = run(reply)
    brief, rounds = run(reply_to, before=partial)
    assert {question.section for one in rounds for question in one} == {"summary"}
    assert [one.section for one in brief.rejected] == ["headline"]
    assert brief.headline is None


@pytest.mark.parametrize("prompt", ["key_figures", "answered", "open_questions", "statements"])
def test_a_question_that_failed_is_asked_again_though_its_section_has_items(prompt: str) -> None:
    whole, _ = run(knowing_reply, ROLES)
    partial, _ = run(
        lambda question: (
            Failure(AnswerTruncated("cut"), COST) if question.prompt.name == prompt else knowing_reply(question)
        ),
        ROLES,
    )
    brief, rounds = run(knowing_reply, ROLES, before=partial)
    assert prompt in {question.prompt.name for one in rounds for question in one}
    assert brief.model_dump(exclude={"provenance"}) == whole.model_dump(exclude={"provenance"})


def test_the_part_of_a_summary_that_failed_is_the_one_that_is_asked_for() -> None:
    texts = {"part1": "A ferry sails.", "part2": "It was repaired.", "part3": "A vote follows."}

    def reply(question: Question) -> Reply:
        asked = question.draft.forms
        answer = {key: texts[key] for key in asked} if question.section == "summary" else answer_of(question)
        return Answer(question.draft.read(answer), COST)

    whole, _ = run(reply, Article.from_text("A ferry sails. It was repaired. A vote follows.", language="en"))
    missing = IncompleteSection(section="summary", error="cut", missing=("part1",))
    partial = whole.model_copy(update={"summary": whole.summary[1:], "incomplete": (missing,)})
    brief, rounds = run(
        reply, Article.from_text("A ferry sails. It was repaired. A vote follows.", language="en"), before=partial
    )
    assert [list(question.draft.forms) for one in rounds for question in one] == [["part1"]]
    assert brief.summary == whole.summary
