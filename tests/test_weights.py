"""Getting the weights: what lands in the cache folder is right and whole, or nothing lands there."""

import hashlib
import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsbrief import weights
from newsbrief.errors import SettingsError, WeightsError
from newsbrief.weight_sources import Source
from newsbrief.weights import CATALOGUE, Progress, Weights, ensure, is_here

RIGHT = b"GGUF" + bytes(range(200)) * 7
WRONG = RIGHT[::-1]


@dataclass
class Fake:
    """A source that writes what it is given, and counts how often it is asked."""

    content: bytes = RIGHT
    asked: int = field(default=0, compare=False)

    def fetch(self, destination: Path, report: Callable[[int], None]) -> None:
        self.asked += 1
        destination.write_bytes(self.content)
        report(len(self.content))


class Broken(Fake):
    """A source that breaks off in the middle."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def fetch(self, destination: Path, report: Callable[[int], None]) -> None:
        super().fetch(destination, report)
        raise self.error


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWSBRIEF_CACHE", str(tmp_path))
    return tmp_path / "models"


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Weights]:
    """Put a model called "tiny" into the catalogue, to be had from these sources."""

    def put(*sources: Source) -> Weights:
        tiny = Weights(
            "tiny", "tiny.gguf", len(RIGHT), hashlib.sha256(RIGHT).hexdigest(), "CC0-1.0", "a toy", 64, sources
        )
        monkeypatch.setattr(weights, "CATALOGUE", {"tiny": tiny})
        return tiny

    return put


def left_in(folder: Path) -> list[str]:
    """What lies in the cache folder, but for the lock."""
    return sorted(path.name for path in folder.glob("*") if path.suffix != ".lock")


def test_a_model_that_is_not_here_is_fetched(offer: Callable[..., Weights]) -> None:
    tiny = offer(Fake())
    assert not is_here(tiny)
    assert ensure("tiny").read_bytes() == RIGHT
    assert is_here(tiny)


def test_the_file_is_named_after_its_digest(offer: Callable[..., Weights], cache: Path) -> None:
    tiny = offer(Fake())
    assert ensure("tiny") == cache / f"{tiny.sha256[:16]}-tiny.gguf"


def test_a_model_that_is_here_is_neither_fetched_nor_hashed(offer: Callable[..., Weights]) -> None:
    source = Fake()
    offer(source)
    ensure("tiny")
    steps: list[Progress] = []
    ensure("tiny", progress=steps.append)
    assert source.asked == 1
    assert steps == []


def test_a_file_touched_since_its_check_is_hashed_again(offer: Callable[..., Weights]) -> None:
    source = Fake()
    tiny = offer(source)
    os.utime(ensure("tiny"), ns=(1, 1))
    assert not is_here(tiny)
    steps: list[Progress] = []
    ensure("tiny", progress=steps.append)
    assert source.asked == 1
    assert steps[-1] == Progress("check", len(RIGHT), len(RIGHT))
    assert is_here(tiny)


@pytest.mark.parametrize("damaged", [WRONG, RIGHT[:-1], b""])
def test_a_damaged_file_is_fetched_again(offer: Callable[..., Weights], damaged: bytes) -> None:
    source = Fake()
    offer(source)
    ensure("tiny").write_bytes(damaged)
    assert ensure("tiny").read_bytes() == RIGHT
    assert source.asked == 2


def test_a_damaged_file_is_removed_even_if_no_other_comes(offer: Callable[..., Weights]) -> None:
    tiny = offer(Broken(WeightsError("closed for repairs")))
    tiny.path.parent.mkdir()
    tiny.path.write_bytes(WRONG)
    with pytest.raises(WeightsError, match="closed for repairs"):
        ensure("tiny")
    assert not tiny.path.exists()


def test_a_link_to_wrong_bytes_is_replaced_and_its_target_kept(
    offer: Callable[..., Weights], cache: Path, tmp_path: Path
) -> None:
    tiny = offer(Fake())
    target = tmp_path / "elsewhere.gguf"
    target.write_bytes(WRONG)
    cache.mkdir()
    tiny.path.symlink_to(target)
    assert ensure("tiny").read_bytes() == RIGHT
    assert target.read_bytes() == WRONG


@pytest.mark.parametrize("content", [WRONG, RIGHT[:-1], RIGHT + b"!"])
def test_wrong_bytes_are_an_error_and_leave_nothing(offer: Callable[..., Weights], cache: Path, content: bytes) -> None:
    offer(Fake(content))
    with pytest.raises(WeightsError, match="tiny could not be fetched"):
        ensure("tiny")
    assert left_in(cache) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left"), WeightsError("gone")])
def test_a_fetch_that_breaks_off_leaves_nothing(
    offer: Callable[..., Weights], cache: Path, error: BaseException
) -> None:
    offer(Broken(error))
    with pytest.raises(KeyboardInterrupt if isinstance(error, KeyboardInterrupt) else WeightsError):
        ensure("tiny")
    assert left_in(cache) == []


def test_a_listener_that_raises_ends_the_fetch_and_leaves_nothing(offer: Callable[..., Weights], cache: Path) -> None:
    class Enough(Exception):
        pass

    def stop(step: Progress) -> None:
        if step.what == "download":
            raise Enough

    offer(Fake())
    with pytest.raises(Enough):
        ensure("tiny", progress=stop)
    assert left_in(cache) == []


def test_the_next_source_is_tried_when_one_fails(offer: Callable[..., Weights]) -> None:
    offer(Broken(WeightsError("closed for repairs")), Fake(WRONG), Fake())
    assert ensure("tiny").read_bytes() == RIGHT


def test_the_error_says_what_each_source_did(offer: Callable[..., Weights]) -> None:
    tiny = offer(Broken(WeightsError("closed for repairs")), Fake(WRONG))
    with pytest.raises(WeightsError) as caught:
        ensure("tiny")
    assert "closed for repairs" in str(caught.value)
    assert tiny.sha256 in str(caught.value)


def test_a_source_that_sends_too_much_is_stopped(offer: Callable[..., Weights]) -> None:
    class Endless:
        def fetch(self, destination: Path, report: Callable[[int], None]) -> None:
            del destination
            for done in range(0, 1 << 60, 100):
                report(done)

    offer(Endless())
    with pytest.raises(WeightsError, match="more came"):
        ensure("tiny")


def test_what_a_killed_run_left_is_cleared_away(offer: Callable[..., Weights], cache: Path) -> None:
    tiny = offer(Fake())
    left = cache / f"{tiny.path.name}.partial"
    left.mkdir(parents=True)
    (left / "half.whl").write_bytes(b"half")
    ensure("tiny")
    assert left_in(cache) == [tiny.path.name, f"{tiny.path.name}.ok"]


def test_two_who_want_the_same_file_fetch_it_once(offer: Callable[..., Weights]) -> None:
    fetching, second_is_at_the_lock = threading.Event(), threading.Event()

    class Slow(Fake):
        def fetch(self, destination: Path, report: Callable[[int], None]) -> None:
            fetching.set()
            assert second_is_at_the_lock.wait(30)
            super().fetch(destination, report)

    source = Slow()
    offer(source)
    first = threading.Thread(target=ensure, args=("tiny",))
    first.start()
    assert fetching.wait(30)
    steps: list[Progress] = []

    def note(step: Progress) -> None:
        steps.append(step)
        second_is_at_the_lock.set()

    assert ensure("tiny", progress=note).read_bytes() == RIGHT
    first.join()
    assert source.asked == 1
    assert steps == [Progress("check", 0, len(RIGHT))]


def test_a_full_disk_is_an_error_before_anything_is_fetched(
    offer: Callable[..., Weights], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Fake()
    offer(source)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5_000_000))
    with pytest.raises(WeightsError, match=r"268 MB are needed in .*, and 5 MB are free") as caught:
        ensure("tiny")
    assert str(cache) in str(caught.value)
    assert source.asked == 0


def test_a_cache_folder_that_cannot_be_used_is_named(offer: Callable[..., Weights], cache: Path) -> None:
    offer(Fake())
    cache.write_text("a file, where the folder should be")
    with pytest.raises(WeightsError, match="NEWSBRIEF_CACHE") as caught:
        ensure("tiny")
    assert str(cache) in str(caught.value)


@pytest.mark.parametrize("name", ["qwen", "qwen-2.5-coder", "Qwen2.5-Coder-1.5B"])
def test_an_unknown_name_suggests_the_nearest(name: str) -> None:
    with pytest.raises(SettingsError, match=r"did you mean 'qwen2\.5-coder-1\.5b'"):
        ensure(name)


def test_an_unknown_name_lists_all_names() -> None:
    with pytest.raises(SettingsError) as caught:
        ensure("zzz")
    assert all(name in str(caught.value) for name in CATALOGUE)


@pytest.mark.parametrize("as_given", [Path, str])
def test_the_path_of_a_gguf_file_is_taken_as_it_is(tmp_path: Path, as_given: type[Path | str]) -> None:
    path = tmp_path / "mine.gguf"
    path.write_bytes(RIGHT)
    assert ensure(as_given(path)) == path


def test_a_file_of_another_kind_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "mine.gguf"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(WeightsError, match=r"mine\.gguf is not a GGUF file"):
        ensure(path)


def test_a_path_where_nothing_lies_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="No such file"):
        ensure(tmp_path / "mine.gguf")


def test_the_default_is_in_the_catalogue() -> None:
    assert CATALOGUE[weights.DEFAULT].name == weights.DEFAULT
