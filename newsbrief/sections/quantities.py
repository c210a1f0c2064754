"""Quantities: numbers that code finds and parses; the model says what each of them measures."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from newsbrief.checks import facts_of, long_words, numbers_in
from newsbrief.cues.numbers import Number
from newsbrief.cues.set_apart import MACHINES
from newsbrief.drafts import Slot, Text, Unfit
from newsbrief.evidence import Span
from newsbrief.schema import Brief, Quantity
from newsbrief.sections.section import ArticleView, Findings, Section, passage

SHORTEST_CLAUSE = 3
"""A clause with fewer words beside the number is shown with the one before it."""
ENOUGH_AFTER = 2
"""With so many words behind it, a number needs nothing of what stands before the conjunction in front of it."""
_CLAUSE_END = re.compile(r"[,;:]\s+|\s[–—-]\s+")
_FIGURES = re.compile(r"\S*\d\S*")
_CONJUNCTION = re.compile(
    r"\s(?:and|or|but|while|from|to|und|oder|aber|während|von|auf|і|й|та|або|але|з|до)\s", re.IGNORECASE
)

LEAST_SHARED = 0.4
"""The least share of a measure's longer words that the number's sentence and the one before it must have."""
COUNTING = frozenset("number amount count total anzahl zahl menge кількість число".split())
"""Words of a measure that say only that something is counted."""
LONGEST_MEASURE = 90
MEASURE = '^[a-zA-ZÀ-ÿ\u0400-\u04ff][^0-9"]{7,80}$'
"""The pattern of a measure: it starts with a letter and has no digit."""
DISMISSALS = {
    "date": "a date",
    "time": "a time of day",
    "year": "a year",
    "age": "an age",
    "ordinal": "a place in an order",
    "identifier": "part of a name",
    "phone": "a telephone number",
    "score": "a score or a vote",
    "address": "an address",
}
ALONE = "nothing beside it says what it counts"
FEW = 2
"""With fewer words behind it, a number is measured by those before it as well."""


class Quantities(Section):
    """The section ``quantities``."""

    name = "quantities"

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._starts = [number.start for number in view.cues.numbers]
        self._dismissed: dict[int, str] = {}
        self._numbers: dict[str, Number] = {}
        self._beside: dict[str, tuple[str, str]] = {}
        self._measured: dict[str, str | None] = {}
        self._pauses: dict[Span, list[Span]] = {}
        for index, number in enumerate(view.cues.numbers, start=1):
            self._take_up(f"n{index}", number)

    def _take_up(self, key: str, number: Number) -> None:
        """Look at what stands beside a number; it is dismissed if that is nothing, or if it is no quantity."""
        if number.kind in DISMISSALS or not self._view.told(Span(number.start, number.end)).strip():
            self._dismissed[number.start] = DISMISSALS.get(number.kind, MACHINES)
            return
        start, end = self._clause(number)
        before, after = self._view.words(Span(start, number.start)), self._view.words(Span(number.end, end))
        if any(character.isalpha() for character in before + after):
            self._numbers[key], self._beside[key] = number, (before, after)
        else:
            self._dismissed[number.start] = ALONE

    def slots(self) -> Sequence[Slot]:
        """One for each number that is a quantity: what it measures."""
        return [self._slot(key, number) for key, number in self._numbers.items()]

    def _slot(self, key: str, number: Number) -> Slot:
        before, after = self._beside[key]
        context = {"context": passage(f"{before}[{self._printed(number)}]{after}")}
        form, instead = Text(LONGEST_MEASURE, MEASURE), partial(self._in_printed_words, number, before, after)
        return Slot(key, "quantities", number.start, form, context, tokens=40, otherwise=instead)

    def _in_printed_words(self, number: Number, before: str, after: str) -> str | None:
        """The measure in the article's own words, up to the next number if it would not hold up with that."""
        until, since = _FIGURES.split(after)[0], _FIGURES.split(before)[-1]
        ways = (printed_measure(before, after), printed_measure(since, until), printed_measure("", until), number.unit)
        return next((way for way in ways if way and self._holds(way, number)), None)

    def _holds(self, measures: str, number: Number) -> bool:
        try:
            self._view.check_prose(measures, self._sentence(number))
        except Unfit:
            return False
        return any(map(str.isalpha, measures))

    def _sentence(self, number: Number) -> Span:
        return self._view.sentences_around([Span(number.start, number.end)])

    def _clause(self, number: Number) -> Span:
        """The part of the sentence that is about this number, and not about the ones beside it."""
        sentence = self._view.article.sentence_at(number.start)
        whole = Span(sentence.start, max(sentence.end, number.end))
        index = bisect_left(self._starts, number.start)
        beside = self._view.cues.numbers[max(index - 1, 0) : index + 2]
        others = [one for one in beside if whole.start <= one.start and one.end <= whole.end]
        before = max((one.end for one in others if one.end <= number.start), default=whole.start)
        after = min((one.start for one in others if one.start >= number.end), default=whole.end)
        if whole not in self._pauses:
            self._pauses[whole] = pauses_in(self._text, whole)
        span, neighbours = Span(number.start, number.end), Span(before, after)
        return clause_around(self._text, span, whole, neighbours, self._pauses[whole])

    @property
    def _text(self) -> str:
        return self._view.article.text

    def _printed(self, number: Number) -> str:
        return self._text[number.start : number.end]

    def accept(self, slot: Slot, value: Any) -> str:  # noqa: ANN401
        """The words that say what is measured, without the number itself in front."""
        number = self._numbers[slot.id]
        span = Span(number.start, number.end)
        measures = self._view.check_prose(value, self._sentence(number))
        bare = self._without_number(measures, number)
        if not bare:
            raise Unfit("say what is counted or measured, not just the number")
        if not self._view.translated and self._view.share_near(span, bare) < LEAST_SHARED:
            raise Unfit("say what this number counts or measures, not another one")
        self._check_own(slot.id, number, bare)
        return bare

    def _check_own(self, key: str, number: Number, measures: str) -> None:
        """Whether a measure is this number's: no mere unit, not a neighbour's, and not given to another kind of thing.

        Raises:
            Unfit: it is not.
        """
        meaning = [word for word in map(str.lower, long_words(measures)) if word not in COUNTING]
        if number.unit and meaning and set(meaning) <= {word.lower() for word in long_words(number.unit)}:
            raise Unfit("say what is measured, not only its unit")
        if not self._view.translated and self._is_anothers(key, " ".join(meaning)):
            raise Unfit("that is what the number beside it measures")
        if self._measured.setdefault(measures.lower(), number.unit) != number.unit:
            raise Unfit("that is what another number measures")

    def _is_anothers(self, key: str, measures: str) -> bool:
        """Whether a measure has nothing of its number's clause, and all its words from that of one beside it."""
        at = int(key[1:])
        return not self._shared(key, measures) and any(self._shared(f"n{at + by}", measures) == 1 for by in (-1, 1))

    def _shared(self, key: str, measures: str) -> float:
        """The share of a measure's longer words that stand in the clause of a number."""
        if key not in self._beside:
            return 0.0
        clause = " ".join((*self._beside[key], self._numbers[key].unit or ""))
        return facts_of(clause, self._view.article.language).share_known(measures)

    def _without_number(self, measures: str, number: Number) -> str:
        """The measure without the number in front of it, in figures or in words."""
        numbers = numbers_in(measures, self._view.language or self._view.article.language)
        first = next(iter(numbers), None)
        if first is None or first.start > 0 or first.value != number.value:
            return measures.strip(" ,.:–-")
        return measures[first.end :].strip(" ,.:–-")

    def known(self, brief: Brief) -> Mapping[str, Any]:
        """What each quantity measures."""
        measures = {one.evidence[0].start: one.measures for one in brief.quantities}
        return {key: measures[number.start] for key, number in self._numbers.items() if number.start in measures}

    def finish(self, accepted: Mapping[str, Any]) -> Findings:
        """A quantity for each number that was explained; dates, years and the like are dismissed."""
        items = [self._quantity(number, accepted[key]) for key, number in self._numbers.items() if key in accepted]
        return Findings(tuple(items), self._dismissed)

    def _quantity(self, number: Number, measures: str) -> Quantity:
        return Quantity(
            text=self._printed(number),
            value=number.value,
            minimum=number.minimum,
            maximum=number.maximum,
            unit=number.unit,
            bound=number.bound,
            direction=number.direction,
            measures=measures,
            attributed_to=self._givers.get(number.start),
            evidence=(self._view.at(Span(number.start, number.end)),),
        )

    @cached_property
    def _givers(self) -> Mapping[int, str]:
        """Whose words a number stands in, by where it stands: the innermost utterance around it."""
        found: dict[int, tuple[int, str]] = {}
        for utterance in self._view.cues.utterances:
            for span in utterance.spans if utterance.speaker else ():
                within = slice(bisect_left(self._starts, span.start), bisect_left(self._starts, span.end))
                for number in self._view.cues.numbers[within]:
                    if number.end <= span.end and utterance.speaker:
                        here = (span.end - span.start, utterance.speaker.name)
                        found[number.start] = min(found.get(number.start, here), here)
        return {start: name for start, (_, name) in found.items()}


