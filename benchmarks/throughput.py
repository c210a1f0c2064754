"""Measures runs over folders against a stub endpoint, and prints one Markdown table.

python -m benchmarks.throughput --seeds seeds [--only NAME] [--scale 0.1]

Each run is a process of its own against an endpoint of its own; where two systems are compared, they take turns. Peers
are a bare instructor loop and, if it is installed, LangExtract. Nothing leaves this machine.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.folder_runs import FolderRuns, Row
from benchmarks.runs import NotMeasured, Place
from benchmarks.stub_rate import stub_rate
from newsbrief.errors import NewsbriefError
from newsbrief.exit_codes import INTERRUPTED, MISTAKE, OK, PROBLEMS

NAMES = ("calls", "latency", "large", "kills", "storm")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; the exit code is 1 if something could not be measured."""
    options = _parser().parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="newsbrief-throughput-") as folder:
            return _measure(Place(options.seeds, Path(folder)), options.scale, options.only or NAMES)
    except KeyboardInterrupt:
        return INTERRUPTED
    except (NewsbriefError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return MISTAKE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure runs over folders against a stub endpoint.")
    parser.add_argument("--seeds", type=Path, required=True, metavar="DIR", help="the articles that others are made of")
    parser.add_argument("--only", choices=NAMES, action="append", help="measure only this; may be repeated")
    parser.add_argument("--scale", type=float, default=1.0, help="what all counts are multiplied by (default: 1)")
    return parser


def _measure(place: Place, scale: float, names: Iterable[str]) -> int:
    """Measure, and print each row as it is finished."""
    runs = FolderRuns(place, scale)
    problems: list[str] = []
    conditions = _conditions(scale, stub_rate(place.requests(runs.articles(0))))
    _print_row(
        ("measure", "must reach", "newsbrief", "bare instructor loop", f"LangExtract {_installed('langextract')}")
    )
    _print_row(["---"] * 5)
    for name in names:
        for row in _rows(name, runs.measurements[name], problems):
            _print_row(row.cells())
    print(f"\n{conditions}")
    for problem in problems:
        print(f"\n{problem}")
    return PROBLEMS if problems else OK


def _rows(name: str, measurement: Callable[[], Iterator[Row]], problems: list[str]) -> Iterator[Row]:
    print(f"{name} …", file=sys.stderr, flush=True)
    try:
        yield from measurement()
    except (NotMeasured, subprocess.CalledProcessError) as error:
        problems.append(f"{name} could not be measured: {error}")


def _print_row(cells: Iterable[str]) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


def _conditions(scale: float, rate: float) -> str:
    """What a reader of the table has to know."""
    versions = ", ".join(f"{name} {_installed(name)}" for name in ("newsbrief", "openai", "instructor", "pydantic"))
    machine = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start"
    return (
        f"Scale {scale:g}; {machine}; Python {platform.python_version()}, {versions}. "
        f"The stub endpoint answers {rate:.0f} such requests a second."
    )


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "(not installed)"


if __name__ == "__main__":
    sys.exit(main())
