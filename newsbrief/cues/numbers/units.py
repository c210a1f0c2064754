"""Tells what an amount counts: a unit, a currency with its rate, or the noun that follows."""

from typing import NamedTuple

from newsbrief.cues.numbers.amounts import Amount, amount_at
from newsbrief.cues.numbers.page import Page
from newsbrief.cues.numbers.signs import unit_sign

_LONGEST_NOUN_PHRASE = 5
_SHORTEST_PLURAL = 4
_ACRONYMS = frozenset({"US", "IT", "WHO"})  # not the pronouns
# How Ukrainian adjectives end that go with a number, and verbs and participles that may follow it.
_ADJECTIVES = ("их", "іх", "ий", "ої", "ими", "кі", "ові", "льні")
_VERBS = ("ив", "ав", "яв", "ув", "ала", "ила", "али", "или", "ули", "яли", "ло", "но", "то", "ть", "ться")


class Unit(NamedTuple):
    """What an amount counts, as printed; the token at which that stops; and whether it is a known measure."""

    name: str | None
    stop: int
    measured: bool


def unit_of(page: Page, amount: Amount) -> Unit:
    """What an amount counts, with its rate: "miles per hour", "USD a month", "soldiers"."""
    part = None if amount.weak else _part(page, amount)
    unit = part or _own_unit(page, amount) or _later_level(page, amount)
    return unit or Unit(None, _after_hedge(page, amount.stop), measured=False)


def _own_unit(page: Page, amount: Amount) -> Unit | None:
    """The unit or noun that stands right behind an amount."""
    stop = _after_hedge(page, amount.stop)
    if amount.unit is not None:
        return _priced(page, amount.unit, stop)
    return _hyphened(page, stop) or _named(page, stop, single=amount.value == 1 or amount.portion)


def _priced(page: Page, name: str, i: int) -> Unit:
    """A unit that is printed as a sign, with its rate: "USD a share", "USD a night" of "$300-a-night"."""
    start = i + page.hyphen(i)
    stop = _rate(page, start, priced=True)
    if stop == start:
        return Unit(name, i, measured=True)
    return Unit(f"{name} {page.printed(start, stop).replace('-', ' ')}", stop, measured=True)


def _hyphened(page: Page, i: int) -> Unit | None:
    """What is counted in a "26-hour" sitting, ein "5-Sterne-Hotel", ein "24-stündiger" Streik."""
    noun = page.at(i + 1)
    if not page.hyphen(i) or page.says(i + 1, "stops") or not (noun.text.islower() or page.compound(i)):
        return None
    derived = next((unit for stem, unit in page.lexicon.derived.items() if noun.low.startswith(stem)), None)
    return Unit(derived or noun.text, i + 2, derived is not None or page.says(i + 1, "units"))


def _part(page: Page, amount: Amount) -> Unit | None:
    """What an amount is a part of: "dozens of boats", "half of the voters", "two of the three boats"."""
    i = amount.stop
    if amount.unit is not None or not page.says(i, "of"):
        return None
    whole = i + 1
    whole += page.says(whole, "wholes") or page.says(whole, "articles")
    if not (amount.vague or amount.portion):
        named = _named(page, whole, single=False) if whole > i + 1 and page.lexicon.noun_style == "plural" else None
        return named or _whole(page, amount, i + 1)
    sign, after = unit_sign(page, whole, scaled=True)
    if sign is not None:
        return Unit(sign, after, measured=True)
    return _named(page, whole, single=amount.portion) or _whole(page, amount, i + 1)


def _whole(page: Page, amount: Amount, i: int) -> Unit | None:
    """What the larger amount counts: "of the country's nine million people"."""
    for k in range(i, i + _LONGEST_NOUN_PHRASE):
        whole = amount_at(page, k)
        if whole is not None:
            larger = amount.portion or amount.vague or amount.value < whole.value
            unit = _own_unit(page, whole) if larger else None
            return unit and unit._replace(stop=amount.stop)
        if page.at(k).kind != "word":
            return None
    return None


def _later_level(page: Page, amount: Amount) -> Unit | None:
    """What the number counts to which this one changed: "from 300 to 400 boats"."""
    if not (page.says(amount.first - 1, "sources") and page.says(amount.stop, "targets")):
        return None
    later = amount_at(page, amount.stop + 1)
    unit = later and _own_unit(page, later)
    return unit and unit._replace(stop=amount.stop)


