"""The code blocks of the documentation: how they are read, how they are run, and how what they show is compared."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from newsbrief.cli import app
from newsbrief.exit_codes import OK, STOPPED

_FENCED = re.compile(
    r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```\n(\s*```text\n(.*?)^```\n)?", re.DOTALL | re.MULTILINE
)
_ELLIPSIS = re.compile(r"\s*…\s*")


@dataclass(frozen=True)
class Block:
    """A code block.

    Attributes:
        language: what stands behind its fence.
        title: the file that it is, if it is one.
        code: what stands in it.
        shown: what the page says that it prints: the ``text`` block behind it; None if there is none.
    """

    language: str
    title: str
    code: str
    shown: str | None


def blocks_of(page: str) -> list[Block]:
    """The blocks of a page, in order."""
    found = _FENCED.findall(page)
    return [Block(language, title, code, shown if behind else None) for language, title, code, behind, shown in found]


def commands_of(block: Block) -> Iterator[tuple[str, str | None]]:
    """The commands of a ``sh`` or ``console`` block, and what the page says that each prints."""
    if block.language == "sh":
        yield from ((line, None) for line in block.code.splitlines() if line.strip())
        return
    for part in re.split(r"^\$ ", block.code, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def is_shown(shown: str, printed: str) -> bool:
    """Whether something was printed as shown; ``…`` stands for anything, and the ends of lines do not matter."""
    parts = [re.escape(part) for part in _ELLIPSIS.split(_stripped(shown))]
    return re.fullmatch(r".*?".join(parts), _stripped(printed), re.DOTALL) is not None


def _stripped(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def run_command(line: str) -> str:
    """What a command prints; newsbrief's own runs in this process, what is piped into it goes into its input."""
    printed = ""
    for stage in line.split(" | "):
        words = shlex.split(stage, comments=True)
        printed = _newsbrief(words[1:], printed) if words[0] == "newsbrief" else _other(words, printed)
    return printed


def _newsbrief(words: list[str], given: str) -> str:
    result = CliRunner().invoke(app, words, input=given, terminal_width=100)
    assert result.exit_code in (OK, STOPPED), result.output
    return result.output


def _other(words: list[str], given: str) -> str:
    programs = {"pytest": [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"]}
    command = [*programs.get(words[0], [words[0]]), *words[1:]]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout


def written(block: Block, folder: Path) -> None:
    """A block that is a file, written."""
    path = folder / block.title
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.code)
