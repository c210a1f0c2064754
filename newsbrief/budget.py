"""What a run may spend: checked before each request, so that the bound is not passed."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from newsbrief.errors import BudgetSpent
from newsbrief.schema import Usage
from newsbrief.windows import estimate_tokens

Price = Callable[[Usage], float]
"""What tokens cost, in US dollars."""
MESSAGE_TOKENS = 16
"""What an endpoint may put around a message."""


def free(_usage: Usage) -> float:
    """The price of a model of one's own."""
    return 0.0


@dataclass(frozen=True)
class Estimate:
    """What a request may take, as far as that can be told before it is sent; the answer is as long as it may be.

    Attributes:
        likely: its tokens as we count them.
        most: its tokens if each byte of it is one: no tokenizer makes more of any script.
    """

    likely: Usage
    most: Usage


def estimate_of(sent: Mapping[str, Any]) -> Estimate:
    """What a request may take."""
    texts = [str(message.get("content") or "") for message in sent["messages"]]
    schema = str(sent.get("response_format") or "")  # some endpoints bill it as a part of the question
    octets = sum(len(text.encode(errors="surrogatepass")) for text in (*texts, schema))
    answer = sent.get("max_tokens") or sent["max_completion_tokens"]
    return Estimate(
        Usage(input_tokens=sum(map(estimate_tokens, texts)), output_tokens=answer),
        Usage(input_tokens=octets + MESSAGE_TOKENS * len(texts), output_tokens=answer),
    )


@dataclass
class Expense:
    """What a request took.

    Attributes:
        reported: what the endpoint says.
        assumed: what counts where it says nothing.
    """

    reported: Usage = field(default_factory=Usage)
    assumed: Usage = field(default_factory=Usage)


@dataclass
class Budget:
    """Tokens and money for all the requests of a run. Without bounds it lets everything pass. It belongs to one loop.

    With a bound, the first request is sent alone: its answer shows how the endpoint counts. Each reserves the most that
    it can take, and gives back what it did not. Where that does not fit, it waits for those in flight to settle, and
    the others wait behind it; where none is left, it is sent alone if what it is likely to take fits, or else the
    budget is spent. So what can still pass the bound is one request, if the endpoint makes more tokens of its script
    than of those before, and what an endpoint bills and does not report.

    Attributes:
        max_tokens: how many tokens may be read and written; None for no bound.
        max_cost: how many US dollars may be spent; None for no bound.
        price: what tokens cost.
        used: what was spent so far, as the endpoint reports it.
        assumed: what was spent besides, by requests for which it reported nothing: an estimate.
        requests: how many requests that took.
    """

    max_tokens: int | None = None
    max_cost: float | None = None
    price: Price = free
    used: Usage = field(default_factory=Usage)
    assumed: Usage = field(default_factory=Usage)
    requests: int = 0

    def __post_init__(self) -> None:
        self._reserved = Usage()
        self._pending = 0
        self._input_scale = self._output_scale = 1.0
        self._line = asyncio.Lock()
        self._settled = asyncio.Event()
        self._learns = self.max_tokens is not None or self.max_cost is not None
        self.is_spent: bool = False

    @asynccontextmanager
    async def spending(self, estimate: Estimate) -> AsyncIterator[Expense]:
        """Set aside what a request may take, and count in the end what it did take.

        Args:
            estimate: its tokens before it is sent; what the endpoint counts otherwise is learnt from its answers.

        Yields:
            Where to note what it took.

        Raises:
            BudgetSpent: the request might pass a bound, and no request is in flight that might leave room for it.
        """
        async with self._line:
            reserved = await self._reserve(estimate)
        expense = Expense()
        try:
            yield expense
        finally:
            self._settle(reserved, estimate, expense)

    async def _reserve(self, estimate: Estimate) -> Usage:
        while not self._fits(estimate):
            self.is_spent = self.is_spent or not self._pending
            if self.is_spent:
                raise BudgetSpent(f"the bound of {self._bound()}")
            self._settled.clear()
            await self._settled.wait()
        most = self._most(estimate)
        self._pending += 1
        self._reserved += most
        return most

    def _settle(self, reserved: Usage, estimate: Estimate, expense: Expense) -> None:
        reported = expense.reported
        self._pending -= 1
        self.requests += 1
        self._reserved = _less(self._reserved, reserved)
        self.used += reported
        if not reported.total:
            self.assumed += self._scaled(expense.assumed)
        if reported.total or expense.assumed.total:  # one that was refused teaches nothing
            self._learns = False
        likely = estimate.likely
        self._input_scale = max(self._input_scale, reported.input_tokens / max(likely.input_tokens, 1))
        self._output_scale = max(self._output_scale, reported.output_tokens / max(likely.output_tokens, 1))
        self._settled.set()

    def _fits(self, estimate: Estimate) -> bool:
        if self.is_spent or (self._learns and self._pending):
            return False
        taken = self._most(estimate) if self._pending else self._scaled(estimate.likely)
        whole = self.used + self.assumed + self._reserved + taken
        return (self.max_tokens is None or whole.total <= self.max_tokens) and (
            self.max_cost is None or self.price(whole) <= self.max_cost
        )

    def _most(self, estimate: Estimate) -> Usage:
        most, likely = estimate.most, self._scaled(estimate.likely)
        return Usage(
            input_tokens=max(most.input_tokens, likely.input_tokens),
            output_tokens=max(most.output_tokens, likely.output_tokens),
        )

    def _scaled(self, usage: Usage) -> Usage:
        """Tokens as the endpoint counts them: what it counted most for one of ours, up to now."""
        return Usage(
            input_tokens=round(usage.input_tokens * self._input_scale),
            output_tokens=round(usage.output_tokens * self._output_scale),
        )

    def _bound(self) -> str:
        bounds = [f"{self.max_tokens} tokens"] if self.max_tokens is not None else []
        return " or ".join(bounds + ([f"${self.max_cost:g}"] if self.max_cost is not None else []))


def _less(whole: Usage, part: Usage) -> Usage:
    return Usage(
        input_tokens=whole.input_tokens - part.input_tokens, output_tokens=whole.output_tokens - part.output_tokens
    )
