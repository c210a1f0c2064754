"""A folder run that is killed again and again: what it does twice, what it loses, and what it makes of its briefs."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.stub_endpoint import MODEL, Manner, StubEndpoint
from newsbrief.article import Article, article_paths
from newsbrief.formats import FORMATS
from newsbrief.ledger import Ledger

UNCOMPARED = ("usage", "requests", "retries", "seconds")
"""The parts of a brief's provenance in which two briefs may differ and yet be the same."""
SEED = 40
SPREAD = 1.6
"""From its first request a run has so many times its share of the whole time at most: nearly all kills happen."""
POLL = 0.01


@dataclass(frozen=True)
class Killed:
    """What came of a run that was killed.

    Attributes:
        kills: how often it was killed.
        asked_again: articles that were asked about after they were entered as finished.
        lost: articles without a brief in the end, or entered at a kill and no more in the end.
        differing: briefs that are not those of an undisturbed run.
        repeated: requests that were answered twice; those are of articles that were not finished.
    """

    kills: int
    asked_again: int
    lost: int
    differing: int
    repeated: int


@dataclass(frozen=True)
class _Moment:
    """A kill: how many requests were answered until then, and the places of the articles that were finished."""

    answered: int
    finished: frozenset[str]


class KilledRun:
    """A run over a folder that is killed, beside an undisturbed one.

    Args:
        articles: the folder of the articles.
        folder: where to work; it must exist.
        manner: how the endpoint behaves.
        concurrency: requests in flight at most.
    """

    def __init__(self, articles: Path, folder: Path, manner: Manner, concurrency: int) -> None:
        self._articles = articles
        self._folder = folder
        self._manner = manner
        self._concurrency = concurrency
        self._markers = {
            path.relative_to(articles).as_posix(): Article.load(path).sha256[:12] for path in article_paths(articles)
        }

    def killed(self, kills: int) -> Killed:
        """Run undisturbed, then with so many kills at random moments, and compare.

        Raises:
            subprocess.CalledProcessError: a run failed that was left alone.
        """
        undisturbed, disturbed = self._folder / "undisturbed", self._folder / "killed"
        with StubEndpoint(self._manner) as stub:
            seconds = self._finish(stub, undisturbed)
        with StubEndpoint(self._manner) as stub:
            moments = self._kill_often(stub, disturbed, kills, SPREAD * seconds / kills)
            self._finish(stub, disturbed)
            asked, repeated = stub.articles(), stub.stats().repeats
        again = {marker for moment in moments for marker in asked[moment.answered :] if marker in self._of(moment)}
        briefs = {place: (_brief(disturbed, place), _brief(undisturbed, place)) for place in self._markers}
        entered = frozenset[str]().union(*(moment.finished for moment in moments)) - self._finished(disturbed)
        lost = entered.union(place for place, (brief, _) in briefs.items() if brief is None)
        differing = sum(brief != other for brief, other in briefs.values())
        return Killed(len(moments), len(again), len(lost), differing, repeated)

    def _of(self, moment: _Moment) -> set[str]:
        return {self._markers[place] for place in moment.finished}

    def _finished(self, out: Path) -> frozenset[str]:
        """The places of the articles that are entered with a brief."""
        ledger = Ledger(out)
        return frozenset(place for place in self._markers if (entry := ledger.at(place)) and entry.status != "failed")

    def _kill_often(self, stub: StubEndpoint, out: Path, kills: int, longest: float) -> list[_Moment]:
        """Start and kill a run so often, or until it ends by itself."""
        luck = Random(SEED)  # noqa: S311 - no secret
        moments: list[_Moment] = []
        for _ in range(kills):
            with self._running(stub, out) as process:
                self._await_work(process, stub)
                time.sleep(luck.uniform(0, longest))
                if process.poll() is not None:
                    break
            moments.append(_Moment(stub.stats().requests, self._finished(out)))
        return moments

    def _await_work(self, process: subprocess.Popen[bytes], stub: StubEndpoint) -> None:
        """Wait for the first request of a run, or for its end."""
        answered = stub.stats().requests
        while stub.stats().requests == answered and process.poll() is None:
            time.sleep(POLL)

    def _finish(self, stub: StubEndpoint, out: Path) -> float:
        """Run to the end; the seconds from the first request on."""
        with self._running(stub, out) as process:
            self._await_work(process, stub)
            started = time.monotonic()
            if process.wait():
                raise subprocess.CalledProcessError(process.returncode, process.args)
            return time.monotonic() - started

    @contextmanager
    def _running(self, stub: StubEndpoint, out: Path) -> Iterator[subprocess.Popen[bytes]]:
        """A run in a process group of its own, which is killed in the end, if there still is one."""
        options = ["--model", MODEL, "--base-url", stub.base_url, "--concurrency", str(self._concurrency)]
        command = [sys.executable, "-m", "newsbrief", "brief", str(self._articles), "--out", str(out), *options]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)  # noqa: S603 - our own
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _brief(out: Path, place: str) -> dict[str, Any] | None:
    """A brief without what may differ; None if there is none."""
    try:
        brief: dict[str, Any] = json.loads((out / f"{place}{FORMATS['json'].suffix}").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    brief["provenance"] = {name: value for name, value in brief["provenance"].items() if name not in UNCOMPARED}
    return brief
