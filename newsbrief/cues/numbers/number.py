"""What a number says."""

from dataclasses import dataclass

from newsbrief.cues.numbers.kinds import NumberKind
from newsbrief.evidence import Span
from newsbrief.terms import Bound, Direction


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a text prints it, and what it says.

    ``text[start:end]`` (half-open code points) is the number with its currency, magnitude, percent or unit sign, but
    without hedge and counted noun; a range is one number. ``value`` is the number meant, magnitude included. A range
    has ``minimum`` and ``maximum`` instead; "dozens", "hundreds of thousands" and their like have only a
    ``minimum``: two dozen, two hundred thousand. "At least" and "at most" have both their value and that bound.
    Dates, times, scores, identifiers, telephone numbers and addresses have no value.

    ``unit`` is "percent", "percentage points", an ISO 4217 code, or the unit or counted noun as printed ("km",
    "miles per hour", "soldiers"), all with their rate ("USD a share"). It may stand at another number of which this
    one is a part, or with which it is compared ("two of the three soldiers", "5 million boats, up from 3 million").
    None where nothing of that kind is clear. ``hedge`` is where the words stand that make
    the number less than exact ("around", "up to"). ``direction`` says that the number is a rise or a fall, or what
    something rose or fell to.
    """

    start: int
    end: int
    kind: NumberKind
    value: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    unit: str | None = None
    bound: Bound = "exact"
    direction: Direction = "none"
    hedge: Span | None = None
