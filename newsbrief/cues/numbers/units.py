"""Tells what an amount counts: a unit, a currency with its rate, or the noun that follows."""

from typing import NamedTuple

from newsbrief.cues.numbers.amounts import Amount, unit_sign
from newsbrief.cues.numbers.page import Page

_LONGEST_NOUN_PHRASE = 5
_SHORTEST_PLURAL = 4


class Unit(NamedTuple):
    """What an amount counts, as printed; the token at which that stops; and whether it is a known measure."""

    name: str | None
    stop: int
    measured: bool


def unit_of(page: Page, amount: Amount) -> Unit:
    """What an amount counts, with its rate: "miles per hour", "USD a month", "soldiers"."""
    stop, name = _after_hedge(page, amount.stop), amount.unit
    if name is not None:
        after = _rate(page, stop)
        return Unit(f"{name} {page.printed(stop, after)}" if after > stop else name, after, measured=True)
    if page.hyphen(stop) and page.at(stop + 1).text.islower() and not page.says(stop + 1, "stops"):
        return Unit(page.at(stop + 1).text, stop + 2, page.says(stop + 1, "units"))
    if (amount.vague or amount.portion) and page.says(stop, "of"):
        stop += 1 + (page.says(stop + 1, "wholes") or page.says(stop + 1, "articles"))
        name, after = unit_sign(page, stop, scaled=True)
        if name is not None:
            return Unit(name, after, measured=True)
    span = _measure(page, stop) or _noun(page, stop, single=amount.value == 1 or amount.portion)
    if span is None:
        return Unit(None, stop, measured=False)
    after = _rate(page, span[1])
    return Unit(page.printed(span[0], after), after, page.says(span[1] - 1, "units"))


def _after_hedge(page: Page, i: int) -> int:
    """Where "10+ cars", "20-plus people" go on."""
    if page.at(i).text == "+" and page.joined(i):
        return i + 1
    late = page.phrase(i, page.lexicon.late_hedges)
    return i if late is None else late[1]


def _rate(page: Page, i: int) -> int:
    """Where "per square foot" or "a month" stops; ``i`` itself if there is no such thing."""
    timed = page.says(i + 1, "times")
    if page.says(i, "per") and page.at(i + 1).kind == "word" and (timed or not page.says(i, "by")):
        return i + 2 + (page.says(i + 1, "unit_prefixes") and page.at(i + 2).kind == "word")
    return i + 2 if timed and page.says(i, "articles") and page.lexicon.noun_style == "plural" else i


def _measure(page: Page, i: int) -> tuple[int, int] | None:
    """The tokens of "square miles", "degrees Celsius"."""
    noun = i
    while noun < i + 2 and page.says(noun, "unit_prefixes"):
        noun += 1
    return (i, noun + 1 + page.says(noun + 1, "scales")) if page.says(noun, "units") else None


def _noun(page: Page, i: int, *, single: bool) -> tuple[int, int] | None:
    """The tokens of the counted noun that follows, told as the language allows."""
    match page.lexicon.noun_style:
        case "plural":
            return _plural_noun(page, i, single=single)
        case "capital":
            return _capital_noun(page, i)
        case "following":
            return _following_noun(page, i)
        case "none":
            return None


def _in_noun_phrase(page: Page, i: int) -> bool:
    token = page.at(i)
    known = token.low in page.lexicon.words["stops"] or page.lexicon.value(token.low) is not None
    return token.kind == "word" and not known and "'" not in token.low


def _plural_noun(page: Page, i: int, *, single: bool) -> tuple[int, int] | None:
    """The first plural after adjectives: "printed maps", "wooden and metal boxes"; after one, the last word."""
    k = i
    for _ in range(_LONGEST_NOUN_PHRASE):
        k += page.hyphen(k) or (k > i and page.says(k, "joiners") and not page.at(k - 1).low.endswith("ed"))
        if not _in_noun_phrase(page, k):
            break
        if _is_plural(page, k):
            return (k + 1, k + 2) if _is_plural(page, k + 1) else (k, k + 1)
        k += 1
    last = page.at(k - 1)
    found = single and k > i and last.kind == "word" and last.text.islower() and not last.low.endswith("ed")
    return (k - 1, k) if found else None


def _is_plural(page: Page, i: int) -> bool:
    low = page.at(i).low
    ending = low.endswith("s") and not low.endswith(("ss", "us", "is")) and len(low) >= _SHORTEST_PLURAL
    return _in_noun_phrase(page, i) and (ending or low.endswith(("men", "people")) or page.says(i, "plurals"))


def _capital_noun(page: Page, i: int) -> tuple[int, int] | None:
    """The first capitalised word after adjectives, with its hyphens: "nordkoreanische Soldaten", "US-Soldaten"."""
    for k in range(i, i + _LONGEST_NOUN_PHRASE):
        token = page.at(k)
        if not _in_noun_phrase(page, k):
            return None
        derived = token.low.endswith("er") and page.at(k + 1).text[:1].isupper()  # Berliner Polizisten
        if token.text[0].isupper() and not derived:
            stop = k + 1
            while page.hyphen(stop) and stop < k + _LONGEST_NOUN_PHRASE:
                stop += 2
            return k, stop
        if not (derived or token.low.endswith(("e", "en", "er", "es", "em", "n"))):
            return None
    return None


def _following_noun(page: Page, i: int) -> tuple[int, int] | None:
    """The first word that does not end like an adjective."""
    k = i
    while k < i + _LONGEST_NOUN_PHRASE and _in_noun_phrase(page, k):
        k += 1
        if not page.at(k - 1).low.endswith(("их", "іх", "ий", "ої")):
            break
    return (k - 1, k) if k > i else None
