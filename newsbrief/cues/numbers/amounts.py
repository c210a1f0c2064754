"""Reads bare amounts: digits, number words and magnitudes."""

import math
import re
import unicodedata
from typing import NamedTuple

from newsbrief.cues.numbers.page import MINUSES, Page
from newsbrief.cues.numbers.signs import unit_sign
from newsbrief.cues.numbers.words import (
    CURRENCY_CODES,
    CURRENCY_SIGNS,
    DOLLAR_PREFIXES,
    FRACTION_SIGNS,
    MONEY_MAGNITUDES,
    SHORT_MAGNITUDES,
)

_TEN, _HUNDRED = 10, 100
_ENDS = frozenset(",.;:)\n") | {""}
_GROUP = re.compile(r"\d{3}(?:[.,]\d+)?")
_GROUP_DIGITS = 3
_MOST_GROUPS = 6
_TIMES = frozenset("×x·")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_EXPONENT_DIGITS = 2
_GROUPED = str.maketrans("", "", "'’٬")
_ARABIC_MARK = "٫"
_MOST_DIGITS = 150  # a float with more and a magnitude may be infinite


class Amount(NamedTuple):
    """A bare number: the tokens ``first`` to ``stop``, and what they can mean, the likeliest first.

    ``digits`` is as printed, where there are only digits. ``factor`` is the magnitude in the readings. A ``vague``
    amount ("dozens") has its minimum as its reading; a ``portion`` is a part of something; a ``weak`` one is perhaps a
    pronoun.
    """

    first: int
    stop: int
    readings: tuple[float, ...]
    digits: str = ""
    unit: str | None = None
    factor: float = 1
    vague: bool = False
    portion: bool = False
    weak: bool = False

    @property
    def value(self) -> float:
        """The likeliest reading; not a number if there is none."""
        return self.readings[0] if self.readings else math.nan


def amount_at(page: Page, i: int) -> Amount | None:
    """The amount that begins at token ``i``; it is read once."""
    if i not in page.amounts:
        page.amounts[i] = _amount_at(page, i)
    return page.amounts[i]


def _amount_at(page: Page, i: int) -> Amount | None:
    below = _below_zero(page, i)
    if below is not None:
        return below
    unit, start = _currency_before(page, i)
    minus = _is_minus(page, start, signed=unit is not None)
    amount = _numeral(page, start + minus)
    if amount is None:
        return _worded(page, i) if start == i else None
    if start != i or minus:
        readings = tuple(-reading for reading in amount.readings) if minus else amount.readings
        amount = amount._replace(first=i, readings=readings, digits="")
    return _completed(page, amount, unit)


def _below_zero(page: Page, i: int) -> Amount | None:
    """Minus five degrees."""
    amount = amount_at(page, i + 1) if page.says(i, "minuses") and not page.says(i + 1, "minuses") else None
    if amount is None or not (page.says(amount.stop, "degrees") or (amount.unit or "").startswith("°")):
        return None
    return amount._replace(first=i, readings=tuple(-reading for reading in amount.readings), digits="")


def _is_minus(page: Page, i: int, *, signed: bool) -> bool:
    """Whether a minus stands at ``i``: "-5", "$-5", but not "F-5" or "COVID -19"."""
    if page.at(i).text not in MINUSES or not page.joined(i + 1):
        return False
    before = page.at(i - 1)
    return signed or before.text == "(" or not (page.joined(i) or before.text.isupper())


def _currency_before(page: Page, i: int) -> tuple[str | None, int]:
    """The currency that is printed before a number at ``i``, and where the number begins."""
    token, after = page.at(i), page.at(i + 1)
    stop, unit = i, None
    if token.text in CURRENCY_SIGNS:
        unit, stop = CURRENCY_SIGNS[token.text], i + 1
        stop += page.joined(i + 1) and after.text in DOLLAR_PREFIXES  # $US
    elif after.text == "$" and token.text in DOLLAR_PREFIXES and (page.joined(i + 1) or token.text == "US"):
        unit, stop = DOLLAR_PREFIXES[token.text], i + 2
    elif token.text in CURRENCY_CODES:
        unit, stop = CURRENCY_CODES[token.text], i + 1
    numeral = stop + (page.at(stop).text in MINUSES)
    return (unit, stop) if page.at(numeral).kind == "digits" else (None, i)


