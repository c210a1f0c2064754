"""What the tests share: no network but loopback, a clean environment, an endpoint to talk to."""

import gc
import os
import signal
import socket
import ssl
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from newsbrief import prompts
from tests.endpoint import ScriptedEndpoint

# Started in the background, a shell lets its children ignore Ctrl-C, and ours would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent
LOOPBACK = ("127.0.0.1", "::1", "localhost")
TLS = ssl.create_default_context()
READ = cache(prompts._read)


# How long an example takes says more of the machine than of what is tested.
hypothesis.settings.register_profile("suite", deadline=None, max_examples=40)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=300)
hypothesis.settings.load_profile("suite")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: many tests wait for a socket or a process."""
    return min((os.cpu_count() or 1) + 1, 5)


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of every later search for garbage: it stays, and there is much of it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connecting anywhere but to this machine, or asking where that is, fails the test."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            pytest.fail(f"a test tried to reach {address[0]}")
        connect(self, address)

    def guarded_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if host not in (*LOOPBACK, None):
            pytest.fail(f"a test tried to look up {host}")
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine's gets into a test."""
    for name in ("NEWSBRIEF_MODEL", "NEWSBRIEF_BASE_URL", "OPENAI_BASE_URL", "OPENAI_API_KEY", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A TLS context and the prompts take longer to make than a brief takes, and serve many tests."""
    monkeypatch.setattr("httpcore2.default_ssl_context", lambda **_options: TLS)
    monkeypatch.setattr("newsbrief.prompts._read", READ)


@pytest.fixture
def endpoint(made_once: None) -> Iterator[ScriptedEndpoint]:  # noqa: ARG001 - asking it is what takes so long
    """An OpenAI-compatible endpoint on loopback that answers every question plausibly, unless told otherwise."""
    with ScriptedEndpoint() as running:
        yield running


@pytest.fixture
def seeds() -> Path:
    """The folder of seed articles."""
    return ROOT / "seeds"
