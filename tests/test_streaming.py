"""Events of one article as it is briefed: in a stream, to a listener, in the log, and in traces."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from newsbrief import errors
from newsbrief.briefer import Briefer
from newsbrief.events import (
    ArticleDone,
    ArticleEvent,
    ArticleStarted,
    Event,
    ItemRejected,
    QuestionAnswered,
    QuestionReasked,
    QuestionRetried,
    QuestionSent,
    SectionDone,
)
from newsbrief.schema import Brief
from newsbrief.sections import SECTIONS
from newsbrief.settings import Settings
from tests.endpoint import Body, Response, ScriptedEndpoint, completion, filled
from tests.test_pipeline import ARTICLE


async def streamed(briefer: Briefer) -> list[ArticleEvent]:
    async with briefer:
        return [event async for event in briefer.astream(ARTICLE)]


def events_of(endpoint: ScriptedEndpoint) -> list[ArticleEvent]:
    return asyncio.run(streamed(Briefer("m", endpoint.base_url)))


def brief_in(events: list[ArticleEvent]) -> Brief:
    last = events[-1]
    assert isinstance(last, ArticleDone)
    assert last.brief is not None
    return last.brief


def test_a_stream_begins_with_the_start_and_ends_with_the_brief(endpoint: ScriptedEndpoint) -> None:
    events = events_of(endpoint)
    assert isinstance(events[0], ArticleStarted)
    assert brief_in(events).verify(ARTICLE) == []


def test_each_section_is_told_of_once_with_the_items_that_the_brief_has(endpoint: ScriptedEndpoint) -> None:
    events = events_of(endpoint)
    done = {event.section: event.items for event in events if isinstance(event, SectionDone)}
    brief = brief_in(events)
    assert len([event for event in events if isinstance(event, SectionDone)]) == len(done)
    assert set(done) == {section.name for section in SECTIONS}
    assert done.pop("headline") == (brief.headline,)
    assert done == {section: getattr(brief, section) for section in done}


def test_a_section_is_told_of_before_all_questions_are_asked(endpoint: ScriptedEndpoint) -> None:
    kinds = [type(event) for event in events_of(endpoint)]
    assert kinds.index(SectionDone) < len(kinds) - kinds[::-1].index(QuestionSent) - 1


def test_a_listener_hears_the_same_as_a_stream(endpoint: ScriptedEndpoint) -> None:
    heard: list[Event] = []
    events = asyncio.run(streamed(Briefer("m", endpoint.base_url, settings=Settings(on_event=heard.append))))
    assert heard == events


def test_an_error_comes_after_the_events_of_what_was_done(endpoint: ScriptedEndpoint) -> None:
    endpoint.respond = lambda _number, _body: Response(401, {"error": {"message": "no"}})
    seen: list[ArticleEvent] = []

    async def run() -> None:
        async with Briefer("m", endpoint.base_url) as briefer:
            async for event in briefer.astream(ARTICLE):
                seen.append(event)  # noqa: PERF401 - what came before the error is looked at

    with pytest.raises(errors.AccessDenied):
        asyncio.run(run())
    assert isinstance(seen[0], ArticleStarted)
    assert seen[-1] == ArticleDone(ARTICLE.name, "failed")


def test_a_text_that_is_none_is_an_error_before_any_event(endpoint: ScriptedEndpoint) -> None:
    async def run() -> None:
        async with Briefer("m", endpoint.base_url) as briefer:
            await anext(briefer.astream("  "))

    with pytest.raises(errors.ArticleError):
        asyncio.run(run())


def test_who_stops_listening_ends_the_work_and_leaves_the_briefer_usable(endpoint: ScriptedEndpoint) -> None:
    async def first(stream: AsyncIterator[ArticleEvent]) -> ArticleEvent:
        return await anext(stream)

    async def run() -> tuple[int, Brief]:
        async with Briefer("m", endpoint.base_url) as briefer:
            async with aclosing(briefer.astream(ARTICLE)) as stream:
                await first(stream)
            left = len(asyncio.all_tasks()) - 1
            return left, await briefer.abrief(ARTICLE)

    left, brief = asyncio.run(run())
    assert left == 0
    assert brief.statements


def test_a_request_that_is_sent_again_is_told_of(endpoint: ScriptedEndpoint) -> None:
    def failing_first(number: int, body: Body) -> Response:
        return Response(500, {}) if number == 0 else completion(json.dumps(filled(body)))

    endpoint.respond = failing_first
    retried = [event for event in events_of(endpoint) if isinstance(event, QuestionRetried)]
    assert [event.error for event in retried] == ["EndpointFailed"]


def test_an_answer_without_the_form_is_told_of(endpoint: ScriptedEndpoint) -> None:
    def babbling_first(number: int, body: Body) -> Response:
        return completion("no JSON" if number == 0 else json.dumps(filled(body)))

    endpoint.respond = babbling_first
    reasked = [event for event in events_of(endpoint) if isinstance(event, QuestionReasked)]
    assert any("form" in event.error for event in reasked)


def test_what_is_asked_again_and_what_is_rejected_is_told_of(endpoint: ScriptedEndpoint) -> None:
    def inventing(_number: int, body: Body) -> Response:
        answer = filled(body)
        if "headline" in answer:
            answer["headline"] = "All hail the great Zorblax of Vey"
        return completion(json.dumps(answer))

    endpoint.respond = inventing
    events = events_of(endpoint)
    assert "headline" in [event.section for event in events if isinstance(event, QuestionReasked)]
    told = [(event.section, event.reason) for event in events if isinstance(event, ItemRejected)]
    assert ("headline", next(one.reason for one in brief_in(events).rejected if one.section == "headline")) in told


def test_events_tell_what_all_answers_took(endpoint: ScriptedEndpoint) -> None:
    events = events_of(endpoint)
    answered = [event for event in events if isinstance(event, QuestionAnswered)]
    assert sum(event.usage.input_tokens for event in answered) == brief_in(events).provenance.usage.input_tokens


def test_the_log_has_ids_and_counts_but_no_text_unless_it_is_at_debug(
    endpoint: ScriptedEndpoint, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "Lind says the ferry sails.txt"
    path.write_text(ARTICLE.text)

    def logged(level: int) -> str:
        caplog.clear()
        with caplog.at_level(level, "newsbrief"), Briefer("m", endpoint.base_url) as briefer:
            briefer.brief(path)
        return "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("newsbrief"))

    at_info, at_debug = logged(logging.INFO), logged(logging.DEBUG)
    assert f"{ARTICLE.id}: ok" in at_info
    assert "Lind" not in at_info
    assert "Lind" in at_debug


def test_nothing_is_set_up_for_the_log(endpoint: ScriptedEndpoint) -> None:
    def state() -> tuple[object, ...]:
        loggers = [logging.getLogger(name) for name in ("", "newsbrief", "newsbrief.articles")]
        return tuple((logger.level, logger.propagate, tuple(logger.handlers)) for logger in loggers)

    before = state()
    with Briefer("m", endpoint.base_url) as briefer:
        briefer.brief(ARTICLE)
    assert state() == before
