"""In what a question differs from the recorded one that is most like it, in a few lines."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

MOST_LINES, LONGEST_LINE = 6, 100


class Asked(Protocol):
    """A question as it was asked; the contents of its messages are lists of lines."""

    @property
    def prompt(self) -> str:
        """The name of the prompt."""
        ...

    @property
    def model(self) -> str | None:
        """The model that is asked."""
        ...

    @property
    def compared(self) -> Mapping[str, Any]:
        """What else goes with the messages, and tells questions apart."""
        ...

    @property
    def messages(self) -> Sequence[Mapping[str, Any]]:
        """The messages."""
        ...


def unlikeness(question: Asked, known: Sequence[Asked]) -> str:
    """What tells a question from the nearest of those known."""
    same = [one for one in known if one.prompt == question.prompt]
    if not same:
        return "there is none of this prompt"
    lines = set(_lines(question))
    nearest = max(same, key=lambda one: len(lines & set(_lines(one))))
    told = [*_parameters(question, nearest), *_changes(_lines(nearest), _lines(question))]
    return "the nearest one differs:" + "".join(f"\n  {line}" for line in told)


def _lines(question: Asked) -> list[str]:
    return [line for message in question.messages for line in _content(message)]


def _content(message: Mapping[str, Any]) -> list[str]:
    content = message.get("content")
    return [str(line) for line in content] if isinstance(content, list | tuple) else [str(content)]


def _parameters(question: Asked, other: Asked) -> list[str]:
    ours, theirs = ({"model": one.model, **one.compared} for one in (question, other))
    names = sorted({*ours, *theirs})
    return [
        f"{name}: {theirs.get(name)!r} → {ours.get(name)!r}" for name in names if ours.get(name) != theirs.get(name)
    ]


def _changes(before: Sequence[str], after: Sequence[str]) -> list[str]:
    changed = [line for line in difflib.unified_diff(before, after, n=0, lineterm="") if line[:3] not in ("---", "+++")]
    changed = [line for line in changed if not line.startswith("@@")]
    short = [line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…" for line in changed[:MOST_LINES]]
    return [*short, f"and {len(changed) - MOST_LINES} more lines"] if len(changed) > MOST_LINES else short
