"""Budgets: no bound is ever passed, and nothing stops while there is room."""

import asyncio
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.answers import NoAnswers
from newsbrief.article import Article
from newsbrief.budget import Budget, Estimate, estimate_of
from newsbrief.drafts import Draft
from newsbrief.engine import _Rounds
from newsbrief.errors import BudgetSpent, SettingsError
from newsbrief.limits import Limits, Prices, limits_of, price_of
from newsbrief.questions import Answer, Cost, Question, Reply
from newsbrief.schema import Usage
from newsbrief.settings import Endpoint
from newsbrief.telling import Teller

if TYPE_CHECKING:
    from newsbrief.model import Model


def usage(tokens: int, written: int = 0) -> Usage:
    return Usage(input_tokens=tokens, output_tokens=written)


async def spend(
    budget: Budget, likely: Usage, used: Usage, *, most: Usage | None = None, assumed: Usage | None = None
) -> bool:
    """Whether a request was sent; it is in flight for a moment."""
    try:
        async with budget.spending(Estimate(likely, most or likely)) as expense:
            expense.assumed = assumed or Usage()
            await asyncio.sleep(0)
            expense.reported = used
    except BudgetSpent:
        return False
    return True


REQUESTS = st.lists(st.tuples(st.integers(1, 200), st.integers(0, 50), st.integers(0, 100)), min_size=1, max_size=40)


