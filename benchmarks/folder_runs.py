"""The measurements of folder runs: what is run for each, and what the runs come to, beside what they must reach."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median

from benchmarks.kills import KilledRun
from benchmarks.runs import NotMeasured, Place, Run
from benchmarks.stub_endpoint import Manner
from newsbrief.settings import Settings

LEAST_SHARE, MOST_WALL, MOST_MEMORY, MOST_STORM, LONGEST_RERUN = 0.75, 1.2, 1.15, 1.3, 10.0
"""What must be reached: calls a second, wall times and memory as shares of other runs', and seconds."""
ROUNDS = 2
"""How often systems that are compared take turns."""
FEWEST = 7
"""Articles of a run at least, however it is scaled: one of each seed."""
FEW, MANY = Settings().concurrency, 64
"""Requests in flight: as newsbrief has it by default, and where the endpoint takes its time."""
LATENCY, KILL_LATENCY = 0.2, 0.05
TAKES = 20
"""How many requests the endpoint takes at once in a storm."""
NOTHING = "–"


@dataclass(frozen=True)
class Row:
    """A row of the table; ``holds`` is whether newsbrief reaches what it must."""

    measure: str
    bar: str
    newsbrief: str
    bare: str = NOTHING
    langextract: str = NOTHING
    holds: bool = True

    def cells(self) -> tuple[str, ...]:
        """The cells; what falls short is set in bold."""
        newsbrief = self.newsbrief if self.holds else f"**{self.newsbrief}**"
        return (self.measure, self.bar, newsbrief, self.bare, self.langextract)


