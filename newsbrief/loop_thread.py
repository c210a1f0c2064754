"""Threads beside the callers': an event loop for synchronous ones, and for loops, what would keep them waiting."""

import asyncio
import os
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from queue import SimpleQueue
from typing import Any, Generic, ParamSpec, TypeVar, cast

from newsbrief.errors import SettingsError

P = ParamSpec("P")
T = TypeVar("T")

LETTING_GO = 2.0
"""Seconds that a cancelled coroutine gets to let go of its connections."""


_END = object()


class _Process:
    """The process in which threads were started: one that is forked from it does not have them."""

    def __init__(self) -> None:
        self._id: int | None = None

    def check(self) -> None:
        """Whether this is the process in which this was asked first.

        Raises:
            SettingsError: it is not.
        """
        self._id = self._id or os.getpid()
        if self._id != os.getpid():
            raise SettingsError(
                "this Briefer was in use in another process before this one was forked from it",
                hint="open a Briefer in each process; it can be pickled to get there",
            )


class WorkThread:
    """A thread for work that would keep an event loop waiting, started when it is first needed.

    There is one, since the work is all Python: several threads would only make the loop wait for each of them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = _Process()
        self._executor: ThreadPoolExecutor | None = None

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What a function returns."""
        return await self._begun(partial(function, *args, **kwargs))

    def _begun(self, work: Callable[[], T]) -> asyncio.Future[T]:
        self._process.check()
        with self._lock:
            self._executor = self._executor or ThreadPoolExecutor(1, thread_name_prefix="newsbrief-work")
            return asyncio.get_running_loop().run_in_executor(self._executor, work)

    def stop(self) -> None:
        """End the thread when it has done what it was given; the next `run` starts another."""
        with self._lock:
            if self._executor is not None:
                self._executor.shutdown(wait=False)  # who waits for it would else be cancelled, and not know by whom
            self._executor = None


class LoopThread:
    """An event loop in a thread of its own, started when it is first needed.

    It is a daemon: a program that forgets to close its Briefer still ends.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = _Process()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._iterated: set[AsyncGenerator[Any, None]] = set()

    @property
    def is_running(self) -> bool:
        """Whether anything was run yet, and it was not stopped since."""
        return self._loop is not None

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end. An interrupt of the caller cancels it, and waits until it has let go.

        Raises:
            SettingsError: the loop was stopped meanwhile, or this is its own thread, or another process.
        """
        loop, work = self._loop_for(coroutine), _Work(coroutine)
        try:
            loop.call_soon_threadsafe(work.begin)
            return work.result()
        except BaseException:
            if not work.ended.is_set():
                loop.call_soon_threadsafe(work.cancel)
                work.ended.wait(LETTING_GO)
            raise

    def iterate(self, items: AsyncGenerator[T, None]) -> Generator[T, None, None]:
        """The items of an asynchronous generator; it is closed as soon as nobody wants more of them.

        Raises:
            SettingsError: as for `run`; the loop was stopped between two items, say.
        """
        loop = self._started()
        self._iterated.add(items)
        try:
            while (item := self._next(items, loop)) is not _END:
                yield cast("T", item)
        except GeneratorExit:
            self._close(items)
            raise
        except BaseException:
            with suppress(Exception):  # what ended it comes out, whatever closing says
                self._close(items)
            raise
        finally:
            self._iterated.discard(items)

    def _next(self, items: AsyncGenerator[T, None], loop: asyncio.AbstractEventLoop) -> T | object:
        if self._loop is not loop:  # it has closed the generator, which looks as if it were at its end
            raise _closed_meanwhile()
        return self.run(_next(items))

    def _close(self, items: AsyncGenerator[T, None]) -> None:
        is_on_its_way_out = getattr(items, "ag_running", False)  # it was cancelled, and takes longer than it gets
        if self.is_running and not is_on_its_way_out:
            self.run(items.aclose())

    def _loop_for(self, coroutine: Coroutine[Any, Any, Any]) -> asyncio.AbstractEventLoop:
        try:
            return self._started()
        except SettingsError:
            coroutine.close()
            raise

    def _started(self) -> asyncio.AbstractEventLoop:
        self._process.check()
        if threading.current_thread() is self._thread:
            raise SettingsError(
                "a synchronous call from within the Briefer's own work would wait for itself",
                hint="call it when the event has been heard, or from another thread",
            )
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                served = (self._loop, self._iterated)
                self._thread = threading.Thread(target=_serve, args=served, name="newsbrief", daemon=True)
                self._thread.start()
            return self._loop

    def stop(self) -> None:
        """Stop and close the loop; the next `run` starts another."""
        with self._lock:
            if self._loop is not None and self._thread is not None:
                self._loop.call_soon_threadsafe(self._loop.stop)
                self._thread.join()
            self._loop = self._thread = None


