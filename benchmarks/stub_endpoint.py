"""An OpenAI-compatible endpoint for measuring clients: a process of its own that answers at once, or after a while.

It answers ``/v1/chat/completions`` and ``/v1/models``, and says at ``/stats`` and ``/articles`` what it did. HTTP is
read by hand, for the endpoint must not be what a run waits for.
"""

import argparse
import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from http.client import HTTPConnection
from types import TracebackType
from typing import IO, Any, NamedTuple, Self, cast

from benchmarks.stub_answers import answer_to, article_of

MODEL = "stub"
CHARACTERS_PER_TOKEN = 4
_HEAD_END = b"\r\n\r\n"
_REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 429: "Too Many Requests"}


@dataclass(frozen=True)
class Manner:
    """How an endpoint behaves.

    Attributes:
        latency: seconds from a request to its answer.
        takes: how many requests may be in flight; one more is refused at once. None for no bound.
        retry_after: what a refusal says in its Retry-After header, in seconds; None for no header.
    """

    latency: float = 0.0
    takes: int | None = None
    retry_after: float | None = None


class Stats(NamedTuple):
    """What an endpoint did: requests answered, those of them that came before, those refused, and the most at once."""

    requests: int
    repeats: int
    refused: int
    most_in_flight: int


@dataclass
class Desk:
    """What an endpoint does and did: requests in flight, refused, answered, and about which articles, in order."""

    manner: Manner
    in_flight: int = 0
    most_in_flight: int = 0
    refused: int = 0
    answered: list[str | None] = field(default_factory=list)
    bodies: Counter[bytes] = field(default_factory=Counter)

    def begin(self) -> bool:
        """Take up a request; False if there are too many."""
        if self.manner.takes is not None and self.in_flight >= self.manner.takes:
            self.refused += 1
            return False
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        return True

    def note(self, raw: bytes, body: Mapping[str, Any]) -> None:
        """Remember a request that was answered."""
        self.answered.append(article_of(body))
        self.bodies[sha256(raw).digest()] += 1

    def stats(self) -> Stats:
        """What was done so far."""
        repeats = len(self.answered) - len(self.bodies)
        return Stats(len(self.answered), repeats, self.refused, self.most_in_flight)


class _Connection(asyncio.Protocol):
    """One client: its requests are answered one after the other, as HTTP wants it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._read = bytearray()
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._read += data
        head_end = self._read.find(_HEAD_END)
        if head_end < 0:
            return
        head = bytes(self._read[:head_end]).lower()
        whole = head_end + len(_HEAD_END) + _length(head)
        if len(self._read) >= whole:
            body = bytes(self._read[head_end + len(_HEAD_END) : whole])
            del self._read[:whole]
            self._answer(head.split(b" ", 2)[1], body)

    def _answer(self, path: bytes, raw: bytes) -> None:
        if path == b"/v1/chat/completions":
            self._complete(raw)
        elif path == b"/v1/models":
            self._send(200, {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0}]})
        elif path == b"/stats":
            self._send(200, self._desk.stats()._asdict())
        elif path == b"/articles":
            self._send(200, self._desk.answered)
        else:
            self._send(404, {"error": {"message": "there is no such path"}})

    def _complete(self, raw: bytes) -> None:
        if not self._desk.begin():
            wait = self._desk.manner.retry_after
            headers = "" if wait is None else f"Retry-After: {wait:g}\r\n"
            self._send(429, {"error": {"message": "too many requests in flight"}}, headers)
        elif self._desk.manner.latency:
            self._timer = asyncio.get_running_loop().call_later(self._desk.manner.latency, self._finish, raw)
        else:
            self._finish(raw)

    def _finish(self, raw: bytes) -> None:
        self._timer = None
        self._desk.in_flight -= 1
        body = json.loads(raw)
        self._send(200, completion(answer_to(body), len(raw)))
        self._desk.note(raw, body)

    def _send(self, status: int, body: object, headers: str = "") -> None:
        content = json.dumps(body).encode()
        head = f"HTTP/1.1 {status} {_REASONS[status]}\r\nContent-Type: application/json\r\n{headers}"
        self._transport.write(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)

    def connection_lost(self, _error: Exception | None) -> None:
        if self._timer is not None:  # whoever asked is gone
            self._timer.cancel()
            self._desk.in_flight -= 1


def _length(head: bytes) -> int:
    _, found, rest = head.partition(b"\r\ncontent-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


def completion(content: str, length: int) -> dict[str, Any]:
    """A chat completion with this content, to a request of so many bytes."""
    read, written = length // CHARACTERS_PER_TOKEN, len(content) // CHARACTERS_PER_TOKEN
    return {
        "id": "stub",
        "object": "chat.completion",
        "created": 0,
        "model": MODEL,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written},
    }


class StubEndpoint:
    """A stub endpoint in a process of its own, which ends with the context, or with this process.

    Args:
        manner: how it behaves.
    """

    def __init__(self, manner: Manner = Manner()) -> None:
        self._manner = manner

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "benchmarks.stub_endpoint", json.dumps(vars(self._manner))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own
        self.port = int(cast("IO[bytes]", self._process.stdout).readline())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()  # closes its input, at which it ends

    @property
    def base_url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/v1"

    def stats(self) -> Stats:
        """What it did so far."""
        return Stats(**self._told("/stats"))

    def articles(self) -> list[str | None]:
        """What the requests were about that it answered, in order: see `article_of`."""
        articles: list[str | None] = self._told("/articles")
        return articles

    def _told(self, path: str) -> Any:  # noqa: ANN401 - JSON
        connection = HTTPConnection("127.0.0.1", self.port)
        try:
            connection.request("GET", path)
            return json.load(connection.getresponse())
        finally:
            connection.close()


async def _serve(manner: Manner) -> None:
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_reader(sys.stdin.fileno(), ended.set)  # nothing is ever written to it, so it is its end
    server = await loop.create_server(partial(_Connection, Desk(manner)), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await ended.wait()


def main() -> None:
    """Serve until the standard input ends."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("manner", type=json.loads, help="a `Manner` as JSON")
    asyncio.run(_serve(Manner(**parser.parse_args().manner)))


if __name__ == "__main__":
    main()
