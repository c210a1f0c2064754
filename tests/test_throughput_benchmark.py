"""The parts of the benchmark of folder runs: articles that differ, a stub endpoint that answers as it is told to."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from benchmarks.many_articles import invented, write_articles
from benchmarks.stub_answers import filled
from benchmarks.stub_endpoint import Manner, StubEndpoint
from newsbrief.article import Article, load_articles
from newsbrief.pipeline import briefing
from newsbrief.prompts import Prompts
from newsbrief.questionnaire import Questionnaire
from newsbrief.questions import Answer, Cost, Reply
from newsbrief.schema import Brief

SCHEMA = {"properties": {"a": {"type": "string", "maxLength": 90}, "b": {"enum": ["yes", "no"], "type": "string"}}}
BODY = {
    "model": "stub",
    "messages": [{"role": "user", "content": "=== article 0123abcd ===\n[1] It rained.\n\na: The pier is closed."}],
    "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": SCHEMA}},
}


def test_no_two_articles_have_the_same_text_and_they_are_always_the_same(seeds: Path, tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_articles(seeds, tmp_path / name, 40)
    one, other = ([article.text for article in load_articles(tmp_path / name)] for name in ("one", "other"))
    assert len(set(one)) == 40
    assert one == other


def test_no_two_numbers_give_the_same_name() -> None:
    assert len({invented(number, "Lind") for number in range(160_000)}) == 160_000


def test_the_answers_of_the_stub_make_whole_briefs(seeds: Path) -> None:
    for article in load_articles(seeds):
        brief = brief_of(article)
        assert brief.status == "ok"
        assert brief.verify(article) == []
        assert brief.headline
        assert brief.statements
        assert brief.quantities
        assert brief.open_questions


def brief_of(article: Article) -> Brief:
    """The brief that comes of the stub's answers."""
    pipeline = briefing(article, "stub", Questionnaire(Prompts(), 8192))
    replies: list[Reply] | None = None
    while True:
        try:
            asked = next(pipeline) if replies is None else pipeline.send(replies)
        except StopIteration as finished:
            brief: Brief = finished.value
            return brief
        drafts = [(one.draft, filled(one.user, one.draft.schema)) for one in asked]
        replies = [Answer(draft.read(answer), Cost()) for draft, answer in drafts]


@contextmanager
def asking(stub: StubEndpoint) -> Iterator[HTTPConnection]:
    """A connection on which a request was sent."""
    with closing(HTTPConnection("127.0.0.1", stub.port)) as connection:
        connection.request("POST", "/v1/chat/completions", json.dumps(BODY))
        yield connection


def answered(stub: StubEndpoint) -> Any:
    with asking(stub) as connection:
        return json.load(connection.getresponse())


def test_the_stub_answers_in_the_form_that_is_asked_for_and_counts() -> None:
    with StubEndpoint() as stub:
        answers = [answered(stub)["choices"][0]["message"]["content"] for _ in range(2)]
        stats, articles = stub.stats(), stub.articles()
    assert [json.loads(answer) for answer in answers] == [{"a": "The pier is closed.", "b": "yes"}] * 2
    assert (stats.requests, stats.repeats, stats.refused) == (2, 1, 0)
    assert articles == ["0123abcd", "0123abcd"]


@pytest.mark.parametrize("wait", [None, 3.0])
def test_the_stub_refuses_more_requests_than_it_takes(wait: float | None) -> None:
    with StubEndpoint(Manner(latency=60, takes=1, retry_after=wait)) as stub:
        with asking(stub):
            wait_until(lambda: stub.stats().in_flight == 1)
            with asking(stub) as connection:
                refused = connection.getresponse()
                assert refused.status == 429
                assert refused.headers["Retry-After"] == (None if wait is None else "3")
        wait_until(lambda: stub.stats().in_flight == 0)
        assert stub.stats().requests == 0


def wait_until(holds: Callable[[], bool]) -> None:
    while not holds():
        time.sleep(0.01)
