"""Recorder and player underneath an HTTP client, for synchronous and asynchronous ones."""

import asyncio

import httpx2

from newsbrief.bounded import bound
from newsbrief.exchanges import Exchange, asked
from newsbrief.sent_keys import sent_keys
from newsbrief.tape import Tape

_JSON = {"content-type": "application/json"}


class RecordingTransport(httpx2.BaseTransport):
    """Replays what a tape has, and lets the rest through to be recorded.

    Args:
        tape: the recording at work.
        inner: what sends a request that has to be asked; None for httpx2's own.
    """

    def __init__(self, tape: Tape, inner: httpx2.BaseTransport | None = None) -> None:
        self._tape = tape
        self._inner = inner or httpx2.HTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The response to a request, recorded or asked for."""
        question = asked(request.method, request.url.path, request.read())
        known = self._tape.next(question)
        if known:
            return _replayed(known, request)
        response = self._inner.handle_request(request)
        content = _without_secrets(response.read(), request)
        response.close()
        self._tape.keep(question.with_answer(response.status_code, content))
        return _as_kept(response, content, request)

    def close(self) -> None:
        """Close what sends requests."""
        self._inner.close()


class AsyncRecordingTransport(httpx2.AsyncBaseTransport):
    """As `RecordingTransport`, for asynchronous clients."""

    def __init__(self, tape: Tape, inner: httpx2.AsyncBaseTransport | None = None) -> None:
        self._tape = tape
        self._inner = inner or httpx2.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The response to a request, recorded or asked for."""
        question = asked(request.method, request.url.path, await request.aread())
        known = self._tape.next(question)
        if known:
            return _replayed(known, request)
        response = await self._inner.handle_async_request(request)
        await bound(response)
        content = _without_secrets(await response.aread(), request)
        await response.aclose()
        await asyncio.to_thread(self._tape.keep, question.with_answer(response.status_code, content))
        return _as_kept(response, content, request)

    async def aclose(self) -> None:
        """Close what sends requests."""
        await self._inner.aclose()


class ClientTransport(httpx2.AsyncBaseTransport):
    """What a client of httpx2's sends with: a bare transport would not know the environment's proxies.

    Args:
        trust_env: whether they are to be used.
    """

    def __init__(self, *, trust_env: bool) -> None:
        self._client = httpx2.AsyncClient(trust_env=trust_env)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The response to a request, not read yet."""
        return await self._client.send(request, stream=True)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _replayed(exchange: Exchange, request: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(exchange.status, headers=_JSON, content=exchange.content(), request=request)


def _as_kept(response: httpx2.Response, content: bytes, request: httpx2.Request) -> httpx2.Response:
    """The response with its content as it is kept: decoded, so that no header on its encoding may stay.

    The client must not see more of it, or its next question could quote what is not to be written.
    """
    encoding = ("content-encoding", "content-length", "transfer-encoding")
    headers = [(name, value) for name, value in response.headers.multi_items() if name.lower() not in encoding]
    return httpx2.Response(response.status_code, headers=headers, content=content, request=request)


def _without_secrets(content: bytes, request: httpx2.Request) -> bytes:
    """An answer in which nothing tells who asked whom, should it repeat that; what was asked about is no secret."""
    hosts = [host for host in (request.url.netloc.decode(), request.url.host) if host.encode() not in request.content]
    for secret in (*hosts, *sent_keys(request.headers)):
        content = content.replace(secret.encode(), "…".encode())
    return content
