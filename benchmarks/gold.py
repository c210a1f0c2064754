"""Annotated articles, read from a folder, with their spans moved into the text as newsbrief normalises it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from benchmarks.quantities import Measured, ends_of
from benchmarks.scoring import AnnotatedFigure, Segment
from newsbrief import Article
from newsbrief.evidence import Span
from newsbrief.terms import Direction

_NO_UNIT = "-"
_DIRECTIONS: Mapping[str, Direction] = {"up": "up", "down": "down"}


@dataclass(frozen=True)
class GoldArticle:
    """An article with what annotators found in it."""

    id: str
    article: Article
    segments: tuple[Segment, ...]
    figures: tuple[AnnotatedFigure, ...]


@dataclass(frozen=True)
class GoldSentence:
    """A sentence with the quantities that annotators found in it."""

    text: str
    quantities: tuple[Measured, ...]


def load_articles(folder: Path, language: str) -> list[GoldArticle]:
    """The articles of ``quotes-LANGUAGE.json``; in English with the figures of ``key-figures.json``."""
    items = _read(folder / f"quotes-{language}.json")
    figures = _read(folder / "key-figures.json") if language == "en" else []
    return [_article(item, language, figures) for item in items]


def load_sentences(folder: Path) -> list[GoldSentence]:
    """The sentences of ``quantities.json``."""
    return [
        GoldSentence(item["text"], tuple(_quantity(one) for one in item["quantities"]))
        for item in _read(folder / "quantities.json")
    ]


def _read(path: Path) -> list[Any]:
    return cast("list[Any]", json.loads(path.read_text(encoding="utf-8")))


def _article(item: Mapping[str, Any], language: str, figures: Sequence[Mapping[str, Any]]) -> GoldArticle:
    article = Article.from_text(item["text"], language=language)
    places = moved_places(item["text"], article.text)
    return GoldArticle(
        item["id"],
        article,
        tuple(_segment(one, places) for one in item["quotes"]),
        tuple(
            AnnotatedFigure(one["name"], (one["role"], *one["also_accept"]))
            for one in figures
            if one["article_id"] == item["id"]
        ),
    )


def _segment(quote: Mapping[str, Any], places: Sequence[int]) -> Segment:
    whole = [[quote["start"], quote["end"]]] if quote["type"] == "direct" else []
    return Segment(
        start=places[quote["start"]],
        end=places[quote["end"]],
        speaker=quote["speaker"],
        mention=quote.get("speaker_mention"),
        form=quote["type"],
        cue=quote.get("cue_class", "speech"),
        verbatim=tuple(Span(places[start], places[end]) for start, end in quote.get("verbatim_spans", whole)),
    )


def moved_places(text: str, normalised: str) -> list[int]:
    """Where each place of a text, its end included, is in the normalised text.

    Raises:
        ValueError: normalising did more than leave out characters and exchange white space.
    """
    places, at = [], 0
    for character in text:
        places.append(at)
        kept = normalised[at : at + 1]
        at += character == kept or (kept == " " and character.isspace() and character != "\n")
    if at != len(normalised):
        raise ValueError(
            f"the annotated text cannot be followed into the normalised one beyond {normalised[at:][:40]!r}"
        )
    return [*places, at]


def _quantity(item: Mapping[str, str]) -> Measured:
    printed, meant = item["unit"], item["normalized_unit"]
    names = (meant,) if printed == _NO_UNIT else (printed, meant)
    units = tuple(name for name in names if name != _NO_UNIT)
    return Measured(ends_of(item["value"]), units, _DIRECTIONS.get(item["change"], "none"))
