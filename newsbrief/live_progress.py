"""Progress as a few lines that change, for terminals."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self

from newsbrief.events import Downloading, Event, QuestionAnswered, QuestionSent, RunStanding
from newsbrief.render.standing import MEGABYTE, standing_line
from newsbrief.render.wording import plain
from newsbrief.schema import Usage

if TYPE_CHECKING:
    from rich.console import Console, Group


SPINNER = 2
"""Columns that the spinner takes."""


class LiveProgress:
    """Which article, which section, tokens so far; of several articles, how the run stands."""

    def __init__(self, console: "Console") -> None:
        from rich.live import Live
        from rich.spinner import Spinner

        self._console = console
        self._spinner = Spinner("dots", "starting")
        # Standard output is not ours: it may go to a file while this stands on a terminal.
        self._live = Live(self._spinner, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
        self._lock = threading.Lock()
        self._used = Usage()
        self._asking: dict[tuple[str, str], None] = {}
        self._standing: RunStanding | None = None

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the display away while something else is printed."""
        self._live.stop()
        try:
            yield
        finally:
            self._live.start()

    def __call__(self, event: Event) -> None:
        """Bring the display up to date."""
        from rich.text import Text

        with self._lock:
            line = Text(self._line(event))
            line.truncate(max(self._console.width - SPINNER, 1), overflow="ellipsis")
            self._spinner.update(text=line)
            if isinstance(event, RunStanding) and event.articles > 1:
                self._standing = event
                self._live.update(self._of_several(event))

    def _of_several(self, standing: RunStanding) -> "Group":
        from rich.console import Group
        from rich.progress_bar import ProgressBar
        from rich.text import Text

        done = standing.articles - standing.left
        return Group(ProgressBar(standing.articles, done), Text(standing_line(standing)), self._spinner)

    def _line(self, event: Event) -> str:
        match event:
            case Downloading(what, done, total):
                return f"{what} of the model: {_bar(done, total)} {done // MEGABYTE} of {total // MEGABYTE} MB"
            case QuestionSent(article, section):
                self._asking[article, section] = None
            case QuestionAnswered(article, section, usage, _):
                self._asking.pop((article, section), None)
                self._used += usage
        return self._work()

    def _work(self) -> str:
        used = f"{self._used.input_tokens} tokens read, {self._used.output_tokens} written"
        if not self._asking:
            return used
        article = next(iter(self._asking))[0]
        sections = ", ".join(dict.fromkeys(section for name, section in self._asking if name == article))
        return f"{plain(article)}: {sections}" + ("" if self._standing else f" · {used}")


def _bar(done: int, total: int, width: int = 20) -> str:
    filled = done * width // total if total else 0
    return "━" * filled + "╌" * (width - filled)
