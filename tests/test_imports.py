"""Heavy packages are imported late, and each by its own module only."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import newsbrief

PACKAGE = Path(newsbrief.__file__).parent
OWNERS = {
    "openai": {"client.py", "completions.py", "foreign_errors.py"},
    "instructor": {"model.py", "relay.py"},
    "tenacity": {"model.py"},
    "xllamacpp": {"llama_process.py"},
    "jinja2": {"prompts.py", "render/pages.py"},
    "typer": {"cli.py"},
    "rich": {"render/terminal.py", "commands.py", "brief_command.py", "live_progress.py", "notebook.py"},
    "genai_prices": {"limits.py"},
    "httpx2": {"bounded.py", "recording_transport.py", "local.py", "weight_sources.py"},
    "rapidfuzz": {"locating.py"},
    "sentencex": {"sentences.py"},
    "ray": {"ray.py"},
    "pyarrow": {"ray.py"},
    "pandas": {"frames.py"},
    "IPython": {"notebook.py"},
}


@cache
def imports_of(path: Path) -> frozenset[str]:
    """The packages that a module imports when it runs, at its top or inside its functions."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            node.body = []
    found = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return frozenset(found)


@pytest.mark.parametrize("package", OWNERS)
def test_a_package_is_imported_by_its_owners_only(package: str) -> None:
    users = {str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if package in imports_of(path)}
    assert users
    assert users <= OWNERS[package]


def test_importing_loads_nothing_heavy() -> None:
    heavy = set("openai instructor jinja2 tenacity xllamacpp huggingface_hub sentencex httpx2 pandas IPython".split())
    loaded = "print(*(name for name in sys.modules if '.' not in name))"
    code = f"import sys, newsbrief\n{loaded}\nimport newsbrief.cli\n{loaded}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    package, program = (set(line.split()) for line in done.stdout.splitlines())
    assert "newsbrief" in package
    assert "typer" in program
    assert package & (heavy | {"rich"}) == set()
    assert program & heavy == set()


def test_what_is_public_is_there() -> None:
    assert all(hasattr(newsbrief, name) for name in newsbrief.__all__)
    assert newsbrief.__all__ == sorted(newsbrief.__all__)


def test_importing_sets_up_no_log() -> None:
    code = "import logging, newsbrief\nprint(logging.root.handlers, logging.getLogger('instructor').handlers)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] []\n"
