"""Progress in the cells of notebooks, and how the example notebook is saved."""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pytest

from newsbrief import Article, Briefer, Outcomes, Settings, brief_folder
from newsbrief.events import ArticleDone, Event, QuestionSent
from newsbrief.notebook import NOTHING, Cell, CellProgress, picture_of
from tests.conftest import ROOT
from tests.endpoint import Response, ScriptedEndpoint
from tests.pages import Page, partial
from tests.test_faults import ARTICLE
from tests.test_live_progress import Picture
from tests.test_pipeline import reply_to, run


@pytest.fixture
def cells(monkeypatch: pytest.MonkeyPatch) -> list[Picture]:
    """The cells in which something was shown: this is a notebook now."""
    found: list[Picture] = []

    def cell() -> Picture:
        found.append(Picture())
        return found[-1]

    monkeypatch.setattr("newsbrief.notebook._is_notebook", lambda: True)
    monkeypatch.setattr("newsbrief.notebook.Cell", cell)
    return found


def _many(briefer: Briefer, _folder: Path) -> None:
    list(briefer.brief_many([ARTICLE, ARTICLE]))


def _folder(briefer: Briefer, folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(ARTICLE.text)
    list(brief_folder(briefer, folder / "in", folder / "out"))


def _complete(briefer: Briefer, _folder: Path) -> None:
    brief, _ = run(reply_to, ARTICLE)
    briefer.complete(partial(brief), ARTICLE)


CALLS: dict[str, Callable[[Briefer, Path], object]] = {
    "brief": lambda briefer, _folder: briefer.brief(ARTICLE),
    "complete": _complete,
    "brief_many": _many,
    "brief_folder": _folder,
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_in_a_notebook_a_call_that_waits_shows_its_progress_and_takes_it_away(
    call: Callable[[Briefer, Path], object], endpoint: ScriptedEndpoint, cells: list[Picture], tmp_path: Path
) -> None:
    with Briefer("m", endpoint.base_url) as briefer:
        call(briefer, tmp_path)
    (cell,) = cells
    assert cell.calls == ["start", "stop"]
    assert "tokens read" in cell.lines[-1]


def test_of_many_articles_a_cell_says_how_many_there_are_and_how_many_failed(
    endpoint: ScriptedEndpoint, cells: list[Picture]
) -> None:
    articles: list[Article | str] = [ARTICLE, "", ARTICLE]
    with Briefer("m", endpoint.base_url) as briefer:
        list(briefer.brief_many(articles))
        list(briefer.brief_many(iter(articles)))
    known, unknown = cells
    assert "3 of 3 articles, 1 failed" in " ".join(known.lines)
    assert unknown.lines[0].startswith("3 articles, 1 failed")


def test_an_iteration_that_is_left_takes_its_progress_away(endpoint: ScriptedEndpoint, cells: list[Picture]) -> None:
    with Briefer("m", endpoint.base_url) as briefer:
        outcomes = briefer.brief_many([ARTICLE, ARTICLE])
        next(outcomes)
        assert cells[0].calls == ["start"]
        outcomes.close()  # type: ignore[attr-defined]
    assert cells[0].calls == ["start", "stop"]


def test_a_listener_of_the_users_own_is_told_instead(endpoint: ScriptedEndpoint, cells: list[Picture]) -> None:
    heard: list[Event] = []
    with Briefer("m", endpoint.base_url, settings=Settings(on_event=heard.append)) as briefer:
        briefer.brief(ARTICLE)
    assert heard
    assert not cells


def test_what_fails_is_told_to_a_listener_as_well(endpoint: ScriptedEndpoint) -> None:
    heard: list[Event] = []
    endpoint.respond = lambda _number, _body: Response(400, {"error": {"message": "no"}})
    with Briefer("m", endpoint.base_url, settings=Settings(on_event=heard.append)) as briefer:
        outcomes = Outcomes(briefer.brief_many([ARTICLE, Path("none.txt")]))
    done = [event for event in heard if isinstance(event, ArticleDone)]
    assert [outcome.status for outcome in outcomes] == ["failed", "failed"]
    assert {(one.article, one.status) for one in done} == {(ARTICLE.name, "failed"), ("none.txt", "failed")}


def test_a_call_within_another_has_a_cell_of_its_own(cells: list[Picture]) -> None:
    progress = CellProgress()
    progress(QuestionSent("before.txt", "x"))
    with progress.shown(1):
        with progress.shown(1):
            progress(QuestionSent("inner.txt", "x"))
        progress(QuestionSent("outer.txt", "x"))
    outer, inner = cells
    assert "inner.txt" in inner.lines[0]
    assert "outer.txt" in outer.lines[0]
    assert outer.calls == inner.calls == ["start", "stop"]


def test_a_picture_is_text_whatever_is_in_it() -> None:
    picture = picture_of("</pre><script>x</script>")
    assert picture["text/plain"] == "</pre><script>x</script>"
    assert [one.name for one in Page(picture["text/html"]).elements] == ["pre"]


@dataclass
class Handle:
    """What IPython gives to change something that is displayed; it keeps what it is told."""

    told: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    updated: threading.Event = field(default_factory=threading.Event)

    def display(self, bundle: dict[str, str], *, raw: bool) -> None:
        assert raw
        self.told.append(("display", bundle, threading.current_thread().name))

    def update(self, bundle: dict[str, str], *, raw: bool) -> None:
        assert raw
        self.told.append(("update", bundle, threading.current_thread().name))
        self.updated.set()


def test_a_cell_is_begun_and_ended_by_its_own_thread_and_changed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    handle, here = Handle(), threading.current_thread().name
    monkeypatch.setattr("IPython.display.DisplayHandle", lambda: handle)
    cell = Cell()
    cell.update("one")
    cell.start()
    cell.update("two")
    handle.updated.wait(60)
    cell.stop()
    (_, first, began_in), *changes, (_, last, ended_in) = handle.told
    assert first["text/plain"] == "one"
    assert last == NOTHING
    assert began_in == ended_in == here
    assert [(how, bundle["text/plain"]) for how, bundle, _ in changes][-1] == ("update", "two")
    assert {name for _, _, name in changes} == {"newsbrief-cell"}


def test_a_script_prints_nothing_even_if_it_uses_ipython(
    endpoint: ScriptedEndpoint, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    import_module("IPython")
    with Briefer("m", endpoint.base_url) as briefer:
        for call in CALLS.values():
            call(briefer, tmp_path)
    assert capfd.readouterr() == ("", "")


def test_the_example_notebook_is_saved_with_outputs_and_without_traces_of_a_machine() -> None:
    text = (ROOT / "examples" / "notebook.ipynb").read_text("utf-8")
    notebook = json.loads(text)
    codes = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert sum(bool(cell["outputs"]) for cell in codes) == len(codes) - 1, "all but the first show something"
    assert [cell["execution_count"] for cell in codes] == list(range(1, len(codes) + 1))
    assert all(not cell["metadata"] for cell in notebook["cells"])
    assert notebook["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert not re.search(r"[\" '(](/(home|Users|root|tmp|private|work)/|[A-Z]:\\\\)|Traceback|object at 0x", text)