class FolderRuns:
    """The measurements.

    Args:
        place: where to work.
        scale: by what all counts are multiplied.
    """

    def __init__(self, place: Place, scale: float) -> None:
        self._place = place
        self._scale = scale
        self._all = ["newsbrief", "bare", *(["langextract"] if find_spec("langextract") else [])]

    @property
    def measurements(self) -> Mapping[str, Callable[[], Iterator[Row]]]:
        """The measurements by name.

        Raises (each of them):
            NotMeasured: a run failed that should not.
        """
        return {
            "calls": self._calls,
            "latency": self._latency,
            "large": self._large,
            "kills": self._kills,
            "storm": self._storm,
        }

    def articles(self, whole: int) -> int:
        """A number of articles, scaled."""
        return max(FEWEST, round(whole * self._scale))

    def _calls(self) -> Iterator[Row]:
        """Calls a second where the endpoint takes no time."""
        count = self.articles(1000)
        rate = self._in_turns(count, Manner(), FEW, lambda run: run.calls_a_second)
        share = rate["newsbrief"] / rate["bare"]
        yield Row(
            f"{count:,} articles, no latency, {FEW} in flight: calls a second ÷ the bare loop's",
            f"≥ {LEAST_SHARE}",
            f"{share:.2f} ({rate['newsbrief']:.0f} a second)",
            f"1 ({rate['bare']:.0f} a second)",
            _said("{:.0f} a second", rate.get("langextract")),
            holds=share >= LEAST_SHARE,
        )

    def _latency(self) -> Iterator[Row]:
        """The wall time where the endpoint takes its time."""
        count = self.articles(2000)
        wall = self._in_turns(count, Manner(LATENCY), MANY, lambda run: run.result.seconds)
        ratio = wall["newsbrief"] / wall["bare"]
        yield Row(
            f"{count:,} articles, latency {LATENCY} s, {MANY} in flight: wall time ÷ the bare loop's",
            f"≤ {MOST_WALL}",
            f"{ratio:.2f} ({wall['newsbrief']:.0f} s)",
            f"1 ({wall['bare']:.0f} s)",
            _said("{:.0f} s", wall.get("langextract")),
            holds=ratio <= MOST_WALL,
        )

    def _in_turns(self, count: int, manner: Manner, width: int, value: Callable[[Run], float]) -> dict[str, float]:
        """The median of a value of each system, of which one runs after the other, and again."""
        values: dict[str, list[float]] = {name: [] for name in self._all}
        for name in self._all * ROUNDS:
            values[name].append(value(self._whole(name, count, manner, width)))
        return {name: median(several) for name, several in values.items()}

    def _whole(self, name: str, count: int, manner: Manner, width: int) -> Run:
        run = self._place.run(name, count, manner, width)
        if run.result.failed:
            raise NotMeasured(f"{run.result.failed} of {count} failed with {name}")
        return run

    def _large(self) -> Iterator[Row]:
        """The memory that a large folder takes, and the time of a rerun."""
        small, large, out = self.articles(500), self.articles(10_000), self._place.new("large")
        first = self._whole("newsbrief", small, Manner(), FEW).result
        run = self._place.run("newsbrief", large, Manner(), FEW, out)
        growth = run.result.megabytes / first.megabytes
        yield Row(
            f"peak memory at {large:,} articles ÷ at {small:,}",
            f"≤ {MOST_MEMORY}",
            f"{growth:.2f} ({run.result.megabytes:.0f} MB, {run.result.seconds:.0f} s)",
            langextract=self._growth_of_langextract(),
            holds=growth <= MOST_MEMORY and not run.result.failed,
        )
        rerun = self._place.run("newsbrief", large, Manner(), FEW, out)
        calls, seconds = rerun.stats.requests, rerun.result.seconds
        yield Row(
            f"rerun of {large:,} finished articles: calls, time",
            f"0, ≤ {LONGEST_RERUN:g} s",
            f"{calls}, {seconds:.1f} s",
            holds=not calls and seconds <= LONGEST_RERUN,
        )

    def _growth_of_langextract(self) -> str:
        """At a smaller number of articles, since it takes its time."""
        if "langextract" not in self._all:
            return NOTHING
        small, large = self.articles(500), self.articles(2000)
        first, second = (self._whole("langextract", count, Manner(), FEW).result.megabytes for count in (small, large))
        return f"{second / first:.2f} at {large:,} ({second:.0f} MB)"

    def _kills(self) -> Iterator[Row]:
        """What is lost or done twice where a run is killed."""
        count, kills = self.articles(500), max(3, round(40 * self._scale))
        folder = self._place.new("kills")
        folder.mkdir()
        found = KilledRun(self._place.articles(count), folder, Manner(KILL_LATENCY), FEW).killed(kills)
        if found.kills < kills / 2:
            raise NotMeasured(f"of {kills} kills only {found.kills} came before the end of the run")
        yield Row(
            f"{found.kills} kills in a run of {count:,} articles: finished ones asked again / lost / differing briefs",
            "0 / 0 / 0",
            f"{found.asked_again} / {found.lost} / {found.differing} ({found.repeated} requests sent twice)",
            holds=not (found.asked_again or found.lost or found.differing),
        )

    def _storm(self) -> Iterator[Row]:
        """What an endpoint does to a run that takes fewer requests at once than are sent."""
        count = self.articles(400)
        for said, manner in (
            ("with Retry-After", Manner(LATENCY, TAKES, retry_after=1.0)),
            ("without Retry-After", Manner(LATENCY, TAKES)),
        ):
            runs = {name: self._place.run(name, count, manner, MANY) for name in self._all}
            share = {name: _over_ideal(run) for name, run in runs.items()}
            cells = {name: f"{run.result.failed} / {share[name]:.2f}" for name, run in runs.items()}
            yield Row(
                f"429 storm {said}, {TAKES} of {MANY} taken, {count:,} articles: failed / wall time ÷ the ideal",
                f"0 / ≤ {MOST_STORM}",
                f"{cells['newsbrief']} ({runs['newsbrief'].stats.refused} refused)",
                f"{cells['bare']} (failed requests)",
                cells.get("langextract", NOTHING),
                holds=not runs["newsbrief"].result.failed and share["newsbrief"] <= MOST_STORM,
            )


def _said(form: str, value: float | None) -> str:
    return NOTHING if value is None else form.format(value)


def _over_ideal(run: Run) -> float:
    """The wall time of a run by what its answers take where as many are in flight as the endpoint takes."""
    return run.result.seconds / max(run.stats.requests * LATENCY / TAKES, LATENCY)
