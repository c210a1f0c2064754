"""What the benchmarks that brief articles share on the command line."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path

from newsbrief.errors import NewsbriefError
from newsbrief.exit_codes import INTERRUPTED, MISTAKE, OK


def add_model_options(parser: argparse.ArgumentParser) -> None:
    """Add which model is asked, and where finished briefs are kept."""
    parser.add_argument("--model", help="as for newsbrief; left out: as newsbrief would choose")
    parser.add_argument("--base-url", help="as for newsbrief")
    parser.add_argument(
        "--cache",
        type=Path,
        metavar="DIR",
        default=user_cache_path("newsbrief") / "benchmarks",
        help="where finished briefs are kept (default: %(default)s)",
    )


def print_measured(measured: Callable[[], tuple[str, list[str]]]) -> int:
    """Print a table and what has to be said below it.

    Returns:
        The exit code: 2 if what was asked for makes no sense, 130 if it was interrupted.
    """
    try:
        table, remarks = measured()
    except KeyboardInterrupt:
        print("stopped; what is finished is kept: run it again to go on", file=sys.stderr)
        return INTERRUPTED
    except (NewsbriefError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return MISTAKE
    print(table)
    for remark in remarks:
        print(f"\n{remark}")
    return OK
