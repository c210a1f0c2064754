"""What the README shows is what there is."""

import ast
import re
import runpy
import sys
from functools import partial
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from typer.testing import CliRunner

import newsbrief
from newsbrief.cli import app
from newsbrief.recording import Recording
from tests.conftest import ROOT
from tests.endpoint import ScriptedEndpoint
from tests.test_pipeline import ARTICLE

README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
SHOWN = re.findall(r"```text\n(.*?)```", README, re.DOTALL)[0]
SEED = ROOT / "seeds" / "01-prisoner-exchange.txt"
RECORDINGS = ROOT / "tests" / "recordings"
COMMANDS = re.findall(r"newsbrief ((?:brief|check|view|models|prompts|recordings|schema)\b[^`#|\n]*)", README)


@pytest.fixture
def replayed(newsbrief_recording: Recording, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Briefer that is given no settings replays what the embedded model answered."""
    monkeypatch.setattr("newsbrief.briefer.Settings", partial(newsbrief.Settings, recording=newsbrief_recording))


@pytest.mark.usefixtures("replayed")
def test_the_python_example_is_short_and_says_who_said_what_and_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert len([line for line in BLOCKS[0].splitlines() if line.strip()]) < 10
    exec(compile(BLOCKS[0], "README.md", "exec"), {})
    printed = capsys.readouterr().out
    start = SEED.read_text().index('"Ukraine is ready')
    assert re.search(rf'^Volodymyr Zelenskiy direct "Ukraine is ready .*," {start}$', printed, re.MULTILINE)


def test_the_example_of_a_folder_runs(
    endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint.base_url)
    Path("articles").mkdir()
    Path("articles", "a.txt").write_text(ARTICLE.text)
    exec(compile(BLOCKS[1], "README.md", "exec"), {"newsbrief": newsbrief})
    assert capsys.readouterr().out == "ok articles/a.txt \n"
    assert Path("briefs", "a.txt.brief.json").exists()


def test_the_example_of_a_test_on_recorded_answers_passes(
    newsbrief_recording: Recording, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("article.txt").write_bytes(SEED.read_bytes())
    names: dict[str, Any] = {"newsbrief": newsbrief, "Path": Path, "our_page": newsbrief.Brief.to_markdown}
    exec(compile(BLOCKS[2], "README.md", "exec"), names)
    names["test_our_page"](newsbrief_recording)


@pytest.mark.usefixtures("replayed")
def test_the_example_script_says_who_said_what_and_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = str(ROOT / "examples" / "brief_one.py")
    monkeypatch.setattr(sys, "argv", [script, str(SEED)])
    runpy.run_path(script, run_name="__main__")
    start = SEED.read_text().index('"Ukraine is ready')
    assert f'{start}  Volodymyr Zelenskiy: "Ukraine is ready' in capsys.readouterr().out


def test_the_brief_that_the_readme_shows_is_the_one_that_the_recorded_answers_give(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    command = ["brief", str(SEED.relative_to(ROOT)), "--model", "local", "--recording", str(RECORDINGS)]
    given = [line.rstrip() for line in CliRunner().invoke(app, command).stdout.splitlines()]
    *shown, used, _ = [line for line in SHOWN.splitlines() if line and line.strip() != "…"]
    assert [line for line in shown if line not in given] == []
    assert used.startswith("qwen2.5-coder-1.5b, newsbrief")


@pytest.mark.usefixtures("replayed")
def test_the_example_script_for_folders_goes_on_where_it_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    copy(SEED, tmp_path / "in")
    script, out = ROOT / "examples" / "brief_folder.py", tmp_path / "out"
    for number, done in enumerate(("done", "was there already")):
        if number:
            copy(SEED.with_name("07-mist.json"), tmp_path / "in")
        monkeypatch.setattr(sys, "argv", [str(script), str(tmp_path / "in"), str(out)])
        runpy.run_path(str(script), run_name="__main__")
        assert f"{SEED.name}: ok, {done}" in capsys.readouterr().out
    assert len(list(out.glob("*.brief.md"))) == 2


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.py")), ids=lambda path: path.name)
def test_an_example_is_short(path: Path) -> None:
    lines = [line for line in path.read_text().splitlines() if line]
    assert len(lines) <= (280 if path.name == "service.py" else 35)


@pytest.mark.parametrize("command", sorted(set(COMMANDS)))
def test_every_command_and_flag_that_the_readme_shows_exists(command: str) -> None:
    words = command.split()
    shown = CliRunner().invoke(app, [words[0], "--help"], terminal_width=200).output
    assert "Usage" in shown
    assert all(word in shown for word in words if word.startswith("--"))


@pytest.mark.parametrize("name", re.findall(r"^make (\w+)", README, re.MULTILINE))
def test_every_make_target_that_the_readme_shows_exists(name: str) -> None:
    assert f"\n{name}: " in (ROOT / "Makefile").read_text()


def test_everything_public_has_a_docstring() -> None:
    for name in newsbrief.__all__:
        assert getattr(newsbrief, name).__doc__, name


def test_no_file_is_too_long() -> None:
    for path in Path(newsbrief.__file__).parent.rglob("*.py"):
        assert len(path.read_text().splitlines()) <= 400, path


def test_no_function_is_too_long_or_takes_too_much() -> None:
    for path in Path(newsbrief.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno <= 70, f"{path}: {node.name}"
