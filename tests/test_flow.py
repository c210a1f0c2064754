"""Work side by side: bounded, lazy, and nothing left at work when nobody wants more."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing
from itertools import count

import pytest

from newsbrief.flow import AHEAD, as_finished, ordered

BOTH = pytest.mark.parametrize("run", [as_finished, ordered])
Run = Callable[..., AsyncGenerator[int, None]]


class Work:
    """Work that takes its time: how much of it is at work, and was at once."""

    def __init__(self) -> None:
        self.at_work = self.most = 0

    async def __call__(self, item: int) -> int:
        self.at_work += 1
        self.most = max(self.most, self.at_work)
        try:
            for _ in range(1 + item % 3):
                await asyncio.sleep(0)
        finally:
            self.at_work -= 1
        return item


async def collected(results: AsyncGenerator[int, None]) -> list[int]:
    return [one async for one in results]


@BOTH
def test_every_item_has_its_result_and_no_more_are_worked_on_than_allowed(run: Run) -> None:
    work = Work()
    results = asyncio.run(collected(run(range(50), work, 4)))
    assert sorted(results) == list(range(50))
    assert work.most == 4


def test_results_come_in_the_order_of_the_items_if_wanted() -> None:
    assert asyncio.run(collected(ordered(range(50), Work(), 4))) == list(range(50))


def test_a_slow_item_holds_back_nobody_else() -> None:
    async def first_is_slow(item: int) -> int:
        await asyncio.sleep(0 if item else 0.05)
        return item

    assert asyncio.run(collected(as_finished(range(5), first_is_slow, 2)))[-1] == 0


@BOTH
def test_endless_items_are_read_only_as_they_are_needed(run: Run) -> None:
    read: list[int] = []

    def endless() -> Iterator[int]:
        for number in count():
            read.append(number)
            yield number

    async def three() -> None:
        async with aclosing(run(endless(), Work(), 4)) as results:
            for _ in range(3):
                await anext(results)

    asyncio.run(three())
    assert len(read) <= 4 * AHEAD + 3


@BOTH
def test_whoever_stops_early_leaves_nothing_at_work(run: Run) -> None:
    work = Work()

    async def one() -> None:
        async with aclosing(run(count(1), work, 4)) as results:
            await anext(results)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(one())
    assert work.at_work == 0


@BOTH
def test_an_error_ends_it_and_the_rest_is_cancelled(run: Run) -> None:
    async def fail_at_two(item: int) -> int:
        if item == 2:
            raise ZeroDivisionError
        await asyncio.sleep(0 if item < 2 else 60)
        return item

    async def all_of_it() -> None:
        with pytest.raises(ZeroDivisionError):
            await collected(run(range(9), fail_at_two, 4))
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(all_of_it())


@BOTH
def test_items_are_worked_on_while_the_next_is_waited_for(run: Run) -> None:
    async def two_for_now() -> AsyncIterator[int]:
        yield 1
        yield 2
        await asyncio.Event().wait()

    async def what_is_there() -> list[int]:
        async with asyncio.timeout(10), aclosing(run(two_for_now(), Work(), 4)) as results:
            return sorted([await anext(results), await anext(results)])

    assert asyncio.run(what_is_there()) == [1, 2]


@BOTH
def test_an_iterator_that_fails_is_heard_after_what_is_finished_and_leaves_nothing_at_work(run: Run) -> None:
    go_on = asyncio.Event()

    async def fails_after_three() -> AsyncIterator[int]:
        for number in range(3):
            yield number
        await go_on.wait()
        raise ZeroDivisionError

    async def all_of_it() -> list[int]:
        results = run(fails_after_three(), Work(), 4)
        seen = [await anext(results) for _ in range(3)]
        go_on.set()
        with pytest.raises(ZeroDivisionError):
            await anext(results)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return seen

    assert sorted(asyncio.run(all_of_it())) == [0, 1, 2]


@BOTH
def test_work_that_was_begun_before_the_iterator_failed_does_not_go_on_alone(run: Run) -> None:
    def fails() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    async def all_of_it() -> None:
        with pytest.raises(ZeroDivisionError):
            await collected(run(fails(), Work(), 4))
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(all_of_it())


def test_results_that_wait_for_an_earlier_one_can_be_had_when_it_ends_early() -> None:
    untaken: list[int] = []

    async def second_is_slow(item: int) -> int:
        await asyncio.sleep(60 if item == 1 else 0)
        return item

    async def one() -> None:
        async with aclosing(ordered(range(4), second_is_slow, 4, untaken)) as results:
            await anext(results)
            waiting = asyncio.create_task(anext(results))
            for _ in range(9):
                await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.wait([waiting])

    asyncio.run(one())
    assert untaken == [2, 3]
