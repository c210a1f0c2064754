"""The pytest plugin, as another project's tests meet it."""

from pathlib import Path

import pytest

from newsbrief import Briefer, Settings
from newsbrief.recording import Recording
from tests.endpoint import ScriptedEndpoint
from tests.test_recording import ARTICLE

pytest_plugins = ["pytester"]

TEST_FILE = f"""
from newsbrief import Article, Briefer, Settings

def test_ours(newsbrief_recording):
    settings = Settings(recording=newsbrief_recording)
    with Briefer("m", {{base_url!r}}, "sk-none-of-your-business", settings=settings) as briefer:
        brief = briefer.brief(Article.from_text({ARTICLE.text!r}, title={ARTICLE.title!r}, language="en"))
    assert brief.statements
"""


def recorded_beside(folder: Path, base_url: str) -> None:
    settings = Settings(recording=Recording(folder / "recordings", "new"))
    with Briefer("m", base_url, "sk-none-of-your-business", settings=settings) as briefer:
        briefer.brief(ARTICLE)


def test_the_fixture_replays_what_lies_beside_the_test(pytester: pytest.Pytester, endpoint: ScriptedEndpoint) -> None:
    recorded_beside(pytester.path, endpoint.base_url)
    asked = len(endpoint.requests)
    pytester.makepyfile(TEST_FILE.format(base_url=endpoint.base_url))
    pytester.runpytest_inprocess().assert_outcomes(passed=1)
    assert len(endpoint.requests) == asked


def test_what_is_missing_is_an_error_that_names_the_option(
    pytester: pytest.Pytester, endpoint: ScriptedEndpoint
) -> None:
    recorded_beside(pytester.path, endpoint.base_url)
    next((pytester.path / "recordings").glob("summary-*")).unlink()
    pytester.makepyfile(TEST_FILE.format(base_url=endpoint.base_url))
    result = pytester.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*RecordingMissing: *", "*(record what is missing: pytest --newsbrief-record=new)"])


def test_without_a_recording_nothing_is_asked(pytester: pytest.Pytester, endpoint: ScriptedEndpoint) -> None:
    pytester.makepyfile(TEST_FILE.format(base_url=endpoint.base_url))
    result = pytester.runpytest_inprocess()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*recordings cannot be read*"])
    assert endpoint.requests == []


def test_the_option_records(pytester: pytest.Pytester, endpoint: ScriptedEndpoint) -> None:
    pytester.makepyfile(TEST_FILE.format(base_url=endpoint.base_url))
    pytester.runpytest_inprocess("--newsbrief-record=new").assert_outcomes(passed=1)
    pytester.runpytest_inprocess().assert_outcomes(passed=1)
    assert len(list((pytester.path / "recordings").iterdir())) == len(endpoint.requests)
