"""Everything that goes wrong between a client and an endpoint, as responses of the scripted endpoint."""

import asyncio
import json
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from typing import Any

from newsbrief import errors
from tests.endpoint import Body, Response, completion, filled

SETTLING = 5
"""Rounds of the event loop in which others get to do what they do before they sleep as well."""
KEY = "sk-planted-0123456789"
NO_QUOTA = {"message": "You have spent all you had", "type": "insufficient_quota", "code": "insufficient_quota"}


class FakeTime:
    """A clock that goes on only when all that is going on is that somebody sleeps, and then at once."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []
        self._ends: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self.waits.append(seconds)
        end = self.now + seconds
        self._ends.append(end)
        try:
            while self.now < end:
                for _ in range(SETTLING):
                    await asyncio.sleep(0)
                self.now = max(self.now, min(self._ends))
        finally:
            self._ends.remove(end)

    def clock(self) -> float:
        """The time."""
        return self.now


class ResetBefore(Response):
    """The connection is reset before a byte of the answer."""

    def send(self, to: BaseHTTPRequestHandler) -> None:
        _reset(to)


class ResetWithin(Response):
    """The connection is reset in the middle of the body."""

    def send(self, to: BaseHTTPRequestHandler) -> None:
        self.send_head(to, len(self.raw))
        to.wfile.write(self.raw[: len(self.raw) // 2])
        _reset(to)


class Stall(Response):
    """Nothing comes, until the client hangs up."""

    def send(self, to: BaseHTTPRequestHandler) -> None:
        to.close_connection = True
        to.connection.settimeout(60)
        with suppress(OSError):
            to.connection.recv(1)


class Dribble(Response):
    """A byte comes now and then: there is never a long silence, and never an end."""

    def send(self, to: BaseHTTPRequestHandler) -> None:
        self.send_head(to, 1_000_000)
        with suppress(OSError):
            for _ in range(2000):
                to.wfile.write(b" ")
                time.sleep(0.02)
        to.close_connection = True


class Flood(Response):
    """50 MB of blanks before the answer; without the client's memory in danger, it would be a good one."""

    def send(self, to: BaseHTTPRequestHandler) -> None:
        self.send_head(to, 50_000_000 + len(self.raw))
        for _ in range(50):
            to.wfile.write(b" " * 1_000_000)
        to.wfile.write(self.raw)


class Closing(Response):
    """The connection is closed right after the answer, which said that it would be kept."""

    def send(self, to: BaseHTTPRequestHandler) -> None:
        # Corked, the end of the connection travels with the end of the answer, and the client sees both or none.
        to.connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, "TCP_CORK", socket.TCP_NODELAY), 1)
        super().send(to)
        to.connection.shutdown(socket.SHUT_WR)
        to.close_connection = True


def _reset(to: BaseHTTPRequestHandler) -> None:
    to.close_connection = True
    to.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    to.rfile.close()  # it holds the socket open
    to.connection.close()


@dataclass(frozen=True)
class Fault:
    """A fault, and what it comes to if every answer has it.

    Attributes:
        response: the response to a request.
        ends_in: the error; None if there is a brief all the same.
        calls: how many requests a question takes; None for as many as attempts are allowed.
    """

    response: Callable[[Body], Response]
    ends_in: type[errors.ModelError] | None = None
    calls: int | None = 1


def good(body: Body) -> Response:
    """An answer that fits."""
    return completion(json.dumps(filled(body)))


def _always(response: Response) -> Callable[[Body], Response]:
    return lambda _body: response


def _said(status: int, message: str, **headers: str) -> Callable[[Body], Response]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return _always(Response(status, {"error": {"message": message}}, named))


def _around(before: str, after: str = "") -> Callable[[Body], Response]:
    return lambda body: completion(f"{before}{json.dumps(filled(body))}{after}")


def _with(**parts: Any) -> Callable[[Body], Response]:
    """A good answer, with parts of its envelope replaced."""
    return lambda body: Response(body={**good(body).body, **parts})


def _as(kind: type[Response]) -> Callable[[Body], Response]:
    return lambda body: kind(body=good(body).body)


def _misspelt(body: Body) -> Response:
    answer = completion(json.dumps(dict.fromkeys(filled(body), "Café"), ensure_ascii=False)).body
    return Response(body=json.dumps(answer, ensure_ascii=False).encode("latin-1"))


