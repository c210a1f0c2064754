"""Progress of a run on standard error: a live display on a terminal, plain lines elsewhere."""

import sys
from contextlib import AbstractContextManager
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from newsbrief.events import Event

if TYPE_CHECKING:
    from rich.console import Console


class Progress(Protocol):
    """Shows events as they come; may be told from any thread."""

    def __call__(self, event: Event) -> None:
        """Show an event."""

    def paused(self) -> AbstractContextManager[None]:
        """Make room while something else is printed."""
        ...

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def progress_on(console: "Console") -> Progress:
    """The progress display that suits a console on standard error."""
    from newsbrief.live_progress import LiveProgress, on_terminal
    from newsbrief.plain_progress import PlainProgress

    is_live = console.is_terminal and not console.is_dumb_terminal  # on a dumb one nothing can change
    return LiveProgress(on_terminal(console)) if is_live else PlainProgress(sys.stderr)