class _Work(Generic[T]):
    """A coroutine that runs in a loop, for a thread beside it; an interrupt may come before it has even begun."""

    def __init__(self, coroutine: Coroutine[Any, Any, T]) -> None:
        self._coroutine = coroutine
        self._task: asyncio.Task[T] | None = None
        self.ended = threading.Event()

    def begin(self) -> None:
        """Begin; in the loop's thread."""
        self._task = asyncio.get_running_loop().create_task(self._coroutine)
        self._task.add_done_callback(self._end)

    def cancel(self) -> None:
        """Call it off; in the loop's thread, and after `begin`, if that was ever asked for."""
        if self._task is not None:
            self._task.cancel()
        else:
            self._coroutine.close()
            self.ended.set()

    def _end(self, task: asyncio.Task[T]) -> None:
        if not task.cancelled():
            task.exception()  # looked at, so that nothing is logged if nobody waits for it any more
        self.ended.set()

    def result(self) -> T:
        """What it returns or raises, once it has ended; for the thread that waits."""
        self.ended.wait()
        if self._task is None or self._task.cancelled():
            raise _closed_meanwhile()
        return self._task.result()


def _closed_meanwhile() -> SettingsError:
    hint = "close it when nothing is under way any more"
    return SettingsError("the Briefer was closed while this was under way", hint=hint)


async def _next(items: AsyncGenerator[T, None]) -> T | object:
    return await anext(items, _END)


async def read_beside(items: Iterable[T]) -> AsyncGenerator[T, None]:
    """Items that may keep their reader waiting: a thread reads them, each when it is asked for.

    It is a daemon, and nobody waits for it: an item that never comes holds up neither an interrupt nor a program's end.
    """
    asked = SimpleQueue[Future[T | object] | None]()
    read = partial(copy_context().run, _read, _each(items), asked)
    threading.Thread(target=read, name="newsbrief-reading", daemon=True).start()
    try:
        while (item := await _answer(asked)) is not _END:
            yield cast("T", item)
    finally:
        asked.put(None)


def _each(items: Iterable[T]) -> Iterator[T]:
    yield from items  # so that the thread enters `__iter__` too


async def _answer(asked: SimpleQueue[Future[T] | None]) -> T:
    answer = Future[T]()
    asked.put(answer)
    return await asyncio.wrap_future(answer)


def _read(items: Iterator[T], asked: SimpleQueue[Future[T | object] | None]) -> None:
    while (answer := asked.get()) is not None:
        if answer.set_running_or_notify_cancel():
            try:
                answer.set_result(next(items, _END))
            except Exception as error:  # noqa: BLE001 - it is raised where the item was asked for
                answer.set_exception(error)
            except BaseException as error:  # noqa: BLE001 - as it is, it would end the loop there
                answer.set_exception(_as_error(error))


def _as_error(error: BaseException) -> Exception:
    told = RuntimeError(f"reading the articles ended with {error!r}")
    told.__cause__ = error
    return told


def _serve(loop: asyncio.AbstractEventLoop, iterated: set[AsyncGenerator[Any, None]]) -> None:
    try:
        loop.run_forever()
    finally:
        _cancel_all(loop)
        for items in tuple(iterated):  # they close those within them, and the loop would close all at once
            with suppress(Exception):
                loop.run_until_complete(items.aclose())
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


def _cancel_all(loop: asyncio.AbstractEventLoop) -> None:
    """End what other threads still wait for, or they would wait for ever."""
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.wait(tasks))
