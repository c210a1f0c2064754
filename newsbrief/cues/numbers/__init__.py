"""Finds the numbers in a news text and reads them: no model, linear time."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from typing import cast

from newsbrief.cues.numbers.amounts import Amount, amount_at
from newsbrief.cues.numbers.beside import Read, beside
from newsbrief.cues.numbers.kinds import NumberKind, is_glued, kind_of
from newsbrief.cues.numbers.number import Number
from newsbrief.cues.numbers.page import Page, may_have_numbers
from newsbrief.cues.numbers.ranges import ends, ratio, score_stop
from newsbrief.cues.numbers.units import Unit, unit_of
from newsbrief.cues.numbers.words import HEDGE_SIGNS
from newsbrief.evidence import Span
from newsbrief.terms import Bound, Direction

__all__ = ["Number", "find_numbers", "missing_numbers", "number_values", "read_numbers"]

_TENTH = 10
_CENTURY = 100
_CENTURIES = range(1500, 2000, 100)
_OLD_DECADE = 30  # the '30s and later are the last century's
_INCHES = 12
_ORDINAL_DIGITS = 3


def find_numbers(text: str, language: str | None) -> list[Number]:
    """All numbers of a text, in order and without overlap. "One" is a number only where it clearly counts.

    Args:
        text: the text; no-break spaces should have become plain ones.
        language: its language tag; number words and units are known in English, German and Ukrainian. None is read
            as English.
    """
    return list(_numbers(Page(text, language))) if may_have_numbers(text, language) else []


def number_values(text: str, language: str | None) -> set[float]:
    """Every value that a number in a text can be taken to have, for looking up the numbers of another text.

    Digits, words and magnitudes give the same values ("1.2 million", "1,200,000"). Where a number can be read in two
    ways, both are there: "1,200" without a language, the 10 of "10 to 15 million". Dates and their like give each of
    their figures. Words for one that may be pronouns, and "first", give nothing.
    """
    return set(read_numbers(text, language)[1])


def read_numbers(text: str, language: str | None) -> tuple[list[Number], dict[float, list[int]]]:
    """What `find_numbers` and `number_values` give, and where in the text (code points) each value stands."""
    if not may_have_numbers(text, language):
        return [], {}
    page = Page(text, language)
    numbers = list(_numbers(page))
    values: defaultdict[float, list[int]] = defaultdict(list)
    for amount in _amounts(page):
        for value in amount.readings:
            values[value].append(page.at(amount.first).start)
    for number in numbers:
        for value in _figures(number) or _readings(text[number.start : number.end], language):
            values[value].append(number.start)
    return numbers, dict(values)


def _readings(printed: str, language: str | None) -> set[float]:
    return {value for amount in _amounts(Page(printed, language)) for value in amount.readings}


def missing_numbers(found: Iterable[Number], text: str, language: str | None, known: Container[float]) -> list[Number]:
    """The numbers of a text that a set of known values does not bear out; 1 is always borne out.

    Unlike a difference of ``number_values``, this asks for one reading of each number only.

    Args:
        found: the numbers of the text.
        text: for instance a sentence written about an article.
        language: the language tag of ``text``.
        known: the article's ``number_values``.
    """
    return [one for one in found if not _is_known(_figures(one), text[one.start : one.end], language, known)]


def _is_known(figures: set[float], printed: str, language: str | None, known: Container[float]) -> bool:
    if figures and all(figure == 1 or figure in known for figure in figures):
        return True
    amounts = list(_amounts(Page(printed, language)))  # none where a word is a number only among its neighbours
    if figures and not amounts:
        return False
    return all(any(value == 1 or value in known for value in amount.readings) for amount in amounts)


def _figures(number: Number) -> set[float]:
    figures = {number.value, number.minimum, number.maximum}
    first = number.kind == "ordinal" and number.value == 1
    return set() if first else {figure for figure in figures if figure is not None}


def _amounts(page: Page) -> Iterator[Amount]:
    """Every number in the text for itself, whatever it is part of."""
    stop = 0
    for i in page.starts:
        if i < stop:
            continue
        amount = amount_at(page, i)
        stop = i + 1 if amount is None else amount.stop
        if amount is not None and not amount.readings:
            parts = re.findall(r"\d{1,300}", amount.digits)
            yield from (amount._replace(readings=(float(part),)) for part in parts)
        elif amount is not None and not amount.weak:
            yield amount
        elif amount is None and page.lexicon.ordinals.get(page.at(i).low, 1) > 1:
            yield Amount(i, stop, (page.lexicon.ordinals[page.at(i).low],))


def _numbers(page: Page) -> Iterator[Number]:
    stop, before = 0, None
    for i in page.starts:
        if i < stop:
            continue
        found = _fixed(page, i) or _ordinal(page, i) or _counted(page, i)
        if found is None:
            continue
        number, stop = found
        here = Read(number, i, stop)
        number = number if before is None else beside(page, before, here)
        if number.kind == "quantity":
            before = here._replace(number=number)
        yield number


def _fixed(page: Page, i: int) -> tuple[Number, int] | None:
    """A date, a time or another number that its form gives away, and the token at which it stops."""
    token = page.at(i)
    if (token.kind == "word" and not page.says(i, "months")) or is_glued(page, i):
        return None
    match = page.lexicon.fixed.match(page.text, token.start)
    if match is None:
        return None
    stop = i + 1
    while 0 <= page.at(stop).start < match.end():
        stop += 1
    return (_fixed_number(page, i, match), stop) if page.at(stop - 1).end == match.end() else None


def _fixed_number(page: Page, i: int, match: re.Match[str]) -> Number:
    kind = cast("NumberKind", match.lastgroup)
    figures = [int(figure) for figure in re.findall(r"\d+", match.group())]
    number = Number(*match.span(), kind)
    if kind == "ordinal":
        return replace(number, value=float(re.sub(r"\D", "", match.group())))
    if kind == "quantity":
        return replace(number, value=figures[0] + figures[1] / _INCHES, unit="feet")
    return _years(page, i, number, figures) if kind == "year" else number


def _years(page: Page, i: int, number: Number, figures: list[int]) -> Number:
    """2024-25, the 1990s, '90s, '94, or somebody's 90s."""
    first, last = figures[0], figures[-1]
    if len(figures) > 1:
        last = last if last >= _CENTURY else first // _CENTURY * _CENTURY + last
    else:
        decade = page.text[number.end - 1].isalpha()
        owned = decade and any(page.says(k, "wholes") and page.at(k).low != "the" for k in (i - 1, i - 2))
        if owned:
            number = replace(number, kind="age", unit="years")
        elif first < _CENTURY:
            first += 1900 if first >= _OLD_DECADE else 2000
        last = first + (_CENTURY if first in _CENTURIES else _TENTH) - 1 if decade else first
    if last <= first:
        return replace(number, value=float(first))
    return replace(number, minimum=float(first), maximum=float(last), bound="range")


