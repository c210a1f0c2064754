"""What became of an article in a run over many."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from newsbrief.article import Article
from newsbrief.errors import NewsbriefError
from newsbrief.schema import Brief


@dataclass(frozen=True)
class Outcome:
    """What became of one article.

    Attributes:
        status: ``ok``; ``partial``, if a part of the brief has no answer; ``failed``, if there is no brief.
        source: what was given.
        article: the article; None if it could not be loaded.
        brief: the brief; None if it failed.
        error: why it failed; None if it did not.
        reused: whether the brief was there already.
    """

    status: Literal["ok", "partial", "failed"]
    source: Article | Path | str
    article: Article | None = None
    brief: Brief | None = None
    error: NewsbriefError | None = None
    reused: bool = False
