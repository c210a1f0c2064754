"""Progress as plain lines, for logs and pipes."""

import threading
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import Self, TextIO

from newsbrief.events import ArticleDone, ArticleStarted, Downloading, Event, QuestionAnswered, RunStanding
from newsbrief.render.standing import MEGABYTE, standing_line
from newsbrief.render.wording import plain

STEPS = 10
"""A download report says something at each tenth."""
HEARTBEAT = 30.0
"""Seconds between two lines on how a run stands, whether anything happened or not."""


class PlainProgress:
    """Lines: of one article each step, of several each article, and now and then how the run stands.

    Args:
        stream: where they go.
        heartbeat: seconds between two lines on how a run over several articles stands.
    """

    def __init__(self, stream: TextIO, heartbeat: float = HEARTBEAT) -> None:
        self._stream = stream
        self._heartbeat = heartbeat
        self._step = -1
        self._standing: RunStanding | None = None
        self._over = threading.Event()
        self._beating = threading.Thread(target=self._beat, name="newsbrief-heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._beating.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._beating.join()

    def paused(self) -> AbstractContextManager[None]:
        """Nothing has to make room: lines stay where they are."""
        return nullcontext()

    def __call__(self, event: Event) -> None:
        """Print a line for an event that is worth one."""
        line = self._line(event)
        if line:
            self._print(line)

    def _beat(self) -> None:
        while not self._over.wait(self._heartbeat):
            if self._standing and self._standing.articles > 1:
                self._print(standing_line(self._standing))

    def _print(self, line: str) -> None:
        print(line, file=self._stream, flush=True)

    def _line(self, event: Event) -> str | None:
        match event:
            case RunStanding():
                self._standing = event
            case Downloading(what, done, total):
                return self._download(what, done, total)
            case ArticleDone(article, status) if status != "failed":  # its error is said apart
                return f"{plain(article)}: {status}"
            case ArticleStarted() | QuestionAnswered() if self._standing is None or self._standing.articles == 1:
                return _step_of_one(event)
        return None

    def _download(self, what: str, done: int, total: int) -> str | None:
        step = done * STEPS // total if total else 0
        if step == self._step:
            return None
        self._step = step
        return f"{what} of the model: {done // MEGABYTE} of {total // MEGABYTE} MB"


def _step_of_one(event: ArticleStarted | QuestionAnswered) -> str:
    if isinstance(event, ArticleStarted):
        return f"{plain(event.article)}: reading"
    what = f"no answer: {plain(event.error)}" if event.error else f"{event.usage.output_tokens} tokens written"
    return f"{plain(event.article)}: {event.section}: {what}"
