"""What became of an article in a run over many, and how notebooks show it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from newsbrief.article import Article
from newsbrief.errors import NewsbriefError
from newsbrief.render.index import Entry, index_fragment
from newsbrief.render.wording import shortened, statuses_line
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

    @property
    def name(self) -> str:
        """What the article is called: its path as given, else its title, else its id or the text's first words."""
        known = self.article or self.source
        return known.name if isinstance(known, Article) else shortened(str(known)) or "an empty text"

    def __repr__(self) -> str:
        what = self.error.message if self.error else self.brief and self.brief.headline
        return f"<Outcome {self.status}: {shortened(self.name)}: {shortened(what or 'no headline')}>"

    def _repr_html_(self) -> str:
        """The brief, or why there is none, as notebooks show it."""
        return self.brief._repr_html_() if self.brief else Outcomes([self])._repr_html_()


class Outcomes(list[Outcome]):
    """A list of outcomes that notebooks show as a table.

    ``outcomes.extend(briefer.brief_many(articles))`` takes each outcome as it is finished, so that an interrupt leaves
    in the list what was finished by then.
    """

    def __repr__(self) -> str:
        return f"<Outcomes: {statuses_line(self._statuses()) or 'none'}>"

    def _repr_html_(self) -> str:
        """A table of the first outcomes, a row each, and how many there are of each status."""
        return index_fragment(map(_entry, self), self._statuses())

    def _statuses(self) -> Counter[str]:
        return Counter(outcome.status for outcome in self)


def _entry(outcome: Outcome) -> Entry:
    if outcome.brief:
        return Entry.of(outcome.brief, None, name=outcome.name)
    error = outcome.error
    return Entry(outcome.name, "failed", error=error.message if error else "", hint=error.hint if error else "")
