"""Work on many things side by side, with no more of them at hand than are worked on."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from enum import Enum
from functools import partial
from typing import Any, TypeVar

S = TypeVar("S")
T = TypeVar("T")

AHEAD = 4
"""How many times as many as are worked on may be begun while the first of them is waited for."""


class _End(Enum):
    END = "there are no more items"


Begun = asyncio.Task[T | _End]
"""Work on an item; or what begins it all, which ends with END."""
Items = Iterable[S] | AsyncIterator[S]


def as_finished(
    items: Items[S], work: Callable[[S], Coroutine[Any, Any, T]], width: int, untaken: list[T] | None = None
) -> AsyncGenerator[T, None]:
    """The results of work on items, as they are finished.

    Args:
        items: read as they are needed; may be endless. What may have to be waited for comes asynchronously.
        work: what is done with each.
        width: how many are worked on at once.
        untaken: if this ends early, gets the results that are finished; the last one given out is among them if nobody
            came back for more, since it may have got lost on its way.
    """
    return _side_by_side(items, work, width, _once_finished, untaken)


def ordered(
    items: Items[S], work: Callable[[S], Coroutine[Any, Any, T]], width: int, untaken: list[T] | None = None
) -> AsyncGenerator[T, None]:
    """The results of work on items, in the order of the items; otherwise as `as_finished`."""
    free = asyncio.Semaphore(width)

    async def in_turn(item: S) -> T:
        async with free:
            return await work(item)

    return _side_by_side(items, in_turn, width * AHEAD, asyncio.Queue.put_nowait, untaken)


def _once_finished(ready: asyncio.Queue[Begun[T]], task: Begun[T]) -> None:
    task.add_done_callback(ready.put_nowait)


async def _side_by_side(
    items: Items[S],
    work: Callable[[S], Coroutine[Any, Any, T]],
    most: int,
    line_up: Callable[[asyncio.Queue[Begun[T]], Begun[T]], None],
    untaken: list[T] | None,
) -> AsyncGenerator[T, None]:
    """The results of tasks as they are lined up, `most` at hand; reading goes on while results are waited for."""
    ready, room, begun = asyncio.Queue[Begun[T]](), asyncio.Semaphore(most), dict[Begun[T], None]()

    async def begin_all() -> _End:
        read = _reader(items)
        while await room.acquire() and (item := await read()) is not _End.END:
            begun[task := asyncio.create_task(work(item))] = None
            line_up(ready, task)
        return _End.END

    begun[beginning := asyncio.create_task(begin_all())] = None
    _once_finished(ready, beginning)
    try:
        while begun:
            task = await ready.get()
            if (result := await task) is not _End.END:
                yield result
            del begun[task]
            room.release()
    finally:
        if untaken is not None:
            untaken.extend(_results(begun))
        await _end(begun)


def _reader(items: Items[S]) -> Callable[[], Awaitable[S | _End]]:
    if isinstance(items, AsyncIterator):
        return partial(anext, items, _End.END)
    at_hand = iter(items)

    async def read() -> S | _End:
        return next(at_hand, _End.END)

    return read


def _results(tasks: Iterable[Begun[T]]) -> list[T]:
    finished = [task for task in tasks if task.done() and not task.cancelled() and not task.exception()]
    return [result for task in finished if (result := task.result()) is not _End.END]


async def _end(tasks: Iterable[Begun[T]]) -> None:
    tasks = list(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
