"""Scores numbers against annotated ones: the value, the unit under any of its names, and the direction of change."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.scoring import Tally
from benchmarks.units import fold_unit
from newsbrief.cues.numbers import Number
from newsbrief.terms import Direction

_ENDS = re.compile(r"(-?[\d.]+(?:[eE][+-]?\d+)?)(?:-(-?[\d.]+(?:[eE][+-]?\d+)?))?")


class Ends(NamedTuple):
    """The ends of a range; both the same for a plain number, None where a range is open."""

    low: float | None
    high: float | None


@dataclass(frozen=True)
class Measured:
    """A number that a system found, or that annotators did; any of ``units`` will do, and none means no unit."""

    ends: Ends
    units: tuple[str, ...]
    direction: Direction


class QuantityScore(NamedTuple):
    """Values found; values found with their unit; directions of the values found (hits and missed only)."""

    value: Tally
    with_unit: Tally
    direction: Tally


def measured(number: Number) -> Measured:
    """A number that newsbrief read, as it is scored."""
    ends = Ends(number.minimum, number.maximum) if number.value is None else Ends(number.value, number.value)
    return Measured(ends, (number.unit,) if number.unit else (), number.direction)


def ends_of(value: str) -> Ends:
    """The ends of an annotated value: "35.0" or "15.0-22.0".

    Raises:
        ValueError: it is neither.
    """
    match = _ENDS.fullmatch(value)
    if match is None:
        raise ValueError(f"{value!r} is neither a number nor a range")
    return Ends(float(match[1]), float(match[2] or match[1]))


def score_quantities(annotated: Sequence[Measured], found: Sequence[Measured]) -> QuantityScore:
    """Pair found numbers with annotated ones, each at most once; those that also agree in their unit first."""
    pairs: dict[int, int] = {}
    _pair(pairs, annotated, found, with_unit=True)
    with_unit = len(pairs)
    _pair(pairs, annotated, found, with_unit=False)
    right = sum(annotated[i].direction == found[j].direction for i, j in pairs.items())
    value, both = (Tally(hits, len(found) - hits, len(annotated) - hits) for hits in (len(pairs), with_unit))
    return QuantityScore(value, both, Tally(right, 0, len(pairs) - right))


def _pair(pairs: dict[int, int], annotated: Sequence[Measured], found: Sequence[Measured], *, with_unit: bool) -> None:
    """Add to the pairs (indexes of annotated and found numbers) those that agree and are not yet in one."""
    free = [j for j in range(len(found)) if j not in pairs.values()]
    for i, one in enumerate(annotated):
        if i in pairs:
            continue
        partner = next((j for j in free if _agree(one, found[j], with_unit=with_unit)), None)
        if partner is not None:
            pairs[i] = partner
            free.remove(partner)


def _agree(one: Measured, other: Measured, *, with_unit: bool) -> bool:
    same_value = _close(one.ends.low, other.ends.low) and _close(one.ends.high, other.ends.high)
    return same_value and (not with_unit or _same_unit(one, other))


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-6)


def _same_unit(one: Measured, other: Measured) -> bool:
    mine, theirs = {fold_unit(unit) for unit in one.units}, {fold_unit(unit) for unit in other.units}
    return bool(mine & theirs) or mine == theirs
