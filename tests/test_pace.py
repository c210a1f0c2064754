"""The pace of requests, on a clock that goes on only when somebody sleeps."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise

import pytest

from newsbrief.errors import EndpointFailed, ModelError, RateLimited
from newsbrief.pace import FIRST_HOLD, LONGEST_HOLD, QUOTA_WINDOW, RARELY, Pace
from newsbrief.schema import Usage
from tests.faults import FakeTime

ESTIMATE = Usage(input_tokens=80, output_tokens=20)


class Requests:
    """Requests that go through a pace: when each was sent, and how many were in flight at most."""

    def __init__(self, pace: Pace, time: FakeTime) -> None:
        self.pace = pace
        self.time = time
        self.sent: list[float] = []
        self.in_flight = self.most = 0

    async def one(self, during: Callable[[], Awaitable[None]] | None = None) -> None:
        """Send one; ``during`` is what happens while it is in flight."""
        async with self.pace.turn(ESTIMATE):
            self.sent.append(self.time.now)
            self.in_flight += 1
            self.most = max(self.most, self.in_flight)
            await (during() if during else asyncio.sleep(0))
            self.in_flight -= 1

    async def many(self, count: int, during: Callable[[], Awaitable[None]] | None = None) -> None:
        """Send so many side by side."""
        await asyncio.gather(*(self.one(during) for _ in range(count)))


def requests(concurrency: int = 8, rpm: float | None = None, tpm: float | None = None) -> Requests:
    time = FakeTime()
    return Requests(Pace(concurrency, rpm, tpm, clock=time.clock, sleep=time.sleep), time)


def busy(retry_after: float | None = None, kind: type[ModelError] = RateLimited) -> ModelError:
    error = kind("busy")
    error.retry_after = retry_after
    return error


def test_no_more_are_in_flight_than_allowed_and_as_many_as_allowed() -> None:
    run = requests(3)
    asyncio.run(run.many(10))
    assert run.most == 3
    assert len(run.sent) == 10


def test_who_comes_first_is_sent_first() -> None:
    run, order = requests(1), list[int]()

    async def numbered(number: int) -> None:
        async with run.pace.turn(ESTIMATE):
            order.append(number)
            await asyncio.sleep(0)

    async def all_of_them() -> None:
        await asyncio.gather(*(numbered(number) for number in range(6)))

    asyncio.run(all_of_them())
    assert order == list(range(6))


def test_requests_a_minute_are_spaced_evenly() -> None:
    run = requests(rpm=60)
    asyncio.run(run.many(4))
    assert run.sent == [0, 1, 2, 3]


def test_tokens_a_minute_are_spaced_by_what_each_request_takes() -> None:
    run = requests(tpm=600)
    asyncio.run(run.many(3))
    assert run.sent == [0, 10, 20]


def test_tokens_that_were_not_used_are_given_back() -> None:
    run = requests(tpm=600)

    async def cheap() -> None:
        run.pace.answered(ESTIMATE, Usage(input_tokens=10))

    async def one_by_one() -> None:
        await run.one(cheap)
        await run.one(cheap)

    asyncio.run(one_by_one())
    assert run.sent == [0, 1]


def test_an_endpoint_that_does_not_count_tokens_is_taken_to_use_what_was_estimated() -> None:
    run = requests(tpm=600)

    async def uncounted() -> None:
        run.pace.answered(ESTIMATE, Usage())

    async def one_by_one() -> None:
        await run.one(uncounted)
        await run.one(uncounted)

    asyncio.run(one_by_one())
    assert run.sent == [0, 10]


@pytest.mark.parametrize("kind", [RateLimited, EndpointFailed])
def test_a_wait_that_the_endpoint_asks_for_holds_back_everybody(kind: type[ModelError]) -> None:
    run = requests()

    async def refused() -> None:
        run.pace.failed(busy(7, kind))

    async def first_then_others() -> None:
        await run.one(refused)
        await run.many(3)

    asyncio.run(first_then_others())
    assert run.sent == [0, 7, 7, 7]


def test_a_busy_endpoint_gets_as_many_as_it_took() -> None:
    run, taken = requests(64), 20

    async def taken_or_refused() -> None:
        if run.in_flight > taken:
            run.pace.failed(busy())
        else:
            await asyncio.sleep(0)

    asyncio.run(run.many(64, taken_or_refused))
    assert run.pace.limit == taken


def test_other_errors_do_not_slow_it_down() -> None:
    run = requests(8)

    async def failing() -> None:
        run.pace.failed(busy(kind=EndpointFailed))

    asyncio.run(run.many(8, failing))
    assert run.pace.limit == 8


def test_it_never_stops_altogether_and_speeds_up_again_while_answers_come() -> None:
    run = requests(8)

    async def refused() -> None:
        run.pace.failed(busy())

    async def answered() -> None:
        run.pace.answered(ESTIMATE, ESTIMATE)

    asyncio.run(run.many(8, refused))
    assert run.pace.limit == 1
    asyncio.run(run.many(100, answered))
    assert run.pace.limit == 8


def refused_and_answered(*, together: int) -> Requests:
    """Of 64 that may be in flight, so many are, and are refused and told to wait a second; then answers come."""
    run = requests(64)

    async def refused() -> None:
        await asyncio.sleep(0)  # until the others are in flight, too
        run.pace.failed(busy(1))

    asyncio.run(run.many(together, refused))
    asyncio.run(run.many(2000, lambda: _answered(run)))
    return run


def test_as_many_as_had_to_wait_are_not_in_flight_again_soon() -> None:
    run = refused_and_answered(together=64)
    assert run.pace.limit == 63
    run.time.now += RARELY
    asyncio.run(run.many(2000, lambda: _answered(run)))
    assert run.pace.limit == 64


def test_after_that_the_limit_rises_as_slowly_as_after_a_refusal() -> None:
    run = requests(64)

    async def two_are_refused() -> None:
        async with run.pace.turn(ESTIMATE), run.pace.turn(ESTIMATE):
            run.pace.failed(busy())
            run.pace.failed(busy(1))

    asyncio.run(two_are_refused())
    asyncio.run(run.many(2000, lambda: _answered(run)))
    assert run.pace.limit == 1
    run.time.now += RARELY
    asyncio.run(run.many(3, lambda: _answered(run)))
    assert run.pace.limit == 1


def test_a_refusal_of_fewer_than_allowed_is_not_for_their_number() -> None:
    assert refused_and_answered(together=5).pace.limit == 64


def opening_again(at: float) -> Requests:
    """One request after another to an endpoint that answers the first, then refuses all until that moment."""
    run = requests()

    async def taken_or_refused() -> None:
        if len(run.sent) > 1 and run.time.now < at:
            run.pace.failed(busy())
        else:
            run.pace.answered(ESTIMATE, ESTIMATE)

    async def until_it_opens() -> None:
        while run.time.now < at:
            await run.one(taken_or_refused)

    asyncio.run(until_it_opens())
    return run


def test_while_all_is_refused_everybody_waits_twice_as_long_each_time_up_to_a_bound() -> None:
    gaps = [later - sooner for sooner, later in pairwise(opening_again(60).sent)]
    doubling = [FIRST_HOLD * 2**number for number in range(8)]
    assert gaps == pytest.approx([0, 0, FIRST_HOLD, *doubling, *[LONGEST_HOLD] * 3])


def test_an_endpoint_that_opens_again_within_a_minute_is_still_expected_to() -> None:
    run = opening_again(60)
    assert run.pace.is_answering()
    assert run.sent[-1] < 60 + LONGEST_HOLD


def test_one_that_refuses_everything_for_longer_is_not_and_holds_back_nobody_any_more() -> None:
    run = requests()
    run.pace.answered(ESTIMATE, ESTIMATE)
    for _ in range(2):
        run.pace.failed(busy())
        run.time.now += QUOTA_WINDOW
    run.pace.failed(busy())
    assert not run.pace.is_answering()
    asyncio.run(run.many(2))
    assert run.sent == [2 * QUOTA_WINDOW] * 2


def test_one_that_has_answered_nothing_yet_is_not_expected_to() -> None:
    run = requests()
    run.pace.failed(busy())
    assert not run.pace.is_answering()


def test_what_was_refused_long_ago_is_another_matter() -> None:
    run = requests()
    run.pace.answered(ESTIMATE, ESTIMATE)
    run.pace.failed(busy())
    run.time.now += QUOTA_WINDOW + 1
    run.pace.failed(busy())
    assert run.pace.is_answering()


def test_a_refusal_between_answers_holds_back_nobody() -> None:
    run, turns = requests(), iter([False, True] * 20)

    async def every_other_is_refused() -> None:
        if next(turns):
            run.pace.failed(busy())
        else:
            run.pace.answered(ESTIMATE, ESTIMATE)

    async def one_by_one() -> None:
        for _ in range(40):
            await run.one(every_other_is_refused)

    asyncio.run(one_by_one())
    assert run.time.now == 0


async def _answered(run: Requests) -> None:
    run.pace.answered(ESTIMATE, ESTIMATE)


def test_who_is_cancelled_while_waiting_takes_no_turn() -> None:
    run = requests(1)

    async def leave() -> None:
        release = asyncio.Event()
        holding = asyncio.create_task(run.one(lambda: _wait(release)))
        waiting = [asyncio.create_task(run.one()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        release.set()
        await asyncio.wait_for(asyncio.gather(holding, *waiting, return_exceptions=True), 10)

    asyncio.run(leave())
    assert len(run.sent) == 3


def test_who_is_cancelled_in_the_moment_of_being_let_through_gives_the_turn_on() -> None:
    run = requests(1)

    async def leave() -> None:
        waiting: list[asyncio.Task[None]] = []

        async def hold_and_cancel_the_next() -> None:
            async with run.pace.turn(ESTIMATE):
                await asyncio.sleep(0)
            waiting[0].cancel()  # it was let through just now, and has not run since

        holding = asyncio.create_task(hold_and_cancel_the_next())
        await asyncio.sleep(0)
        waiting += [asyncio.create_task(run.one()) for _ in range(2)]
        await asyncio.wait_for(asyncio.gather(holding, *waiting, return_exceptions=True), 10)

    asyncio.run(leave())
    assert len(run.sent) == 1


async def _wait(event: asyncio.Event) -> None:
    await event.wait()
