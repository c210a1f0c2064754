"""Folders on the command line: what is printed where, exit codes, and what a run would take."""

import io
import json
import re
import time
from pathlib import Path

import pytest

from newsbrief.events import ArticleDone, ArticleStarted, QuestionAnswered, RunStanding
from newsbrief.plain_progress import PlainProgress
from newsbrief.render.standing import closing_line, duration, estimate_line, standing_line
from newsbrief.schema import Usage
from tests.endpoint import Body, Response, ScriptedEndpoint
from tests.faults import good
from tests.test_cli import newsbrief

USAGE = Usage(input_tokens=1200, cached_tokens=900, output_tokens=80)
STANDING = RunStanding("m", 40, ok=9, partial=1, failed=2, reused=2, requests=50, usage=USAGE, cost=0.0123, seconds=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    for number, name in enumerate(("a", "b", "c")):
        (path / f"{name}.txt").write_text(f"“We mended roof {number + 11},” said Vera Holm.")
    return path


def test_a_rerun_asks_nothing_and_says_how_many_were_done_before(endpoint: ScriptedEndpoint, folder: Path) -> None:
    command = ("brief", folder, "--base-url", endpoint.base_url, "--out", folder.parent / "out")
    first = newsbrief(*command)
    asked = len(endpoint.requests)
    again = newsbrief(*command)
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert len(endpoint.requests) == asked
    assert f"3 ok, {asked} requests" in first.stderr
    assert "3 ok, 3 of them not asked about, 0 requests" in again.stderr
    assert first.stdout == again.stdout == ""


def test_a_bound_that_ends_the_run_is_exit_3_and_says_what_is_left(endpoint: ScriptedEndpoint, folder: Path) -> None:
    command = ("brief", folder, "--base-url", endpoint.base_url, "--out", folder.parent / "out")
    result = newsbrief(*command, "--max-articles", 1)
    assert result.exit_code == 3
    assert "stopped by the bound of 1 article: 2 articles left; run again to go on" in result.stderr
    assert newsbrief(*command).exit_code == 0


@pytest.mark.parametrize("out", [(), ("--out", "out")])
def test_one_article_that_a_budget_does_not_let_pass_is_exit_3(
    endpoint: ScriptedEndpoint, folder: Path, out: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    result = newsbrief("brief", folder / "a.txt", "--base-url", endpoint.base_url, "--max-tokens", 10, *out)
    assert result.exit_code == 3
    assert "10 tokens" in result.stderr
    assert endpoint.requests == []


def test_a_dry_run_says_what_would_be_done_and_neither_asks_nor_writes(
    endpoint: ScriptedEndpoint, folder: Path
) -> None:
    out = folder.parent / "out"
    (folder / "d.txt").write_bytes(b"%PDF-1.7")
    (folder / "e.txt").write_text((folder / "a.txt").read_text())
    result = newsbrief("brief", folder, "--model", "m", "--base-url", endpoint.base_url, "--out", out, "--dry-run")
    assert result.exit_code == 0
    lines = [line.partition(": ")[2] for line in result.stdout.splitlines()[:-1]]
    assert [line.split(":")[0] for line in lines] == [
        *["would be asked about"] * 3,
        "cannot be read",
        "has the same text as another",
    ]
    assert result.stdout.splitlines()[-1].startswith("in all ")
    assert endpoint.requests == []
    assert not out.exists()


def test_a_dry_run_knows_what_is_done_and_what_failed(endpoint: ScriptedEndpoint, folder: Path) -> None:
    command = ("brief", folder, "--model", "m", "--base-url", endpoint.base_url, "--out", folder.parent / "out")
    endpoint.respond = lambda _number, body: (
        Response(400, {"error": {"message": "no"}}) if "roof 12" in body["messages"][1]["content"] else good(body)
    )
    newsbrief(*command)
    said = [line.partition(": ")[2] for line in newsbrief(*command, "--dry-run").stdout.splitlines()]
    assert said[0] == said[2] == "is done"
    assert said[1].startswith("failed before")
    assert newsbrief(*command, "--dry-run", "--retry-failed").stdout.splitlines()[1].endswith("written")


def test_a_dry_run_leaves_out_what_a_bound_and_earlier_answers_leave_out(
    endpoint: ScriptedEndpoint, folder: Path
) -> None:
    command = ("brief", folder, "--model", "m", "--base-url", endpoint.base_url, "--out", folder.parent / "out")
    whole = newsbrief(*command, "--dry-run").stdout.splitlines()
    bounded = newsbrief(*command, "--dry-run", "--max-articles", 1).stdout.splitlines()
    assert bounded[0] == whole[0]
    assert [line.partition(": ")[2] for line in bounded[1:3]] == ["would be left for another run"] * 2
    newsbrief(*command, "--max-tokens", 700, "--concurrency", 1)
    again = newsbrief(*command, "--dry-run").stdout.splitlines()
    assert again != whole
    assert requests_in(again[-1]) == requests_in(whole[-1]) - len(endpoint.requests)


def test_a_dry_run_estimates_what_half_done_briefs_lack(endpoint: ScriptedEndpoint, folder: Path) -> None:
    command = ("brief", folder, "--model", "m", "--base-url", endpoint.base_url, "--out", folder.parent / "out")
    no = Response(400, {"error": {"message": "no"}})
    endpoint.respond = lambda _number, body: no if "statement" in str(body["response_format"]) else good(body)
    newsbrief(*command)
    said = newsbrief(*command, "--dry-run").stdout.splitlines()
    assert all("is half done, and would be completed: 1 request, " in line for line in said[:3])


def requests_in(line: str) -> int:
    """How many requests a line speaks of."""
    return int(re.findall(r"(\d+) requests?", line)[0])


def test_an_article_is_said_to_be_done_when_its_brief_is_written(endpoint: ScriptedEndpoint, folder: Path) -> None:
    out = folder.parent / "out"
    out.mkdir()
    (out / "b.txt.brief.json").mkdir()
    result = newsbrief("brief", folder, "--base-url", endpoint.base_url, "--out", out, "--concurrency", 1)
    assert result.exit_code == 2
    assert "a.txt: ok" in result.stderr
    assert "b.txt: ok" not in result.stderr


def test_a_folder_of_which_nothing_can_be_read_is_summed_up_too(endpoint: ScriptedEndpoint, folder: Path) -> None:
    for path in folder.iterdir():
        path.write_bytes(b"%PDF-1.7")
    result = newsbrief("brief", folder, "--base-url", endpoint.base_url, "--out", folder.parent / "out")
    assert result.exit_code == 1
    assert "0 ok, 3 failed" in result.stderr


def test_briefs_are_printed_in_the_order_of_the_articles_if_wanted(endpoint: ScriptedEndpoint, folder: Path) -> None:
    def slow_at_first(_number: int, body: Body) -> Response:
        if "roof 11" in body["messages"][1]["content"]:
            time.sleep(0.05)
        return good(body)

    endpoint.respond = slow_at_first
    result = newsbrief("brief", folder, "--base-url", endpoint.base_url, "--format", "json", "--in-order")
    read = [json.loads(line)["statements"][0]["text"] for line in result.stdout.splitlines()]
    assert [text[-4:-2] for text in read] == ["11", "12", "13"]


def test_what_failed_before_is_said_with_the_way_to_ask_again(endpoint: ScriptedEndpoint, folder: Path) -> None:
    (folder / "d.txt").write_bytes(b"%PDF-1.7")
    command = ("brief", folder, "--base-url", endpoint.base_url, "--out", folder.parent / "out")
    newsbrief(*command)
    again = newsbrief(*command)
    assert again.exit_code == 1
    assert "d.txt" in again.stderr
    assert "--retry-failed" in again.stderr


@pytest.mark.parametrize(
    ("flag", "value"), [("--deadline", "soon"), ("--prices", "1"), ("--max-tokens", "0"), ("--rpm", "-1")]
)
def test_a_bound_that_makes_no_sense_is_exit_2(folder: Path, flag: str, value: str) -> None:
    assert newsbrief("brief", folder, "--base-url", "http://127.0.0.1:9/v1", flag, value).exit_code == 2


def test_how_a_run_stands_is_said_in_one_line() -> None:
    line = standing_line(STANDING)
    assert line.startswith(
        "12 of 40 articles, 1 partial, 2 failed, 1200 tokens read (900 from cache), 80 written, $0.0123"
    )
    assert line.endswith("10 articles a minute, 3 min left")


def test_how_a_run_ended_is_said_in_one_line() -> None:
    assert closing_line(STANDING) == (
        "9 ok, 1 partial, 2 failed, 2 of them not asked about, 50 requests, "
        "1200 tokens read (900 from cache), 80 written, $0.0123, 60 s"
    )


def test_what_a_run_would_take_is_said_in_one_line() -> None:
    assert estimate_line(1, USAGE, 0.5) == "1 request, about 1200 tokens read, 80 written, $0.5000"


@pytest.mark.parametrize(("seconds", "said"), [(5, "5 s"), (119, "119 s"), (150, "2 min"), (7260, "2 h 1 min")])
def test_times_are_said_as_people_say_them(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_of_several_articles_each_is_a_line_and_the_steps_are_not() -> None:
    stream = io.StringIO()
    progress = PlainProgress(stream)
    for event in (STANDING, ArticleStarted("a"), QuestionAnswered("a", "headline", USAGE), ArticleDone("a", "ok")):
        progress(event)
    assert stream.getvalue() == "a: ok\n"


def test_a_run_in_which_nothing_happens_gives_signs_of_life() -> None:
    stream = io.StringIO()
    with PlainProgress(stream, heartbeat=0.01) as progress:
        progress(STANDING)
        for _ in range(500):
            if stream.getvalue().count("12 of 40 articles") > 1:
                break
            time.sleep(0.01)
    assert stream.getvalue().count("12 of 40 articles") > 1
