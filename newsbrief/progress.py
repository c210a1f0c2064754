"""Progress of a run on standard error: a live line on a terminal, plain lines elsewhere."""

import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TextIO

from newsbrief.events import ArticleDone, ArticleStarted, Downloading, Event, QuestionAnswered, QuestionSent
from newsbrief.render.wording import plain
from newsbrief.schema import Usage

if TYPE_CHECKING:
    from rich.console import Console

MEGABYTE = 1_000_000
STEPS = 10
"""A plain download report says something at each tenth."""


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


class PlainProgress:
    """Lines, for logs and pipes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._step = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def paused(self) -> AbstractContextManager[None]:
        """Nothing has to make room: lines stay where they are."""
        return nullcontext()

    def __call__(self, event: Event) -> None:
        """Print a line for an event that is worth one."""
        line = self._line(event)
        if line:
            print(line, file=self._stream, flush=True)

    def _line(self, event: Event) -> str | None:
        match event:
            case Downloading(what, done, total):
                return self._download(what, done, total)
            case ArticleStarted(article):
                return f"{plain(article)}: reading"
            case QuestionAnswered(article, section, usage, error):
                what = f"no answer: {plain(error)}" if error else f"{usage.output_tokens} tokens written"
                return f"{plain(article)}: {section}: {what}"
            case ArticleDone(article, status):
                return f"{plain(article)}: {status}"
            case _:
                return None

    def _download(self, what: str, done: int, total: int) -> str | None:
        step = done * STEPS // total if total else 0
        if step == self._step:
            return None
        self._step = step
        return f"{what} of the model: {done // MEGABYTE} of {total // MEGABYTE} MB"


class LiveProgress:
    """One line that changes: which article, which section, tokens so far."""

    def __init__(self, console: "Console") -> None:
        from rich.live import Live
        from rich.spinner import Spinner

        self._spinner = Spinner("dots", "starting")
        # Standard output is not ours: it may go to a file while this line stands on a terminal.
        self._live = Live(self._spinner, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
        self._lock = threading.Lock()
        self._used = Usage()
        self._asking: dict[tuple[str, str], None] = {}

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the line away while something else is printed."""
        self._live.stop()
        try:
            yield
        finally:
            self._live.start()

    def __call__(self, event: Event) -> None:
        """Bring the line up to date."""
        from rich.text import Text

        with self._lock:
            self._spinner.update(text=Text(self._line(event)))

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
        sections = ", ".join(dict.fromkeys(section for _, section in self._asking))
        return f"{plain(article)}: {sections} · {used}"


def _bar(done: int, total: int, width: int = 20) -> str:
    filled = done * width // total if total else 0
    return "━" * filled + "╌" * (width - filled)


def progress_on(console: "Console") -> Progress:
    """The progress display that suits a console on standard error."""
    return LiveProgress(console) if console.is_terminal else PlainProgress(sys.stderr)