def _ordinal(page: Page, i: int) -> tuple[Number, int] | None:
    """Third, twenty-first; der 3. Tag."""
    token, ordinals = page.at(i), page.lexicon.ordinals
    part = i + 1 + page.hyphen(i + 1)
    tens, unit = page.lexicon.value(token.low) or 0, ordinals.get(page.at(part).low, 0)
    if token.low in ordinals:
        value, stop = ordinals[token.low], i + 1
    elif tens > _TENTH and tens % _TENTH == 0 and 0 < unit < _TENTH:
        value, stop = tens + unit, part + 1
    elif _is_dotted_ordinal(page, i):
        value, stop = float(token.text), i + 2
    else:
        return None
    return Number(token.start, page.at(stop - 1).end, "ordinal", value), stop


def _is_dotted_ordinal(page: Page, i: int) -> bool:
    short = len(page.at(i).text) <= _ORDINAL_DIGITS and page.at(i).text.isdecimal()
    dotted = page.at(i + 1).text == "." and page.joined(i + 1) and page.at(i + 2).kind == "word"
    return short and dotted and page.says(i - 1, "determiners")


def _counted(page: Page, i: int) -> tuple[Number, int] | None:
    """A number that is told apart by what stands around it, and the token at which it stops."""
    first = amount_at(page, i)
    if first is None:
        return None
    if first.digits and is_glued(page, i):
        return Number(page.at(i).start, page.at(first.stop - 1).end, "identifier"), first.stop
    first = ratio(page, first) or first
    score = score_stop(page, first)
    if score is not None:
        return Number(page.at(i).start, page.at(score - 1).end, "score"), score
    first, last = ends(page, first)
    unit = unit_of(page, last)
    if first.weak and first is last and not (unit.measured or _is_counted(page, first, unit)):
        return None
    return _number(page, first, last, unit), last.stop