def _numeral(page: Page, i: int) -> Amount | None:
    fraction, stop = _fraction(page, i)
    if fraction:
        return Amount(i, stop, (fraction,), portion=True)
    if page.at(i).kind != "digits":
        return None
    stop, printed = _joined_digits(page, i)
    readings = _readings(printed, page.marks)
    power, after = _power_of_ten(page, stop)
    if after > stop and readings:
        return Amount(i, after, tuple(reading * power for reading in readings))
    fraction, after = _fraction(page, stop)
    if fraction and printed.isdecimal() and readings:
        return Amount(i, after, (readings[0] + fraction,))
    return Amount(i, stop, readings, digits=printed)


def _fraction(page: Page, i: int) -> tuple[float, int]:
    """The value of ½ or 3/4 and where it stops; 0 if there is none."""
    sign = page.at(i).text
    if sign in FRACTION_SIGNS:
        return unicodedata.numeric(sign), i + 1
    slash = page.at(i + 1).text
    if slash not in {"/", "⁄"} or not (page.joined(i + 1) and page.joined(i + 2)) or page.at(i + 3).text == slash:
        return 0, i
    figures = (page.at(i).text, page.at(i + 2).text)
    if not all(figure.isdecimal() and len(figure) <= _GROUP_DIGITS for figure in figures):
        return 0, i
    above, below = map(int, figures)
    return (above / below, i + 3) if 0 < above < below else (0, i)


def _power_of_ten(page: Page, i: int) -> tuple[float, int]:
    """The factor of "× 10^8", "x 10⁸" or "×10−8" at ``i``, 1 if there is none; and where it stops."""
    if page.at(i).text not in _TIMES or page.at(i + 1).text != "10":
        return 1, i
    k = i + 2 + (page.at(i + 2).text == "^")
    raised = page.at(k).text in {"⁻", *MINUSES}
    exponent = page.at(k + raised).text.translate(_RAISED)
    if not (page.joined(k) and page.joined(k + raised) and exponent.isdecimal() and len(exponent) <= _EXPONENT_DIGITS):
        return 1, i
    return 10.0 ** (-int(exponent) if raised else int(exponent)), k + raised + 1


def _joined_digits(page: Page, i: int) -> tuple[int, str]:
    """The numeral at ``i`` with the groups of three digits that follow it after a space: 11 000,5."""
    groups = [page.at(i).text]
    while len(groups[0]) <= _GROUP_DIGITS and groups[-1].isdecimal() and len(groups) < _MOST_GROUPS:
        before, after = page.at(i + len(groups) - 1), page.at(i + len(groups))
        if after.start != before.end + 1 or not _GROUP.fullmatch(after.text):
            break
        if not (page.lexicon.spaced or after.text.startswith("0") or len(groups) > 1):
            break  # "flight 12 300 people"
        groups.append(after.text)
    return i + len(groups), "".join(groups)


def _readings(printed: str, marks: tuple[str, ...]) -> tuple[float, ...]:
    if printed.isdecimal() and len(printed) <= _MOST_DIGITS:
        return (float(printed),)
    plain = printed.translate(_GROUPED)
    found = (_reading(plain.replace(_ARABIC_MARK, mark), mark) for mark in marks)
    return tuple(dict.fromkeys(value for value in found if value is not None))


def _reading(printed: str, mark: str) -> float | None:
    """What digits with separators mean where ``mark`` is the decimal mark; None if they mean no number."""
    if len(printed) > _MOST_DIGITS:
        return None
    if printed.isdecimal():
        return float(printed)
    signs = re.sub(r"\d", "", printed)
    last = signs[-1]
    if len(set(signs)) == 1 and (len(signs) > 1 or last != mark) and _well_grouped(printed.split(last)):
        return float(printed.replace(last, ""))
    whole, _, decimals = printed.rpartition(last)
    if signs.count(last) > 1 or not (whole.isdecimal() or _well_grouped(re.split(r"[.,]", whole))):
        return None
    return float(f"{re.sub(r'[.,]', '', whole)}.{decimals}")


