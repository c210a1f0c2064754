"""Reads what stands right behind a number: the signs of currencies, percent and units, and the words for some."""

from newsbrief.cues.numbers.page import Page
from newsbrief.cues.numbers.words import (
    CURRENCY_CODES,
    CURRENCY_SIGNS,
    DOLLARS,
    GLUED_UNIT_SIGNS,
    RATE_SIGNS,
    UNIT_SIGNS,
)


def unit_sign(page: Page, i: int, *, scaled: bool) -> tuple[str | None, int]:
    """A currency, percent or unit sign at ``i``, or the words for a currency or percent; and where it stops.

    Args:
        page: the text.
        i: the token after a number.
        scaled: whether the number has a magnitude: "pounds" are money in "two million pounds".
    """
    if page.at(i).text in {"%", "٪"}:
        return "percent", i + 1
    percent = page.phrase(i, page.lexicon.percents)
    if percent is not None:
        return percent
    sign = i + page.hyphen(i)
    return _currency_after(page, i, scaled=scaled) or _degrees(page, sign) or _measure_sign(page, sign) or (None, i)


def _currency_after(page: Page, i: int, *, scaled: bool) -> tuple[str, int] | None:
    printed = page.at(i).text
    if page.at(i + 1).kind == "digits":
        return None  # the sign belongs to the next number
    if printed in CURRENCY_SIGNS or printed in CURRENCY_CODES:
        return (CURRENCY_SIGNS.get(printed) or CURRENCY_CODES[printed]), i + 1
    i += page.hyphen(i)
    american = page.text.startswith("U.S. ", max(page.at(i).start, 0))
    noun = i + 4 if american else i + page.says(i, "dollars")
    noun += page.hyphen(noun)
    code = page.lexicon.currencies.get(page.at(noun).low)
    if code is None or (page.says(noun, "scaled_only") and not scaled and page.at(noun + 1).low != "sterling"):
        return None
    return (DOLLARS.get(page.at(i).low, code) if code == "USD" else code), noun + 1


def _degrees(page: Page, i: int) -> tuple[str, int] | None:
    printed, after = page.at(i).text, page.at(i + 1).text
    if printed in {"°", "deg"} and after in {"C", "F"}:
        return f"°{after}", i + 2
    return (f"°{printed[-1]}", i + 1) if printed in {"degC", "degF"} else None


def _measure_sign(page: Page, i: int) -> tuple[str, int] | None:
    dotted = i + 1 + (page.at(i + 1).text == ".")
    sign = dotted if page.says(i, "unit_prefixes") and page.at(dotted).text in UNIT_SIGNS else i  # sq. km
    printed, after = page.at(sign).text, page.at(sign + 1).text
    glued = printed in GLUED_UNIT_SIGNS and page.joined(sign) and not page.hyphen(sign - 1)
    if not (printed in UNIT_SIGNS or glued) or (len(printed) == 1 and page.hyphen(sign + 1)):
        return None  # neither "one-in-five" nor "12 F-16s"
    rate = page.at(sign + 2).text if after == "/" else ""
    stop = sign + 3 if rate in RATE_SIGNS or rate in UNIT_SIGNS else sign + 1
    return page.printed(i, stop), stop
