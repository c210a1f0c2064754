"""What a run may spend: checked before each request, so that the bound is never passed."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from newsbrief.errors import BudgetSpent
from newsbrief.schema import Usage

Price = Callable[[Usage], float]
"""What tokens cost, in US dollars."""


def free(_usage: Usage) -> float:
    """The price of a model of one's own."""
    return 0.0


@dataclass
class Budget:
    """Tokens and money for all the requests of a run. Without bounds it lets everything pass. It belongs to one loop.

    A request reserves the most that it can take, and gives back what it did not. Where that does not fit, it waits for
    those in flight to settle; where none is left, the budget is spent.

    Attributes:
        max_tokens: how many tokens may be read and written; None for no bound.
        max_cost: how many US dollars may be spent; None for no bound.
        price: what tokens cost.
        used: what was spent so far.
        requests: how many requests that took.
    """

    max_tokens: int | None = None
    max_cost: float | None = None
    price: Price = free
    used: Usage = field(default_factory=Usage)
    requests: int = 0

    def __post_init__(self) -> None:
        self._reserved = Usage()
        self._pending = 0
        self._scale = 1.0
        self._settled = asyncio.Event()
        self.is_spent: bool = False

    async def reserve(self, estimate: Usage) -> Usage:
        """Set aside what a request may take.

        Args:
            estimate: its tokens as we count them; the endpoint may count otherwise, which is learnt from its answers.

        Returns:
            What was set aside, to be settled.

        Raises:
            BudgetSpent: the request might pass a bound, and no request is in flight that might leave room for it.
        """
        while not self._fits(most := self._scaled(estimate)):
            self.is_spent = self.is_spent or not self._pending
            if self.is_spent:
                raise BudgetSpent(f"the next request might pass the bound of {self._bound()}")
            self._settled.clear()
            await self._settled.wait()
        self._pending += 1
        self._reserved += most
        return most

    def settle(self, reserved: Usage, estimate: Usage, used: Usage) -> None:
        """A request is done: what it took in place of what was set aside for it."""
        self._pending -= 1
        self.requests += 1
        self._reserved = _less(self._reserved, reserved)
        self.used += used
        self._scale = max(self._scale, used.total / max(estimate.total, 1))
        self._settled.set()

    def _fits(self, most: Usage) -> bool:
        if self.is_spent:
            return False
        whole = self.used + self._reserved + most
        return (self.max_tokens is None or whole.total <= self.max_tokens) and (
            self.max_cost is None or self.price(whole) <= self.max_cost
        )

    def _scaled(self, estimate: Usage) -> Usage:
        return Usage(
            input_tokens=round(estimate.input_tokens * self._scale),
            output_tokens=round(estimate.output_tokens * self._scale),
        )

    def _bound(self) -> str:
        bounds = [f"{self.max_tokens} tokens"] if self.max_tokens is not None else []
        return " or ".join(bounds + ([f"${self.max_cost:g}"] if self.max_cost is not None else []))


def _less(whole: Usage, part: Usage) -> Usage:
    return Usage(
        input_tokens=whole.input_tokens - part.input_tokens, output_tokens=whole.output_tokens - part.output_tokens
    )
