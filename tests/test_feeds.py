"""Articles that are long in coming: others are briefed meanwhile, and nobody else waits."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import aclosing
from contextvars import ContextVar

import pytest

from newsbrief.article import Article
from newsbrief.briefer import Briefer
from tests.endpoint import ScriptedEndpoint
from tests.test_pipeline import ARTICLE


def test_an_outcome_comes_while_the_next_article_is_waited_for(endpoint: ScriptedEndpoint) -> None:
    has_come, waited = threading.Event(), []

    def feed() -> Iterator[Article]:
        yield ARTICLE
        waited.append(has_come.wait(10))
        yield ARTICLE

    with Briefer("m", endpoint.base_url) as briefer:
        outcomes = briefer.brief_many(feed())
        first = next(outcomes)
        has_come.set()
        assert [outcome.status for outcome in (first, *outcomes)] == ["ok", "ok"]
    assert waited == [True]


def test_a_callers_loop_does_not_wait_for_articles(endpoint: ScriptedEndpoint) -> None:
    goes_on, waited = threading.Event(), []

    def feed() -> Iterator[Article]:
        waited.append(goes_on.wait(10))
        yield ARTICLE

    async def run() -> list[str]:
        asyncio.get_running_loop().call_later(0.05, goes_on.set)
        async with Briefer("m", endpoint.base_url) as briefer:
            return [outcome.status async for outcome in briefer.abrief_many(feed())]

    assert asyncio.run(run()) == ["ok"]
    assert waited == [True]


def test_articles_are_read_in_one_thread_with_the_callers_context(endpoint: ScriptedEndpoint) -> None:
    caller = ContextVar("caller", default="nobody")
    caller.set("me")
    seen: list[tuple[str, str, int]] = []

    def feed() -> Iterator[Article]:
        for _ in range(3):
            seen.append((threading.current_thread().name, caller.get(), threading.get_ident()))
            yield ARTICLE

    with Briefer("m", endpoint.base_url) as briefer:
        list(briefer.brief_many(feed()))
    assert seen[0][:2] == ("newsbrief-reading", "me")
    assert seen == [seen[0]] * 3


def test_a_list_of_articles_takes_no_thread(endpoint: ScriptedEndpoint) -> None:
    readers = []

    class Watched(list[Article]):
        def __iter__(self) -> Iterator[Article]:
            readers.append(threading.current_thread().name)
            return super().__iter__()

    with Briefer("m", endpoint.base_url) as briefer:
        list(briefer.brief_many(Watched([ARTICLE])))
    assert readers == ["newsbrief"]


def reading_threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "newsbrief-reading"}


def test_whoever_stops_early_leaves_no_thread_that_reads(endpoint: ScriptedEndpoint) -> None:
    before = reading_threads()

    async def run() -> None:
        async with Briefer("m", endpoint.base_url) as briefer:
            async with aclosing(briefer.abrief_many(iter([ARTICLE] * 99))) as outcomes:
                await anext(outcomes)
                (thread,) = reading_threads() - before
            await asyncio.to_thread(thread.join, 10)
            assert not thread.is_alive()

    asyncio.run(run())


@pytest.mark.parametrize("kind", [ValueError, SystemExit])
def test_what_ends_the_reading_comes_out_and_leaves_the_briefer_usable(
    endpoint: ScriptedEndpoint, kind: type[BaseException]
) -> None:
    def feed() -> Iterator[Article]:
        yield ARTICLE
        raise kind("no more news")

    with Briefer("m", endpoint.base_url) as briefer:
        with pytest.raises((ValueError, RuntimeError), match="no more news"):
            list(briefer.brief_many(feed()))
        assert briefer.brief(ARTICLE).statements
