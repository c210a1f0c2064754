"""How many requests a second the stub endpoint answers, so that nobody takes its bounds for those of a client."""

import asyncio
import json
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from benchmarks.stub_endpoint import MODEL, StubEndpoint

CONNECTIONS = 16
ROUNDS = 20
"""How often each request is sent."""
MOST = 400
"""How many different requests are sent."""


def stub_rate(requests: Path) -> float:
    """The requests a second that the stub answers, sent over bare sockets by this process.

    Args:
        requests: a file of requests, as `write_requests` writes it.
    """
    with requests.open(encoding="utf-8") as file:
        messages = [_message(json.loads(line)) for line in islice(file, MOST)]
    with StubEndpoint() as stub:
        started = time.monotonic()
        asyncio.run(_send_all(stub.port, messages * ROUNDS))
        return len(messages) * ROUNDS / (time.monotonic() - started)


def _message(request: dict[str, dict[str, object]]) -> bytes:
    form = {"type": "json_schema", "json_schema": request["form"]}
    body = json.dumps({"model": MODEL, **request["arguments"], "response_format": form}).encode()
    return b"POST /v1/chat/completions HTTP/1.1\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)


async def _send_all(port: int, messages: Sequence[bytes]) -> None:
    await asyncio.gather(*(_send(port, messages[at::CONNECTIONS]) for at in range(CONNECTIONS)))


async def _send(port: int, messages: Sequence[bytes]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for message in messages:
        writer.write(message)
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(head.rpartition(b"Content-Length: ")[2]))
    writer.close()
