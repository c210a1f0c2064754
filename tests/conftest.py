"""What the tests share: no network but loopback, a clean environment, an endpoint to talk to."""

import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.endpoint import ScriptedEndpoint

# Started in the background, a shell lets its children ignore Ctrl-C, and ours would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connecting anywhere but to this machine fails the test."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            pytest.fail(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine's gets into a test."""
    for name in ("NEWSBRIEF_MODEL", "NEWSBRIEF_BASE_URL", "OPENAI_BASE_URL", "OPENAI_API_KEY", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def endpoint() -> Iterator[ScriptedEndpoint]:
    """An OpenAI-compatible endpoint on loopback that answers every question plausibly, unless told otherwise."""
    with ScriptedEndpoint() as running:
        yield running


@pytest.fixture
def seeds() -> Path:
    """The folder of seed articles."""
    return ROOT / "seeds"
