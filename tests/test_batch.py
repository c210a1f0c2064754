"""Folders: each article exactly once, whatever happens in between, and never beyond a bound."""

import asyncio
import csv
import json
import shutil
import threading
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from newsbrief.batch import MOST_UNREACHED, FolderRun, abrief_folder, brief_folder
from newsbrief.briefer import Briefer
from newsbrief.errors import AccessDenied, ArticleError, ModelUnreachable, SettingsError
from newsbrief.events import Event, RunStanding
from newsbrief.formats import FORMATS
from newsbrief.ledger import Ledger, one_run
from newsbrief.limits import Limits, Prices
from newsbrief.outputs import OutputFolder
from newsbrief.prompts import built_in_folder
from newsbrief.render.tables import SECTIONS
from newsbrief.schema import Brief
from newsbrief.sources import given_articles
from tests.endpoint import Body, Response, ScriptedEndpoint, completion
from tests.faults import KEY, ResetBefore, good
from tests.folders import NAMES, Runs, failing_for, folder_in, statuses, text_of


@pytest.fixture
def runs(endpoint: ScriptedEndpoint, tmp_path: Path) -> Runs:
    return Runs(endpoint, folder_in(tmp_path), tmp_path / "out")


def test_each_article_has_a_brief_that_holds_with_its_text_beside_it(runs: Runs) -> None:
    outcomes = runs()
    assert statuses(outcomes) == {"ok": 3}
    for outcome in outcomes:
        assert outcome.brief
        assert outcome.article
        assert outcome.brief.verify(outcome.article) == []
    assert list(runs.briefs()) == [f"{name}.brief.json" for name in NAMES]
    text = (runs.out / "deep" / "c.txt.article.txt").read_bytes()
    assert text.decode() == text_of(2)
    brief = Brief.model_validate_json((runs.out / "deep" / "c.txt.brief.json").read_bytes())
    assert sha256(text).hexdigest() == brief.article.sha256


def test_a_rerun_asks_nothing_and_gives_the_same_outcomes(runs: Runs) -> None:
    first = {str(outcome.source): outcome.brief for outcome in runs()}
    asked = len(runs.endpoint.requests)
    again = runs()
    assert len(runs.endpoint.requests) == asked
    assert {str(outcome.source): outcome.brief for outcome in again} == first
    assert all(outcome.reused and outcome.article for outcome in again)


def test_an_article_that_changed_is_briefed_anew_and_no_other(runs: Runs) -> None:
    runs()
    (runs.folder / "b.txt").write_text("“All is new,” said Nils Brandt.")
    again = {Path(str(outcome.source)).name: outcome for outcome in runs()}
    assert [name for name, outcome in sorted(again.items()) if not outcome.reused] == ["b.txt"]
    assert again["b.txt"].brief
    assert again["b.txt"].brief.statements[0].speaker == "Nils Brandt"


def test_a_file_that_changed_without_its_text_is_not_asked_about_again(runs: Runs) -> None:
    runs()
    path = runs.folder / "a.txt"
    path.rename(path.with_suffix(".md"))
    path.with_suffix(".md").write_text(f"---\ntitle: Roofs\n---\n{text_of(0)}")
    assert runs.asked() == 0
    assert runs.briefs()["a.md.brief.json"]["article"]["title"] == "Roofs"  # type: ignore[index]


@pytest.mark.parametrize("what", ["model", "language", "prompts"])
def test_asked_in_another_way_all_is_briefed_anew(runs: Runs, what: str, tmp_path: Path) -> None:
    runs()
    prompts = tmp_path / "prompts"
    prompts.mkdir()
    for path in built_in_folder().glob("*.j2"):
        (prompts / path.name).write_text(path.read_text().replace("Ukraine", "Ukraine "))
        if path.name.startswith("headline"):
            (prompts / path.name).write_text(path.read_text() + "\nBe quick.")
    changed = replace(runs.settings, language="de") if what == "language" else runs.settings
    with Briefer(
        "n" if what == "model" else "m",
        runs.endpoint.base_url,
        prompts=prompts if what == "prompts" else None,
        settings=changed,
    ) as briefer:
        assert not any(outcome.reused for outcome in brief_folder(briefer, runs.folder, runs.out))


def test_the_same_text_is_asked_about_once(runs: Runs) -> None:
    alone = runs.asked()
    for number in range(5):
        (runs.folder / f"copy{number}.txt").write_text(text_of(7))
    assert runs.asked() == alone / 3
    assert {f"copy{number}.txt.brief.json" for number in range(5)} < set(runs.briefs())


