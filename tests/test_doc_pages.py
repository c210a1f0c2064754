"""Every code block of the documentation is run, offline, and prints what the page says."""

import asyncio
import contextlib
import inspect
import io
import json
import re
from ast import PyCF_ALLOW_TOP_LEVEL_AWAIT
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from importlib import import_module
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

import newsbrief
from newsbrief.recording import Recording
from tests.conftest import ROOT
from tests.doc_blocks import Block, blocks_of, commands_of, is_shown, run_command, written
from tests.endpoint import Body, Response, ScriptedEndpoint, completion, filled

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
IN_PROCESSES = {"recordings"}
"""The pages whose blocks start Python anew."""
ENDPOINT = re.compile(r"http://[\w.-]+:\d+/v1")
ELSEWHERE = re.compile(rf"{ENDPOINT.pattern}|gpt-")
"""A block that names an endpoint or a hosted model is answered by a scripted endpoint, all others by recordings."""

NOT_RUN = {
    "make install": "needs a package index",
    ". .venv/bin/activate": "needs what make install makes",
    "newsbrief models pull": "fetches the embedded model",
    "import ray": "needs the extra ray; tests/test_ray.py runs its like",
    "from openinference": "needs packages of OpenTelemetry",
}
"""What the beginning of a block or a command that cannot be run here needs."""

PLACES = [
    {"name": "Dornett Mill", "event": "a breach could reach the village"},
    {"name": "Ulvane Glacier", "event": "meltwater has formed a lake at its foot"},
    {"name": "Atlantis", "event": "the village sank"},
]
"""What the scripted endpoint answers where the pages ask for places."""


def answer(_number: int, body: Body) -> Response:
    schema = body["response_format"]["json_schema"]["schema"]
    asks_for_places = "places1" in schema["properties"]
    return completion(json.dumps({"places1": PLACES} if asks_for_places else filled(body)))


def reason_not_to_run(code: str) -> str | None:
    return next((why for start, why in NOT_RUN.items() if code.lstrip().startswith(start)), None)


class Page:
    """A page whose blocks are run one after the other, with the names that the earlier ones have left."""

    def __init__(self, endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
        self._endpoint = endpoint
        self._monkeypatch = monkeypatch
        self._names: dict[str, Any] = {"__name__": "page"}

    def run(self, block: Block) -> None:
        with self._answered(block.code):
            if block.title:
                written(block, Path())
            elif block.language == "python" and not reason_not_to_run(block.code):
                self._run_python(block)
            elif block.language in ("sh", "console"):
                for command, shown in commands_of(block):
                    self._run_command(command, shown)

    def _run_command(self, command: str, shown: str | None) -> None:
        if reason_not_to_run(command):
            return
        printed = run_command(self._with_endpoint(command))
        assert shown is None or is_shown(shown, printed), f"{command}\n{printed}"

    def _run_python(self, block: Block) -> None:
        code = compile(self._with_endpoint(block.code), "page", "exec", flags=PyCF_ALLOW_TOP_LEVEL_AWAIT)
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            result = eval(code, self._names)  # noqa: S307 - the documentation's own code
            if inspect.iscoroutine(result):
                asyncio.run(result)
        assert block.shown is None or is_shown(block.shown, printed.getvalue()), printed.getvalue()

    def _with_endpoint(self, code: str) -> str:
        return ENDPOINT.sub(self._endpoint.base_url, code)

    @contextmanager
    def _answered(self, code: str) -> Iterator[None]:
        with self._monkeypatch.context() as patch:
            if ELSEWHERE.search(code):
                patch.setenv("OPENAI_BASE_URL", self._endpoint.base_url)
                patch.setenv("OPENAI_API_KEY", "sk-scripted")
            else:
                replaying = partial(newsbrief.Settings, recording=Recording(ROOT / "tests" / "recordings"))
                for module in ("newsbrief", "newsbrief.settings", "newsbrief.briefer"):
                    patch.setattr(f"{module}.Settings", replaying)
            yield


@pytest.fixture
def page(endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Page:
    """A page read in a checkout: with its seeds, and nothing that earlier pages have written."""
    for name in ("seeds", "prompts", "examples"):
        copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr("webbrowser.open", lambda _url: True)
    monkeypatch.setattr("newsbrief.brief_command.progress_on", lambda _console: Quiet())
    endpoint.respond = answer
    endpoint.models = ["qwen3:8b"]
    return Page(endpoint, monkeypatch)


class Quiet(nullcontext[None]):
    """No progress: on a terminal it is gone when a command ends."""

    def __call__(self, _event: object) -> None:
        """Show nothing."""

    def paused(self) -> nullcontext[None]:
        """Nothing is shown that would have to make room."""
        return nullcontext()


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(page, marks=pytest.mark.process if page.stem in IN_PROCESSES else (), id=page.stem)
        for page in PAGES
    ],
)
def test_the_blocks_of_a_page_run_and_print_what_it_shows(path: Path, page: Page) -> None:
    for block in blocks_of(path.read_text()):
        page.run(block)


def test_every_block_is_read() -> None:
    for path in PAGES:
        text = path.read_text()
        read = sum(2 if block.shown is not None else 1 for block in blocks_of(text))
        assert read * 2 == len(re.findall(r"^```", text, re.MULTILINE)), path


def test_what_a_block_prints_stands_behind_it_and_nothing_else_is_plain_text() -> None:
    for path in PAGES:
        languages = {block.language for block in blocks_of(path.read_text()) if not block.title}
        assert languages <= {"python", "sh", "console"}, path


def test_nothing_is_left_out_that_no_page_has() -> None:
    blocks = [block for path in PAGES for block in blocks_of(path.read_text())]
    starts = [block.code for block in blocks] + [
        command for block in blocks if block.language != "python" for command, _ in commands_of(block)
    ]
    assert [start for start in NOT_RUN if not any(code.startswith(start) for code in starts)] == []


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\n…\nd", "a\nb\nc\nd\n", True),
        ("a … d", "a b c d", True),
        ("a\nd", "a\nb\nd", False),
        ("a …", "b c", False),
        ("a", "a\nb", False),
    ],
)
def test_what_is_shown_is_all_that_is_printed_but_for_ellipses(shown: str, printed: str, *, same: bool) -> None:
    assert is_shown(shown, printed) is same


def documented() -> list[str]:
    return [
        name for path in DOCS.rglob("*.md") for name in re.findall(r"^::: ([\w.]+)$", path.read_text(), re.MULTILINE)
    ]


def test_the_reference_has_everything_public() -> None:
    modules = {"newsbrief.errors", "newsbrief.events", "newsbrief.schema", "newsbrief.ray", "newsbrief.pytest_plugin"}
    assert {f"newsbrief.{name}" for name in newsbrief.__all__} | modules <= {*documented()}


def test_what_the_reference_names_is_there() -> None:
    for name in documented():
        module, _, what = name.rpartition(".")
        assert hasattr(import_module(module), what) or import_module(name), name


def test_limits_names_what_was_measured_of_attacked_briefs() -> None:
    (row,) = re.findall(
        r"^\| all \|.*\| (\d+)/(\d+) \| 0 \|", (ROOT / "benchmarks" / "README.md").read_text(), re.MULTILINE
    )
    changed, attacked = row
    page = (DOCS / "limits.md").read_text()
    assert f"In {attacked} attacked briefs" in page
    assert f"while {changed} of them" in page
