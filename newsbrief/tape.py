"""A recording at work: it finds recorded answers, and keeps new ones."""

import json
import os
import tempfile
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from newsbrief.errors import RecordingMissing, SettingsError
from newsbrief.exchanges import Exchange, load_exchanges
from newsbrief.unlike import unlikeness

Mode = Literal["none", "new", "all"]
"""What is asked for: nothing, what has no recording yet, or everything anew."""

PASSING = (401, 403, 407, 408, 409, 425, 429)
"""Answers that are about the asker or the moment, and not worth keeping; nor is any error of the server's own."""


class Tape:
    """The exchanges of a folder. Threads and tasks may share it.

    Args:
        folder: where the files are.
        mode: what is asked for.
    """

    def __init__(self, folder: Path, mode: Mode) -> None:
        self._folder = folder
        self._mode = mode
        self._lock = threading.Lock()
        self._turns: Counter[str] = Counter()
        self._known: dict[str, list[Exchange]] | None = None

    def load(self) -> None:
        """Read the folder, if that was not done yet; when recording, a missing one is made.

        Raises:
            SettingsError: the folder cannot be read or written, or a file in it is no recording.
        """
        with self._lock:
            if self._known is None:
                if self._mode != "none":
                    self._make_folder()
                self._known = {}
                for _, exchange in load_exchanges(self._folder):
                    self._known.setdefault(exchange.key, []).append(exchange)

    def _make_folder(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(
                f"{self._folder} cannot be made: {error.strerror}", hint="name another folder"
            ) from error

    def next(self, question: Exchange) -> tuple[int, Exchange | None]:
        """Which time it is that this question is asked, and the answer that is replayed; None if it has to be asked.

        Asked again, a question gets its recorded answers in order, and then the last one again.

        Raises:
            RecordingMissing: there is none, and nothing may be asked.
        """
        self.load()
        with self._lock:
            turn = self._turns[question.key]
            self._turns[question.key] += 1
            there = [] if self._mode == "all" else (self._known or {}).get(question.key, [])
        if there:
            return turn, there[min(turn, len(there) - 1)]
        if self._mode == "none":
            raise self._missing(question)
        return turn, None

    def keep(self, exchange: Exchange, turn: int, secrets: Sequence[str]) -> None:
        """Write an exchange, unless its answer is about the asker or the moment.

        Args:
            exchange: the exchange, with its answer.
            turn: which time it is that its question is asked.
            secrets: what must not be written, should an answer repeat it.
        """
        if exchange.status in PASSING or exchange.status >= 500:  # noqa: PLR2004 - HTTP's own numbers
            return
        again = f"-{turn + 1:03}" if turn else ""
        path = self._folder / f"{_slug(exchange.prompt)}-{exchange.key[:16]}{again}.json"
        text = json.dumps(exchange.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"
        for secret in secrets:
            text = text.replace(json.dumps(secret, ensure_ascii=False)[1:-1], "…")
        with self._lock:
            _write(path, text)
            if self._known is not None and self._mode == "new":
                self._known.setdefault(exchange.key, []).append(exchange)

    def _missing(self, question: Exchange) -> RecordingMissing:
        known = [one for several in (self._known or {}).values() for one in several]
        message = f"no recording in {self._folder} answers this question of the prompt {question.prompt!r}"
        return RecordingMissing(f"{message}: {unlikeness(question, known)}", model=question.model)


def _slug(name: str) -> str:
    return "".join(character if character.isalnum() else "-" for character in name)[:40] or "asked"


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
