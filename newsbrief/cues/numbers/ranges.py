"""Two numbers that are one: ranges, portions and scores."""

from newsbrief.cues.numbers.amounts import Amount, amount_at
from newsbrief.cues.numbers.page import DASHES, HYPHENS, Page
from newsbrief.cues.numbers.signs import unit_sign
from newsbrief.cues.numbers.units import unit_of

_ROUND = frozenset({10, 100, 1000})
_HIGHEST_SCORE = 200
_MOST_VOTES = 1000


def ratio(page: Page, amount: Amount) -> Amount | None:
    """The portion that begins with an amount: one in three, six in ten, nine out of twelve."""
    words = page.phrase(amount.stop, page.lexicon.phrases["out_of"])
    whole = None if words is None or amount.unit is not None else amount_at(page, words[1])
    if words is None or whole is None or whole.vague or not 0 < amount.value < whole.value:
        return None
    loose = words[1] == amount.stop + 1  # "in" alone may be any "in": one in 2024, one in three years
    portioned = amount.value == 1 or whole.value in _ROUND
    if (loose and (not portioned or page.says(whole.stop, "times"))) or "1900" <= whole.digits <= "2099":
        return None
    return whole._replace(first=amount.first, readings=(amount.value / whole.value,), portion=True, digits="")


def score_stop(page: Page, first: Amount) -> int | None:
    """The token at which a score such as 3-2, or a vote, stops; None if none begins with the amount."""
    if not first.digits.isdecimal():
        return None
    colon = page.at(first.stop).text == ":" and page.joined(first.stop) and page.joined(first.stop + 1)
    found = (first.stop + 1, True) if colon else _separator(page, first.stop, between=False)
    if found is None or not found[1]:
        return None
    start, stop = found[0], found[0] + 1
    second = amount_at(page, start)
    if second is None or second.stop != stop or not second.digits.isdecimal():
        return None
    cued = any(page.says(k, "scoring") for k in (*range(first.first - 8, first.first), stop, stop + 1))
    highest = max(first.value, second.value)
    if highest >= (_MOST_VOTES if cued else _HIGHEST_SCORE) or unit_sign(page, stop, scaled=True)[0] is not None:
        return None
    return stop if cued or colon or first.value >= second.value else None


def ends(page: Page, first: Amount) -> tuple[Amount, Amount]:
    """The two ends of the range that begins with an amount; the same amount twice if none does.

    "From 10 to 15" is two numbers, as after "rose", unless a word like "ranging" stands before.
    """
    before = first.first - 1
    found = None if first.vague else _second(page, first)
    if found is None:
        return first, first
    low, second = found
    if page.says(before, "temporal") and "1900" <= low.digits <= "2099" and not second.digits:
        return first, first  # rose in 2021 to 4.7 million
    low = low._replace(unit=second.unit, digits=low.digits if second.digits else "")
    ranging = any(page.says(k, "ranging") for k in (before - 1, before - 2))
    return (low, low) if page.says(before, "range_starts") and not ranging else (low, second)


def _second(page: Page, first: Amount) -> tuple[Amount, Amount] | None:
    """The amount and the larger one after it, if they can be a range: each with the magnitude and currency of both."""
    found = _separator(page, first.stop + page.says(first.stop, "units"), between=page.says(first.first - 1, "between"))
    second = None if found is None else amount_at(page, found[0])
    if found is None or second is None or second.vague or second.portion != first.portion:
        return None
    alone = found[1] or (second.factor > 1 and unit_of(page, second).name is None)
    if first.unit is not None and second.unit is None and alone:
        second = second._replace(unit=first.unit, digits="")  # $10 to 15 million
    if first.unit not in {None, second.unit}:
        return None
    if first.factor == 1 and first.value < second.value / second.factor:
        first = first._replace(readings=(first.value * second.factor,), factor=second.factor)
    return (first, second) if first.value < second.value else None


def _separator(page: Page, i: int, *, between: bool) -> tuple[int, bool] | None:
    """Where the second end of a range or a score begins, and whether it is glued to the first."""
    if page.hyphen(i) and page.says(i + 1, "range_marks") and page.hyphen(i + 2):
        return i + 3, True  # 6-to-3
    if page.at(i).text in HYPHENS and page.joined(i) and page.says(i + 1, "range_marks"):
        return i + 2, False  # a 10- to 15-year term
    if page.at(i).text in DASHES:
        glued = page.joined(i) and page.joined(i + 1)
        spaced = not page.joined(i) and not page.joined(i + 1) and page.at(i).text != "—"
        return (i + 1, glued) if glued or spaced else None
    return (i + 1, False) if page.says(i, "range_ends" if between else "range_marks") else None
