"""Progress as a few lines that change, for terminals and cells of notebooks."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from newsbrief.events import ArticleDone, Downloading, Event, QuestionAnswered, QuestionSent, RunStanding
from newsbrief.render.standing import MEGABYTE, standing_line, tally_line
from newsbrief.render.wording import plain
from newsbrief.schema import Usage

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


class Screen(Protocol):
    """Where something is shown that changes, and is gone in the end. `rich.live.Live` is one."""

    def start(self) -> None:
        """Begin to show."""

    def update(self, renderable: "RenderableType") -> None:
        """Show this from now on."""

    def stop(self) -> None:
        """Show nothing any more."""


def on_terminal(console: "Console") -> Screen:
    """The screen that a terminal is."""
    from rich.live import Live

    # Standard output is not ours: it may go to a file while this stands on a terminal.
    return Live(console=console, transient=True, redirect_stdout=False, redirect_stderr=False)


class LiveProgress:
    """Which article, which section, tokens so far; of several articles, how the run stands.

    Args:
        screen: where it is shown.
        articles: how many are briefed, as far as no event tells; None if that is not known.
    """

    def __init__(self, screen: Screen, articles: int | None = 1) -> None:
        from rich.spinner import Spinner

        self._screen = screen
        self._articles = articles
        self._spinner = Spinner("dots")
        self._lock = threading.Lock()
        self._used = Usage()
        self._asking: dict[tuple[str, str], None] = {}
        self._statuses: Counter[str] = Counter()
        self._standing: RunStanding | None = None

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._show("starting")
        self._screen.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._screen.stop()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the display away while something else is printed."""
        self._screen.stop()
        try:
            yield
        finally:
            self._screen.start()

    def __call__(self, event: Event) -> None:
        """Bring the display up to date."""
        with self._lock:
            self._show(self._line(event))

    def _show(self, line: str) -> None:
        from rich.table import Table
        from rich.text import Text

        work = Table.grid(padding=(0, 1))
        work.add_row(self._spinner, Text(line, no_wrap=True, overflow="ellipsis"))
        lines = Table.grid()  # not a Group: a bar does not end its line
        for each in (*self._overview(), work):
            lines.add_row(each)
        self._screen.update(lines)

    def _overview(self) -> "list[RenderableType]":
        from rich.progress_bar import ProgressBar
        from rich.text import Text

        if not self._is_of_several:
            return []
        standing = self._standing
        if standing:
            return [ProgressBar(standing.articles, standing.articles - standing.left), Text(standing_line(standing))]
        line = tally_line(self._statuses, self._articles, self._used, time.monotonic() - self._began)
        return [*([ProgressBar(self._articles, self._statuses.total())] if self._articles else []), Text(line)]

    @property
    def _is_of_several(self) -> bool:
        return (self._standing.articles if self._standing else self._articles) != 1

    def _line(self, event: Event) -> str:
        match event:
            case Downloading(what, done, total):
                return f"{what} of the model: {_bar(done, total)} {done // MEGABYTE} of {total // MEGABYTE} MB"
            case QuestionSent(article, section):
                self._asking[article, section] = None
            case QuestionAnswered(article, section, usage, _):
                self._asking.pop((article, section), None)
                self._used += usage
            case ArticleDone(article, status):
                self._statuses[status] += 1
                self._asking = {asked: None for asked in self._asking if asked[0] != article}
            case RunStanding():
                self._standing = event
        return self._work()

    def _work(self) -> str:
        used = f"{self._used.input_tokens} tokens read, {self._used.output_tokens} written"
        if not self._asking:
            return used
        article = next(iter(self._asking))[0]
        sections = ", ".join(dict.fromkeys(section for name, section in self._asking if name == article))
        return f"{plain(article)}: {sections}" + ("" if self._is_of_several else f" · {used}")


def _bar(done: int, total: int, width: int = 20) -> str:
    filled = done * width // total if total else 0
    return "━" * filled + "╌" * (width - filled)
