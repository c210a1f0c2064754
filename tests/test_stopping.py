"""A deadline, an interrupt, a cancelled task and a listener that raises: nothing more is sent, and nothing goes on."""

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import openai
import pytest

from newsbrief import errors
from newsbrief.article import Article
from newsbrief.batch import brief_folder
from newsbrief.briefer import Briefer
from newsbrief.events import Event, QuestionAnswered, QuestionReasked, QuestionRetried
from newsbrief.limits import Limits
from newsbrief.loop_thread import LoopThread, WorkThread
from newsbrief.model import Model
from newsbrief.settings import Settings
from tests.endpoint import Body, Response, ScriptedEndpoint, completion
from tests.faults import BUSY, KEY, STALL, good
from tests.test_faults import ARTICLE


def test_the_deadline_cuts_a_wait_short(endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    async def sleep(_seconds: float) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("newsbrief.models.Model", partial(Model, sleep=sleep))
    endpoint.respond = lambda _number, body: BUSY["429"].response(body)
    with Briefer("m", endpoint.base_url, settings=Settings(deadline=0.3)) as briefer:
        with pytest.raises(errors.ModelTimeout) as caught:
            briefer.brief(ARTICLE)
        assert caught.value.article == ARTICLE.name
        assert len(endpoint.requests) <= 1


@pytest.mark.parametrize("theirs", [False, True], ids=["own client", "their sync client"])
def test_an_interrupt_stops_sending_at_once(endpoint: ScriptedEndpoint, theirs: bool) -> None:  # noqa: FBT001
    main, release = threading.main_thread().ident or 0, threading.Event()

    def respond(number: int, body: Body) -> Response:
        if number == 1:
            signal.pthread_kill(main, signal.SIGINT)
            release.wait(60)
        return good(body)

    endpoint.respond = respond
    with openai.OpenAI(base_url=endpoint.base_url, api_key=KEY) as client:
        settings = Settings(concurrency=1)
        own = Briefer("m", endpoint.base_url, settings=settings)
        with Briefer("m", client=client, settings=settings) if theirs else own as briefer:
            with pytest.raises(KeyboardInterrupt):
                list(briefer.brief_many([ARTICLE, ARTICLE, ARTICLE]))
            release.set()
        assert len(endpoint.requests) == 2


@pytest.mark.parametrize("begun", [False, True])
def test_an_interrupt_while_work_is_handed_over_calls_it_off(begun: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    ended = []

    async def numbers() -> AsyncGenerator[int, None]:
        try:
            yield 1
            await asyncio.Event().wait()
        finally:
            ended.append("yes")

    thread = LoopThread()
    iterated = thread.iterate(numbers())
    next(iterated)
    hand_over = thread._started().call_soon_threadsafe

    def interrupted(*arguments: Any) -> None:
        monkeypatch.undo()
        if begun:
            hand_over(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(thread._started(), "call_soon_threadsafe", interrupted)
    with pytest.raises(KeyboardInterrupt):
        next(iterated)
    assert ended == ["yes"]
    thread.stop()


@pytest.mark.parametrize("in_order", [False, True])
def test_an_interrupt_does_not_wait_for_articles_that_are_long_in_coming(
    endpoint: ScriptedEndpoint,
    in_order: bool,  # noqa: FBT001
) -> None:
    main, release, waited = threading.main_thread().ident or 0, threading.Event(), []

    def feed() -> Iterator[Article]:
        yield ARTICLE
        signal.pthread_kill(main, signal.SIGINT)
        waited.append(release.wait(10))

    with Briefer("m", endpoint.base_url) as briefer:
        with pytest.raises(KeyboardInterrupt):
            list(briefer.brief_many(feed(), in_order=in_order))
        assert not waited
        assert briefer.brief(ARTICLE).status == "ok"
    release.set()


@pytest.mark.process
def test_a_program_ends_though_an_article_is_long_in_coming(endpoint: ScriptedEndpoint) -> None:
    program = f"""
import time
from newsbrief import Briefer

def feed():
    yield "Vera Holm waited at the pier."
    time.sleep(60)

print(next(Briefer("m", {endpoint.base_url!r}).brief_many(feed())).status)
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True)
    assert ended.stdout == "ok\n"


def test_what_takes_long_to_let_go_hides_no_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsbrief.loop_thread.LETTING_GO", 0.05)
    main, let_go = threading.main_thread().ident or 0, threading.Event()

    async def numbers() -> AsyncGenerator[int, None]:
        try:
            signal.pthread_kill(main, signal.SIGINT)
            await asyncio.Event().wait()
            yield 1
        finally:
            await asyncio.to_thread(let_go.wait, 10)

    thread = LoopThread()
    with pytest.raises(KeyboardInterrupt) as caught:
        next(thread.iterate(numbers()))
    assert caught.value.__context__ is None, "it was not closed while it ran"
    let_go.set()
    thread.stop()


def test_a_cancelled_task_stops_sending_and_leaves_no_task_behind(endpoint: ScriptedEndpoint) -> None:
    async def run() -> None:
        loop, arrived = asyncio.get_running_loop(), asyncio.Event()
        endpoint.respond = lambda _number, body: (loop.call_soon_threadsafe(arrived.set), STALL.response(body))[1]
        async with Briefer("m", endpoint.base_url) as briefer:
            task = asyncio.create_task(briefer.abrief(ARTICLE))
            await arrived.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(run())
    assert len(endpoint.requests) == 1


def test_a_listener_that_raises_leaves_no_task_behind(endpoint: ScriptedEndpoint) -> None:
    def fail(event: Event) -> None:
        if isinstance(event, QuestionAnswered):
            raise TypeError("listener")

    endpoint.respond = lambda number, body: STALL.response(body) if number else good(body)

    async def run() -> None:
        async with Briefer("m", endpoint.base_url, settings=Settings(on_event=fail)) as briefer:
            with pytest.raises(TypeError, match="listener"):
                await briefer.abrief("Vera Holm waited at the pier for 20 minutes.")
            assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(run())


@pytest.mark.parametrize("call", [lambda briefer: briefer.brief("It rained."), Briefer.close], ids=["brief", "close"])
def test_a_listener_that_makes_the_briefer_wait_for_itself_is_told_so(
    endpoint: ScriptedEndpoint, call: Callable[[Briefer], object]
) -> None:
    endpoint.respond = lambda _number, body: good(body)
    ended: list[BaseException] = []

    def work() -> None:
        try:
            briefer.brief(ARTICLE)
        except errors.SettingsError as error:
            ended.append(error)

    def listen(_event: Event) -> None:
        call(briefer)

    briefer = Briefer("m", endpoint.base_url, settings=Settings(on_event=listen))
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(10)
    assert [str(error).partition(" (")[0].endswith("would wait for itself") for error in ended] == [True]
    briefer.close()


@pytest.mark.parametrize("kind", [QuestionRetried, QuestionReasked, QuestionAnswered])
@pytest.mark.parametrize("error", [KeyError, ValueError, TimeoutError])
def test_what_a_listener_raises_comes_out_as_it_is(
    endpoint: ScriptedEndpoint, kind: type[Event], error: type[Exception]
) -> None:
    def fail(event: Event) -> None:
        if isinstance(event, kind):
            raise error("listener")

    spoilt = {0: Response(500, {}), 1: completion("no JSON")}
    endpoint.respond = lambda number, body: spoilt.get(number) or good(body)
    settings, raised = Settings(on_event=fail), pytest.raises(error, match="listener")
    with Briefer("m", endpoint.base_url, settings=settings) as briefer, raised:
        briefer.brief(ARTICLE)


@pytest.mark.parametrize("limits", [Limits(), Limits(deadline=60)])
def test_what_a_listener_raises_comes_out_of_a_folder_too(
    endpoint: ScriptedEndpoint, tmp_path: Path, limits: Limits
) -> None:
    def fail(event: Event) -> None:
        if isinstance(event, QuestionAnswered):
            raise TimeoutError("listener")

    endpoint.respond = lambda _number, body: good(body)
    (tmp_path / "a.txt").write_text(ARTICLE.text)
    settings, raised = Settings(on_event=fail), pytest.raises(TimeoutError, match="listener")
    with Briefer("m", endpoint.base_url, settings=settings) as briefer, raised:
        list(brief_folder(briefer, tmp_path, tmp_path / "out", limits=limits))


def test_a_task_whose_briefer_is_closed_is_told_so_and_does_not_try_again(endpoint: ScriptedEndpoint) -> None:
    async def run() -> None:
        loop, arrived = asyncio.get_running_loop(), asyncio.Event()
        endpoint.respond = lambda _number, body: (loop.call_soon_threadsafe(arrived.set), STALL.response(body))[1]
        briefer = Briefer("m", endpoint.base_url)
        task = asyncio.create_task(briefer.abrief(ARTICLE))
        await arrived.wait()
        await briefer.aclose()
        with pytest.raises(errors.SettingsError, match="closed"):
            await task

    asyncio.run(run())
    assert len(endpoint.requests) == 1


def test_a_client_that_is_closed_is_said_to_be(endpoint: ScriptedEndpoint) -> None:
    with openai.OpenAI(base_url=endpoint.base_url, api_key=KEY) as client:
        pass
    with Briefer("m", client=client) as briefer, pytest.raises(errors.SettingsError, match="closed"):
        briefer.brief(ARTICLE)


def test_what_waits_for_the_work_thread_when_it_is_stopped_gets_its_result() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait() -> str:
        begun.set()
        go_on.wait(5)
        return "first"

    async def run() -> list[str]:
        thread = WorkThread()
        works = [asyncio.create_task(thread.run(work)) for work in (wait, lambda: "second")]
        await asyncio.to_thread(begun.wait, 5)
        thread.stop()
        go_on.set()
        return await asyncio.gather(*works)

    assert asyncio.run(run()) == ["first", "second"]


def test_outcomes_that_do_not_come_since_the_briefer_was_closed_are_missed(
    endpoint: ScriptedEndpoint, caplog: pytest.LogCaptureFixture
) -> None:
    endpoint.respond = lambda _number, body: good(body)
    briefer = Briefer("m", endpoint.base_url)
    outcomes = briefer.brief_many([ARTICLE] * 20)
    next(outcomes)
    briefer.close()
    with pytest.raises(errors.SettingsError, match="closed"):
        list(outcomes)
    assert [record for record in caplog.records if record.name == "asyncio"] == []
