"""Whatever an article or an answer holds, the brief holds, or the error is one of ours."""

from itertools import cycle
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from newsbrief.article import Article
from newsbrief.errors import AnswerInvalid, NewsbriefError
from newsbrief.questions import Answer, Failure, Question, Reply
from tests.test_pipeline import ARTICLE, COST, reply_to, run

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = ("role", "kind", "text", "sentence", "words", "speaker")
"""All that a form asks for: a value with these keys has the parts of every form, and odd things in them."""
VALUES = JSON | st.text(max_size=40) | st.integers() | st.fixed_dictionaries(dict.fromkeys(KEYS, JSON | st.text()))
NEWS = st.lists(
    st.sampled_from(
        [
            "Anna Lind",
            " said ",
            "“",
            "”",
            '"',
            "'",
            "1,200",
            "5%",
            " people ",
            ". ",
            "\n\n",
            "he ",
            "according to ",
            "—",
            "„",
            "«",
            "»",
            "The board ",
            "did not say ",
            "12 million euros",
            "Ms. Lind ",
            "\u202e",
            "{{ x }}",
            "=== article",
            "😀",
            "З",
            "ß",
        ]
    ),
    min_size=1,
    max_size=40,
).map("".join)


def check(article: Article, reply: Any) -> None:
    try:
        brief, _ = run(reply, article)
    except NewsbriefError:
        return
    assert brief.verify(article) == []


def article_of(text: str) -> Article | None:
    try:
        return Article.from_text(text)
    except NewsbriefError:
        return None


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300) | NEWS)
def test_a_brief_of_any_text_holds(text: str) -> None:
    if article := article_of(text):
        check(article, reply_to)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(VALUES, min_size=1, max_size=8))
def test_a_brief_made_of_any_answers_holds(values: list[Any]) -> None:
    turn = cycle(values)

    def reply(question: Question) -> Reply:
        answer = {key: next(turn) for key in question.draft.forms}
        try:
            return Answer(question.draft.read(answer), COST)
        except ValidationError:
            return Failure(AnswerInvalid("odd"), COST)

    check(ARTICLE, reply)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60) | NEWS)
def test_a_brief_made_of_any_words_holds(words: str) -> None:
    def put(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: put(inner) for key, inner in part.items()}
        return words if isinstance(part, str) else part

    def reply(question: Question) -> Reply:
        answer = reply_to(question)
        assert isinstance(answer, Answer)
        return Answer(question.draft.read(put(answer.filled)), COST)

    check(ARTICLE, reply)
