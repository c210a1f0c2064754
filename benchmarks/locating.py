"""Measures how well and how fast quotes are located in a text, and prints one Markdown table.

python -m benchmarks.locating --cases FILE [--peers]

The file holds one ``text`` and its ``cases``: each a ``quote``, its ``kind``, and the right ``start`` and ``end``, null
for an invented quote. Times are of the processor, so that other work on the machine weighs less. Needs no model. Peers
are LangExtract's aligner, if it is installed, and rapidfuzz.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import fmean, median
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from benchmarks.scoring import iou
from newsbrief.evidence import Evidence, Span
from newsbrief.locating import Locator, locate

INEXACT = frozenset(("ellipsis", "one_word", "paraphrase3"))
"""Kinds of quotes that may not be given out as exact or normalised: their words differ from the text's."""
FALSE = frozenset(("number_changed", "negated"))
"""Kinds of quotes that say something else than the place that they have in the file: they are to be located nowhere."""
RIGHT_SPAN = 0.8
"""From which IoU on a span is right."""
ALTERED_WORDS = 200
_STRANGE = ("velvet", "granite")
_RUNS, _SECONDS = 9, 0.5  # of the altered quote: so many runs, or as many as fit into the time
_LIKENESS = 80  # of rapidfuzz's partial_ratio, in percent


class Case(NamedTuple):
    """A quote, and where it stands; nowhere if the span is None."""

    kind: str
    quote: str
    span: Span | None


class Found(NamedTuple):
    """Where a system says that a quote stands, and whether it says that the words are the same there."""

    span: Span
    is_same: bool


Finder = Callable[[str, str], Found | None]


