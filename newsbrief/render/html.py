"""A brief as HTML: a page with its article, and for notebooks a part of a page without it."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from newsbrief.errors import BriefError
from newsbrief.render.items import Item, Kind, items_of
from newsbrief.render.pages import render
from newsbrief.render.passages import paragraphs_of

if TYPE_CHECKING:
    from newsbrief.article import Article
    from newsbrief.schema import Brief

_FILTERS: Final = (
    ("all", "Everything"),
    (Kind.SUMMARY, "Summary"),
    (Kind.FIGURE, "People"),
    (Kind.STATEMENT, "Statements"),
    (Kind.QUANTITY, "Quantities"),
    (Kind.QUESTION, "Questions"),
    (Kind.UNACCOUNTED, "Not covered"),
    ("x", "Rejected"),
)
_LANES: Final = (
    Kind.STATEMENT,
    Kind.QUANTITY,
    Kind.FIGURE,
    Kind.QUESTION,
    Kind.SUMMARY,
    Kind.OWN,
    Kind.UNACCOUNTED,
    Kind.SET_ASIDE,
)
_STRIP: Final = 1000
"""How many units the strip is long that shows where the evidence lies."""


def to_html(brief: "Brief", article: "Article") -> str:
    """The brief and its article side by side, as one page that needs nothing else.

    Raises:
        BriefError: the brief is of another text, so that its evidence would point anywhere.
    """
    if brief.article.sha256 != article.sha256:
        raise BriefError(
            "the brief is of another text, or of another version of this one",
            hint="give the article that the brief was made of",
            article=article.name,
        )
    items = items_of(brief, article)
    paragraphs = paragraphs_of(article, items)
    return render(
        "report.html.j2",
        brief=brief,
        article=article,
        items=items,
        labels={item.id: item.label for item in items},
        paragraphs=paragraphs,
        bare=[one.number for paragraph in paragraphs for one in paragraph.stretches if one.bare],
        direction=_direction(article.text),
        filters=_FILTERS,
        lanes=_lanes(list(items), len(article.text)),
        linked=True,
    )


def to_fragment(brief: "Brief") -> str:
    """The brief alone, with the words that bear it out, to be put into a page of somebody else's."""
    return render("notebook.html.j2", brief=brief, items=items_of(brief), bare=(), linked=False)


def _direction(text: str) -> str:
    """The direction of writing of most letters at the beginning of a text."""
    letters = Counter(unicodedata.bidirectional(character) for character in text[:2000])
    return "rtl" if letters["R"] + letters["AL"] > letters["L"] else "ltr"


def _lanes(items: Sequence[Item], length: int) -> list[tuple[Kind, str]]:
    return [
        (kind, _lane([item for item in items if item.kind is kind], row, length)) for row, kind in enumerate(_LANES)
    ]


def _lane(items: Iterable[Item], row: int, length: int) -> str:
    """Where the evidence of items lies in a text of some length, as the path of a row of bars."""
    spans = sorted((one.start, one.end) for item in items for one in item.evidence)
    bars: list[tuple[int, int]] = []
    for start, end in ((start * _STRIP // length, -(-end * _STRIP // length)) for start, end in spans):
        if bars and start <= bars[-1][1]:
            bars[-1] = (bars[-1][0], max(end, bars[-1][1]))
        else:
            bars.append((start, end))
    return "".join(f"M{start} {row * 6}h{max(end - start, 2)}v4h-{max(end - start, 2)}z" for start, end in bars)
