"""The ledger of an output folder: which articles are done there, and as what they were done."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, TypeAdapter, ValidationError

from newsbrief import errors
from newsbrief.article import LEDGER
from newsbrief.errors import ModelError, NewsbriefError, SettingsError
from newsbrief.files import append_line, read_lines, sync_file, writing_to
from newsbrief.locks import locked_at_once

HIDDEN = ".newsbrief"
"""The folder, in the output folder, of what is of no use to a reader: the lock, answers of unfinished articles."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An error as it stands in a file: its class, and what it says."""

    error: str
    message: str
    hint: str = ""
    section: str | None = None
    model: str | None = None

    @classmethod
    def of(cls, error: NewsbriefError) -> Self:
        """The record of an error."""
        section, model = (error.section, error.model) if isinstance(error, ModelError) else (None, None)
        return cls(type(error).__name__, error.message, error.hint, section, model)

    def as_error(self, article: str) -> NewsbriefError:
        """The error that this is the record of."""
        kind = getattr(errors, self.error, None)
        if isinstance(kind, type) and issubclass(kind, ModelError):
            return kind(self.message, hint=self.hint, article=article, model=self.model, section=self.section)
        kind = kind if isinstance(kind, type) and issubclass(kind, NewsbriefError) else NewsbriefError
        return kind(self.message, hint=self.hint, article=article)


def _from_hex(digits: object) -> bytes:
    if not isinstance(digits, str):
        raise ValueError("a hash is written in hexadecimal digits")  # noqa: TRY004 - what pydantic takes for an answer
    return bytes.fromhex(digits)


Digest = Annotated[bytes, BeforeValidator(_from_hex), PlainSerializer(bytes.hex)]
"""A SHA-256: in files as hexadecimal digits, in memory at half their size."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of an article.

    Attributes:
        place: its path below what was given, with slashes.
        source: the SHA-256 of the file.
        content: the SHA-256 of what the model is asked about; None if it could not be read.
        asked: the SHA-256 of how it was asked: prompts, model, language of the prose, schema.
        status: as in `Outcome`.
        failed: why there is no brief.
        written: the SHA-256 of what was written, so that it need not be read to know that it is still there.
    """

    place: str
    source: Digest
    content: Digest | None
    asked: Annotated[str, AfterValidator(sys.intern)]  # the same in most
    status: Literal["ok", "partial", "failed"]
    failed: Recorded | None = None
    written: Digest | None = None

    @property
    def answers(self) -> str:
        """The name of the file that keeps its answers until it is done: those of another model are others."""
        return f"{(self.content or b'').hex()[:32]}-{self.asked[:32]}.jsonl"


@cache
def _entries() -> TypeAdapter[Entry]:
    return TypeAdapter(Entry)


def entry_of(record: dict[str, Any]) -> Entry | None:
    """The entry that a line of the ledger is; None if it is none."""
    try:
        return _entries().validate_python(record)
    except ValidationError:
        return None


class Ledger:
    """An append-only file of entries; of several for one place, the last one counts.

    Args:
        folder: the output folder.

    Raises:
        SettingsError: there is a ledger that cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / LEDGER
        self._entries: dict[str, Entry] = {}
        self._done: dict[tuple[bytes, str], str] = {}
        try:
            for record in read_lines(self._path):
                if entry := entry_of(record):
                    self._take(entry)
        except OSError as error:
            reason = error.strerror or error
            raise SettingsError(f"cannot read {self._path}: {reason}", hint="choose another folder") from error

    def _take(self, entry: Entry) -> None:
        self._entries[entry.place] = entry
        if entry.status == "ok" and entry.content:
            self._done[entry.content, entry.asked] = entry.place

    def at(self, place: str) -> Entry | None:
        """What became of the article at a place."""
        return self._entries.get(place)

    def twins(self, content: bytes, asked: str) -> Iterator[str]:
        """The places of finished articles with the same content, asked about in the same way; the last one first."""
        last = self._done.get((content, asked))
        if last is not None:
            yield last
            same = (entry for entry in self._all() if (entry.content, entry.asked) == (content, asked))
            yield from (entry.place for entry in same if entry.status == "ok" and entry.place != last)

    def answers_of_done(self) -> Iterator[tuple[str, str]]:
        """The places of finished articles, each with the name of the file of answers that is of no use any more."""
        return ((entry.place, entry.answers) for entry in self._all() if entry.status == "ok")

    def _all(self) -> list[Entry]:
        return list(self._entries.values())  # at once: another thread may add one

    def finished(self) -> Iterator[Entry]:
        """The entries of the articles that have a brief, in the order of their places."""
        return (self._entries[place] for place in sorted(self._entries) if not self._entries[place].failed)

    def failures(self) -> Iterator[Entry]:
        """The entries of the articles that failed."""
        return (entry for entry in self._all() if entry.status == "failed")

    def check(self) -> None:
        """See to it that an entry can be written.

        Raises:
            SettingsError: none can.
        """
        with writing_to(self._path.parent), self._path.open("ab"):
            pass

    def add(self, entry: Entry) -> None:
        """Write an entry, and wait until it is safe.

        Raises:
            SettingsError: it cannot be written.
        """
        with writing_to(self._path.parent):
            append_line(self._path, _entries().dump_python(entry))
            sync_file(self._path)
        self._take(entry)


@contextmanager
def one_run(folder: Path) -> Iterator[Path]:
    """Keep other runs off an output folder; gives the hidden folder inside it.

    Raises:
        SettingsError: another run is at work in it, or it cannot be written to.
    """
    hidden = folder / HIDDEN
    try:
        hidden.mkdir(parents=True, exist_ok=True)
        lock = locked_at_once(hidden / "lock")
        lock.__enter__()
    except BlockingIOError as error:
        raise SettingsError(
            f"another run is writing to {folder}", hint="wait for it to end, or choose another folder"
        ) from error
    except OSError as error:
        raise SettingsError(f"cannot write to {folder}: {error.strerror}", hint="choose another folder") from error
    try:
        yield hidden
    finally:
        lock.__exit__(None, None, None)
