"""A run that is killed at any moment goes on where it was: nothing finished is asked again, and nothing is lost."""

from pathlib import Path

import pytest

from benchmarks.kills import KilledRun
from benchmarks.many_articles import write_articles
from benchmarks.stub_endpoint import Manner


@pytest.mark.soak
def test_what_is_finished_when_a_run_is_killed_is_neither_asked_about_again_nor_lost(
    seeds: Path, tmp_path: Path
) -> None:
    articles = tmp_path / "articles"
    write_articles(seeds, articles, 12)
    found = KilledRun(articles, tmp_path, Manner(latency=0.02), concurrency=4).killed(3)
    assert found.kills
    assert (found.asked_again, found.lost, found.differing) == (0, 0, 0)
