"""The pace at which requests are sent: how many at once and a minute, and slower when an endpoint asks for it."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from newsbrief.errors import ModelError, RateLimited
from newsbrief.schema import Usage

Sleep = Callable[[float], Awaitable[None]]
Clock = Callable[[], float]

MINUTE = 60.0
FIRST_STEP = 0.1
"""How much of a request more is tried for a round of answers, right after the endpoint had too many."""
RARELY = 20
"""Where being refused costs a wait, as many are tried again only after so many times that wait."""


class Pace:
    """Lets requests through, first come, first served. It belongs to one event loop.

    How many may be in flight follows what the endpoint takes (additive increase, as TCP does it): when it says that
    there were too many, the limit falls to those that it did take, and it rises again while answers come. A wait that
    the endpoint asks for holds back every request; as many as led to it are not in flight again for a while. Requests
    and tokens a minute are spaced evenly, without bursts.

    Args:
        concurrency: how many requests may be in flight at most.
        rpm: how many requests may be sent in a minute; None for no bound.
        tpm: how many tokens may be read and written in a minute; None for no bound.
        clock: tells seconds.
        sleep: waits for seconds.
    """

    def __init__(
        self,
        concurrency: int,
        rpm: float | None = None,
        tpm: float | None = None,
        *,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._most = concurrency
        self._limit = float(concurrency)
        self._step = 1.0
        self._admitted = 0
        self._in_flight = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._a_request, self._a_token = MINUTE / rpm if rpm else 0.0, MINUTE / tpm if tpm else 0.0
        self._next_request = self._next_token = self._held_until = 0.0
        self._too_many, self._too_many_until = concurrency + 1, 0.0
        self._clock = clock
        self._sleep = sleep

    @property
    def limit(self) -> int:
        """How many requests may be in flight now."""
        return int(self._limit)

    @asynccontextmanager
    async def turn(self, estimate: Usage) -> AsyncIterator[None]:
        """Wait for one's turn to send a request of so many tokens; it is in flight while the context lasts."""
        await self._admission()
        try:
            await self._moment(estimate.total)
            self._in_flight += 1
            try:
                yield
            finally:
                self._in_flight -= 1
        finally:
            self._admitted -= 1
            self._admit()

    async def _admission(self) -> None:
        mine = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        self._admit()
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():  # admitted and cancelled in the same moment
                self._admitted -= 1
                self._admit()
            raise

    def _admit(self) -> None:
        while self._waiting and self._admitted < self.limit:
            first = self._waiting.popleft()
            if not first.done():
                first.set_result(None)
                self._admitted += 1

    async def _moment(self, tokens: int) -> None:
        """Wait for the moment that the bounds a minute leave, and for what the endpoint asked to wait."""
        if self._a_request or self._a_token:
            at = max(self._clock(), self._next_request, self._next_token)
            self._next_request = at + self._a_request
            self._next_token = at + tokens * self._a_token
            await self._until(at)
        held = 0.0
        while held != self._held_until:  # while one waits, the endpoint may ask for more
            held = self._held_until
            await self._until(held)

    async def _until(self, moment: float) -> None:
        wait = moment - self._clock()
        if wait > 0:
            await self._sleep(wait)

    def answered(self, estimate: Usage, used: Usage) -> None:
        """An answer came: let a little more through, and count the tokens that it took, where the endpoint says so."""
        if used.total:
            self._next_token += (used.total - estimate.total) * self._a_token
        most = self._most if self._clock() >= self._too_many_until else self._too_many - 1
        raised = self._limit + self._step / self._limit
        self._step = FIRST_STEP if raised >= most else min(raised, self._step * (1 + 1 / raised))
        self._limit = min(most, raised)

    def failed(self, error: ModelError) -> None:
        """A request failed that is still in flight: if the endpoint is busy, let no more through than it takes."""
        if isinstance(error, RateLimited):
            self._remember_too_many(error.retry_after or 0.0)
            self._limit = float(max(1, min(self.limit, self._in_flight - 1)))
            self._step = FIRST_STEP
        if error.retry_after is not None:
            self._held_until = max(self._held_until, self._clock() + error.retry_after)

    def _remember_too_many(self, wait: float) -> None:
        """Keep in mind how many it was that had to wait: of those that are refused together, the first one tells.

        If there were fewer than allowed, it was not for their number: there were too many in a minute.
        """
        now = self._clock()
        if wait and now >= self._held_until and self._in_flight >= max(2, self.limit):
            self._too_many, self._too_many_until = self._in_flight, now + RARELY * wait
