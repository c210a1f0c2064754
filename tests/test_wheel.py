"""The wheel is complete: installed in a fresh environment outside the checkout, it has its prompts and it works."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from newsbrief.prompts import Prompts
from tests.conftest import ROOT
from tests.endpoint import ScriptedEndpoint

pytestmark = pytest.mark.wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", str(out), str(ROOT)], check=True)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment in which the wheel is installed."""
    folder = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True)
    return python


def test_the_wheel_holds_every_prompt_the_pages_files_and_the_type_marker(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    assert {f"newsbrief/templates/{path.name}" for path in (ROOT / "prompts").glob("*.j2")} <= set(names)
    assert {f"newsbrief/render/page/{path.name}" for path in (ROOT / "newsbrief" / "render" / "page").iterdir()} <= set(
        names
    )
    assert "newsbrief/py.typed" in names


def test_the_installed_prompts_are_those_of_the_checkout(python: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [python, "-m", "newsbrief", "prompts"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert all(f"{prompt.sha256[:12]}" in done.stdout for prompt in Prompts())


def test_the_installed_package_briefs_an_article(
    python: Path, tmp_path: Path, seeds: Path, endpoint: ScriptedEndpoint
) -> None:
    command: list[str | Path] = [
        python,
        "-m",
        "newsbrief",
        "brief",
        seeds / "01-prisoner-exchange.txt",
        "--base-url",
        endpoint.base_url,
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Volodymyr Zelenskiy" in done.stdout, done.stderr


def test_the_embedded_model_without_its_extra_says_how_to_get_it(python: Path, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Rain fell.")
    command: list[str | Path] = [python, "-m", "newsbrief", "brief", article, "--model", "local:smollm2-135m"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'newsbrief[local]'" in done.stderr


def test_the_core_dependencies_are_of_the_generation_that_fits_together(python: Path) -> None:
    code = "from importlib.metadata import version as v; print(v('openai').split('.')[0], v('instructor'))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    openai, instructor = done.stdout.split()
    assert int(openai) >= 3
    assert tuple(map(int, instructor.split(".")[:2])) >= (1, 17)
