"""The pace at which requests are sent: how many at once and a minute, and slower when an endpoint asks for it."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from newsbrief.errors import ModelError, RateLimited
from newsbrief.foreign_errors import LONGEST_WAIT
from newsbrief.schema import Usage

Sleep = Callable[[float], Awaitable[None]]
Clock = Callable[[], float]

MINUTE = 60.0
FIRST_STEP = 0.1
"""How much of a request more is tried for a round of answers, right after the endpoint had too many."""
RARELY = 20
"""Where being refused costs a wait, as many are tried again only after so many times that wait."""

FIRST_HOLD, LONGEST_HOLD = 0.1, 15.0
"""Seconds for which nothing is sent while an endpoint refuses everything and does not say for how long."""
QUOTA_WINDOW = 1.5 * LONGEST_WAIT
"""Seconds after which no quota is the reason any more; few are counted over more than a minute."""


class _Refusals:
    """Refusals with no answer in between: of those in flight there were too many, or a quota is used up for a while.

    Where the number was the reason, an answer comes soon; so the first refusal holds back nobody, and those that follow
    for as long as all of them have lasted, which doubles that.
    """

    def __init__(self) -> None:
        self._has_answered = False
        self._since: float | None = None
        self._last = 0.0

    def answered(self) -> None:
        """An answer came."""
        self._has_answered = True
        self._since = None

    def hold(self, now: float) -> float:
        """There is one more: the seconds for which to send nothing."""
        is_first = self._since is None or now - self._last > QUOTA_WINDOW  # what was long ago is another matter
        if is_first:
            self._since = now
        self._last = now
        lasted = self._lasted(now)
        return 0.0 if is_first or lasted >= QUOTA_WINDOW else min(max(lasted, FIRST_HOLD), LONGEST_HOLD)

    def may_end(self, now: float) -> bool:
        """Whether the endpoint is one that answers, and a quota may be why it does not."""
        return self._has_answered and self._lasted(now) < QUOTA_WINDOW

    def _lasted(self, now: float) -> float:
        return 0.0 if self._since is None else now - self._since


class Pace:
    """Lets requests through, first come, first served. It belongs to one event loop.

    How many may be in flight follows what the endpoint takes (additive increase, as TCP does it): when it says that
    there were too many, the limit falls to those that it did take, and it rises again while answers come. A wait that
    the endpoint asks for holds back every request; as many as led to it are not in flight again for a while. Where it
    refuses everything and asks for no wait, all are held back for longer and longer, as quotas are counted over up to a
    minute. Requests and tokens a minute are spaced evenly, without bursts.

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
        self._refusals = _Refusals()
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
        self._refusals.answered()
        if used.total:
            self._next_token += (used.total - estimate.total) * self._a_token
        most = self._most if self._clock() >= self._too_many_until else self._too_many - 1
        raised = self._limit + self._step / self._limit
        self._step = FIRST_STEP if raised >= most else min(raised, self._step * (1 + 1 / raised))
        self._limit = min(most, raised)

    def failed(self, error: ModelError) -> None:
        """A request failed that is still in flight: if the endpoint is busy, let no more through than it takes."""
        wait = error.retry_after or 0.0
        if isinstance(error, RateLimited):
            self._remember_too_many(wait)
            self._limit = float(max(1, min(self.limit, self._in_flight - 1)))
            self._step = FIRST_STEP
            hold = self._refusals.hold(self._clock())
            wait = wait or hold
        self._held_until = max(self._held_until, self._clock() + wait)

    def is_answering(self) -> bool:
        """Whether the endpoint answers, or may do so again soon: it did, and a quota may be why it does not now."""
        return self._refusals.may_end(self._clock())

    def _remember_too_many(self, wait: float) -> None:
        """Keep in mind how many it was that had to wait: of those that are refused together, the first one tells.

        If there were fewer than allowed, it was not for their number: there were too many in a minute.
        """
        now = self._clock()
        if wait and now >= self._held_until and self._in_flight >= max(2, self.limit):
            self._too_many, self._too_many_until = self._in_flight, now + RARELY * wait