def _dated(body: Body) -> Response:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=50), usegmt=True)
    return _said(429, "slow down", Retry_After=soon)(body)


BUSY = {
    "429": Fault(_said(429, "slow down"), errors.RateLimited, None),
    "429 with seconds": Fault(_said(429, "slow down", Retry_After="7"), errors.RateLimited, None),
    "429 with a date": Fault(_dated, errors.RateLimited, None),
    "500": Fault(_said(500, "internal error"), errors.EndpointFailed, None),
    "502 with a page": Fault(_always(Response(502, b"<html>Bad</html>")), errors.EndpointFailed, None),
    "503 with seconds": Fault(_said(503, "loading", Retry_After="3"), errors.EndpointFailed, None),
    "reset before the body": Fault(_as(ResetBefore), errors.ModelUnreachable, None),
    "reset in the body": Fault(_as(ResetWithin), errors.ModelUnreachable, None),
    "half a body": Fault(lambda body: Response(body=good(body).raw[:-9]), errors.EndpointFailed, None),
    "wrong encoding": Fault(_misspelt, errors.EndpointFailed, None),
    "wrong compression": Fault(
        lambda body: replace(good(body), headers={"Content-Encoding": "gzip"}), errors.EndpointFailed, None
    ),
    "a page": Fault(
        _always(Response(200, b"<html>Hello</html>", {"Content-Type": "text/html"})), errors.EndpointFailed, None
    ),
    "no completion": Fault(_with(choices=[{"message": "hello"}]), errors.EndpointFailed, None),
    "brackets without end": Fault(_always(Response(body=b"[" * 200_000)), errors.EndpointFailed, None),
}
"""What passes: the question is sent again, until the attempts are used up."""

MISREAD = {
    "no JSON": Fault(_always(completion("{nonsense")), errors.AnswerInvalid, 2),
    "nothing": Fault(_always(completion("")), errors.AnswerInvalid, 2),
    "half a surrogate": Fault(_always(completion("\ud800")), errors.AnswerInvalid, 2),
    "a list": Fault(_always(completion("[1, 2]")), errors.AnswerInvalid, 2),
    "unknown ids": Fault(_always(completion('{"nobody": "said so"}')), errors.AnswerInvalid, 2),
}
"""What a model can mend once it is shown: the question is asked once more."""

FINAL = {
    "truncated": Fault(_always(completion('{"a": "b', finish_reason="length")), errors.AnswerTruncated),
    "no choices": Fault(_with(choices=[]), errors.AnswerInvalid),
    "a refusal": Fault(_always(completion("", refusal=f"I would rather not help {KEY}")), errors.AnswerRefused),
    "a content filter": Fault(_always(completion("", finish_reason="content_filter")), errors.AnswerRefused),
    "400": Fault(_said(400, "what?"), errors.RequestRejected),
    "400 context": Fault(_said(400, "the maximum context length is 4096 tokens"), errors.ContextTooLong),
    "401": Fault(_said(401, f"wrong key: {KEY}"), errors.AccessDenied),
    "403": Fault(_said(403, "not for you"), errors.AccessDenied),
    "404": Fault(_said(404, "no such model"), errors.ModelNotFound),
    "429 for good": Fault(_always(Response(429, {"error": NO_QUOTA})), errors.AccessDenied),
    "a long answer": Fault(_around("x" * 300_000), errors.AnswerInvalid),
}
"""What stays as it is: the question is sent once."""

HARMLESS = {
    "a fence": Fault(_around("```json\n", "\n```")),
    "thoughts": Fault(_around('<think>{"what"?</think>\n')),
    "a word before": Fault(_around("Here you are: ")),
    "no usage": Fault(_with(usage=None)),
    "odd usage": Fault(_with(usage={"prompt_tokens": "many", "completion_tokens": None})),
    "closed after the answer": Fault(_as(Closing)),
}
"""What there is an answer in all the same."""

STALL = Fault(_always(Stall()), errors.ModelTimeout, None)
DRIBBLE = Fault(_always(Dribble()), errors.ModelTimeout, None)
FLOOD = Fault(_as(Flood), errors.AnswerInvalid)
