"""The items of a brief as a page shows them: numbered, grouped, each with the places of its evidence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING, Final, Protocol

from newsbrief.render.wording import amount_of, section_name, speaker_of

if TYPE_CHECKING:
    from newsbrief.article import Article
    from newsbrief.evidence import Evidence
    from newsbrief.schema import Brief


class Kind(StrEnum):
    """The kinds of items, by the letters that their ids begin with; the styles and the script know them by these."""

    SUMMARY = "m"
    FIGURE = "f"
    QUANTITY = "n"
    STATEMENT = "q"
    QUESTION = "o"
    OWN = "e"
    UNACCOUNTED = "u"
    SET_ASIDE = "d"


GAPS: Final = frozenset({Kind.UNACCOUNTED, Kind.SET_ASIDE})
"""The kinds that say what is not reported."""


class Part(Protocol):
    """A part of a brief that rests on the article."""

    @property
    def evidence(self) -> "tuple[Evidence, ...]":
        """What it rests on."""


@dataclass(frozen=True)
class Place:
    """The sentences, by number, in which a stretch of evidence begins and ends."""

    first: int
    last: int

    @property
    def label(self) -> str:
        """The numbers for a reader."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True)
class Item:
    """A part of a brief in a page.

    Attributes:
        kind: what kind of item it is.
        number: its place among those of its kind, from 1.
        label: what it is called where there is room for a few words only.
        part: what it shows.
        evidence: what it rests on; without what the article does not have, if there is an article to look at.
        beside: for a statement, the words that show who says it.
        places: where the evidence lies; empty without an article.
    """

    kind: Kind
    number: int
    label: str
    part: Part
    evidence: "tuple[Evidence, ...]"
    beside: "tuple[Evidence, ...]"
    places: tuple[Place, ...]

    @property
    def id(self) -> str:
        """What the item is known by in its page."""
        return f"{self.kind}{self.number}"


@dataclass(frozen=True)
class Gap:
    """A quotation or a number that no item reports; ``reason`` says why, if it was set aside."""

    cue: str
    evidence: "tuple[Evidence]"
    reason: str = ""


@dataclass(frozen=True)
class Speaker:
    """Somebody with all that they say; ``role`` is in the article's words."""

    name: str
    kind: str
    role: str | None
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class Items:
    """The items of a brief, by section; the open questions apart by their basis, the user's own by their section."""

    summary: list[Item]
    key_figures: list[Item]
    quantities: list[Item]
    speakers: list[Speaker]
    stated: list[Item]
    inferred: list[Item]
    own: list[tuple[str, list[Item]]]
    unaccounted: list[Item]
    set_aside: list[Item]

    def __iter__(self) -> Iterator[Item]:
        yield from (*self.summary, *self.key_figures, *self.quantities)
        for speaker in self.speakers:
            yield from speaker.items
        yield from (*self.stated, *self.inferred)
        for _, items in self.own:
            yield from items
        yield from (*self.unaccounted, *self.set_aside)


def items_of(brief: "Brief", article: "Article | None" = None) -> Items:
    """The items of a brief; with their places, if the article is given."""
    number = _Numbering(article)
    cues = (("quotation", brief.coverage.quotations), ("number", brief.coverage.numbers))
    left = [Gap(cue, (one,)) for cue, coverage in cues for one in coverage.unaccounted]
    aside = [Gap(cue, (one.evidence,), one.reason) for cue, coverage in cues for one in coverage.dismissed]
    questions = brief.open_questions
    return Items(
        summary=[number(Kind.SUMMARY, "Summary", one) for one in brief.summary],
        key_figures=[number(Kind.FIGURE, one.name, one) for one in brief.key_figures],
        quantities=[number(Kind.QUANTITY, amount_of(one), one) for one in brief.quantities],
        speakers=_by_speaker(brief, number),
        stated=[number(Kind.QUESTION, "Open question", one) for one in questions if one.basis == "stated"],
        inferred=[number(Kind.QUESTION, "Open question", one) for one in questions if one.basis == "inferred"],
        own=[
            (section_name(name), [number(Kind.OWN, section_name(name), one) for one in items])
            for name, items in brief.extra.items()
        ],
        unaccounted=[number(Kind.UNACCOUNTED, "Not accounted for", one) for one in left],
        set_aside=[number(Kind.SET_ASIDE, "Set aside", one) for one in aside],
    )


class _Numbering:
    """Makes items of parts, numbering them kind by kind."""

    def __init__(self, article: "Article | None") -> None:
        self._article = article
        self._numbers: dict[Kind, Iterator[int]] = {}

    def __call__(self, kind: Kind, label: str, part: Part, beside: "Iterable[Evidence]" = ()) -> Item:
        evidence = tuple(one for one in part.evidence if self._holds(one))
        return Item(
            kind=kind,
            number=next(self._numbers.setdefault(kind, count(1))),
            label=label,
            part=part,
            evidence=evidence,
            beside=tuple(one for one in beside if self._holds(one)),
            places=tuple(dict.fromkeys(self._place(self._article, one) for one in evidence)) if self._article else (),
        )

    def _holds(self, evidence: "Evidence") -> bool:
        return self._article is None or self._article.text[evidence.start : evidence.end] == evidence.text

    @staticmethod
    def _place(article: "Article", evidence: "Evidence") -> Place:
        return Place(article.sentence_at(evidence.start).number, article.sentence_at(evidence.end - 1).number)


def _by_speaker(brief: "Brief", number: _Numbering) -> list[Speaker]:
    """The statements, grouped by who makes them, in the order in which they are first heard."""
    roles = {one.name: one.role for one in brief.key_figures}
    speakers: dict[str, Speaker] = {}
    for one in brief.statements:
        name = speaker_of(one)
        speaker = speakers.setdefault(name, Speaker(name, one.speaker_kind, roles.get(one.speaker or "")))
        speaker.items.append(
            number(Kind.STATEMENT, f"{name} (statement)", one, (*one.speaker_evidence, *one.cue_evidence))
        )
    return list(speakers.values())
