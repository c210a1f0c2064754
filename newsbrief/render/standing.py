"""How a run over several articles stands, in words."""

from collections import Counter
from typing import TYPE_CHECKING

from newsbrief.render.wording import counted

if TYPE_CHECKING:
    from newsbrief.events import RunStanding
    from newsbrief.schema import Usage

HOUR, MINUTE = 3600, 60
MEGABYTE = 1_000_000


def standing_line(standing: "RunStanding") -> str:
    """One line on a run that is under way."""
    done = standing.articles - standing.left
    parts = [
        f"{done} of {counted(standing.articles, 'article')}",
        *_troubles(standing.partial, standing.failed),
        _used(standing.usage, standing.cost),
        *_pace(done - standing.reused, standing.left, standing.seconds),
    ]
    return ", ".join(parts)


def tally_line(statuses: Counter[str], articles: int | None, usage: "Usage", seconds: float) -> str:
    """One line on articles that are being briefed one after the other.

    Args:
        statuses: how many ended in which way.
        articles: how many there are; None if that is not known.
        usage: what they took so far.
        seconds: since the first was begun.
    """
    done = statuses.total()
    parts = [
        counted(done, "article") if articles is None else f"{done} of {counted(articles, 'article')}",
        *_troubles(statuses["partial"], statuses["failed"]),
        _used(usage),
        *_pace(done, (articles or done) - done, seconds),
    ]
    return ", ".join(parts)


def closing_line(standing: "RunStanding") -> str:
    """One line on a run that is over."""
    parts = [f"{standing.ok} ok", *_troubles(standing.partial, standing.failed)]
    parts += [f"{standing.reused} of them not asked about"] if standing.reused else []
    parts += [counted(standing.requests, "request"), _used(standing.usage, standing.cost), duration(standing.seconds)]
    return ", ".join(parts)


def estimate_line(requests: int, usage: "Usage", cost: float | None = None) -> str:
    """What requests would take, by and large."""
    money = f", ${cost:.4f}" if cost else ""
    return (
        f"{counted(requests, 'request')}, about {usage.input_tokens} tokens read, {usage.output_tokens} written{money}"
    )


def _troubles(partial: int, failed: int) -> list[str]:
    return [f"{count} {what}" for count, what in ((partial, "partial"), (failed, "failed")) if count]


def _used(used: "Usage", cost: float | None = None) -> str:
    money = f", ${cost:.4f}" if cost else ""
    return f"{used.input_tokens} tokens read ({used.cached_tokens} from cache), {used.output_tokens} written{money}"


def _pace(fresh: int, left: int, seconds: float) -> list[str]:
    """How fast articles are done, and how long those that are left will take; nothing if that is not known."""
    if not (fresh and left and seconds):
        return []
    each = seconds / fresh
    return [f"{MINUTE / each:.3g} articles a minute", f"{duration(each * left)} left"]


def duration(seconds: float) -> str:
    """Seconds as people say them."""
    if seconds >= HOUR:
        return f"{seconds // HOUR:.0f} h {seconds % HOUR // MINUTE:.0f} min"
    return f"{seconds / MINUTE:.0f} min" if seconds >= 2 * MINUTE else f"{seconds:.0f} s"