def _is_counted(page: Page, one: Amount, unit: Unit) -> bool:
    """Whether "one" is not just any: at least one town, killed one man, one man was killed."""
    if page.phrase_before(one.first, page.lexicon.phrases["solitary"]) is not None:
        return True
    suffered = any(page.says(k, "casualties") for k in (unit.stop, unit.stop + 1))
    return suffered and not page.says(one.first - 1, "pronominal")


def _number(page: Page, first: Amount, last: Amount, unit: Unit) -> Number:
    ranged = first is not last
    begin = first.first - (ranged and page.says(first.first - 1, "between"))
    start, end, kind = page.at(begin).start, page.at(last.stop - 1).end, kind_of(page, first, last, unit)
    if kind in {"identifier", "address"}:
        return Number(start, end, kind)
    hedge, bound, before = _hedge(page, begin, last, unit)
    bound = "range" if ranged else "at_least" if first.vague else bound
    return Number(
        start,
        end,
        kind,
        value=None if ranged or first.vague else first.value,
        minimum=first.value if bound in {"range", "at_least"} else None,
        maximum=last.value if bound in {"range", "at_most"} else None,
        unit=_printed_unit(page, kind, unit),
        bound=bound,
        direction=_direction(page, before, last.stop, unit),
        hedge=hedge,
    )


def _printed_unit(page: Page, kind: NumberKind, unit: Unit) -> str | None:
    if kind == "age":
        return unit.name if unit.measured and not page.says(unit.stop - 1, "years") else "years"  # 18-month-old
    return None if kind == "year" else unit.name


def _hedge(page: Page, begin: int, last: Amount, unit: Unit) -> tuple[Span | None, Bound, int]:
    """Where the hedge stands, what it makes of the number, and the token at which both begin."""
    sign = page.at(begin - 1)
    if sign.text in HEDGE_SIGNS:
        return Span(sign.start, sign.end), HEDGE_SIGNS[sign.text], begin - 1
    before = page.phrase_before(begin, page.lexicon.hedges)
    if before is not None and not _is_span_of_time(page, before[1], begin, unit):
        end = begin - 1 if page.at(begin - 1).kind == "word" else begin - 2
        return Span(page.at(before[1]).start, page.at(end).end), *before
    return *_late_hedge(page, last.stop, unit.stop), begin


def _is_span_of_time(page: Page, start: int, stop: int, unit: Unit) -> bool:
    """Whether what looks like a hedge is a preposition: "over six weeks", but not "for over six weeks"."""
    timed = stop == start + 1 and page.says(unit.stop - 1, "times") and page.says(start, "prepositions")
    return timed and not page.says(start - 1, "lasting")


def _late_hedge(page: Page, *stops: int) -> tuple[Span | None, Bound]:
    """A hedge after the number or its unit: "or more", "-plus", "10+"."""
    for stop in stops:
        if page.at(stop).text == "+" and page.joined(stop):
            return Span(page.at(stop).start, page.at(stop).end), "at_least"
        after = page.phrase(stop, page.lexicon.late_hedges)
        if after is not None:
            first = stop + page.hyphen(stop)
            return Span(page.at(first).start, page.at(after[1] - 1).end), after[0]
    return None, "exact"


def _direction(page: Page, begin: int, stop: int, unit: Unit) -> Direction:
    """What "rose by", "fell to" before a number or "higher", "drop" after it say."""
    by = page.says(begin - 1, "by")
    for k in range(begin - 1, begin - (9 if by else 5), -1):
        if page.says(k, "up") or page.says(k, "down"):
            named = unit.measured or not page.says(k, "particles")  # "set up three camps"
            return _way(page, k) if named else "none"
        linked = by or page.says(k, "connectors") or page.at(k).low.endswith("ly")
        if page.at(k).kind != "word" or not linked:
            break
    relative = (unit.name or "").endswith(("percent", "points"))
    for k in range(stop, max(stop, unit.stop) + 2 if relative else stop):
        if page.at(k).kind != "word":
            break
        if page.says(k, "up") or page.says(k, "down"):
            return _way(page, k)
    return "none"


def _way(page: Page, i: int) -> Direction:
    return "up" if page.says(i, "up") else "down"