def printed_measure(before: str, after: str) -> str:
    """What a number measures in the article's own words, for want of better ones: its clause without it.

    Args:
        before: the clause up to the number.
        after: the clause from the number on; if that says enough, it stands alone.
    """
    parts = [" ".join(part.split()).strip(' ,.;:–—-()“”„«»"') for part in (before, after)]
    words = parts[1] if len(parts[1].split()) >= FEW else " … ".join(part for part in parts if part)
    return words if len(words) <= LONGEST_MEASURE else f"{words[:LONGEST_MEASURE].rsplit(' ', 1)[0]} …"


def pauses_in(text: str, sentence: Span) -> list[Span]:
    """The commas, dashes and the like that part the clauses of a sentence, with the white space around them."""
    return [Span(*match.span()) for match in _CLAUSE_END.finditer(text, *sentence)]


def clause_around(text: str, number: Span, sentence: Span, neighbours: Span, pauses: Sequence[Span]) -> Span:
    """The clause in which a number stands, cut where a conjunction leads to or from another number.

    A small model that is shown more says what the whole sentence is about, not what the number counts.

    Args:
        text: the article's text.
        number: where the number stands.
        sentence: its sentence.
        neighbours: from the end of the number before it to the start of the one after it; else the sentence's ends.
        pauses: what parts the clauses of the sentence.
    """
    following = bisect_left(pauses, number.end, key=lambda pause: pause.start)
    end = pauses[following].start if following < len(pauses) else sentence.end
    if neighbours.end < end:
        end = min(end, _last(_CONJUNCTION, text, number.end, neighbours.end, default=end).start)
    starts = [sentence.start, *(pause.end for pause in pauses[:following] if pause.end <= number.start)]
    if neighbours.start > sentence.start and len(text[number.end : end].split()) >= ENOUGH_AFTER:
        starts.append(_last(_CONJUNCTION, text, neighbours.start, number.start, default=sentence.start).end)
    starts.sort()
    start = starts.pop()
    while starts and len(text[start : number.start].split()) + len(text[number.end : end].split()) < SHORTEST_CLAUSE:
        start = starts.pop()
    return Span(start, end)


def _last(pattern: re.Pattern[str], text: str, start: int, end: int, *, default: int) -> Span:
    matches = [Span(*match.span()) for match in pattern.finditer(text, start, end)]
    return matches[-1] if matches else Span(default, default)
