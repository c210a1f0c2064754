"""Files that are written whole or not at all, and files of lines that only ever grow."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TextIO
from uuid import uuid4

from newsbrief.errors import SettingsError

TEMPORARY = ".newsbrief-"
"""What the names of files begin with that are not written to their end yet."""


def write_whole(path: Path, text: str) -> None:
    """Write a file as UTF-8, whole or not at all.

    Raises:
        OSError: it cannot be written; what was there before still is.
    """
    with writing_whole(path) as file:
        file.write(text)


@contextmanager
def writing_whole(path: Path) -> Iterator[TextIO]:
    """A file to write to, as UTF-8: a temporary one in the same folder, which takes the other's name in the end.

    Raises:
        OSError: it cannot be written; what was there before still is.
    """
    temporary = path.parent / f"{TEMPORARY}{uuid4().hex}"
    opened = temporary.open("x", encoding="utf-8", errors="replace", newline="\n")  # with the modes that umask leaves
    try:
        with opened as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def append_line(path: Path, record: object) -> None:
    """Add a record to a file of JSON lines, which is made if need be.

    What is written survives the end of the process; it survives that of the machine only after `sync_file`.

    Raises:
        OSError: it cannot be written.
    """
    line = _line(record) + b"\n"
    with path.open("ab+") as file:
        end = file.seek(0, os.SEEK_END)
        if end and _last_byte(file) != b"\n":  # whoever wrote last was cut off
            line = b"\n" + line
        file.write(line)


def _line(record: object) -> bytes:
    try:
        return json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # a file's name that is not UTF-8; escaped, it is read back as it was
        return json.dumps(record).encode()


def _last_byte(file: BinaryIO) -> bytes:
    file.seek(-1, os.SEEK_END)
    return file.read(1)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file of JSON lines, none if it is not there; what was cut off in the middle is passed over."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        for line in file:
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(record, dict):
                yield record


def sync_file(path: Path) -> None:
    """Wait until a file is safe from the end of the machine."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """What goes wrong in here is that the folder cannot be written to.

    Raises:
        SettingsError: that it cannot, and why.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        hint = "choose another folder, or make room"
        raise SettingsError(f"cannot write to {folder}: {reason}", hint=hint) from error
