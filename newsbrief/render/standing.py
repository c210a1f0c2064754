"""How a run over several articles stands, in words."""

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
    parts = [f"{done} of {counted(standing.articles, 'article')}", *_troubles(standing), _used(standing)]
    fresh = done - standing.reused
    if fresh and standing.left and standing.seconds:
        each = standing.seconds / fresh
        parts += [f"{MINUTE / each:.3g} articles a minute", f"{duration(each * standing.left)} left"]
    return ", ".join(parts)


def closing_line(standing: "RunStanding") -> str:
    """One line on a run that is over."""
    parts = [f"{standing.ok} ok", *_troubles(standing)]
    parts += [f"{standing.reused} of them done before"] if standing.reused else []
    parts += [counted(standing.requests, "request"), _used(standing), duration(standing.seconds)]
    return ", ".join(parts)


def estimate_line(requests: int, usage: "Usage", cost: float | None = None) -> str:
    """What requests would take, by and large."""
    money = f", ${cost:.4f}" if cost else ""
    return (
        f"{counted(requests, 'request')}, about {usage.input_tokens} tokens read, {usage.output_tokens} written{money}"
    )


def _troubles(standing: "RunStanding") -> list[str]:
    counts = ((standing.partial, "partial"), (standing.failed, "failed"))
    return [f"{count} {what}" for count, what in counts if count]


def _used(standing: "RunStanding") -> str:
    used = standing.usage
    cost = f", ${standing.cost:.4f}" if standing.cost else ""
    return f"{used.input_tokens} tokens read ({used.cached_tokens} from cache), {used.output_tokens} written{cost}"


def duration(seconds: float) -> str:
    """Seconds as people say them."""
    if seconds >= HOUR:
        return f"{seconds // HOUR:.0f} h {seconds % HOUR // MINUTE:.0f} min"
    return f"{seconds / MINUTE:.0f} min" if seconds >= 2 * MINUTE else f"{seconds:.0f} s"
