"""The index of a run over many articles: one page that lists every brief and every failure, or a table of the first."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Self

from newsbrief.render.pages import address, render
from newsbrief.render.wording import plain, section_name, speaker_of, statuses_line

if TYPE_CHECKING:
    from newsbrief.schema import Brief

MOST_SPEAKERS: Final = 200
"""How many speakers are listed for a reader without JavaScript, those of the most articles first."""

MOST_IN_A_CELL: Final = 50
"""How many articles a notebook shows of a run."""


class Counts(NamedTuple):
    """How many items a brief has of each kind."""

    statements: int = 0
    quantities: int = 0
    key_figures: int = 0
    open_questions: int = 0
    rejected: int = 0
    unaccounted: int = 0


NOTHING: Final = Counts()
"""What an article without a brief has."""


@dataclass(frozen=True)
class Entry:
    """What the index says of one article; small, so that ten thousand fit where that many briefs would not.

    Attributes:
        title: what the article is called.
        status: ``ok``; ``partial``, if a part of the brief has no answer; ``failed``, if there is no brief.
        link: the page of the brief, as a path relative to the index with "/" between its parts; None if there is none.
        published: when the article was, as its source writes it.
        counts: how many items the brief has.
        speakers: who makes statements in it, and how many.
        tokens: how many were read and written for it.
        cost: what they cost, in US dollars; None if that is not known.
        error: why the brief failed or is partial.
        hint: what to do about it.
    """

    title: str
    status: Literal["ok", "partial", "failed"]
    link: str | None = None
    published: str | None = None
    counts: Counts = NOTHING
    speakers: tuple[tuple[str, int], ...] = ()
    tokens: int = 0
    cost: float | None = None
    error: str = ""
    hint: str = ""

    @classmethod
    def of(cls, brief: "Brief", link: str | None, *, name: str, cost: float | None = None) -> Self:
        """The entry of a brief.

        Args:
            brief: the brief.
            link: its page, relative to the index.
            name: what the article is called if it has no title.
            cost: what the brief cost, in US dollars.
        """
        coverage, used = brief.coverage, brief.provenance.usage
        return cls(
            title=brief.article.title or brief.headline or name,
            status=brief.status,
            link=link,
            published=brief.article.published,
            counts=Counts(
                len(brief.statements),
                len(brief.quantities),
                len(brief.key_figures),
                len(brief.open_questions),
                len(brief.rejected),
                len(coverage.quotations.unaccounted) + len(coverage.numbers.unaccounted),
            ),
            speakers=tuple(Counter(speaker_of(one) for one in brief.statements if one.speaker).most_common()),
            tokens=used.input_tokens + used.output_tokens,
            cost=cost,
            error="; ".join(f"{section_name(one.section)}: {one.error}" for one in brief.incomplete),
            hint="; ".join(dict.fromkeys(one.hint for one in brief.incomplete if one.hint)),
        )


def index_html(entries: Iterable[Entry]) -> str:
    """The index of a run, as one page that needs nothing else but the pages it links to.

    The page holds the entries as data, of which its script shows as many as are looked at; without JavaScript it is a
    plain list.
    """
    entries = list(entries)
    costs = [entry.cost for entry in entries if entry.cost is not None]
    return render(
        "index.html.j2",
        entries=entries,
        rows=[_row(entry) for entry in entries],
        statuses=Counter(entry.status for entry in entries),
        totals=Counts(*(sum(one) for one in zip(*(entry.counts for entry in entries), strict=True))),
        tokens=sum(entry.tokens for entry in entries),
        cost=sum(costs) if costs else None,
        priced=len(costs),
        speakers=_speakers(entries),
    )


def index_fragment(entries: Iterable[Entry], statuses: Counter[str]) -> str:
    """The first entries of a run as a table, to be put into a page of somebody else's.

    Args:
        entries: the entries; of a long run only as many are read as are shown.
        statuses: how many articles of the run ended in which way.
    """
    total = statuses.total()
    first = list(islice(entries, MOST_IN_A_CELL))
    ends = statuses_line(statuses)
    return render("table.html.j2", entries=first, total=total, more=total - len(first), ends=ends)


def _row(entry: Entry) -> list[object]:
    """An entry as the page's script reads it."""
    return [
        plain(entry.title),
        entry.link and address(entry.link),
        entry.status,
        plain(entry.published or ""),
        entry.counts,
        [(plain(name), number) for name, number in entry.speakers],
        entry.tokens,
        entry.cost,
        plain(entry.error),
        plain(entry.hint),
    ]


def _speakers(entries: Iterable[Entry]) -> list[tuple[str, int, int]]:
    """Who speaks in most articles: name, number of statements, number of articles."""
    statements: dict[str, int] = defaultdict(int)
    articles: dict[str, int] = defaultdict(int)
    for entry in entries:
        for name, number in entry.speakers:
            statements[name] += number
            articles[name] += 1
    order = sorted(statements, key=lambda name: (-articles[name], -statements[name], name))
    return [(name, statements[name], articles[name]) for name in order[:MOST_SPEAKERS]]
