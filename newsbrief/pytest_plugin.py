"""A pytest plugin: a recording beside the tests, so that programs are tested against real answers, offline."""

from typing import get_args

import pytest

from newsbrief.recording import Recording
from newsbrief.tape import Mode

OPTION = "--newsbrief-record"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that says what is asked for."""
    parser.getgroup("newsbrief").addoption(
        OPTION,
        choices=get_args(Mode),
        default=Recording.mode,
        help="what the fixture newsbrief_recording asks for: nothing (the default), what is new, or all",
    )


@pytest.fixture
def newsbrief_recording(request: pytest.FixtureRequest) -> Recording:
    """The recording in the folder ``recordings`` beside the test.

    It replays, and never touches the network, unless pytest is run with ``--newsbrief-record``.
    """
    hint = f"record what is missing: pytest {OPTION}=new"
    return Recording(request.path.parent / "recordings", request.config.getoption(OPTION), hint)