def test_a_bad_article_costs_itself_only_and_is_listed_with_its_error_and_a_hint(runs: Runs) -> None:
    (runs.folder / "bad.txt").write_bytes(b"%PDF-1.7")
    runs.endpoint.respond = failing_for("roof 12", Response(400, {"error": {"message": "no"}}))
    assert statuses(runs()) == {"ok": 2, "failed": 2}
    failed = {line["article"]: line for line in map(json.loads, (runs.out / "failed.jsonl").read_text().splitlines())}
    assert {name: line["error"] for name, line in failed.items()} == {
        "bad.txt": "ArticleError",
        "b.txt": "RequestRejected",
    }
    assert all(line["hint"] for line in failed.values())


def test_what_failed_is_asked_about_again_only_if_wanted(runs: Runs) -> None:
    runs.endpoint.respond = failing_for("roof 12", Response(400, {"error": {"message": "no"}}))
    runs()
    runs.endpoint.respond = lambda _number, body: good(body)
    assert runs.asked() == 0
    again = runs()
    assert statuses(again) == {"ok": 2, "failed": 1}
    assert {type(outcome.error).__name__ for outcome in again if outcome.error} == {"RequestRejected"}
    assert statuses(runs(retry_failed=True)) == {"ok": 3}
    assert not (runs.out / "failed.jsonl").exists()


def test_a_half_done_brief_is_completed_section_by_section(runs: Runs) -> None:
    whole = runs.asked()
    complete = runs.briefs()
    shutil.rmtree(runs.out)
    no_headline = Response(400, {"error": {"message": "no"}})
    runs.endpoint.respond = lambda _number, body: (
        no_headline if "headline" in str(body["response_format"]) else good(body)
    )
    assert statuses(runs()) == {"partial": 3}
    runs.endpoint.respond = lambda _number, body: good(body)
    assert 0 < runs.asked() < whole / 2
    assert runs.briefs() == complete


@pytest.fixture
def cut_off(runs: Runs) -> int:
    """A run that is cut off while one request is in flight; how many were answered before."""
    runs.settings = replace(runs.settings, concurrency=1)
    runs.cut_off(12)
    assert len(runs.endpoint.requests) == 13
    runs.endpoint.requests.clear()
    return 12


def test_answers_that_were_paid_for_are_not_asked_for_again_after_a_run_was_cut_off(runs: Runs, cut_off: int) -> None:
    again = runs.asked()
    briefs = runs.briefs()
    shutil.rmtree(runs.out)
    assert runs.asked() == again + cut_off
    assert runs.briefs() == briefs


def test_answers_of_another_model_are_not_taken(runs: Runs, cut_off: int) -> None:
    with Briefer("n", runs.endpoint.base_url, settings=runs.settings) as briefer:
        list(brief_folder(briefer, runs.folder, runs.out))
    assert len(runs.endpoint.requests) > cut_off
    assert {request["model"] for request in runs.endpoint.requests} == {"n"}
    asked = len(runs.endpoint.requests)
    shutil.rmtree(runs.out)
    assert runs.asked() == asked


def test_nothing_of_unfinished_articles_is_kept_once_they_are_done(runs: Runs) -> None:
    runs()
    assert [path.name for path in (runs.out / ".newsbrief").iterdir()] == ["lock"]


def test_answers_that_a_killed_run_left_behind_are_cleared_up_once_their_article_is_done(runs: Runs) -> None:
    runs()
    entry = Ledger(runs.out).at("a.txt")
    assert entry
    left, other = runs.out / ".newsbrief" / entry.answers, runs.out / ".newsbrief" / "other.jsonl"
    left.write_text("{}")
    other.write_text("{}")
    runs()
    assert (left.exists(), other.exists()) == (False, True)


def test_a_torn_line_in_the_ledger_costs_its_article_nothing(runs: Runs) -> None:
    runs()
    ledger = runs.out / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes()[:-20])
    assert sum(not outcome.reused for outcome in runs()) == 1
    assert runs.asked() == 0


def test_a_brief_that_is_gone_or_spoilt_is_made_again(runs: Runs) -> None:
    runs()
    (runs.out / "a.txt.brief.json").unlink()
    (runs.out / "b.txt.brief.json").write_text("{")
    assert sorted(Path(str(one.source)).name for one in runs() if not one.reused) == ["a.txt", "b.txt"]


