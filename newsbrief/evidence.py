"""Evidence: a stretch of an article's text that bears something out."""

from typing import ClassVar, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field


class Span(NamedTuple):
    """A half-open range of Unicode code points in an article's text: ``text[start:end]``."""

    start: int
    end: int


Match = Literal["exact", "normalised", "fuzzy"]


class Evidence(BaseModel):
    """Words of the article, and where they stand: always ``article.text[start:end] == text``.

    ``start`` and ``end`` are half-open Unicode code-point offsets into ``Article.text`` (not bytes, not UTF-16
    units). ``match`` says how the words were found: ``exact``; ``normalised`` (quotation marks, dashes, white
    space, case folded); or ``fuzzy`` (small edits). ``text`` is the article's own wording in every case.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    text: str = Field(min_length=1)
    match: Match = "exact"


def evidence_at(text: str, start: int, end: int, match: Match = "exact") -> Evidence:
    """The evidence that stands at ``text[start:end]``."""
    return Evidence(start=start, end=end, text=text[start:end], match=match)