def _named(page: Page, i: int, *, single: bool) -> Unit | None:
    """The unit or counted noun at ``i``, with its rate."""
    span = _measure(page, i) or _noun(page, i, single=single)
    if span is None:
        return None
    stop = _rate(page, span[1])
    return Unit(page.printed(span[0], stop), stop, page.says(span[1] - 1, "units"))


def _after_hedge(page: Page, i: int) -> int:
    """Where "10+ cars", "20-plus people" go on."""
    if page.at(i).text == "+" and page.joined(i):
        return i + 1
    late = page.phrase(i, page.lexicon.late_hedges)
    return i if late is None else late[1]


def _rate(page: Page, i: int, *, priced: bool = False) -> int:
    """Where "per square foot", "a month" or, of a price, "a share" stops; ``i`` itself if there is no such thing."""
    noun = i + 1 + page.hyphen(i + 1)
    timed = page.says(noun, "times")
    if page.says(i, "per") and page.at(noun).kind == "word" and (timed or not page.says(i, "by")):
        return noun + 1 + (page.says(noun, "unit_prefixes") and page.at(noun + 1).kind == "word")
    if not page.says(i, "articles") or page.lexicon.noun_style != "plural":
        return i
    measure = _measure(page, noun) or ((noun, noun + 1) if page.says(noun, "priced") else None)
    if measure is None or not (timed or priced) or page.says(measure[1], "sooner"):
        return i
    return measure[1]


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
    known = page.says(i, "stops") or page.lexicon.value(token.low) is not None
    if token.kind != "word" or (known and token.text not in _ACRONYMS):
        return False
    owner, apostrophe, ending = token.low.rpartition("'")
    return not apostrophe or (ending == "s" and owner not in page.lexicon.words["stops"])  # women's, but not it's


def _plural_noun(page: Page, i: int, *, single: bool) -> tuple[int, int] | None:
    """The first plural after adjectives: "printed maps", "wooden and metal boxes"; after one, the last word."""
    k = i
    for _ in range(_LONGEST_NOUN_PHRASE):
        k = _past_name(page, k) if k > i else _past_initials(page, k)
        if not _in_noun_phrase(page, k):
            break
        if _is_plural(page, k):
            while _is_plural(page, k + 1):
                k += 1
            return k, k + 1
        k += 1
    k -= k - 1 > i and page.at(k - 1).low.endswith("ed")  # one sailor escaped
    last = page.at(k - 1)
    noun = last.text.islower() and not last.low.endswith("ed") and not page.says(k - 1, "comparatives")
    found = single and k > i and last.kind == "word" and noun
    return (k - 1, k) if found else None


def _past_initials(page: Page, i: int) -> int:
    """Where "U.S. soldiers" go on."""
    while len(page.at(i).text) == 1 and page.at(i).text.isupper() and page.at(i + 1).text == "." and page.joined(i + 1):
        i += 2
    return i


def _past_name(page: Page, i: int) -> int:
    """Where a noun phrase goes on after one of its words: past a hyphen, "and", or the number in a name."""
    if page.at(i + page.hyphen(i)).kind == "digits" and (page.hyphen(i) or page.says(i - 1, "identifiers")):
        return i + 1 + page.hyphen(i)  # Covid-19 patients, Boeing 737 jets
    joined = page.hyphen(i) or (page.says(i, "joiners") and not page.at(i - 1).low.endswith("ed"))
    return _past_initials(page, i + joined)


def _is_plural(page: Page, i: int) -> bool:
    low = page.at(i).low
    if not _in_noun_phrase(page, i) or "'" in low:
        return False
    ending = low.endswith("s") and not low.endswith(("ss", "us", "sis")) and len(low) >= _SHORTEST_PLURAL
    return ending or low.endswith(("men", "people", "children")) or page.says(i, "plurals")


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
    """The first word that does not end like an adjective, if it does not end like a verb either."""
    k = i
    while k < i + _LONGEST_NOUN_PHRASE and _in_noun_phrase(page, k):
        k += 1
        if not page.at(k - 1).low.endswith(_ADJECTIVES):
            break
    verb = page.at(k - 1).low.endswith(_VERBS) and not page.says(k - 1, "plurals")
    return (k - 1, k) if k > i and not verb else None
