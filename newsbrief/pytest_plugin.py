"""A pytest plugin: a recording beside the tests, so that programs are tested against real answers, offline."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from newsbrief.recording import Recording


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that says what is asked for."""
    parser.getgroup("newsbrief").addoption(
        "--newsbrief-record",
        choices=("none", "new", "all"),
        default="none",
        help="what the fixture newsbrief_recording asks for: nothing (the default), what is new, or all",
    )


@pytest.fixture
def newsbrief_recording(request: pytest.FixtureRequest) -> "Recording":
    """The recording in the folder ``recordings`` beside the test.

    It replays, and never touches the network, unless pytest is run with ``--newsbrief-record``.
    """
    from newsbrief.recording import Recording

    return Recording(request.path.parent / "recordings", request.config.getoption("--newsbrief-record"))
