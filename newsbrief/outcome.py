"""What became of an article in a run over many, and how notebooks show it."""

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Literal, Self

from newsbrief.article import Article
from newsbrief.errors import NewsbriefError
from newsbrief.outputs import Written
from newsbrief.render.index import Entry, index_fragment
from newsbrief.render.wording import shortened, statuses_line
from newsbrief.schema import Brief


@dataclass(frozen=True, repr=False)
class _Given:
    """What was given, and what it is called."""

    source: Article | Path | str
    article: Article | None
    reused: bool = field(default=False, kw_only=True)

    @property
    def name(self) -> str:
        """What the article is called: its path as given, else its title, else its id or the text's first words."""
        if isinstance(self.source, Path):
            return str(self.source)
        known = self.article or self.source
        return known.name if isinstance(known, Article) else shortened(known) or "an empty text"

    def _line(self, status: str, what: str) -> str:
        return f"<Outcome {status}: {shortened(self.name)}: {shortened(what)}>"


@dataclass(frozen=True, repr=False)
class Briefed(_Given):
    """An article that was briefed.

    Attributes:
        source: what was given.
        article: the article.
        brief: the brief.
        error: None; it did not fail.
        reused: whether the brief was there already.
    """

    article: Article
    brief: Brief
    error: ClassVar[None] = None

    @property
    def status(self) -> Literal["ok", "partial"]:
        """``partial``, if a part of the brief has no answer."""
        return self.brief.status

    def __repr__(self) -> str:
        return self._line(self.status, self.brief.headline or "no headline")

    def _repr_html_(self) -> str:
        """The brief, as notebooks show it."""
        return self.brief._repr_html_()


class BriefedBefore(Briefed):
    """An article that was briefed in an earlier run; brief and article are read when they are first asked for."""

    _written: Written

    @classmethod
    def of(cls, source: Article | Path | str, written: Written) -> Self:
        """The outcome for what was given, and what was written of it: a whole brief."""
        outcome = cls.__new__(cls)
        vars(outcome).update(source=source, reused=True, _written=written)
        return outcome

    @cached_property
    def brief(self) -> Brief:
        """The brief."""
        return self._written.read_brief()

    @cached_property
    def article(self) -> Article:
        """The article."""
        return self._written.read_article(self.brief.article, self.source if isinstance(self.source, Path) else None)

    @property
    def status(self) -> Literal["ok", "partial"]:
        """As the ledger says, until the brief is read, or another is put in its place."""
        return super().status if "brief" in vars(self) else "ok"


@dataclass(frozen=True, repr=False)
class Failed(_Given):
    """An article that has no brief.

    Attributes:
        source: what was given.
        article: the article; None if it could not be loaded.
        brief: None.
        error: why it failed.
        reused: whether it failed in an earlier run.
        status: ``failed``.
    """

    error: NewsbriefError
    brief: ClassVar[None] = None
    status: ClassVar[Literal["failed"]] = "failed"

    def __repr__(self) -> str:
        return self._line(self.status, self.error.message)

    def _repr_html_(self) -> str:
        """Why there is no brief, as notebooks show it."""
        return Outcomes([self])._repr_html_()


Outcome = Briefed | Failed
"""What became of one article; ``status`` tells which: ``ok`` and ``partial`` have a brief, ``failed`` an error."""


class Coming(Iterator[Outcome]):
    """Outcomes as they come.

    Args:
        outcomes: they come from here.
        untaken: where those go that are finished when this ends early; the last one that came may be among them.
    """

    def __init__(self, outcomes: Generator[Outcome, None, None], untaken: Sequence[Outcome]) -> None:
        self._outcomes = outcomes
        self._untaken = untaken

    def __next__(self) -> Outcome:
        return next(self._outcomes)

    def close(self) -> None:
        """End it early: nothing more is asked."""
        self._outcomes.close()

    def left_after(self, last: Outcome | None) -> list[Outcome]:
        """End it, if it has not ended: the outcomes that are finished and were not taken; `last` is the last taken."""
        self.close()
        return [outcome for outcome in self._untaken if outcome is not last]


class Outcomes(list[Outcome]):
    """A list of outcomes that notebooks show as a table.

    ``outcomes.extend(briefer.brief_many(articles))`` takes each outcome as it is finished, and an interrupt leaves in
    the list all that were finished by then.
    """

    def extend(self, outcomes: Iterable[Outcome], /) -> None:
        """Take outcomes as they come; those that are finished are kept, whatever ends it."""
        try:
            super().extend(outcomes)
        except BaseException:
            if isinstance(outcomes, Coming):
                super().extend(outcomes.left_after(self[-1] if self else None))
            raise

    def __repr__(self) -> str:
        return f"<Outcomes: {statuses_line(self._statuses()) or 'none'}>"

    def _repr_html_(self) -> str:
        """A table of the first outcomes, a row each, and how many there are of each status."""
        return index_fragment(map(_entry, self), self._statuses())

    def _statuses(self) -> Counter[str]:
        return Counter(outcome.status for outcome in self)


def _entry(outcome: Outcome) -> Entry:
    if outcome.status == "failed":
        return Entry(outcome.name, "failed", error=outcome.error.message, hint=outcome.error.hint)
    return Entry.of(outcome.brief, None, name=outcome.name)