@given(st.integers(1, 2000), REQUESTS)
def test_the_bound_is_never_passed_however_many_ask_at_once(bound: int, requests: list[tuple[int, int, int]]) -> None:
    budget = Budget(max_tokens=bound)

    async def run() -> list[bool]:
        estimates = [(usage(read, written), percent) for read, written, percent in requests]
        return await asyncio.gather(
            *(spend(budget, one, usage(one.total * percent // 100)) for one, percent in estimates)
        )

    sent = asyncio.run(run())
    assert budget.used.total <= bound
    assert budget.requests == sum(sent)


def test_who_does_not_fit_waits_for_those_in_flight_and_is_sent_if_they_leave_room() -> None:
    budget = Budget(max_tokens=150)

    async def run() -> list[bool]:
        return await asyncio.gather(*(spend(budget, usage(100), usage(20)) for _ in range(3)))

    assert asyncio.run(run()) == [True, True, True]
    assert budget.used.total == 60


def test_what_does_not_fit_though_nothing_is_in_flight_is_not_sent() -> None:
    budget = Budget(max_tokens=99)
    with pytest.raises(BudgetSpent, match="99 tokens"):
        asyncio.run(_entered(budget, usage(100)))


async def _entered(budget: Budget, likely: Usage) -> None:
    async with budget.spending(Estimate(likely, likely)):
        pass


def test_once_spent_nothing_is_sent_any_more_though_it_would_fit() -> None:
    budget = Budget(max_tokens=99)
    assert asyncio.run(spend(budget, usage(100), usage(1))) is False
    assert asyncio.run(spend(budget, usage(1), usage(1))) is False


class HalfPaid:
    """A model that has the money for its first question only, and takes its time over that."""

    async def ask(self, question: Question, _budget: Budget | None, _hear: object) -> Reply:
        if question.section != "first":
            raise BudgetSpent("spent")
        for _ in range(3):
            await asyncio.sleep(0)
        return Answer({}, Cost())


class Kept(NoAnswers):
    """Notes of which sections it hears answers."""

    def __init__(self) -> None:
        self.sections: list[str] = []

    def take(self, question: Question, _reply: Reply) -> None:
        self.sections.append(question.section)


def test_what_is_on_its_way_when_the_money_is_spent_is_waited_for_and_kept() -> None:
    questions = [Question(section, (), "", "", Draft("d", {}), 1) for section in ("first", "second")]
    kept = Kept()
    rounds = _Rounds(Teller(Article.from_text("Rain.")), kept, None)
    with pytest.raises(BudgetSpent):
        asyncio.run(rounds.ask(questions, cast("Model", HalfPaid())))
    assert kept.sections == ["first"]


def test_an_endpoint_that_counts_more_than_we_do_is_believed() -> None:
    budget = Budget(max_tokens=500)

    async def run() -> list[bool]:
        return [await spend(budget, usage(100), usage(200)) for _ in range(4)]

    assert asyncio.run(run()) == [True, True, False, False]


@given(st.integers(1, 2000), REQUESTS)
def test_requests_side_by_side_keep_the_bound_whatever_the_endpoint_counts(
    bound: int, requests: list[tuple[int, int, int]]
) -> None:
    """Each takes more than is likely, up to the most it can; the one that may pass the bound is sent alone."""
    budget, over = Budget(max_tokens=bound), 3

    async def run() -> list[bool]:
        estimates = [(usage(read, written), usage(read * over, written)) for read, written, _ in requests]
        return await asyncio.gather(*(spend(budget, likely, most, most=most) for likely, most in estimates))

    asyncio.run(run())
    assert budget.used.total <= bound + 2 * max(read for read, _, _ in requests)


def test_what_may_pass_the_bound_in_company_is_sent_alone() -> None:
    budget, in_flight, most_in_flight = Budget(max_tokens=500), 0, 0

    async def one() -> None:
        nonlocal in_flight, most_in_flight
        async with budget.spending(Estimate(usage(100), usage(300))) as expense:
            in_flight += 1
            most_in_flight = max(most_in_flight, in_flight)
            await asyncio.sleep(0)
            expense.reported = usage(100)
            in_flight -= 1

    async def run() -> None:
        await asyncio.gather(*(one() for _ in range(4)))

    asyncio.run(run())
    assert (budget.used.total, most_in_flight) == (400, 1)


async def together(budget: Budget, used: list[Usage | None]) -> list[bool | BaseException]:
    """Whether requests were sent that ask at once and are likely to take 10 tokens; one of None is cancelled."""
    asking = [asyncio.create_task(spend(budget, usage(10), one or Usage())) for one in used]
    await asyncio.sleep(0)
    for task, one in zip(asking, used, strict=True):
        if one is None:
            task.cancel()
    return await asyncio.wait_for(asyncio.gather(*asking, return_exceptions=True), 10)


def test_the_first_answer_shows_how_the_endpoint_counts_before_others_are_sent() -> None:
    budget = Budget(max_tokens=1000)
    assert asyncio.run(together(budget, [usage(400)] * 8)) == [True, True] + [False] * 6


def test_after_the_first_answer_several_are_in_flight() -> None:
    budget, others_are_in_flight = Budget(max_tokens=1000), asyncio.Barrier(3)

    async def other() -> None:
        async with budget.spending(Estimate(usage(10), usage(10))):
            await others_are_in_flight.wait()

    async def run() -> None:
        await spend(budget, usage(10), usage(10))
        await asyncio.wait_for(asyncio.gather(other(), other(), other()), 10)

    asyncio.run(run())
    assert budget.requests == 4


@pytest.mark.parametrize("first", [Usage(), None], ids=["refused", "cancelled"])
def test_a_first_request_that_shows_nothing_is_followed_by_another(first: Usage | None) -> None:
    budget = Budget(max_tokens=1000)
    assert asyncio.run(together(budget, [first, usage(400), usage(400), usage(400)]))[1:] == [True, True, False]


def test_where_even_the_first_request_does_not_fit_all_end() -> None:
    assert asyncio.run(together(Budget(max_tokens=9), [usage(1)] * 4)) == [False] * 4


def test_who_waits_for_room_and_is_cancelled_leaves_it_to_the_others() -> None:
    budget = Budget(max_tokens=400)

    async def run() -> list[bool | BaseException]:
        several = [asyncio.create_task(spend(budget, usage(100), usage(100), most=usage(300))) for _ in range(4)]
        await asyncio.sleep(0)
        several[0].cancel()  # in flight
        several[1].cancel()  # first in line
        return await asyncio.wait_for(asyncio.gather(*several, return_exceptions=True), 10)

    assert asyncio.run(run())[2:] == [True, True]


def test_what_is_not_reported_counts_as_it_is_assumed_and_is_not_said_to_be_reported() -> None:
    budget = Budget(max_tokens=250)

    async def run() -> list[bool]:
        return [await spend(budget, usage(100), Usage(), assumed=usage(100)) for _ in range(4)]

    assert asyncio.run(run()) == [True, True, False, False]
    assert (budget.used, budget.assumed) == (Usage(), usage(200))


def test_what_is_assumed_is_counted_as_the_endpoint_counts() -> None:
    budget = Budget()
    asyncio.run(spend(budget, usage(100, 50), usage(300, 10)))
    asyncio.run(spend(budget, usage(100, 50), Usage(), assumed=usage(100, 50)))
    assert budget.assumed == usage(300, 50)


def test_a_long_answer_that_was_not_written_does_not_hide_that_more_was_read() -> None:
    budget = Budget(max_tokens=1500)

    async def run() -> list[bool]:
        return [await spend(budget, usage(100, 1000), usage(300)) for _ in range(3)]

    assert asyncio.run(run()) == [True, False, False]


@pytest.mark.parametrize("text", ["Rain.", "Дощ у Львові.", "თბილისის მერმა განაცხადა", "雨が降る", "\ud800"])
def test_no_tokenizer_makes_more_of_a_request_than_it_may_take_at_most(text: str) -> None:
    sent = {"messages": [{"role": "user", "content": text}], "max_tokens": 50}
    estimate = estimate_of(sent)
    assert estimate.most.input_tokens >= len(text.encode(errors="surrogatepass"))
    assert estimate.most.output_tokens == estimate.likely.output_tokens == 50


def test_a_schema_may_be_billed() -> None:
    sent = {"messages": [], "max_completion_tokens": 50}
    assert estimate_of({**sent, "response_format": {"type": "text"}}).most.total > estimate_of(sent).most.total


def test_money_is_bounded_by_the_price_of_what_is_read_and_written() -> None:
    budget = Budget(max_cost=0.0010, price=Prices(1, 10))

    async def run() -> list[bool]:
        return [await spend(budget, usage(100, 40), usage(100, 40)) for _ in range(4)]

    assert asyncio.run(run()) == [True, True, False, False]


def test_without_bounds_everything_passes() -> None:
    budget = Budget()
    assert asyncio.run(spend(budget, usage(10**9), usage(10**9)))


def test_cached_tokens_have_a_price_of_their_own_if_one_is_given() -> None:
    read = Usage(input_tokens=1_000_000, cached_tokens=500_000)
    assert Prices(2, 8, cached=1)(read) == pytest.approx(1.5)
    assert Prices(2, 8)(read) == pytest.approx(2)


def test_a_model_on_this_machine_costs_nothing() -> None:
    for endpoint in (Endpoint("local"), Endpoint("gpt-5-mini", "http://127.0.0.1:1/v1")):
        price = price_of(endpoint, "gpt-5-mini", Limits())
        assert price
        assert price(usage(10**6, 10**6)) == 0


def test_the_price_of_a_hosted_model_is_known_and_that_of_an_unknown_one_is_not() -> None:
    pytest.importorskip("genai_prices")
    price = price_of(Endpoint("gpt-5-mini", "https://api.openai.com/v1"), "gpt-5-mini", Limits())
    assert price
    assert price(usage(10**6)) > 0
    assert price_of(Endpoint("x", "https://models.example/v1"), "x", Limits()) is None


def test_prices_that_are_given_count_before_those_that_are_known() -> None:
    price = price_of(Endpoint("gpt-5-mini", "https://api.openai.com/v1"), "gpt-5-mini", Limits(prices=Prices(5, 0)))
    assert price
    assert price(usage(10**6)) == pytest.approx(5)


def test_a_bound_on_the_cost_needs_a_price() -> None:
    with pytest.raises(SettingsError, match="price"):
        Limits(max_cost=1).budget(None)


@pytest.mark.parametrize(("text", "seconds"), [("90", 90), ("90s", 90), ("1.5m", 90), ("8h", 28800)])
def test_a_deadline_is_read_with_its_unit(text: str, seconds: float) -> None:
    assert limits_of(None, None, None, text, None).deadline == seconds


@pytest.mark.parametrize("text", ["soon", "1d", "-1", "", "1 2", "nan"])
def test_a_deadline_that_cannot_be_read_is_an_error(text: str) -> None:
    if text:
        with pytest.raises(SettingsError, match="deadline"):
            limits_of(None, None, None, text, None)
    else:
        assert limits_of(None, None, None, text, None).deadline is None


@pytest.mark.parametrize("text", ["1", "a,b", "1,2,3,4", "-1,2", "nan,1"])
def test_prices_that_cannot_be_read_are_an_error(text: str) -> None:
    with pytest.raises(SettingsError, match="prices"):
        limits_of(None, None, None, None, text)


@pytest.mark.parametrize("name", ["max_tokens", "max_cost", "max_articles", "deadline"])
def test_a_bound_that_lets_nothing_pass_is_an_error(name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Limits(**{name: 0})  # type: ignore[arg-type]
