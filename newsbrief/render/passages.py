"""An article cut up for a page: paragraphs of sentences of pieces, each piece with the items that rest on it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby, pairwise
from typing import TYPE_CHECKING

from newsbrief.render.items import GAPS, Item

if TYPE_CHECKING:
    from newsbrief.article import Article
    from newsbrief.evidence import Evidence


@dataclass(frozen=True)
class Piece:
    """Characters of an article of which all the same holds.

    Attributes:
        start: where they begin in the article's text, in code points.
        text: the characters.
        resting: the ids of the items that rest on them, those with the shortest evidence first.
        beside: the ids of the statements whose speaker or reporting verb they are.
    """

    start: int
    text: str
    resting: tuple[str, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True)
class Stretch:
    """A sentence, or what stands between two; ``number`` is the sentence's."""

    number: int | None
    pieces: tuple[Piece, ...]

    @property
    def resting(self) -> tuple[str, ...]:
        """The ids of the items that rest on any of it, those with the shortest evidence first."""
        return tuple(dict.fromkeys(chain.from_iterable(piece.resting for piece in self.pieces)))

    @property
    def bare(self) -> bool:
        """Whether it is a sentence on which nothing that the brief reports rests."""
        return self.number is not None and all(one[0] in GAPS for one in self.resting)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, and the line breaks after it."""

    stretches: tuple[Stretch, ...]
    after: str

    @property
    def resting(self) -> tuple[str, ...]:
        """The ids of the items that rest on any of it."""
        return tuple(dict.fromkeys(chain.from_iterable(stretch.resting for stretch in self.stretches)))


def paragraphs_of(article: "Article", items: Iterable[Item]) -> list[Paragraph]:
    """Cut an article at every border of a paragraph, a sentence and a stretch of evidence.

    The texts of the pieces, with the breaks after each paragraph, are the article's text again. Where no two lines
    are a blank one apart, every line is a paragraph.
    """
    between = re.compile(r"\n{2,}" if "\n\n" in article.text else r"\n")
    breaks = {match.start(): match[0] for match in between.finditer(article.text)}
    borders = chain.from_iterable((start, start + len(text)) for start, text in breaks.items())
    paragraphs: list[Paragraph] = []
    for is_break, pieces in groupby(_pieces(article, items, borders), lambda piece: piece.start in breaks):
        if not is_break:
            paragraphs.append(Paragraph(tuple(_stretches(article, pieces)), ""))
        elif paragraphs:
            paragraphs[-1] = Paragraph(paragraphs[-1].stretches, "".join(piece.text for piece in pieces))
    return paragraphs


def _stretches(article: "Article", pieces: Iterable[Piece]) -> Iterator[Stretch]:
    def number(piece: Piece) -> int | None:
        sentence = article.sentence_at(piece.start)
        return sentence.number if sentence.start <= piece.start < sentence.end else None

    return (Stretch(one, tuple(group)) for one, group in groupby(pieces, number))


@dataclass
class _Layer:
    """Which ids hold where, followed from border to border."""

    opening: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    closing: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    holding: dict[str, int] = field(default_factory=dict)

    def put(self, item: str, evidence: "Iterable[Evidence]") -> None:
        for one in evidence:
            self.opening[one.start].append(item)
            self.closing[one.end].append(item)

    def advance(self, border: int) -> None:
        for item in self.closing.get(border, ()):
            self.holding[item] -= 1
            if not self.holding[item]:
                del self.holding[item]
        for item in self.opening.get(border, ()):
            self.holding[item] = self.holding.get(item, 0) + 1


def _pieces(article: "Article", items: Iterable[Item], borders: Iterable[int]) -> Iterator[Piece]:
    resting, beside, shortest = _Layer(), _Layer(), {}
    for item in items:
        resting.put(item.id, item.evidence)
        beside.put(item.id, item.beside)
        shortest[item.id] = min((one.end - one.start for one in item.evidence), default=0)
    cuts = {0, len(article.text), *borders, *chain.from_iterable((one.start, one.end) for one in article.sentences)}
    cuts |= {border for layer in (resting, beside) for side in (layer.opening, layer.closing) for border in side}
    for start, end in pairwise(sorted(cuts)):
        resting.advance(start)
        beside.advance(start)
        holding = tuple(sorted(resting.holding, key=shortest.__getitem__))
        yield Piece(start, article.text[start:end], holding, tuple(beside.holding))
