"""The command `view`: a page for a brief, or for a folder of them, from what lies there."""

import os
import re
from pathlib import Path

import pytest

from newsbrief.article import Article
from newsbrief.outputs import OutputFolder
from newsbrief.schema import Brief
from tests.test_cli import newsbrief
from tests.test_pipeline import ARTICLE, reply_to, run


@pytest.fixture
def brief() -> Brief:
    return run(reply_to)[0]


@pytest.fixture
def folder(tmp_path: Path, brief: Brief) -> OutputFolder:
    """A folder with two briefs, one of them in a folder within."""
    folder = OutputFolder(tmp_path / "briefs")
    for place in ("a.txt", "deep/b.txt"):
        folder.write(Path(place), brief, ARTICLE)
    return folder


def page_of(*arguments: object) -> Path:
    """The page that the command says it wrote."""
    result = newsbrief("view", *arguments, "--no-open")
    assert result.exit_code == 0, result.output
    return Path(result.stdout.strip())


def test_a_brief_is_shown_beside_the_text_that_lies_beside_it(folder: OutputFolder, brief: Brief) -> None:
    assert page_of(folder.path / "a.txt.brief.json").read_text() == brief.to_html(ARTICLE)


def test_another_place_of_the_article_can_be_named(folder: OutputFolder, tmp_path: Path) -> None:
    (folder.path / "a.txt.article.txt").rename(tmp_path / "moved.txt")
    assert "Anna Lind" in page_of(folder.path / "a.txt.brief.json", tmp_path / "moved.txt").read_text()


def test_no_escape_sequence_in_the_name_of_a_brief_reaches_the_terminal(folder: OutputFolder, brief: Brief) -> None:
    folder.write(Path("\x1b]0;owned\x07.txt"), brief, ARTICLE)
    assert str(page_of(folder.path / "\x1b]0;owned\x07.txt.brief.json")).isprintable()


def test_the_page_is_opened_unless_that_is_not_wanted(folder: OutputFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    path = folder.path / "a.txt.brief.json"
    newsbrief("view", path, "--no-open")
    assert opened == []
    shown = newsbrief("view", path).stdout.strip()
    assert opened == [Path(shown).as_uri()]


def test_a_folder_is_shown_as_an_index_of_pages_that_are_there(folder: OutputFolder) -> None:
    page = page_of(folder.path)
    links = set(re.findall(r'href="\./([^"]+)"', page.read_text()))
    assert len(links) == 2
    assert all((page.parent / link).is_file() for link in links)


def test_a_brief_of_a_folder_that_cannot_be_shown_costs_itself_only(folder: OutputFolder) -> None:
    (folder.path / "a.txt.article.txt").unlink()
    (folder.path / "c.txt.brief.json").write_text("{")
    page = page_of(folder.path)
    assert len(set(re.findall(r'href="\./([^"]+)"', page.read_text()))) == 1
    assert "a.txt" in page.read_text()


def test_the_index_that_a_run_wrote_is_what_is_shown(folder: OutputFolder) -> None:
    (folder.path / "index.html").write_text("hello")
    assert page_of(folder.path) == folder.path / "index.html"


def test_the_index_of_a_run_before_the_last_is_not_shown(folder: OutputFolder) -> None:
    index = folder.path / "index.html"
    index.write_text("hello")
    os.utime(index, (0, 0))
    assert page_of(folder.path) != index


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.json"], "cannot be read"),
        (["a.txt.brief.json", "other.txt"], "another text"),
        (["lonely.brief.json"], "newsbrief view BRIEF ARTICLE"),
        (["."], "no brief"),
        (["deep", "other.txt"], "leave one of them out"),
    ],
)
def test_what_cannot_be_shown_is_a_message_and_an_exit_code(
    folder: OutputFolder, brief: Brief, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.path)
    (folder.path / "other.txt").write_text(Article.from_text("Something else happened.").text)
    (folder.path / "lonely.brief.json").write_text(brief.model_dump_json())
    if arguments == ["."]:
        for path in folder.path.rglob("*.json"):
            path.unlink()
    result = newsbrief("view", *arguments, "--no-open")
    assert result.exit_code == 2
    assert said in result.stderr
