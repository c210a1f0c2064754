"""Briefers: one pipeline for synchronous and asynchronous callers, over a real socket."""

import asyncio
import threading
import time
from pathlib import Path

import openai
import pytest

import newsbrief
from newsbrief import errors
from newsbrief.briefer import Briefer
from newsbrief.events import ArticleDone, ArticleStarted, Event, QuestionAnswered
from newsbrief.schema import Brief
from newsbrief.settings import Settings
from tests.endpoint import Response, ScriptedEndpoint, completion
from tests.test_pipeline import ARTICLE

VOLATILE = {"provenance": {"usage", "requests", "retries", "seconds"}}


def same(one: Brief, other: Brief) -> bool:
    return one.model_dump(exclude=VOLATILE) == other.model_dump(exclude=VOLATILE)


def test_sync_and_async_give_the_same_brief(endpoint: ScriptedEndpoint) -> None:
    async def run() -> Brief:
        async with Briefer("m", endpoint.base_url) as briefer:
            return await briefer.abrief(ARTICLE)

    with Briefer("m", endpoint.base_url) as briefer:
        assert same(briefer.brief(ARTICLE), asyncio.run(run()))


def test_a_briefer_works_again_and_again(endpoint: ScriptedEndpoint) -> None:
    with Briefer("m", endpoint.base_url) as briefer:
        assert same(briefer.brief(ARTICLE), briefer.brief(ARTICLE))


def test_a_closed_briefer_opens_again(endpoint: ScriptedEndpoint) -> None:
    briefer = Briefer("m", endpoint.base_url)
    briefer.brief(ARTICLE)
    briefer.close()
    assert briefer.brief(ARTICLE).statements
    briefer.close()


def test_a_synchronous_call_works_inside_a_running_loop(endpoint: ScriptedEndpoint) -> None:
    async def cell() -> Brief:
        with Briefer("m", endpoint.base_url) as briefer:
            return briefer.brief(ARTICLE)

    assert asyncio.run(cell()).statements


