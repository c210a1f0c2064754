"""What runs a pipeline: an event loop for synchronous callers, a model for each loop, and rounds of questions."""

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from newsbrief.errors import WeightsError
from newsbrief.events import Downloading, QuestionAnswered, QuestionSent
from newsbrief.exchanges import asked_with
from newsbrief.model import Model
from newsbrief.questions import Failure, Question, Reply
from newsbrief.settings import LOCAL, NO_KEY, Endpoint, Settings

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI

    from newsbrief.local import LocalServer
    from newsbrief.weights import Progress

T = TypeVar("T")

NOWHERE = "http://recording.invalid/v1"
"""The address of an embedded model that is replayed; nothing is ever sent there."""
LETTING_GO = 2.0
"""Seconds that a cancelled coroutine gets to let go of its connections."""


class LoopThread:
    """An event loop in a thread of its own, started when it is first needed.

    It is a daemon: a program that forgets to close its Briefer still ends.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether anything was run yet, and it was not stopped since."""
        return self._loop is not None

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine to its end. An interrupt of the caller cancels it, and waits until it has let go."""
        ended = threading.Event()

        async def watched() -> T:
            try:
                return await coroutine
            finally:
                ended.set()

        future = asyncio.run_coroutine_threadsafe(watched(), self._started())
        try:
            return future.result()
        except BaseException:
            future.cancel()
            ended.wait(LETTING_GO)
            raise

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=_serve, args=(self._loop,), name="newsbrief", daemon=True)
                self._thread.start()
            return self._loop

    def stop(self) -> None:
        """Stop and close the loop; the next `run` starts another."""
        with self._lock:
            if self._loop is not None and self._thread is not None:
                self._loop.call_soon_threadsafe(self._loop.stop)
                self._thread.join()
            self._loop = self._thread = None


def _serve(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        _cancel_all(loop)
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


class Models:
    """The models of a Briefer: one for each event loop that uses it, since connections belong to a loop."""

    def __init__(self, endpoint: Endpoint, settings: Settings, client: "AsyncOpenAI | OpenAI | None") -> None:
        self._endpoint = endpoint
        self._client = client
        self._settings = settings
        self._models: dict[asyncio.AbstractEventLoop, Model] = {}
        self._opening = threading.Lock()
        self._server: LocalServer | None = None
        self._abandoned = False
        self._tape = settings.recording.tape() if settings.recording else None

    async def here(self) -> Model:
        """The model for the running loop; the embedded one is started first, which may mean a download."""
        loop = asyncio.get_running_loop()
        self._forget_closed_loops()
        if loop not in self._models:
            if self._tape:
                await asyncio.to_thread(self._tape.load)
            endpoint = await self._started() if self._endpoint.is_local else self._endpoint
            if loop not in self._models:  # another task may have been faster
                self._models[loop] = Model(endpoint, self._settings, self._client, self._tape)
        return self._models[loop]

    async def _started(self) -> Endpoint:
        self._abandoned = False
        try:
            return await asyncio.to_thread(self._local_endpoint)
        except asyncio.CancelledError:
            self._abandoned = True  # the thread goes on until it next reports how far the download is
            raise

    def _local_endpoint(self) -> Endpoint:
        from newsbrief.weights import DEFAULT, served_as

        name = (self._endpoint.model or LOCAL).removeprefix(LOCAL).removeprefix(":") or DEFAULT
        if self._settings.replays:  # nothing is asked, so nothing is started
            served, most = served_as(name)
            return Endpoint(served, NOWHERE, NO_KEY, most)
        return self._running_server(name)

    def _running_server(self, name: str) -> Endpoint:
        from newsbrief.local import open_local

        with self._opening:
            if self._server is None:
                self._server = open_local(name, context_tokens=self._settings.context_tokens, progress=self._report)
            server = self._server
            return Endpoint(server.model, server.base_url, server.api_key, server.context_tokens)

    def _report(self, progress: "Progress") -> None:
        if self._abandoned:
            raise WeightsError("the download was interrupted", hint="start again: nothing of it is kept")
        self._settings.on_event(Downloading(progress.what, progress.done, progress.total))

    async def close(self) -> None:
        """Close the model of the running loop."""
        model = self._models.pop(asyncio.get_running_loop(), None)
        if model is not None:
            await model.close()

    def stop(self) -> None:
        """Stop the embedded server, if it runs, and forget the models of loops that are closed."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        self._forget_closed_loops()

    def _forget_closed_loops(self) -> None:
        for loop in [loop for loop in list(self._models) if loop.is_closed()]:
            self._models.pop(loop, None)  # another thread may have been faster


class Rounds:
    """Asks the rounds of one article, and reports each question."""

    def __init__(self, article: str, model: Model, settings: Settings) -> None:
        self._article = article
        self._model = model
        self._report = settings.on_event

    async def ask(self, questions: Sequence[Question]) -> list[Reply]:
        """The replies to a round, in its order."""
        asking = [asyncio.create_task(self._ask(question)) for question in questions]
        try:
            return await asyncio.gather(*asking)
        finally:
            for task in asking:  # if one raised, the others are not to go on
                task.cancel()
            await asyncio.gather(*asking, return_exceptions=True)

    async def _ask(self, question: Question) -> Reply:
        async with self._model.free_slot:
            self._report(QuestionSent(self._article, question.section))
            with asked_with(question.prompts):
                reply = await self._model.ask(question)
        error = str(reply.error) if isinstance(reply, Failure) else None
        self._report(QuestionAnswered(self._article, question.section, reply.cost.usage, error))
        if isinstance(reply, Failure):
            reply.error.article = self._article
        return reply
