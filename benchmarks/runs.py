"""Runs of contestants: each in a fresh process, against a fresh endpoint, over articles that are written once."""

import json
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.contestants import Order, Result
from benchmarks.many_articles import write_articles
from benchmarks.stub_endpoint import Manner, Stats, StubEndpoint


class NotMeasured(Exception):
    """Something could not be measured; the message says what."""


@dataclass(frozen=True)
class Run:
    """A run: how the contestant did, and what the endpoint saw of it."""

    result: Result
    stats: Stats

    @property
    def calls_a_second(self) -> float:
        """Requests answered a second."""
        return self.stats.requests / self.result.seconds


class Place:
    """A folder with the articles of all runs, and with what the runs write.

    Args:
        seeds: the folder of the articles that the others are variants of.
        folder: where to work.
    """

    def __init__(self, seeds: Path, folder: Path) -> None:
        self._seeds = seeds
        self._folder = folder

    def articles(self, count: int) -> Path:
        """A folder with so many articles."""
        path = self._folder / f"articles-{count}"
        if not path.exists():
            write_articles(self._seeds, path, count)
        return path

    def new(self, name: str) -> Path:
        """A path for what a run writes; there is nothing there yet."""
        path = self._folder / name
        shutil.rmtree(path, ignore_errors=True)
        return path

    def requests(self, count: int) -> Path:
        """The file of the requests that so many articles lead to."""
        path = self._folder / f"requests-{count}.jsonl"
        if not path.exists():
            _result_of("requests", Order(str(self.articles(count)), str(path)))
        return path

    def run(self, contestant: str, count: int, manner: Manner, concurrency: int, out: Path | None = None) -> Run:
        """One run over so many articles.

        Args:
            contestant: one of `CONTESTANTS`.
            count: how many articles.
            manner: how the endpoint behaves.
            concurrency: requests in flight at most.
            out: where newsbrief writes; None for a new folder.

        Raises:
            NotMeasured: the contestant's process failed.
        """
        target = self.requests(count) if contestant == "bare" else out or self.new("briefs")
        articles = str(self.articles(count))
        with StubEndpoint(manner) as stub:
            result = _result_of(contestant, Order(articles, str(target), stub.base_url, concurrency))
            return Run(result, stub.stats())


def _result_of(contestant: str, order: Order) -> Result:
    command = [sys.executable, "-m", "benchmarks.contestants", contestant, json.dumps(asdict(order))]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        raise NotMeasured(f"{contestant} ended with exit code {done.returncode}")
    return Result(**json.loads(done.stdout))
