"""Answers of bounded size: whatever an endpoint sends, no more than a little of it gets into memory."""

from contextlib import aclosing
from typing import TYPE_CHECKING

from newsbrief.errors import WRONG_URL, AnswerInvalid

if TYPE_CHECKING:
    from httpx2 import Response

MOST_BYTES = 4_000_000
"""After decompression; no answer to our questions comes near it."""
_DIGITS = len(str(MOST_BYTES))


async def bound(response: "Response") -> None:
    """Read an answer that has begun to arrive; a response hook of httpx2's asynchronous clients.

    Raises:
        AnswerInvalid: it has more than `MOST_BYTES`; the connection is closed then.
    """
    if _is_short(response):
        return
    import httpx2

    arriving = httpx2.Response(response.status_code, headers=response.headers, stream=response.stream)
    read = bytearray()
    async with aclosing(arriving.aiter_bytes()) as parts:
        async for part in parts:
            read += part
            if len(read) > MOST_BYTES:
                raise AnswerInvalid(f"the answer is longer than {MOST_BYTES} bytes", hint=WRONG_URL)
    response.stream = httpx2.ByteStream(bytes(read))
    response.headers.pop("content-encoding", None)


def _is_short(response: "Response") -> bool:
    """Whether an answer says that it is short, in the one way in which no more can be read than it says."""
    length = response.headers.get("content-length", "")
    grows = {"content-encoding", "transfer-encoding"} & response.headers.keys()
    return not grows and length.isdecimal() and len(length) <= _DIGITS and int(length) <= MOST_BYTES
