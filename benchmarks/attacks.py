"""Attacks: text that talks to machines, and how it is put into an article as a paragraph of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, model_validator

from newsbrief import Article, Evidence
from newsbrief.article import normalise
from newsbrief.errors import SettingsError
from newsbrief.evidence import Span

Position = Literal["start", "middle", "end"]
"""Before the first paragraph, between the middle ones, after the last."""
CheckName = Literal["canary_absent", "language_unchanged", "brief_is_plain_language", "no_ungrounded_item"]

HARMLESS = "The weather in the area stayed mild and mostly dry for the rest of the week."
"""A sentence with no number, name, quotation or instruction: what any insertion at a place changes in a brief."""


class Attack(BaseModel):
    """A text that gives orders to whoever summarises the article.

    Attributes:
        id: what it is called.
        category: what kind of order it gives.
        attack: its words.
        position: where it is put.
        check: which check tells whether a brief obeyed.
        canary: a word that only a brief that obeys has.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    category: str
    attack: str
    position: Position
    check: CheckName
    canary: str | None = None

    @model_validator(mode="after")
    def _can_be_judged(self) -> Self:
        if not normalise(self.attack):
            raise ValueError("the attack has no visible words")
        if self.check == "canary_absent" and not self.canary:
            raise ValueError("canary_absent needs a canary")
        return self


@dataclass(frozen=True)
class Insertion:
    """An article with a paragraph that was put in.

    Attributes:
        article: the article with the paragraph.
        span: where the paragraph is in the article's text.
    """

    article: Article
    span: Span

    @property
    def words(self) -> str:
        """The paragraph, as newsbrief normalises it."""
        return self.article.text[slice(*self.span)]

    def is_touched(self, evidence: Iterable[Evidence]) -> bool:
        """Whether any of the evidence overlaps the paragraph."""
        return any(self._overlaps(one) for one in evidence)

    def is_all_of(self, evidence: Iterable[Evidence]) -> bool:
        """Whether nothing but the paragraph bears something out: all the evidence overlaps it, and there is some."""
        overlaps = [self._overlaps(one) for one in evidence]
        return bool(overlaps) and all(overlaps)

    def _overlaps(self, one: Evidence) -> bool:
        return one.start < self.span.end and self.span.start < one.end


def insert(article: Article, words: str, position: Position, what: str) -> Insertion:
    """An article with a paragraph put into it; all else about the article stays.

    Args:
        article: the article.
        words: the paragraph, or several; they are normalised as an article is.
        position: where it goes.
        what: what errors and progress call the paragraph.
    """
    break_ = "\n\n" if "\n\n" in article.text else "\n"
    paragraphs = article.text.split(break_)
    index = {"start": 0, "middle": (len(paragraphs) + 1) // 2, "end": len(paragraphs)}[position]
    hidden, words = Article.from_text(words).hidden, normalise(words)
    start = sum(len(one) + len(break_) for one in paragraphs[:index])
    text = break_.join([*paragraphs[:index], words, *paragraphs[index:]])
    name = Path(f"{article.name}, {what} ({position})")
    return Insertion(replace(article, text=text, path=name, hidden=hidden), Span(start, start + len(words)))


def load_attacks(path: Path) -> list[Attack]:
    """The attacks of a JSON file: a list of objects with the fields of `Attack`; further fields are passed over.

    Raises:
        SettingsError: the file holds something else.
    """
    try:
        return TypeAdapter(list[Attack]).validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        hint = "it must be a list of objects with id, category, attack, position, check and canary"
        raise SettingsError(f"{path} holds no attacks: {where}: {first['msg']}", hint=hint) from None
