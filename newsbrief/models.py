"""The models that a Briefer has open: one for each event loop, and the embedded server that they share."""

import asyncio
import threading
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from newsbrief.client import belongs_to_a_loop
from newsbrief.errors import SettingsError, WeightsError
from newsbrief.events import Downloading
from newsbrief.model import Model, import_sdks
from newsbrief.settings import LOCAL, NO_KEY, Endpoint, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from openai import AsyncOpenAI, OpenAI

    from newsbrief.local import LocalServer
    from newsbrief.weights import Progress

NOWHERE = "http://recording.invalid/v1"
"""The address of an embedded model that is replayed; nothing is ever sent there."""


class Models:
    """The models of a Briefer: one for each event loop that uses it, since connections belong to a loop."""

    def __init__(self, endpoint: Endpoint, settings: Settings, client: "AsyncOpenAI | OpenAI | None") -> None:
        self._endpoint = endpoint
        self._client = client
        self._settings = settings
        self._client_loop: asyncio.AbstractEventLoop | None = None
        self._models: dict[asyncio.AbstractEventLoop, Model] = {}
        self._gates: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
        self._opening = threading.Lock()
        self._server: LocalServer | None = None
        self._abandoned = False
        self._tape = settings.recording.tape() if settings.recording else None
        self._weights = _cache_folder() if endpoint.is_local else None

    async def here(self) -> Model:
        """The model for the running loop; the embedded one is started first, which may mean a download."""
        loop = asyncio.get_running_loop()
        self._forget_closed_loops()
        await self._forget_dead_server()
        if loop not in self._models:
            async with self._gates.setdefault(loop, asyncio.Lock()):  # of many tasks at once, one opens it
                if loop not in self._models:
                    self._models[loop] = await self._opened(loop)
        return self._models[loop]

    async def _opened(self, loop: asyncio.AbstractEventLoop) -> Model:
        await asyncio.to_thread(import_sdks)
        self._check_client(loop)
        if self._tape:
            await asyncio.to_thread(self._tape.load)
        endpoint = await self._started() if self._endpoint.is_local else self._endpoint
        return await asyncio.to_thread(Model, endpoint, self._settings, self._client, self._tape)

    def _check_client(self, loop: asyncio.AbstractEventLoop) -> None:
        """The connections of an asynchronous client work in one loop only, and fail by chance in another."""
        if belongs_to_a_loop(self._client):
            self._client_loop = self._client_loop or loop
            if self._client_loop is not loop:
                raise SettingsError(
                    "the client that was given is in use in another event loop",
                    hint="give an openai.OpenAI, or open a Briefer and a client in each loop",
                )

    @property
    def named(self) -> str | None:
        """The name of the model, as far as it is known without asking anybody."""
        return self._served_as()[0] if self._endpoint.is_local else self._endpoint.model

    async def name(self) -> str:
        """The name of the model, for which the embedded one is not started."""
        return self.named or await (await self.here()).name()

    async def ready(self) -> str:
        """The model's name, if it could be asked now; the embedded one is not started for that.

        Raises:
            ModelError: the endpoint does not answer, or does not list the model.
            MissingExtra: the embedded model is not installed.
            WeightsError: its weights are not here.
        """
        if self._settings.replays:
            return await self.name()
        if self._endpoint.is_local and self._server is None:
            from newsbrief.local import check_local

            return await asyncio.to_thread(check_local, self._local_name(), self._weights)
        return await (await self.here()).ready()

    async def _started(self) -> Endpoint:
        self._abandoned = False
        try:
            return await asyncio.to_thread(self._local_endpoint)
        except asyncio.CancelledError:
            self._abandoned = True  # the thread goes on until it next reports how far the download is
            raise

    def _local_endpoint(self) -> Endpoint:
        if self._settings.replays:  # nothing is asked, so nothing is started
            served, most = self._served_as()
            return Endpoint(served, NOWHERE, NO_KEY, most)
        return self._running_server(self._local_name())

    def _served_as(self) -> tuple[str, int | None]:
        from newsbrief.weights import served_as

        return served_as(self._local_name())

    def _local_name(self) -> str:
        from newsbrief.weights import DEFAULT

        return (self._endpoint.model or LOCAL).removeprefix(LOCAL).removeprefix(":") or DEFAULT

    def _running_server(self, name: str) -> Endpoint:
        from newsbrief.local import open_local

        with self._opening:
            if self._server is None:
                self._server = open_local(
                    name, folder=self._weights, context_tokens=self._settings.context_tokens, progress=self._report
                )
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
        self._abandoned = True
        with self._opening:  # one that is just being started would be left running
            server, self._server = self._server, None
        if server is not None:
            server.close()
        self._forget_closed_loops()

    async def _forget_dead_server(self) -> None:
        """An embedded server that crashed is started anew by whoever asks next, at another address."""
        server = self._server
        if server is None or server.is_running:
            return
        here = self._models.pop(asyncio.get_running_loop(), None)
        self._models.clear()
        await asyncio.to_thread(self._drop, server)  # the lock is held for as long as a server is started
        if here is not None:
            await here.close()

    def _drop(self, server: "LocalServer") -> None:
        with self._opening:
            if self._server is server:
                self._server = None
        server.close()

    def _forget_closed_loops(self) -> None:
        for loop in [loop for loop in list(self._models) if loop.is_closed()]:
            self._models.pop(loop, None)  # another thread may have been faster


def _cache_folder() -> "Path":
    from newsbrief.weights import cache_folder

    return cache_folder()
