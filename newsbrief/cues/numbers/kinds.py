"""Tells quantities from ages, years and the numbers in names."""

import re
from typing import Literal

from newsbrief.cues.numbers.amounts import Amount
from newsbrief.cues.numbers.page import HYPHENS, Page
from newsbrief.cues.numbers.units import Unit
from newsbrief.cues.numbers.words import PREFIXES

NumberKind = Literal["quantity", "date", "time", "year", "age", "ordinal", "identifier", "phone", "score", "address"]

_OLDEST = 130
_YEAR = re.compile(r"1\d{3}|20\d{2}")
_LONGEST_COUNT = 9
_LINKS = HYPHENS | frozenset("./&'’×^−")
_OPENINGS = frozenset('\n.!?:;"“”„«»‘’—–') | {""}


def kind_of(page: Page, first: Amount, last: Amount, unit: Unit) -> NumberKind:
    """The kind of a number or range that is not glued to a name, by what stands around it.

    Args:
        page: the text.
        first: the number, or the lower end of the range.
        last: the upper end of the range, else ``first`` again.
        unit: what is counted.
    """
    if not first.readings:
        return "identifier"
    if first.digits and _follows_street(page, first.first):
        return "address"
    if _is_age(page, first, last, unit):
        return "age"
    if not first.digits:
        return "identifier" if _is_name(page, first, unit) else "quantity"
    if _is_continued(page, last.stop) or _is_labelled(page, first, unit):
        return "identifier"
    return "year" if _is_year(page, first, unit) and _is_year(page, last, unit) else "quantity"


def is_glued(page: Page, i: int) -> bool:
    """Whether the digits at token ``i`` belong to what is printed before them: G7, F-16, COVID-19, #5."""
    sign, before = page.at(i - 1), page.at(i - 2)
    if sign.text in {"№", "§"}:
        return True
    if not page.joined(i):
        return False
    if sign.kind != "sign" or sign.text in "#_=":
        return True
    if sign.text in HYPHENS and before.text.isupper() and len(before.text) > 1:
        return True
    inner = sign.text in _LINKS and page.joined(i - 1) and before.kind in {"word", "digits"}
    return inner and before.low not in PREFIXES and (before.low,) not in page.lexicon.hedges.meanings


def _is_continued(page: Page, stop: int) -> bool:
    """4G, 747-400, 24/7."""
    if not page.joined(stop):
        return False
    inner = page.joined(stop + 1) and page.at(stop).text in "-/" and not page.at(stop + 1).text.islower()
    return page.at(stop).kind == "word" or (inner and not page.compound(stop))


def _is_name(page: Page, amount: Amount, unit: Unit) -> bool:
    """The Group of Seven, the Big Ten."""
    capital = page.at(amount.first).text[:1].isupper() and not amount.vague and page.lexicon.noun_style != "capital"
    return capital and unit.name is None and amount.unit is None and page.at(amount.first - 1).kind == "word"


def _is_age(page: Page, first: Amount, last: Amount, unit: Unit) -> bool:
    """A 45-year-old; aged 45; Ann Lee, 45, says."""
    if _says_age(page, last.stop):
        return first.value <= _OLDEST
    if first.value > _OLDEST or first.unit is not None or not (unit.name is None or page.says(unit.stop - 1, "times")):
        return False
    before, behind, name = page.at(first.first - 1), page.at(last.stop), page.at(first.first - 2)
    if before.kind == "word":
        return page.phrase_before(first.first, page.lexicon.phrases["age_before"]) is not None
    enclosed = (before.text == "(" and behind.text == ")") or (before.text == "," and behind.text in {",", ".", ")"})
    named = name.text[:1].isupper() and name.low not in page.lexicon.words["months"]
    return enclosed and named and first.digits.isdecimal()


def _says_age(page: Page, i: int) -> bool:
    """Whether "-year-old", "jährige" stands at ``i``: the phrases are of beginnings of words."""
    k = i + page.hyphen(i)
    known = page.lexicon.phrases["age_after"]
    if not page.at(k).low.startswith(known.firsts):
        return False
    words, _ = page.words_from(k)
    return any(len(words) >= len(phrase) and all(map(str.startswith, words, phrase)) for phrase in known.meanings)


def _is_labelled(page: Page, amount: Amount, unit: Unit) -> bool:
    """Boeing 737, Article 5, No. 10, S&P 500, the numbers of a list, and numbers too long to count anything."""
    digits, i = amount.digits, amount.first
    long = len(digits) > _LONGEST_COUNT or (digits[0] == "0" and len(digits) > 1)
    if long and digits.isdecimal() and amount.stop == i + 1:
        return True
    if page.says(amount.stop, "numbered"):
        return True
    label, before = page.at(i - 1), page.at(i - 2)
    if label.text in {"", "\n"}:
        return page.at(amount.stop).text == "." and page.joined(amount.stop) and page.at(amount.stop + 1).kind == "word"
    if label.text == ".":
        return page.says(i - 2, "dotted_labels") and before.text[0].isupper()
    if unit.measured or label.kind != "word":
        return False
    return page.says(i - 1, "identifiers") or (unit.name is None and _follows_name(page, i))


def _follows_name(page: Page, i: int) -> bool:
    """Whether a word with a capital stands before ``i`` that is more than the first word of a sentence."""
    label = page.at(i - 1)
    if page.lexicon.noun_style == "capital" or label.text.casefold() == label.text:
        return False
    opening = page.at(i - 2).text in _OPENINGS and label.text[1:].islower()
    return not (opening or page.says(i - 1, "months") or page.says(i - 1, "stops"))


def _follows_street(page: Page, i: int) -> bool:
    """Hauptstraße 12; вул. Садова, 12."""
    if page.lexicon.noun_style == "following":
        return page.at(i - 1).text == "," and any(page.says(k, "streets") for k in range(i - 5, i - 2))
    label = page.at(i - 1)
    if page.says(i - 1, "identifiers"):
        return False  # Platz 3
    return label.text[:1].isupper() and label.low.endswith(page.lexicon.streets)


def _is_year(page: Page, amount: Amount, unit: Unit) -> bool:
    digits, i = amount.digits, amount.first
    if not _YEAR.fullmatch(digits):
        return False
    hedged = page.phrase_before(i, page.lexicon.hedges) is not None
    if page.says(amount.stop, "year_words") or (page.says(i - 1, "temporal") and not hedged):
        return True
    if digits < "1900" or unit.measured:
        return False
    if unit.name is None or page.lexicon.noun_style == "none":
        return True
    return page.lexicon.noun_style == "plural" and not (hedged or page.says(unit.stop - 1, "plurals"))