def _well_grouped(groups: list[str]) -> bool:
    """Whether the groups are thousands, or lakhs and crores."""
    first, *inner, last = groups
    widths = {len(group) for group in inner}
    return len(first) <= _GROUP_DIGITS == len(last) and first != "0" and widths in (set(), {2}, {_GROUP_DIGITS})


def _completed(page: Page, amount: Amount, unit: str | None) -> Amount:
    """Adds the half, the magnitude and the sign of a unit that follow."""
    readings, stop = amount.readings, amount.stop
    if unit is None and (page.at(stop).kind == "digits" or page.at(stop).text in _ENDS):
        return amount
    half = page.phrase(stop, page.lexicon.phrases["and_half"]) if amount.factor == 1 else None
    if half is not None:
        readings, stop = tuple(reading + 0.5 for reading in readings), half[1]
    factor, stop = (1.0, stop) if amount.factor > 1 else _magnitude(page, stop, amount.value, unit)
    scaled = amount.factor * factor
    after, stop = unit_sign(page, stop, scaled=scaled > 1) if unit is None else (unit, stop)
    if stop == amount.stop and after is None:
        return amount
    return amount._replace(
        stop=stop,
        readings=tuple(reading * factor for reading in readings),
        digits=amount.digits if stop == amount.stop and after is None else "",
        unit=after,
        factor=scaled,
    )


def _magnitude(page: Page, i: int, value: float, unit: str | None) -> tuple[float, int]:
    """The factor of a million, bn or k at ``i``, 1 if there is none; and where it stops."""
    word = i + page.hyphen(i)
    token, multipliers = page.at(word), page.lexicon.multipliers
    factor = multipliers.get(token.low)
    if factor is None and unit is not None:
        factor = MONEY_MAGNITUDES.get(token.text)
    if factor is None and page.joined(word):
        people = token.text == "m" and abs(value) < _HUNDRED and page.says(word + 1, "plurals")
        factor = 1e6 if people else SHORT_MAGNITUDES.get(token.text)
    if factor is None:
        return 1, i
    stop = word + 1 + _is_dotted(page, word)
    again = multipliers.get(page.at(stop).low, 0)  # hundred million
    return (factor * again, stop + 1) if again > factor else (factor, stop)


def _is_dotted(page: Page, i: int) -> bool:
    """Whether the full stop after an abbreviation is its own, and not that of a sentence."""
    after = page.at(i + 2)
    if not page.says(i, "abbreviations") or page.at(i + 1).text != "." or after.kind != "word":
        return False
    noun = page.lexicon.noun_style == "capital" and not page.says(i + 2, "stops")
    return noun or after.text.islower() or after.text in CURRENCY_CODES


def _worded(page: Page, i: int) -> Amount | None:
    low = page.at(i).low
    amount = _half(page, i) or _word_fraction(page, i) or _vague(page, i) or _sequence(page, i)
    if amount is None and low in page.lexicon.portions:
        amount = Amount(i, i + 1, (page.lexicon.portions[low],), portion=True)
    return None if amount is None else _completed(page, amount, None)


def _half(page: Page, i: int) -> Amount | None:
    """Half a million, eine halbe Million, half of them."""
    half = i + (page.says(i, "articles") and page.says(i + 1, "halves"))
    if not page.says(half, "halves"):
        return None
    noun = half + 1 + (page.hyphen(half + 1) or page.says(half + 1, "articles"))
    factor = page.lexicon.multipliers.get(page.at(noun).low)
    if factor is not None:
        return Amount(i, noun + 1, (factor / 2,), factor=factor)
    measured = (noun > half + 1 or half > i) and page.says(noun, "units")
    if measured or page.says(half + 1, "wholes") or page.phrase_before(i, page.lexicon.hedges):
        return Amount(i, half + 1, (0.5,), portion=True)
    return None


