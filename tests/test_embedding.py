"""At home in other programs: other processes, loops and threads, and clients of the user's own."""

import asyncio
import logging
import multiprocessing
import os
import pickle
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2
import openai
import pytest

from newsbrief import errors
from newsbrief.briefer import Briefer
from newsbrief.loop_thread import LoopThread, WorkThread
from newsbrief.model import Model
from newsbrief.recording import Recording
from newsbrief.schema import Brief
from newsbrief.sections import Headline
from newsbrief.settings import Settings
from tests.endpoint import ScriptedEndpoint
from tests.test_pipeline import ARTICLE


def arrived(sent: bytes) -> Briefer:
    briefer = pickle.loads(sent)  # noqa: S301 - it is our own
    assert isinstance(briefer, Briefer)
    return briefer


def statements_in(briefer: Briefer) -> int:
    with briefer:
        return len(briefer.brief(ARTICLE).statements)


@pytest.mark.process
def test_a_briefer_travels_to_another_process(endpoint: ScriptedEndpoint) -> None:
    with Briefer("m", endpoint.base_url, "a-key") as briefer:
        briefer.brief(ARTICLE)  # what it has open stays here
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            assert pool.apply(statements_in, (briefer,)) > 0


def test_it_travels_with_its_settings_and_its_key(tmp_path: Path) -> None:
    settings = Settings(timeout=7, language="de", recording=Recording(tmp_path, "new"))
    there = arrived(pickle.dumps(Briefer("m", "http://127.0.0.1:1/v1", "a-key", settings=settings)))
    assert there.settings == settings
    assert there.endpoint == Briefer("m", "http://127.0.0.1:1/v1", "a-key").endpoint


def test_where_it_arrives_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = pickle.dumps(Briefer("m", api_key="a-key"))
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    assert arrived(sent).endpoint.base_url is None


def test_whose_account_it_is_stays_as_it_was_when_the_briefer_was_made(
    endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "ours")
    with Briefer("m", endpoint.base_url) as briefer:
        monkeypatch.setenv("OPENAI_ORG_ID", "theirs")
        monkeypatch.setenv("OPENAI_PROJECT_ID", "theirs")
        briefer.brief(ARTICLE)
    assert endpoint.headers[0]["openai-organization"] == "ours"
    assert "openai-project" not in endpoint.headers[0]


def test_with_a_client_of_the_users_own_it_stays_where_it_is(endpoint: ScriptedEndpoint) -> None:
    with openai.OpenAI(base_url=endpoint.base_url, api_key="x") as client, pytest.raises(errors.SettingsError):
        pickle.dumps(Briefer("m", client=client))


