"""Work on many things side by side, with no more of them at hand than are worked on."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from itertools import islice
from typing import Any, TypeVar

S = TypeVar("S")
T = TypeVar("T")

AHEAD = 4
"""How many times as many as are worked on may be begun while the first of them is waited for."""


async def as_finished(
    items: Iterable[S], work: Callable[[S], Coroutine[Any, Any, T]], width: int
) -> AsyncGenerator[T, None]:
    """The results of work on items, as they are finished.

    Args:
        items: read as they are needed; may be endless.
        work: what is done with each.
        width: how many are worked on at once.
    """
    waiting, running, done = iter(items), set[asyncio.Task[T]](), set[asyncio.Task[T]]()
    try:
        while True:
            running |= {asyncio.create_task(work(item)) for item in islice(waiting, width - len(running))}
            if not running:
                return
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                yield task.result()
    finally:
        await _end([*running, *done])


async def ordered(
    items: Iterable[S], work: Callable[[S], Coroutine[Any, Any, T]], width: int
) -> AsyncGenerator[T, None]:
    """The results of work on items, in the order of the items; otherwise as `as_finished`."""
    waiting, running, free = iter(items), deque[asyncio.Task[T]](), asyncio.Semaphore(width)

    async def in_turn(item: S) -> T:
        async with free:
            return await work(item)

    try:
        while True:
            running.extend(asyncio.create_task(in_turn(item)) for item in islice(waiting, width * AHEAD - len(running)))
            if not running:
                return
            yield await running[0]
            running.popleft()
    finally:
        await _end(running)


async def _end(tasks: Iterable[asyncio.Task[T]]) -> None:
    tasks = list(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
