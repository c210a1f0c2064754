"""Prompts are files with a version, rendered strictly."""

from pathlib import Path

import pytest

from newsbrief.briefer import Briefer
from newsbrief.errors import PromptError
from newsbrief.prompts import Prompts

HEADER = "---\nname: places\nversion: {version}\nasks: Where it happened.\nvariables: [where]\n---\n"


def write(folder: Path, text: str, *, version: int = 1, name: str = "places") -> Path:
    path = folder / f"{name}.v{version}.j2"
    path.write_text(HEADER.format(version=version) + text)
    return path


def test_every_built_in_prompt_says_what_it_asks() -> None:
    assert all(prompt.asks.endswith(".") for prompt in Prompts())


def test_the_newest_version_is_in_use(tmp_path: Path) -> None:
    write(tmp_path, "ten", version=10)
    write(tmp_path, "nine", version=9)
    assert Prompts(tmp_path)["places"].version == 10


def test_values_are_never_run_as_templates(tmp_path: Path) -> None:
    write(tmp_path, "at {{ where }}")
    assert Prompts(tmp_path)["places"].render({"where": "{{ 7 * 7 }} {% x"}) == "at {{ 7 * 7 }} {% x"


def test_values_are_not_escaped(tmp_path: Path) -> None:
    write(tmp_path, "{{ where }}")
    assert Prompts(tmp_path)["places"].render({"where": "<B> & 'C'"}) == "<B> & 'C'"


def test_a_missing_value_is_an_error_that_names_it(tmp_path: Path) -> None:
    write(tmp_path, "{{ where }}")
    with pytest.raises(PromptError, match="where"):
        Prompts(tmp_path)["places"].render({})


def test_an_unknown_value_is_an_error_that_names_it(tmp_path: Path) -> None:
    write(tmp_path, "{{ where }}")
    with pytest.raises(PromptError, match="when"):
        Prompts(tmp_path)["places"].render({"where": "", "when": ""})


def test_an_undeclared_variable_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, "{{ where }} {{ when }}")
    with pytest.raises(PromptError, match="when"):
        Prompts(tmp_path)["places"].render({"where": ""})


def test_a_broken_template_is_an_error_that_names_the_line(tmp_path: Path) -> None:
    write(tmp_path, "one\n{% for %}")
    with pytest.raises(PromptError, match="line 2"):
        Prompts(tmp_path)["places"].render({"where": ""})


def test_a_template_cannot_reach_into_python(tmp_path: Path) -> None:
    write(tmp_path, "{{ where.__class__.__mro__ }}")
    with pytest.raises(PromptError):
        Prompts(tmp_path)["places"].render({"where": ""})


def test_an_unknown_prompt_is_an_error_that_lists_the_known(tmp_path: Path) -> None:
    write(tmp_path, "")
    with pytest.raises(PromptError, match=r"there are: .*places"):
        Prompts(tmp_path)["plaices"]


def test_a_folder_without_prompts_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="no prompts"):
        Prompts(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("places.j2", HEADER.format(version=1)),
        ("places.v1.j2", "no front matter"),
        ("places.v2.j2", HEADER.format(version=1)),
        ("other.v1.j2", HEADER.format(version=1)),
        ("places.v1.j2", "---\nname: places\nversion: 1\nvariables: []\n---\n"),
        ("places.v1.j2", "---\nname: places\nversion: 1\nasks: A.\nvariables: where\n---\n"),
        ("places.v1.j2", "---\nname: places\nversion: 1\nasks: A.\nmost_slots: 0\nvariables: []\n---\n"),
        ("places.v1.j2", "---\n: [\n---\n"),
    ],
)
def test_a_malformed_file_is_an_error_that_names_it(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(PromptError, match=name):
        Prompts(tmp_path)


def test_the_hash_is_that_of_the_content_whatever_the_line_ends(tmp_path: Path) -> None:
    path = write(tmp_path, "one\ntwo\n")
    before = Prompts(tmp_path)["places"].sha256
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert Prompts(tmp_path)["places"].sha256 == before
    write(tmp_path, "one\nthree\n")
    assert Prompts(tmp_path)["places"].sha256 != before


@pytest.mark.parametrize(
    ("variables", "template", "what"),
    [
        ("slots, language, example", "one\n{% for %}", "line 2"),
        ("slots, language, example", "{{ slots | best }}", "best"),
        ("slots, language, example", "{{ mood }}", "mood"),
        ("slots, language", "{{ slots }}", "example"),
    ],
)
def test_a_prompt_that_cannot_be_asked_with_is_an_error_before_anything_is_asked(
    variables: str, template: str, what: str, tmp_path: Path
) -> None:
    header = f"---\nname: headline\nversion: 1\nasks: A headline.\nvariables: [{variables}]\n---\n"
    (tmp_path / "headline.v1.j2").write_text(header + template)
    with pytest.raises(PromptError, match=f"headline.*{what}"):
        Briefer("m", "http://127.0.0.1:1/v1", prompts=str(tmp_path))