@dataclass
class Column:
    """A system and how it did: right cases, false locatings and processor times in seconds."""

    title: str
    find: Finder
    right: list[Case] = field(default_factory=list)
    false: list[Case] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    altered: float = 0.0

    def add(self, text: str, case: Case) -> None:
        """Try one case."""
        started = time.process_time()
        found = self.find(text, case.quote)
        self.seconds.append(time.process_time() - started)
        if is_right(case, found):
            self.right.append(case)
        elif case.span is None:
            self.false.append(case)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; the exit code is 2 if the file cannot be read."""
    options = _parser().parse_args(arguments)
    try:
        text, cases = load_cases(options.cases)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"error: no cases can be read from {options.cases}: {error!r}", file=sys.stderr)
        return 2
    columns = [Column("newsbrief, text known", _by_locate), Column("newsbrief, text new", _by_new_locator)]
    columns += _peers() if options.peers else []
    _measure(columns, text, cases)
    print(table(columns, cases))
    if options.peers and not find_spec("langextract"):
        print("\nLangExtract is not installed: pip install langextract")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure how quotes are located in a text.")
    parser.add_argument("--cases", type=Path, required=True, metavar="FILE", help="a text, and quotes with their spans")
    parser.add_argument("--peers", action="store_true", help="also LangExtract's aligner, and rapidfuzz")
    return parser


def load_cases(path: Path) -> tuple[str, list[Case]]:
    """The text and the cases of a file.

    Raises:
        OSError, ValueError, KeyError, TypeError: the file cannot be read, is no JSON, or holds something else.
    """
    held = json.loads(path.read_text(encoding="utf-8"))
    return held["text"], [Case(one["kind"], one["quote"], _span(one)) for one in held["cases"]]


def _span(case: Mapping[str, Any]) -> Span | None:
    return None if case["start"] is None or case["kind"] in FALSE else Span(case["start"], case["end"])


def _measure(columns: Iterable[Column], text: str, cases: Sequence[Case]) -> None:
    """Tries every case with all systems in turn, so that other work on the machine weighs on all of them alike."""
    altered = altered_quote(text)
    for column in columns:
        column.find(text, cases[0].quote)
    for case in cases:
        for column in columns:
            column.add(text, case)
    for column in columns:
        column.altered = median(_timed(column.find, text, altered))


def _timed(find: Finder, text: str, quote: str) -> Iterator[float]:
    until = time.process_time() + _SECONDS
    for _ in range(_RUNS):
        started = time.process_time()
        find(text, quote)
        ended = time.process_time()
        yield ended - started
        if ended > until:
            return


def altered_quote(text: str) -> str:
    """Words from the middle of a text, of which two are strange to it."""
    words = text.split(" ")
    start = max(0, (len(words) - ALTERED_WORDS) // 2)
    quote = words[start : start + ALTERED_WORDS]
    quote[len(quote) // 4], quote[3 * len(quote) // 5] = _STRANGE
    return " ".join(quote)


def is_right(case: Case, found: Found | None) -> bool:
    """Whether a system says of a quote what is so: the span, and that the words differ if they do; or nothing."""
    if case.span is None or found is None:
        return case.span is None and found is None
    return iou(case.span, found.span) >= RIGHT_SPAN and not (case.kind in INEXACT and found.is_same)


def table(columns: Sequence[Column], cases: Sequence[Case]) -> str:
    """One Markdown table of what was measured; the first two columns are what the others are held against."""
    kinds = list(dict.fromkeys(case.kind for case in cases))
    rows = [["", *(column.title for column in columns)], ["---"] * (len(columns) + 1)]
    rows += [[f"right: {kind}", *(_share(column.right, cases, kind) for column in columns)] for kind in kinds]
    nowhere = sum(case.span is None for case in cases)
    rows.append(["false locatings", *(f"{len(column.false)}/{nowhere}" for column in columns)])
    rows.append(["ms a quote", *(f"{1000 * fmean(column.seconds):.3g}" for column in columns)])
    rows += [_ratios(columns, base, lambda column: fmean(column.seconds)) for base in columns[:2]]
    rows.append([f"ms, a {ALTERED_WORDS}-word altered quote", *(f"{1000 * column.altered:.3g}" for column in columns)])
    rows += [_ratios(columns, base, lambda column: column.altered) for base in columns[:2]]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _share(right: Iterable[Case], cases: Iterable[Case], kind: str) -> str:
    return f"{sum(case.kind == kind for case in right)}/{sum(case.kind == kind for case in cases)}"


def _ratios(columns: Sequence[Column], base: Column, seconds: Callable[[Column], float]) -> list[str]:
    return [f"times {base.title}", *(f"{seconds(column) / seconds(base):.3g}" for column in columns)]


def _by_locate(text: str, quote: str) -> Found | None:
    """In a text that quotes were located in before."""
    return _found(locate(text, quote))


def _by_new_locator(text: str, quote: str) -> Found | None:
    """In a text that was never seen before."""
    return _found(Locator(text).locate(quote))


def _found(evidence: Evidence | None) -> Found | None:
    return Found(Span(evidence.start, evidence.end), evidence.match != "fuzzy") if evidence else None


def _peers() -> list[Column]:
    langextract = [Column("LangExtract, default", _langextract_finder())] if find_spec("langextract") else []
    return [*langextract, Column(f"rapidfuzz partial_ratio ≥ {_LIKENESS}", _by_rapidfuzz)]


def _by_rapidfuzz(text: str, quote: str) -> Found | None:
    found = fuzz.partial_ratio_alignment(quote, text, score_cutoff=_LIKENESS)
    return Found(Span(found.dest_start, found.dest_end), quote in text) if found else None


def _langextract_finder() -> Finder:
    """Its aligner as its `extract` calls it with no settings."""
    data, resolver = import_module("langextract.data"), import_module("langextract.resolver").Resolver()

    def find(text: str, quote: str) -> Found | None:
        extraction = data.Extraction("quote", quote)
        (aligned,) = resolver.align([extraction], text, token_offset=0, char_offset=0)
        place = aligned.char_interval
        if place is None:
            return None
        return Found(Span(place.start_pos, place.end_pos), aligned.alignment_status is data.AlignmentStatus.MATCH_EXACT)

    return find


if __name__ == "__main__":
    sys.exit(main())