def test_a_format_that_is_wanted_later_is_written_without_asking(runs: Runs) -> None:
    runs()
    assert runs.asked(formats=("json", "md")) == 0
    assert len(list(runs.out.rglob("*.brief.md"))) == 3


@pytest.mark.parametrize("left", [None, "Not what the brief is of."])
def test_a_text_beside_a_brief_that_is_not_its_own_is_written_anew_without_asking(runs: Runs, left: str | None) -> None:
    runs()
    path = runs.out / "b.txt.article.txt"
    text = path.read_text()
    path.unlink()
    if left:
        path.write_text(left)
    assert runs.asked() == 0
    assert path.read_text() == text


def test_tables_have_a_row_for_each_item_of_all_briefs_of_the_folder_in_the_order_of_their_places(runs: Runs) -> None:
    runs(limits=Limits(max_articles=1))
    runs(formats=("csv",))
    briefs = [Brief.model_validate_json(path.read_bytes()) for path in sorted(runs.out.rglob("*.brief.json"))]
    with (runs.out / "statements.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["evidence"] for row in rows] == [one.text for brief in briefs for one in brief.statements]
    assert len({row["article_id"] for row in rows}) == 3
    assert {path.stem for path in runs.out.glob("*.csv")} == set(SECTIONS)


def test_the_index_lists_all_briefs_of_the_folder_and_what_failed(runs: Runs) -> None:
    (runs.folder / "bad.txt").write_bytes(b"%PDF-1.7")
    runs(limits=Limits(max_articles=1))
    runs(formats=("html",))
    index = (runs.out / "index.html").read_text()
    for name in NAMES:
        assert f'"./{name}.brief.html"' in index
        assert (runs.out / f"{name}.brief.html").exists()
    assert "bad.txt" in index
    assert "PDF" in index


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "json"])
def test_every_format_of_a_brief_is_a_file_beside_it(runs: Runs, name: str) -> None:
    for outcome in runs(formats=(name,)):
        assert outcome.brief
        assert outcome.article
        place = Path(str(outcome.source)).relative_to(runs.folder)
        written = runs.out / place.with_name(place.name + FORMATS[name].suffix)
        assert written.read_text() == FORMATS[name].text(outcome.brief, outcome.article)
    assert len(runs()) == 3


def test_an_unknown_format_is_an_error_before_anything_is_asked(runs: Runs) -> None:
    with pytest.raises(SettingsError, match="pdf"):
        runs(formats=("pdf",))
    assert runs.endpoint.requests == []