def _word_fraction(page: Page, i: int) -> Amount | None:
    """Two-thirds, one fifth, a quarter of."""
    article = page.says(i, "articles")
    above = 1 if article else page.lexicon.value(page.at(i).low)
    part = i + 1 + page.hyphen(i + 1)
    below = (page.lexicon.part if above == 1 else page.lexicon.parts).get(page.at(part).low)
    if not above or below is None or above >= below or above / below == 1 / 2:  # two quarters are half a year
        return None
    factor = page.lexicon.multipliers.get(page.at(part + 3).low, 1)
    if factor > 1 and page.says(part + 1, "of") and page.says(part + 2, "articles"):
        return Amount(i, part + 4, (above / below * factor,), factor=factor)  # a quarter of a million
    whole = page.says(part + 1, "of") or page.says(part + 1, "comparatives") or page.says(i - 1, "by")
    whole = whole or page.phrase_before(i, page.lexicon.hedges) is not None
    if article and page.lexicon.noun_style == "plural" and not whole:
        return None  # a third man
    return Amount(i, part + 1, (above / below,), portion=True)


def _vague(page: Page, i: int) -> Amount | None:
    """Dozens, hundreds of thousands, several million."""
    vague, multipliers = page.lexicon.vague, page.lexicon.multipliers
    few = page.says(i, "few")
    low = page.at(i + few).low
    factor = multipliers.get(low) or vague.get(low) if few else vague.get(low)
    if factor is None or (page.says(i, "verbal") and not _is_counting(page, i)):
        return None
    stop = i + 1 + few
    for _ in range(2):
        after = stop + page.says(stop, "of")
        low = page.at(after).low
        again = vague.get(low) or multipliers.get(low)
        if again is None:
            break
        factor, stop = factor * again, after + 1
    return Amount(i, stop, (2 * factor,), factor=factor, vague=True)


def _is_counting(page: Page, i: int) -> bool:
    """Whether "scores" are twenties: scores of people, but neither test scores of pupils nor scores of 9."""
    before, after = page.at(i - 1), page.at(i + 2)
    loose = before.kind != "word" or page.says(i - 1, "stops")
    return loose and page.says(i + 1, "of") and after.kind == "word" and not page.says(i + 2, "wholes")


def _sequence(page: Page, i: int) -> Amount | None:
    """Number words: twenty-one, three hundred and five thousand, a dozen."""
    multipliers = page.lexicon.multipliers
    total, current, limit, stop = 0.0, 0.0, math.inf, i
    if page.at(i).low in multipliers and not page.lexicon.words["articles"]:
        current = 1  # "тисяча" needs no article
    elif page.says(i, "articles") and page.at(i + 1).low in multipliers:
        current, stop = 1, i + 1
    while True:
        word = _next_number_word(page, i, stop, limit)
        value, factor = page.lexicon.value(page.at(word).low), multipliers.get(page.at(word).low)
        if factor is not None and 0 < current < factor < limit:
            total, current = (total, current * factor) if factor == _HUNDRED else (total + current * factor, 0)
            limit = limit if factor == _HUNDRED else factor
        elif value is not None and _fits(value, total, current):
            current += value
        else:
            break
        stop = word + 1
    if stop == i:
        return None
    weak = stop == i + 1 and page.says(i, "ones")
    return Amount(i, stop, (total + current,), factor=1 if limit == math.inf else limit, weak=weak)


def _next_number_word(page: Page, i: int, stop: int, limit: float) -> int:
    """Where the number that began at ``i`` may go on: at once, after a hyphen, or after "hundred and"."""
    if stop == i or not page.says(stop, "joiners"):
        return stop + (stop > i and page.hyphen(stop))
    if page.at(stop - 1).low not in page.lexicon.multipliers or page.says(i - 1, "between"):
        return stop
    if page.lexicon.value(page.at(stop + 1).low) is None:
        return stop
    factor = page.lexicon.multipliers.get(page.at(stop + 2).low)  # two hundred and three hundred: two numbers
    return stop + 1 if factor is None or _HUNDRED < factor < limit else stop


def _fits(value: float, total: float, current: float) -> bool:
    """Whether a number word goes on with a number: five after twenty, but not five after ten."""
    if value == 0:
        return total == current == 0
    if value >= _HUNDRED or value % 1:
        return current == 0
    if value >= _TEN:
        return current % _HUNDRED == 0
    return current % _TEN == 0 and current % _HUNDRED != _TEN