def test_one_briefer_serves_several_threads(endpoint: ScriptedEndpoint) -> None:
    briefs: list[Brief] = []
    with Briefer("m", endpoint.base_url) as briefer:
        threads = [threading.Thread(target=lambda: briefs.append(briefer.brief(ARTICLE))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(briefs) == 4
    assert all(same(briefs[0], brief) for brief in briefs)


def test_one_briefer_serves_one_event_loop_after_the_other(endpoint: ScriptedEndpoint) -> None:
    briefer = Briefer("m", endpoint.base_url)

    async def run() -> Brief:
        brief = await briefer.abrief(ARTICLE)
        await briefer.aclose()
        return brief

    assert same(asyncio.run(run()), asyncio.run(run()))


def test_a_path_is_read_and_a_string_is_the_text(endpoint: ScriptedEndpoint, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE.text)
    with Briefer("m", endpoint.base_url) as briefer:
        assert same(briefer.brief(path), briefer.brief(ARTICLE.text))


def test_the_one_shot_function_briefs_a_text(endpoint: ScriptedEndpoint) -> None:
    assert newsbrief.brief(ARTICLE.text, model="m", base_url=endpoint.base_url).provenance.model == "m"


def test_no_more_requests_are_in_flight_than_allowed(endpoint: ScriptedEndpoint) -> None:
    answer, lock = endpoint.respond, threading.Lock()
    flying, most = 0, 0

    def respond(number: int, body: dict[str, object]) -> Response:
        nonlocal flying, most
        with lock:
            flying += 1
            most = max(most, flying)
        time.sleep(0.02)
        with lock:
            flying -= 1
        return answer(number, body)

    endpoint.respond = respond
    with Briefer("m", endpoint.base_url, settings=Settings(concurrency=2)) as briefer:
        briefer.brief(ARTICLE)
    assert most == 2


def test_an_error_names_the_article(endpoint: ScriptedEndpoint) -> None:
    endpoint.respond = lambda _number, _body: Response(401, {})
    with Briefer("m", endpoint.base_url) as briefer, pytest.raises(errors.AccessDenied) as caught:
        briefer.brief(ARTICLE)
    assert caught.value.article == ARTICLE.name
    assert "Ferry to sail again" in str(caught.value)


def test_the_deadline_bounds_an_article(endpoint: ScriptedEndpoint) -> None:
    release = threading.Event()
    endpoint.respond = lambda _number, _body: (release.wait(5), completion("{}"))[1]
    with (
        Briefer("m", endpoint.base_url, settings=Settings(deadline=0.3)) as briefer,
        pytest.raises(errors.ModelTimeout),
    ):
        briefer.brief(ARTICLE)
    release.set()


def test_cancelling_leaves_the_briefer_usable(endpoint: ScriptedEndpoint) -> None:
    answer, release = endpoint.respond, threading.Event()
    endpoint.respond = lambda _number, _body: (release.wait(5), completion("{}"))[1]

    async def run() -> Brief:
        async with Briefer("m", endpoint.base_url) as briefer:
            task = asyncio.create_task(briefer.abrief(ARTICLE))
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            release.set()
            endpoint.respond = answer
            return await briefer.abrief(ARTICLE)

    assert asyncio.run(run()).statements


def test_many_articles_come_as_finished_and_a_bad_one_costs_itself_only(
    endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    with Briefer("m", endpoint.base_url) as briefer:
        outcomes = list(briefer.brief_many([ARTICLE, tmp_path / "nowhere.txt", ARTICLE.text]))
    assert sorted(outcome.status for outcome in outcomes) == ["failed", "ok", "ok"]
    failed = next(outcome for outcome in outcomes if outcome.status == "failed")
    assert isinstance(failed.error, errors.ArticleError)
    assert failed.article is None


def test_articles_are_read_only_as_they_are_needed(endpoint: ScriptedEndpoint) -> None:
    read = []

    def articles() -> "newsbrief.Article":  # type: ignore[misc]
        for number in range(100):
            read.append(number)
            yield ARTICLE

    with Briefer("m", endpoint.base_url, settings=Settings(concurrency=2)) as briefer:
        outcomes = briefer.brief_many(articles())  # type: ignore[arg-type]
        next(outcomes)
        outcomes.close()  # type: ignore[attr-defined]
    assert len(read) <= 4


def test_events_tell_what_happens(endpoint: ScriptedEndpoint) -> None:
    events: list[Event] = []
    with Briefer("m", endpoint.base_url, settings=Settings(on_event=events.append)) as briefer:
        brief = briefer.brief(ARTICLE)
    assert isinstance(events[0], ArticleStarted)
    assert events[-1] == ArticleDone(ARTICLE.name, "ok", brief)
    answered = [event for event in events if isinstance(event, QuestionAnswered)]
    assert sum(event.usage.input_tokens for event in answered) == brief.provenance.usage.input_tokens


def test_the_embedded_model_is_asked_one_question_at_a_time() -> None:
    assert Briefer("local", settings=Settings(concurrency=8)).settings.concurrency == 1


def test_a_repr_shows_no_key(endpoint: ScriptedEndpoint) -> None:
    assert "planted" not in repr(Briefer("m", endpoint.base_url, "planted-key"))


def test_a_synchronous_client_of_the_users_own_is_asked_and_stays_open(endpoint: ScriptedEndpoint) -> None:
    with openai.OpenAI(base_url=endpoint.base_url, api_key="theirs") as client, Briefer("m", client=client) as briefer:
        assert briefer.brief(ARTICLE).statements
        briefer.close()
        assert not client.is_closed()
    assert endpoint.headers[0]["authorization"] == "Bearer theirs"


def test_an_asynchronous_client_of_the_users_own_is_asked_and_stays_open(endpoint: ScriptedEndpoint) -> None:
    async def run() -> None:
        async with openai.AsyncOpenAI(base_url=endpoint.base_url, api_key="theirs") as client:
            async with Briefer("m", client=client) as briefer:
                assert (await briefer.abrief(ARTICLE)).statements
            assert not client.is_closed()

    asyncio.run(run())
    assert endpoint.headers[0]["authorization"] == "Bearer theirs"


def test_a_clients_own_retries_are_switched_off(endpoint: ScriptedEndpoint) -> None:
    endpoint.respond = lambda _number, _body: Response(500, {})
    rain = newsbrief.Article.from_text("Rain.")
    with openai.OpenAI(base_url=endpoint.base_url, api_key="theirs", max_retries=5) as client:
        briefer = Briefer("m", client=client, settings=Settings(attempts=1))
        outcome = next(briefer.brief_many([rain]))
        briefer.close()
    assert outcome.status == "failed"
    assert len(endpoint.requests) == 2  # headline and summary, once each


def test_a_client_and_a_base_url_contradict_each_other(endpoint: ScriptedEndpoint) -> None:
    refused = pytest.raises(errors.SettingsError, match="leave one of them out")
    with openai.OpenAI(base_url=endpoint.base_url, api_key="theirs") as client, refused:
        Briefer("m", endpoint.base_url, client=client)


def test_closing_ends_the_thread_whichever_way_the_briefer_was_used(endpoint: ScriptedEndpoint) -> None:
    async def run() -> None:
        async with Briefer("m", endpoint.base_url) as briefer:
            await briefer.abrief(ARTICLE)
            await asyncio.to_thread(briefer.brief, ARTICLE)

    asyncio.run(run())
    assert "newsbrief" not in [thread.name for thread in threading.enumerate()]


def test_a_listener_that_raises_stops_the_other_questions(endpoint: ScriptedEndpoint) -> None:
    def fail(event: Event) -> None:
        if isinstance(event, QuestionAnswered):
            raise TypeError("listener")

    settings, raised = Settings(concurrency=1, on_event=fail), pytest.raises(TypeError, match="listener")
    with Briefer("m", endpoint.base_url, settings=settings) as briefer, raised:
        briefer.brief(ARTICLE)
    assert len(endpoint.requests) <= 2


def partial_at(endpoint: ScriptedEndpoint) -> Brief:
    """A brief whose summary failed."""
    ok = endpoint.respond
    endpoint.respond = lambda number, body: (
        completion("{", finish_reason="length") if "summary_draft" in str(body["response_format"]) else ok(number, body)
    )
    with Briefer("m", endpoint.base_url) as briefer:
        partial = briefer.brief(ARTICLE)
    endpoint.respond = ok
    return partial


def test_a_partial_brief_is_completed_later_sync_and_async(endpoint: ScriptedEndpoint) -> None:
    partial = partial_at(endpoint)
    asked = len(endpoint.requests)

    async def run() -> Brief:
        async with Briefer("m", endpoint.base_url) as briefer:
            return await briefer.acomplete(partial, ARTICLE)

    with Briefer("m", endpoint.base_url) as briefer:
        completed, whole = briefer.complete(partial, ARTICLE), briefer.brief(ARTICLE)
    assert (partial.status, completed.status) == ("partial", "ok")
    assert completed.summary == whole.summary
    assert endpoint.requests[asked]["response_format"]["json_schema"]["name"].startswith("summary")
    assert same(completed, asyncio.run(run()))
    assert completed.verify(ARTICLE) == []


def test_a_brief_that_lacks_nothing_is_given_back_unasked(endpoint: ScriptedEndpoint) -> None:
    with Briefer("m", endpoint.base_url) as briefer:
        brief = briefer.brief(ARTICLE)
        asked = len(endpoint.requests)
        assert briefer.complete(brief, ARTICLE) is brief
    assert len(endpoint.requests) == asked


def test_a_brief_of_another_article_is_not_completed(endpoint: ScriptedEndpoint) -> None:
    partial = partial_at(endpoint)
    with Briefer("m", endpoint.base_url) as briefer, pytest.raises(errors.BriefError, match="of another text"):
        briefer.complete(partial, "Rain fell on the town.")


def test_closing_ends_what_another_thread_waits_for(endpoint: ScriptedEndpoint) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def respond(_number: int, _body: object) -> Response:
        asked.set()
        go_on.wait(10)
        return Response(500, {})

    endpoint.respond = respond
    ended: list[BaseException] = []
    briefer = Briefer("m", endpoint.base_url)

    def work() -> None:
        try:
            briefer.brief(ARTICLE)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it must end
            ended.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    asked.wait(10)
    briefer.close()
    thread.join(10)
    go_on.set()
    assert not thread.is_alive()
    assert [str(error).partition(" (")[0] for error in ended] == ["the Briefer was closed while this was under way"]


def test_a_text_without_its_metadata_completes_the_brief_of_the_article(endpoint: ScriptedEndpoint) -> None:
    partial = partial_at(endpoint)
    with Briefer("m", endpoint.base_url) as briefer:
        completed = briefer.complete(partial, ARTICLE.text)
    assert completed.article == partial.article
