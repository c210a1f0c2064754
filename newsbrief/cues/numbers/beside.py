"""What a number takes over from the one before it: "3 million boats, up from 2 million"; "fell 190 points, or 1%"."""

from dataclasses import replace
from typing import NamedTuple

from newsbrief.cues.numbers.number import Number
from newsbrief.cues.numbers.page import Page
from newsbrief.cues.numbers.words import UNIT_SIGNS

_FARTHEST = 15  # tokens between two numbers of which one explains the other
_NEXT = 6
_SENTENCE_ENDS = frozenset(".!?\n")
_PERCENT = ("percent", "percentage points")  # a share is printed as one: "up 5%, compared with 300 boats"


class Read(NamedTuple):
    """A number, and the tokens at which it starts and stops."""

    number: Number
    start: int
    stop: int


def beside(page: Page, before: Read, here: Read) -> Number:
    """The number ``here``, with the unit and the direction that it has from the quantity before it.

    It has its unit from there where the words around it say that it is a part of that quantity, or is compared with
    it; and its direction where it says the same in other terms.
    """
    number, gap = here.number, range(before.stop, here.start)
    if number.kind != "quantity" or len(gap) > _FARTHEST or any(page.at(k).text in _SENTENCE_ENDS for k in gap):
        return number
    hedge = page.phrase_before(here.start, page.lexicon.hedges)
    begin = here.start if hedge is None else hedge[1]
    if number.unit is None and _resumes(page, begin, before.number.unit or "", here.stop):
        number = replace(number, unit=before.number.unit)
    if number.direction == "none" and number.unit is not None and len(gap) <= _NEXT and _restates(page, begin):
        number = replace(number, direction=before.number.direction)
    return number


def _resumes(page: Page, begin: int, unit: str, stop: int) -> bool:
    """Including 300, up from 300; 300 of them, if "they" are no hours or euros."""
    known, last = page.lexicon.phrases, unit.casefold().rpartition(" ")[2]
    if page.phrase_before(begin, known["resuming"]) is not None:
        return unit not in _PERCENT
    things = not (last in page.lexicon.words["units"] or unit[:3].isupper() or unit in {*_PERCENT, *UNIT_SIGNS})
    return things and page.phrase(stop, known["of_them"]) is not None


def _restates(page: Page, begin: int) -> bool:
    return page.at(begin - 1).text == "(" or page.says(begin - 1, "alternatives")
