"""How long an event loop stands still while articles are briefed in it.

python -m benchmarks.loop_blocks --seeds DIR [--runs N]

A task beside the work notes how much later than asked it gets its turn. The endpoint is a stub in a process of its own,
so that nothing but newsbrief and the SDK works in the loop's process. The first run does not count: a program imports
what it needs once. Then all is run again after ``gc.freeze()``, as a service calls it once it is up: else Python's
collector, now and then, stops everything to go through all that the SDKs have loaded. The peer is a bare instructor
loop that asks the same questions, with the models made beforehand.
"""

import argparse
import asyncio
import gc
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path

from benchmarks.command import print_measured
from benchmarks.contestants import bare_loop, requests_about
from benchmarks.own_time import cut, kinds
from benchmarks.stub_endpoint import MODEL, Manner, StubEndpoint
from newsbrief import Article, Briefer, Settings, load_articles
from newsbrief.errors import SettingsError
from newsbrief.prompts import Prompts

TICK = 0.001
LONG, SHORT = 2_000, 600  # words
MANY = 40
LATENCY = 0.05
BARS = {"one article": 20, "many at once": 120}
"""What no block may pass, in milliseconds."""

Work = Callable[[str], Awaitable[object]]
"""Work to be done in a loop, with the endpoint at an address."""


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

    def briefed(*articles: str) -> Work:
        async def work(base_url: str) -> None:
            async with Briefer(MODEL, base_url) as briefer:
                await asyncio.gather(*map(briefer.abrief, articles))

        return work

    def asked(*articles: str) -> Work:
        prompts, texts = Prompts(), map(Article.from_text, articles)
        return bare_loop(chain.from_iterable(requests_about(text, prompts) for text in texts), Settings().concurrency)

    one, many = f"an article of {LONG:,} words", f"{MANY} texts of {SHORT} words at once"
    works: tuple[tuple[str, str, Work], ...] = (
        (one, "one article", briefed(long)),
        (f"{one}, bare loop", "one article", asked(long)),
        (many, "many at once", briefed(*short)),
        (f"{many}, bare loop", "many at once", asked(*short)),
    )
    with StubEndpoint(Manner(latency=LATENCY)) as stub:

        def measured(how: str) -> Iterator[tuple[str, str, list[float]]]:
            for name, bar, work in works:
                print(f"{name}{how}", file=sys.stderr)
                yield f"{name}{how}", bar, [asyncio.run(longest_block(stub.base_url, work)) for _ in range(runs)]

        asyncio.run(longest_block(stub.base_url, briefed(*short)))  # the SDKs are imported
        yield from measured("")
        gc.freeze()
        yield from measured(", frozen")
        gc.unfreeze()


async def longest_block(base_url: str, work: Work) -> float:
    """The longest time, in seconds, that the running loop stood still while some work was done in it."""
    metronome = Metronome()
    beating = asyncio.create_task(metronome.beat())
    await asyncio.sleep(TICK)
    await work(base_url)
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
