"""Folders over several runs: nothing is paid for twice, and what is written of a run agrees with itself."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from newsbrief.batch import UNDER_WAY
from newsbrief.errors import AccessDenied, ArticleError, SettingsError
from newsbrief.events import ArticleDone, Event, QuestionAnswered, RunStanding
from newsbrief.files import TEMPORARY
from newsbrief.ledger import Ledger
from newsbrief.limits import Limits
from newsbrief.schema import Brief
from tests.endpoint import Body, Response, ScriptedEndpoint
from tests.faults import good
from tests.folders import Runs, failing_for, folder_in, statuses, text_of

NO = Response(400, {"error": {"message": "no"}})


@pytest.fixture
def runs(endpoint: ScriptedEndpoint, tmp_path: Path) -> Runs:
    runs = Runs(endpoint, folder_in(tmp_path), tmp_path / "out")
    runs.settings = replace(runs.settings, concurrency=1)
    return runs


def without(*sections: str) -> Callable[[int, Body], Response]:
    """An endpoint that answers no question for some sections."""
    return lambda _number, body: NO if any(name in str(body["response_format"]) for name in sections) else good(body)


def written(path: Path) -> list[dict[str, str]]:
    """The lines of a file; none if it is not there."""
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_what_was_answered_while_a_half_done_brief_was_completed_is_not_asked_again(runs: Runs) -> None:
    runs.endpoint.respond = without("headline", "quantities")
    assert statuses(runs()) == {"partial": 3}
    runs.cut_off(after=1)
    assert runs.asked() == 3 * 2 - 1


def test_what_was_answered_while_a_lost_brief_was_made_again_is_not_asked_again(runs: Runs) -> None:
    whole = runs.asked() / 3
    (runs.out / "a.txt.brief.json").unlink()
    runs.cut_off(after=2)
    assert runs.asked() == whole - 2


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are UTF-8 there")
def test_a_file_whose_name_is_not_utf_8_is_done_once(runs: Runs) -> None:
    for name in (b"caf\xe9.txt", b"caf\xe8.txt"):
        Path(os.fsdecode(os.fsencode(runs.folder) + b"/" + name)).write_text(text_of(name[3]))
    assert statuses(runs()) == {"ok": 5}
    assert runs.asked() == 0


@pytest.mark.parametrize("length", [244, 255])
def test_a_name_that_leaves_no_room_for_a_brief_is_an_error_before_anything_is_asked(runs: Runs, length: int) -> None:
    whole = runs.asked()
    (runs.folder / f"{'n' * (length - 4)}.txt").write_text(text_of(8))
    assert runs.asked() == runs.asked(retry_failed=True) == 0 < whole
    (error,) = [outcome.error for outcome in runs() if outcome.error]
    assert "too long" in error.message
    assert "shorter" in error.hint


def test_copies_of_what_failed_are_not_asked_about(runs: Runs) -> None:
    runs.endpoint.respond = failing_for("roof 12", NO)
    alone = runs.asked()
    (runs.folder / "b.md").write_text(text_of(1))
    assert 0 < runs.asked(retry_failed=True) < alone
    asked = len(runs.endpoint.requests)
    (runs.folder / "b.md").unlink()
    assert runs.asked(retry_failed=True) == asked - alone


def test_copies_of_half_a_brief_are_completed_once(runs: Runs) -> None:
    alone = runs.asked()
    for copy in range(3):
        (runs.folder / f"copy{copy}.txt").write_text(text_of(7))
    runs.endpoint.respond = without("headline")
    assert runs.asked() == alone / 3
    assert statuses(runs()) == {"ok": 3, "partial": 3}
    runs.endpoint.respond = lambda _number, body: good(body)
    assert runs.asked() == 1
    assert statuses(runs()) == {"ok": 6}


def test_a_brief_that_is_gone_is_copied_from_any_that_has_the_same_text(runs: Runs) -> None:
    for name in ("copy.txt", "z.txt"):
        (runs.folder / name).write_text(text_of(0))
    runs()
    (runs.out / "z.txt.brief.json").unlink()
    (runs.out / "copy.txt.brief.json").unlink()
    assert runs.asked() == 0
    assert len(runs.briefs()) == 5


def test_briefs_of_other_articles_are_not_taken_for_done(runs: Runs) -> None:
    runs()
    one, other = (runs.out / f"{name}.brief.json" for name in ("a.txt", "b.txt"))
    swapped = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(swapped)
    runs()
    for path, number in ((one, 0), (other, 1)):
        assert f"roof {number + 11}" in Brief.model_validate_json(path.read_bytes()).statements[0].evidence[0].text


def test_a_finished_brief_is_read_when_somebody_asks_for_it(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {outcome.name: outcome for outcome in runs()}
    reading = Mock(side_effect=Brief.model_validate_json)
    monkeypatch.setattr(Brief, "model_validate_json", reading)
    again = runs()
    assert (statuses(again), reading.call_count) == ({"ok": 3}, 0)
    for outcome in again:
        assert (outcome.brief, outcome.article) == (before[outcome.name].brief, before[outcome.name].article)
        assert outcome.article is not None
        assert outcome.article.path == outcome.source
        assert outcome.brief is outcome.brief
    assert reading.call_count == 3


def test_a_brief_that_somebody_edited_is_kept_and_entered(runs: Runs) -> None:
    runs()
    path = runs.out / "a.txt.brief.json"
    edited = {**json.loads(path.read_bytes()), "headline": "Mended"}
    path.write_text(json.dumps(edited))
    entries = written(runs.out / "ledger.jsonl")
    for _ in range(2):
        assert runs.asked() == 0
        assert Brief.model_validate_json(path.read_bytes()).headline == "Mended"
        assert len(written(runs.out / "ledger.jsonl")) == len(entries) + 1


def test_half_a_brief_that_somebody_put_back_is_completed(runs: Runs) -> None:
    runs.endpoint.respond = without("headline")
    runs()
    path = runs.out / "a.txt.brief.json"
    half = path.read_bytes()
    runs.endpoint.respond = lambda _number, body: good(body)
    assert statuses(runs()) == {"ok": 3}
    path.write_bytes(half)
    assert runs.asked() == 1
    assert Brief.model_validate_json(path.read_bytes()).status == "ok"


@pytest.mark.parametrize("refused", [f".newsbrief/{UNDER_WAY}", "ledger.jsonl"])
def test_what_a_run_cannot_note_is_said_before_anything_is_asked(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    opened = Path.open

    def refuse(path: Path, mode: str = "r", **options: Any) -> Any:
        if path == runs.out / refused and mode != "rb":
            raise PermissionError(13, "Permission denied")
        return opened(path, mode, **options)

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "touch", lambda path: refuse(path, "ab").close())
    with pytest.raises(SettingsError, match="cannot write to"):
        runs()
    assert runs.endpoint.requests == []


def test_a_folder_within_that_takes_no_brief_is_said_before_anything_is_asked(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    (runs.out / "deep").mkdir(parents=True)
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != runs.out / "deep")
    with pytest.raises(SettingsError, match=r"cannot write to .*deep: Permission denied"):
        runs()
    assert not [body for body in runs.endpoint.requests if "roof 13" in str(body)]


def test_a_brief_that_cannot_be_read_is_not_asked_for_again(runs: Runs) -> None:
    runs()
    path = runs.out / "a.txt.brief.json"
    path.unlink()
    path.mkdir()  # nobody can read it, not even who may read everything
    asked = len(runs.endpoint.requests)
    with pytest.raises(SettingsError, match=r"cannot read .*a\.txt\.brief\.json"):
        runs()
    assert len(runs.endpoint.requests) == asked


@pytest.mark.parametrize("text", [None, "something else"])
def test_the_text_beside_a_brief_is_put_right(runs: Runs, text: str | None) -> None:
    runs()
    path = runs.out / "a.txt.article.txt"
    was = path.read_text()
    path.unlink() if text is None else path.write_text(text)
    assert runs.asked() == 0
    assert path.read_text() == was


def test_a_name_that_leaves_no_room_for_another_format_costs_no_brief(runs: Runs) -> None:
    name = f"{'n' * 239}.txt"
    (runs.folder / name).write_text(text_of(8))
    assert statuses(runs()) == {"ok": 4}
    failed = [outcome.error for outcome in runs(formats=("jsonld",)) if outcome.error]
    assert ["too long" in error.message for error in failed] == [True]
    (line,) = written(runs.out / "failed.jsonl")
    assert (line["article"], line["error"], line["message"]) == (name, "ArticleError", failed[0].message)
    assert runs.asked(retry_failed=True) == 0
    assert statuses(runs()) == {"ok": 4}


def test_what_a_killed_run_was_writing_is_removed_by_the_next(runs: Runs) -> None:
    runs()
    left = [runs.out / f"{TEMPORARY}1", runs.out / "deep" / f"{TEMPORARY}2"]
    for path in left:
        path.touch()
    runs()
    assert all(path.exists() for path in left)
    (runs.out / ".newsbrief" / UNDER_WAY).touch()
    runs()
    assert not any(path.exists() for path in left)


def test_what_is_written_counts_even_if_nobody_takes_it_any_more(runs: Runs) -> None:
    runs.settings = replace(runs.settings, concurrency=3)
    runs.first_only()
    summary = runs.summary()
    assert summary["ok"] == len(runs.briefs()) == len(written(runs.out / "ledger.jsonl"))
    assert summary["left"] == 3 - summary["ok"]
    assert summary["stopped"] == (None if summary["ok"] == 3 else "an interrupt")


def test_why_a_run_was_broken_off_is_written(runs: Runs) -> None:
    runs.cut_off(after=10)
    assert runs.summary()["stopped"] == "an interrupt"
    assert runs.summary()["ok"] == len(written(runs.out / "ledger.jsonl")) == 1
    runs.endpoint.respond = lambda _number, _body: Response(401, {"error": {"message": "what a key"}})
    with pytest.raises(AccessDenied):
        runs()
    assert "what a key" in runs.summary()["stopped"]


def test_failures_are_those_of_the_articles_that_were_given(runs: Runs) -> None:
    runs.endpoint.respond = failing_for("roof", NO)
    runs()
    (runs.folder / "b.txt").unlink()
    runs()
    assert [line["article"] for line in written(runs.out / "failed.jsonl")] == ["a.txt", "deep/c.txt"]


@pytest.mark.parametrize("of", [QuestionAnswered, ArticleDone, RunStanding])
def test_an_error_of_a_listener_is_not_taken_for_one_of_the_folder(runs: Runs, of: type) -> None:
    def listen(event: Event) -> None:
        if isinstance(event, of) and getattr(event, "ok", True):
            raise OSError(28, "my own log")

    runs.settings = replace(runs.settings, on_event=listen)
    with pytest.raises(OSError, match="my own log"):
        runs()


def test_a_ledger_that_cannot_be_read_is_said_to_be_none(runs: Runs) -> None:
    (runs.out / "ledger.jsonl").mkdir(parents=True)
    with pytest.raises(SettingsError, match=r"cannot read .*ledger\.jsonl"):
        runs()


@pytest.mark.parametrize("wrong", [{"place": ["a.txt"]}, {"content": 3}, {"status": "fine"}, {"failed": {"error": 1}}])
def test_a_line_that_is_no_entry_is_passed_over(runs: Runs, wrong: dict[str, object]) -> None:
    runs()
    entry = written(runs.out / "ledger.jsonl")[-1]
    with (runs.out / "ledger.jsonl").open("a") as file:
        file.write(json.dumps({**entry, "place": "z.txt", **wrong}) + "\n")
    assert Ledger(runs.out).at("z.txt") is None
    assert runs.asked(formats=("html",)) == 0


def test_one_name_is_no_collection_of_formats(runs: Runs) -> None:
    with pytest.raises(SettingsError, match=r"\['html'\]"):
        runs(formats="html")


def test_an_article_that_cannot_be_read_is_a_failed_one_of_the_run(runs: Runs) -> None:
    for path in runs.folder.rglob("*.txt"):
        path.write_bytes(b"%PDF-1.7")
    outcomes = runs(limits=Limits(max_articles=1))
    assert all(isinstance(outcome.error, ArticleError) for outcome in outcomes)
    assert (runs.summary()["failed"], runs.summary()["stopped"]) == (3, None)
