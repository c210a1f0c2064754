"""Locks between processes. The operating system holds them, so that they end with their process, however it ends."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        while True:
            try:
                msvcrt.locking(file, msvcrt.LK_LOCK, 1)
            except OSError as error:
                if error.errno != errno.EDEADLK:  # it gives up after ten seconds
                    raise
            else:
                return

    def _try_lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _try_lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of this file, which is made if need be; wait for it, if another process has it."""
    with path.open("ab") as file:
        _lock(file.fileno())
        yield


@contextmanager
def locked_at_once(path: Path) -> Iterator[None]:
    """Hold the lock of this file, which is made if need be.

    Raises:
        BlockingIOError: another has it.
    """
    with path.open("ab") as file:
        try:
            _try_lock(file.fileno())
        except OSError as error:
            raise BlockingIOError(*error.args) from error
        yield
