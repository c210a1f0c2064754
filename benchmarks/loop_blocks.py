"""How long an event loop stands still while articles are briefed in it.

python -m benchmarks.loop_blocks --seeds DIR [--runs N]

A task beside the work notes how much later than asked it gets its turn. The endpoint is a stub in a process of its own,
so that nothing but newsbrief and the SDK works in the loop's process. The first run does not count: a program imports
what it needs once. Then all is run again after ``gc.freeze()``, as a service calls it once it is up: else Python's
collector, now and then, stops everything to go through all that the SDKs have loaded.
"""

import argparse
import asyncio
import gc
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks.command import print_measured
from benchmarks.own_time import cut, kinds
from benchmarks.stub_endpoint import MODEL, Manner, StubEndpoint
from newsbrief import Briefer, load_articles
from newsbrief.errors import SettingsError

TICK = 0.001
LONG, SHORT = 2_000, 600  # words
MANY = 40
LATENCY = 0.05
BARS = {"one article": 20, "many at once": 120}
"""What no block may pass, in milliseconds."""

Work = Callable[[Briefer], Awaitable[object]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; the exit code is 2 if it makes no sense, 130 if it was interrupted."""
    parser = argparse.ArgumentParser(description="Measure how long an event loop stands still.")
    parser.add_argument("--seeds", type=Path, required=True, metavar="DIR", help="the folder of articles")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="how often (default: %(default)s)")
    options = parser.parse_args(arguments)
    return print_measured(lambda: (table(_rows(options.seeds, options.runs)), []))


def _rows(seeds: Path, runs: int) -> Iterator[tuple[str, str, list[float]]]:
    english = [article for article in load_articles(seeds) if article.language == "en"]
    if not english:
        raise SettingsError(f"{seeds} holds no English article")
    pieces = kinds(english)["grown from seeds"]
    long = cut(pieces, LONG)
    short = [cut(pieces, SHORT) for _ in range(MANY)]

    async def one(briefer: Briefer) -> None:
        await briefer.abrief(long)

    async def many(briefer: Briefer) -> None:
        await asyncio.gather(*map(briefer.abrief, short))

    works: tuple[tuple[str, str, Work], ...] = (
        (f"an article of {LONG:,} words", "one article", one),
        (f"{MANY} texts of {SHORT} words at once", "many at once", many),
    )
    with StubEndpoint(Manner(latency=LATENCY)) as stub:

        def measured(how: str) -> Iterator[tuple[str, str, list[float]]]:
            for name, bar, work in works:
                print(f"{name}{how}", file=sys.stderr)
                yield f"{name}{how}", bar, [asyncio.run(longest_block(stub.base_url, work)) for _ in range(runs)]

        asyncio.run(longest_block(stub.base_url, many))  # the SDKs are imported
        yield from measured("")
        gc.freeze()
        yield from measured(", frozen")
        gc.unfreeze()


async def longest_block(base_url: str, work: Work) -> float:
    """The longest time, in seconds, that the running loop stood still while some work was done in it."""
    metronome = Metronome()
    async with Briefer(MODEL, base_url) as briefer:
        beating = asyncio.create_task(metronome.beat())
        await asyncio.sleep(TICK)
        await work(briefer)
        beating.cancel()
        with suppress(asyncio.CancelledError):
            await beating
    return metronome.latest


class Metronome:
    """A task that asks for its turn again and again; ``latest`` is how late it came at most, in seconds."""

    def __init__(self) -> None:
        self.latest = 0.0

    async def beat(self) -> None:
        """Beat until cancelled."""
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(TICK)
            self.latest = max(self.latest, time.perf_counter() - asked - TICK)


def table(rows: Iterator[tuple[str, str, list[float]]]) -> str:
    """The rows as Markdown, in milliseconds."""
    lines = [
        "| in the loop | runs | longest block, ms: median of runs | worst | must not pass |",
        "|---|---|---|---|---|",
    ]
    for name, bar, blocks in rows:
        ordered = sorted(one * 1000 for one in blocks)
        middle, worst = ordered[len(ordered) // 2], ordered[-1]
        lines.append(f"| {name} | {len(blocks)} | {middle:.0f} | {worst:.0f} | {BARS[bar]} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
