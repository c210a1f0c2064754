"""A recording at work: it finds recorded answers, and keeps new ones."""

import json
import threading
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from newsbrief.errors import RecordingMissing, SettingsError
from newsbrief.exchanges import SUFFIX, Exchange, load_exchanges
from newsbrief.files import write_whole
from newsbrief.unlike import unlikeness

Mode = Literal["none", "new", "all"]
"""What is asked for: nothing, what has no recording yet, or everything anew."""


class Tape:
    """The exchanges of a folder. Threads and tasks may share it.

    Args:
        folder: where the files are.
        mode: what is asked for.
        hint: what to do about a question that is missing; None for what the error says by itself.
    """

    def __init__(self, folder: Path, mode: Mode, hint: str | None = None) -> None:
        self._folder = folder
        self._mode = mode
        self._hint = hint
        self._lock = threading.Lock()
        self._asked: Counter[str] = Counter()
        self._kept: Counter[str] = Counter()
        self._known: dict[str, list[tuple[Path, Exchange]]] | None = None

    def load(self) -> None:
        """Read the folder, if that was not done yet; when recording, a missing one is made.

        Raises:
            SettingsError: the folder cannot be read or written, or a file in it is no recording.
        """
        with self._lock:
            if self._known is None:
                self._known = self._read()

    def _read(self) -> dict[str, list[tuple[Path, Exchange]]]:
        if self._mode != "none":
            self._make_folder()
        known: dict[str, list[tuple[Path, Exchange]]] = {}
        for path, exchange in load_exchanges(self._folder):
            known.setdefault(exchange.key, []).append((path, exchange))
        return known

    def _make_folder(self) -> None:
        probe = self._folder / ".newsbrief-probe"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(probe, "")
            probe.unlink()
        except OSError as error:
            message = f"{self._folder} cannot be written to: {error.strerror}"
            raise SettingsError(message, hint="name another folder") from error

    def next(self, question: Exchange) -> Exchange | None:
        """The answer that is replayed; None if the question has to be asked.

        Asked again, a question gets its recorded answers in order. After them it is asked, where that is allowed;
        else it gets the last one again.

        Raises:
            RecordingMissing: there is none, and nothing may be asked.
        """
        self.load()
        with self._lock:
            turn = self._asked[question.key]
            self._asked[question.key] += 1
            there = [exchange for _, exchange in (self._known or {}).get(question.key, ())]
        if self._mode == "none" and not there:
            raise self._missing(question)
        if self._mode == "none":
            return there[min(turn, len(there) - 1)]
        return there[turn] if self._mode == "new" and turn < len(there) else None

    def keep(self, exchange: Exchange) -> None:
        """Write an exchange, if its answer is one: errors are about the asker or the moment, and not worth keeping.

        Raises:
            SettingsError: it cannot be written.
        """
        if not exchange.is_answered:
            return
        text = json.dumps(exchange.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"
        try:
            with self._lock:  # not while it is written: an event loop may wait for the lock
                place = self._place(exchange)
            write_whole(place, text)
        except OSError as error:
            message = f"{self._folder} cannot be written to: {error.strerror}"
            raise SettingsError(message, hint="what was recorded is kept; make room and go on") from error

    def _place(self, exchange: Exchange) -> Path:
        """The file for an exchange; where all is asked anew, the first one of a question takes away the old ones."""
        old = [path for path, _ in (self._known or {}).get(exchange.key, ())]
        if self._mode == "all" and not self._kept[exchange.key]:
            _remove(old)
        number = self._kept[exchange.key] + (len(old) if self._mode == "new" else 0)
        self._kept[exchange.key] += 1
        again = f"-{number + 1:03}" if number else ""
        return self._folder / f"{_slug(exchange.prompt)}-{exchange.key[:16]}{again}{SUFFIX}"

    def _missing(self, question: Exchange) -> RecordingMissing:
        known = [exchange for several in (self._known or {}).values() for _, exchange in several]
        message = f"no recording in {self._folder} answers this question of the prompt {question.prompt!r}"
        return RecordingMissing(f"{message}: {unlikeness(question, known)}", hint=self._hint, model=question.model)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _slug(name: str) -> str:
    return "".join(character if character.isalnum() else "-" for character in name)[:40] or "asked"