def test_a_full_disk_is_an_error_before_anything_is_asked(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    full = type("Usage", (), {"free": 1000})
    monkeypatch.setattr("newsbrief.outputs.shutil.disk_usage", lambda _path: full)
    with pytest.raises(SettingsError, match="full"):
        runs()
    assert runs.endpoint.requests == []


def test_a_disk_that_fills_up_stops_the_run_and_leaves_no_torn_file(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("newsbrief.files.os.fsync", full)
        with pytest.raises(SettingsError, match="No space left"):
            runs()
    assert not list(runs.out.rglob("*.brief.json"))
    assert not list(runs.out.rglob(".newsbrief-*"))
    assert statuses(runs()) == {"ok": 3}


def test_a_second_run_in_the_same_folder_is_kept_out(runs: Runs) -> None:
    with one_run(runs.out), pytest.raises(SettingsError, match="another run"):
        runs()
    assert statuses(runs()) == {"ok": 3}


def test_a_folder_that_is_not_there_is_an_error(runs: Runs) -> None:
    runs.folder = runs.folder / "nowhere"
    with pytest.raises(ArticleError, match="no such"):
        runs()


def test_a_wrong_key_stops_the_run_and_makes_no_article_a_failed_one(runs: Runs) -> None:
    runs.endpoint.respond = lambda _number, _body: Response(401, {"error": {"message": "no"}})
    with pytest.raises(AccessDenied):
        runs()
    runs.endpoint.respond = lambda _number, body: good(body)
    assert statuses(runs()) == {"ok": 3}


def test_an_endpoint_that_is_gone_ends_the_run_before_all_articles_are_failed_ones(runs: Runs) -> None:
    for number in range(MOST_UNREACHED):
        (runs.folder / f"more{number}.txt").write_text(text_of(number + 10))
    runs.endpoint.respond = lambda _number, body: ResetBefore(body=good(body).body)
    runs.settings = replace(runs.settings, concurrency=1)
    with pytest.raises(ModelUnreachable, match="in a row"):
        runs()
    assert runs.summary()["left"] >= len(NAMES)
    runs.endpoint.respond = lambda _number, body: good(body)
    assert statuses(runs(retry_failed=True)) == {"ok": MOST_UNREACHED + len(NAMES)}


def test_a_budget_stops_the_run_before_it_is_passed_and_a_rerun_goes_on(runs: Runs) -> None:
    used = 0

    def respond(_number: int, body: Body) -> Response:
        nonlocal used
        used += 1000
        answer = completion(good(body).body["choices"][0]["message"]["content"])
        return replace(answer, body=answer.body | {"usage": {"prompt_tokens": 900, "completion_tokens": 100}})

    runs.endpoint.respond = respond
    runs.settings = replace(runs.settings, concurrency=2)
    outcomes = runs(limits=Limits(max_tokens=12_000))
    assert used <= 12_000
    assert 0 < len(outcomes) < 3 or used >= 8_000
    assert "12000 tokens" in runs.summary()["stopped"]
    assert runs.summary()["usage"]["input_tokens"] + runs.summary()["usage"]["output_tokens"] == used
    sent = len(runs.endpoint.requests)
    assert statuses(runs()) == {"ok": 3}
    alone = len(runs.endpoint.requests)
    assert runs.summary()["stopped"] is None
    assert len({json.dumps(request["messages"]) for request in runs.endpoint.requests}) == alone > sent


def test_a_bound_on_the_cost_holds(runs: Runs) -> None:
    runs(limits=Limits(max_cost=0.002, prices=Prices(1, 1)))
    assert runs.summary()["cost"] <= 0.002
    assert "$0.002" in runs.summary()["stopped"]


def test_so_many_articles_and_no_more_are_asked_about(runs: Runs) -> None:
    assert len(runs(limits=Limits(max_articles=2))) == 2
    assert runs.summary()["stopped"] == "the bound of 2 articles"
    assert statuses(runs(limits=Limits(max_articles=2))) == {"ok": 3}
    assert runs.summary()["stopped"] is None


def test_a_deadline_stops_the_run(runs: Runs) -> None:
    release = threading.Event()
    runs.endpoint.respond = lambda _number, body: (release.wait(30), good(body))[1]
    try:
        assert runs(limits=Limits(deadline=0.5)) == []
    finally:
        release.set()
    assert runs.summary()["stopped"] == "the deadline of 0.5 s"
    assert statuses(runs()) == {"ok": 3}


def test_how_the_run_stands_is_told_after_each_article(runs: Runs) -> None:
    events: list[Event] = []
    runs.settings = replace(runs.settings, on_event=events.append)
    runs()
    standings = [event for event in events if isinstance(event, RunStanding)]
    assert [one.ok for one in standings] == sorted(one.ok for one in standings)
    assert {one.left for one in standings} == {3, 2, 1, 0}
    assert standings[-1].requests == len(runs.endpoint.requests)
    assert (standings[-1].usage.total, standings[-1].cost) == (110 * len(runs.endpoint.requests), 0)


def test_outcomes_come_in_the_order_of_the_articles_if_wanted(runs: Runs) -> None:
    async def run() -> list[str]:
        async with Briefer("m", runs.endpoint.base_url) as briefer:
            at_work = FolderRun(briefer, OutputFolder(runs.out), Limits())
            given = given_articles([runs.folder])
            return [str(outcome.source) async for outcome in at_work.over(given, in_order=True)]

    assert asyncio.run(run()) == [str(runs.folder / name) for name in NAMES]


def test_whoever_stops_listening_can_go_on_later(runs: Runs) -> None:
    async def first_only() -> None:
        async with Briefer("m", runs.endpoint.base_url) as briefer:
            outcomes = abrief_folder(briefer, runs.folder, runs.out)
            await anext(outcomes)
            await outcomes.aclose()

    asyncio.run(first_only())
    assert statuses(runs()) == {"ok": 3}


def test_no_key_is_written_anywhere(runs: Runs) -> None:
    (runs.folder / "bad.txt").write_bytes(b"%PDF-1.7")
    runs.endpoint.respond = failing_for("roof 12", Response(400, {"error": {"message": f"your key {KEY} is odd"}}))
    runs()
    for path in runs.out.rglob("*"):
        assert path.is_dir() or KEY not in path.read_text()


def test_what_a_run_wrote_is_no_article_of_the_next(runs: Runs) -> None:
    runs.out = runs.folder
    runs()
    assert len(runs()) == 3
