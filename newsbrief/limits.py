"""The bounds of a run over a folder, and what its model costs."""

import math
import re
from dataclasses import dataclass

from newsbrief.budget import Budget, Price, free
from newsbrief.errors import MissingExtra, SettingsError
from newsbrief.schema import Usage
from newsbrief.settings import Endpoint

MILLION = 1_000_000


@dataclass(frozen=True)
class Prices:
    """US dollars for a million tokens; ``cached`` is the price of input tokens from a cache, None for that of input."""

    input: float
    output: float
    cached: float | None = None

    def __call__(self, usage: Usage) -> float:
        """What tokens cost, in US dollars."""
        cached = self.input if self.cached is None else self.cached
        fresh = usage.input_tokens - usage.cached_tokens
        return (fresh * self.input + usage.cached_tokens * cached + usage.output_tokens * self.output) / MILLION


@dataclass(frozen=True)
class Limits:
    """Bounds of one run. It stops before one of them is passed, and a rerun goes on from there.

    Attributes:
        max_tokens: how many tokens may be read and written in all.
        max_cost: how many US dollars may be spent.
        max_articles: how many articles may be asked about; those that are done already do not count.
        deadline: seconds after which the run stops; what is in flight then is given up.
        prices: what tokens cost, where ``genai-prices`` does not know the model or its price is another.
    """

    max_tokens: int | None = None
    max_cost: float | None = None
    max_articles: int | None = None
    deadline: float | None = None
    prices: Prices | None = None

    def __post_init__(self) -> None:
        for name in ("max_tokens", "max_cost", "max_articles", "deadline"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise SettingsError(f"{name} is {value}", hint="it must be above 0, or None for no bound")

    def budget(self, price: Price | None) -> Budget:
        """The budget of a run.

        Args:
            price: the model's price; None if it is not known.

        Raises:
            SettingsError: the cost is bounded, and the price is not known.
        """
        if self.max_cost is not None and price is None:
            raise SettingsError(
                "the cost is bounded, and the model's price is not known",
                hint="give the prices, such as --prices 0.25,2 (US dollars for a million tokens, in and out)",
            )
        return Budget(self.max_tokens, self.max_cost, price or free)


def limits_of(
    max_tokens: int | None, max_cost: float | None, max_articles: int | None, deadline: str | None, prices: str | None
) -> Limits:
    """The limits that flags mean: a deadline such as ``90s``, ``30m`` or ``8h``, prices such as ``0.25,2``.

    Raises:
        SettingsError: a flag makes no sense.
    """
    seconds = _seconds(deadline) if deadline else None
    return Limits(max_tokens, max_cost, max_articles, seconds, _prices(prices) if prices else None)


_TIME = re.compile(r"(\d+(?:\.\d+)?)\s*([smh]?)", re.ASCII)
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}


def _seconds(text: str) -> float:
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise SettingsError(f"the deadline is {text!r}", hint="give a time such as 90s, 30m or 8h")
    return float(found[1]) * _UNITS[found[2]]


def _prices(text: str) -> Prices:
    try:
        read, *cached, written = [float(part) for part in text.split(",")]
        if not all(0 <= price < math.inf for price in (read, written, *cached)) or len(cached) > 1:
            raise ValueError  # noqa: TRY301 - said once, below
    except ValueError:
        hint = "US dollars for a million tokens: read,written or read,cached,written, such as 0.25,2"
        raise SettingsError(f"the prices are {text!r}", hint=hint) from None
    return Prices(read, written, *cached)


def price_of(endpoint: Endpoint, model: str, limits: Limits) -> Price | None:
    """What the tokens of a model cost: what the limits say, nothing for a local one, else what ``genai-prices`` knows.

    Args:
        endpoint: where the model is.
        model: its name, as the endpoint serves it.
        limits: the bounds of the run.

    Returns:
        The price; None if it is not known.

    Raises:
        MissingExtra: the cost is bounded, and ``genai-prices`` is not installed.
    """
    if limits.prices is not None:
        return limits.prices
    if endpoint.is_on_this_machine:
        return free
    try:
        return _known_price(endpoint, model)
    except ImportError as error:
        if limits.max_cost is None:
            return None
        raise MissingExtra(
            "bounding the cost needs genai-prices", hint="pip install 'newsbrief[prices]', or give --prices"
        ) from error


def _known_price(endpoint: Endpoint, model: str) -> Price | None:
    import genai_prices

    def price(usage: Usage) -> float:
        counted = genai_prices.Usage(
            input_tokens=usage.input_tokens,
            cache_read_tokens=usage.cached_tokens,
            output_tokens=usage.output_tokens,
        )
        return float(genai_prices.calc_price(counted, model, provider_api_url=endpoint.base_url).total_price)

    try:
        price(Usage())
    except LookupError:
        return None
    return price
