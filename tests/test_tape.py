"""A recording at work, under clients of one's own: which answer a question gets, and what becomes of the files."""

import asyncio
import string
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from openai import AsyncOpenAI, OpenAI

from newsbrief.exchanges import Exchange
from newsbrief.recording import Recording
from newsbrief.tape import Mode, Tape
from tests.endpoint import ScriptedEndpoint, completion

WELL: Any = [{"role": "user", "content": "Well?"}]


@pytest.fixture
def answers(tmp_path: Path, endpoint: ScriptedEndpoint) -> Callable[[Mode, int], list[int]]:
    """The numbers of the answers that a question gets, asked so many times over one recording."""
    endpoint.respond = lambda number, _body: completion(str(number))

    def asked(mode: Mode, times: int) -> list[int]:
        transport = Recording(tmp_path, mode).transport()
        with OpenAI(
            base_url=endpoint.base_url, api_key="none", http_client=httpx2.Client(transport=transport)
        ) as client:
            given = [client.chat.completions.create(model="m", messages=WELL) for _ in range(times)]
        return [int(one.choices[0].message.content or "") for one in given]

    return asked


def test_repeated_questions_replay_in_order_and_then_the_last_again(
    answers: Callable[[Mode, int], list[int]], endpoint: ScriptedEndpoint
) -> None:
    assert answers("all", 3) == [0, 1, 2]
    assert answers("none", 5) == [0, 1, 2, 2, 2]
    assert len(endpoint.requests) == 3


def test_new_answers_stand_behind_the_old_ones_and_all_leaves_none_of_them(
    answers: Callable[[Mode, int], list[int]],
) -> None:
    assert answers("new", 2) == [0, 1]
    assert answers("new", 3) == [0, 1, 2]
    assert answers("none", 3) == [0, 1, 2]
    assert answers("all", 2) == [3, 4]
    assert answers("none", 3) == [3, 4, 4]


def test_an_asynchronous_client_of_ones_own_is_recorded_and_replayed(
    tmp_path: Path, endpoint: ScriptedEndpoint
) -> None:
    async def ask(mode: Mode) -> str | None:
        http_client = httpx2.AsyncClient(transport=Recording(tmp_path, mode).async_transport())
        async with AsyncOpenAI(base_url=endpoint.base_url, api_key="none", http_client=http_client) as client:
            return (await client.chat.completions.create(model="m", messages=WELL)).choices[0].message.content

    endpoint.respond = lambda number, _body: completion(str(number))
    assert [asyncio.run(ask("new")), asyncio.run(ask("none"))] == ["0", "0"]
    assert len(endpoint.requests) == 1


class Inner(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """What sends requests under a recording; it notes that it was closed."""

    closed = False

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def test_what_sends_requests_is_closed_with_the_client(tmp_path: Path) -> None:
    sync, asynchronous = Inner(), Inner()
    httpx2.Client(transport=Recording(tmp_path).transport(sync)).close()
    asyncio.run(httpx2.AsyncClient(transport=Recording(tmp_path).async_transport(asynchronous)).aclose())
    assert (sync.closed, asynchronous.closed) == (True, True)


def test_a_file_has_a_plain_name_whatever_was_asked_for(tmp_path: Path) -> None:
    Tape(tmp_path, "new").keep(Exchange(path="../a:b*c.exe", status=200, response={"data": []}))
    [path] = tmp_path.iterdir()
    assert set(path.name.removesuffix(".exchange.json")) <= set(string.ascii_letters + string.digits + "-")


def test_an_answer_is_written_while_the_loop_goes_on(
    tmp_path: Path, endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote: list[threading.Thread] = []
    monkeypatch.setattr(Tape, "keep", lambda _tape, _exchange: wrote.append(threading.current_thread()))
    endpoint.respond = lambda _number, _body: completion("Well.")

    async def ask() -> None:
        http_client = httpx2.AsyncClient(transport=Recording(tmp_path, "new").async_transport())
        async with AsyncOpenAI(base_url=endpoint.base_url, api_key="none", http_client=http_client) as client:
            await client.chat.completions.create(model="m", messages=WELL)

    asyncio.run(ask())
    assert len(wrote) == 1
    assert threading.main_thread() not in wrote