@pytest.mark.parametrize("threads", [LoopThread, WorkThread])
def test_a_fork_of_the_process_in_which_it_is_used_is_told_so(
    threads: type[LoopThread | WorkThread], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing() -> None:
        pass

    used = threads()
    used.run(nothing()) if isinstance(used, LoopThread) else asyncio.run(used.run(int))
    monkeypatch.setattr(os, "getpid", lambda: 0)
    work = nothing()
    with pytest.raises(errors.SettingsError, match="forked"):
        used.run(work) if isinstance(used, LoopThread) else asyncio.run(used.run(int))
    work.close()
    monkeypatch.undo()
    used.stop()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")
def test_a_briefer_that_was_not_used_yet_works_in_a_fork(endpoint: ScriptedEndpoint) -> None:
    briefer = Briefer("m", endpoint.base_url)
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply(statements_in, (briefer,)) > 0


def test_an_asynchronous_client_of_the_users_own_serves_one_loop_and_says_so_in_another(
    endpoint: ScriptedEndpoint,
) -> None:
    client = openai.AsyncOpenAI(base_url=endpoint.base_url, api_key="theirs")
    briefer = Briefer("m", client=client)

    async def first() -> Brief:
        async with client:
            return await briefer.abrief(ARTICLE)

    assert asyncio.run(first()).statements
    with pytest.raises(errors.SettingsError, match="another event loop"):
        asyncio.run(briefer.abrief(ARTICLE))


def test_a_synchronous_client_of_the_users_own_serves_any_loop(endpoint: ScriptedEndpoint) -> None:
    with openai.OpenAI(base_url=endpoint.base_url, api_key="theirs") as client, Briefer("m", client=client) as briefer:
        for _ in range(2):
            assert asyncio.run(briefer.abrief(ARTICLE)).statements


def test_an_azure_client_is_asked_by_its_deployment(endpoint: ScriptedEndpoint) -> None:
    root = endpoint.base_url.removesuffix("/v1")
    client = openai.AzureOpenAI(azure_endpoint=root, api_version="2025-01-01", api_key="theirs")
    with client, Briefer("our-deployment", client=client) as briefer:
        assert briefer.brief(ARTICLE).statements
    assert {path.partition("?")[0] for path in endpoint.paths} == {
        "/openai/deployments/our-deployment/chat/completions"
    }


def test_a_transport_of_the_users_own_carries_the_requests(endpoint: ScriptedEndpoint) -> None:
    seen: list[str] = []
    http_client = httpx2.Client(event_hooks={"request": [lambda request: seen.append(request.url.path)]})
    client = openai.OpenAI(base_url=endpoint.base_url, api_key="theirs", http_client=http_client)
    with client, Briefer("m", client=client) as briefer:
        brief = briefer.brief(ARTICLE)
    assert len(seen) == brief.provenance.requests


def test_an_http_client_by_itself_is_refused_and_its_place_named(endpoint: ScriptedEndpoint) -> None:
    refused = pytest.raises(errors.SettingsError, match=r"openai\.OpenAI")
    with httpx2.Client(base_url=endpoint.base_url) as client, refused:
        Briefer("m", client=client)  # type: ignore[arg-type]


def test_a_synchronous_call_works_from_a_thread_of_a_running_loop(endpoint: ScriptedEndpoint) -> None:
    async def handler(briefer: Briefer) -> list[Brief]:
        return await asyncio.gather(*(asyncio.to_thread(briefer.brief, ARTICLE) for _ in range(3)))

    with Briefer("m", endpoint.base_url) as briefer:
        assert all(brief.statements for brief in asyncio.run(handler(briefer)))


def test_hundreds_of_tasks_share_one_briefer(endpoint: ScriptedEndpoint) -> None:
    async def run() -> int:
        async with Briefer("m", endpoint.base_url, settings=Settings(sections=(Headline,))) as briefer:
            briefs = await asyncio.gather(*(briefer.abrief("It rained in Ulm.") for _ in range(200)))
            return len(briefs)

    assert asyncio.run(run()) == 200


def test_of_many_tasks_that_begin_at_once_one_opens_the_model(
    endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Model] = []

    def opening(*arguments: Any) -> Model:
        opened.append(Model(*arguments))
        return opened[-1]

    monkeypatch.setattr("newsbrief.models.Model", opening)

    async def run() -> None:
        async with Briefer("m", endpoint.base_url) as briefer:
            await asyncio.gather(*(briefer.abrief("It rained in Ulm.") for _ in range(20)))

    asyncio.run(run())
    assert len(opened) == 1


def test_a_task_that_is_cancelled_ends_its_request_and_leaves_the_briefer_usable(endpoint: ScriptedEndpoint) -> None:
    began = threading.Event()
    go_on = threading.Event()
    answer = endpoint.respond

    def stall(number: int, body: dict[str, object]) -> object:
        began.set()
        if number == 0:
            go_on.wait(5)
        return answer(number, body)

    endpoint.respond = stall  # type: ignore[assignment]

    async def run() -> Brief:
        async with Briefer("m", endpoint.base_url) as briefer:
            task = asyncio.create_task(briefer.abrief(ARTICLE))
            await asyncio.to_thread(began.wait, 5)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            go_on.set()
            return await briefer.abrief(ARTICLE)

    assert asyncio.run(run()).statements


def test_threads_and_loops_may_share_one_briefer_at_once(endpoint: ScriptedEndpoint) -> None:
    async def in_a_loop(briefer: Briefer) -> Brief:
        try:
            return await briefer.abrief(ARTICLE)
        finally:
            await briefer.engine.models.close()

    with Briefer("m", endpoint.base_url) as briefer, ThreadPoolExecutor(4) as pool:
        sync = [pool.submit(briefer.brief, ARTICLE) for _ in range(2)]
        own_loops = [pool.submit(lambda: asyncio.run(in_a_loop(briefer))) for _ in range(2)]
        assert all(work.result().statements for work in (*sync, *own_loops))


def test_handlers_of_signals_and_of_logs_stay_as_they_were(endpoint: ScriptedEndpoint) -> None:
    def state() -> tuple[object, ...]:
        return signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM), tuple(logging.root.handlers)

    before = state()
    with Briefer("m", endpoint.base_url) as briefer:
        briefer.brief(ARTICLE)
        assert state() == before


class Embedded:
    """Embedded servers that take their time to start: ``begun`` tells that one does, ``go_on`` lets it."""

    def __init__(self, endpoint: ScriptedEndpoint) -> None:
        self.endpoint = endpoint
        self.opened: list[SimpleNamespace] = []
        self.begun, self.go_on = threading.Event(), threading.Event()

    def open(self, *_arguments: object, **_options: object) -> SimpleNamespace:
        """Start one."""
        self.begun.set()
        self.go_on.wait(5)
        server = SimpleNamespace(model="small", base_url=self.endpoint.base_url, api_key="k", context_tokens=8192)
        server.is_running, server.close = True, lambda: setattr(server, "is_running", False)
        self.opened.append(server)
        return server


@pytest.fixture
def embedded(endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch) -> Embedded:
    servers = Embedded(endpoint)
    monkeypatch.setattr("newsbrief.local.open_local", servers.open)
    return servers


def test_while_the_embedded_model_starts_for_one_task_another_does_not_stop_the_loop(embedded: Embedded) -> None:
    async def run() -> None:
        async with Briefer("local") as briefer:
            tasks = [asyncio.create_task(briefer.abrief(ARTICLE))]
            await asyncio.to_thread(embedded.begun.wait, 5)
            tasks.append(asyncio.create_task(briefer.abrief("It rained in Ulm.")))
            await asyncio.sleep(0.05)  # the other comes as far as it can
            assert not embedded.opened
            embedded.go_on.set()
            await asyncio.gather(*tasks)

    asyncio.run(run())
    assert len(embedded.opened) == 1


def test_an_embedded_server_that_was_being_started_as_the_briefer_closed_is_not_left_running(
    embedded: Embedded,
) -> None:
    async def run() -> None:
        briefer = Briefer("local")
        task = asyncio.create_task(briefer.abrief(ARTICLE))
        await asyncio.to_thread(embedded.begun.wait, 5)
        task.cancel()
        closing = asyncio.create_task(briefer.aclose())
        await asyncio.sleep(0.05)
        embedded.go_on.set()
        await closing

    asyncio.run(run())
    assert [server.is_running for server in embedded.opened] == [False]


def test_an_embedded_server_that_crashed_is_started_anew(embedded: Embedded) -> None:
    opened = embedded.opened
    embedded.go_on.set()
    with Briefer("local") as briefer:
        briefer.brief(ARTICLE)
        briefer.brief(ARTICLE)
        assert len(opened) == 1
        opened[0].is_running = False
        assert briefer.brief(ARTICLE).statements
    assert len(opened) == 2
