"""The command line as a user meets it: what is printed where, and the exit code."""

import json
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TextIO

import pytest
from typer.testing import CliRunner, Result

from newsbrief.cli import app, main
from newsbrief.schema import Brief
from tests.endpoint import Response, ScriptedEndpoint
from tests.faults import NO_QUOTA
from tests.test_pipeline import ARTICLE, QUESTIONNAIRE, reply_to, run

FRONT_MATTER = "---\ntitle: Ferry to sail again\nlanguage: en\n---\n"


def newsbrief(*arguments: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def program(monkeypatch: pytest.MonkeyPatch, *arguments: object, **streams: TextIO) -> object:
    """The program itself, from its first line to its exit code, with streams of our own; `newsbrief` swaps them."""
    for name, stream in streams.items():
        monkeypatch.setattr(sys, name, stream)
    monkeypatch.setattr(sys, "argv", ["newsbrief", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def on_terminal(
    monkeypatch: pytest.MonkeyPatch, *arguments: object, kind: str = "xterm-256color", **streams: TextIO
) -> tuple[object, bytes]:
    """The program's exit code, and what it wrote to a terminal of a kind that was its standard error."""
    import pty

    monkeypatch.setenv("TERM", kind)
    leader, follower = pty.openpty()
    with os.fdopen(follower, "w") as stderr:
        code = program(monkeypatch, *arguments, stderr=stderr, **streams)
    return code, said_on(leader)


def said_on(leader: int) -> bytes:
    """What was written to a terminal that nobody writes to any more; it is closed."""
    said = b""
    with suppress(OSError):  # so some systems say that nobody does
        while more := os.read(leader, 100_000):
            said += more
    os.close(leader)
    return said


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.md"
    path.write_text(FRONT_MATTER + ARTICLE.text)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two good articles, one in a folder within, and a bad one."""
    inner = tmp_path / "in" / "deep"
    inner.mkdir(parents=True)
    (tmp_path / "in" / "a.md").write_text(FRONT_MATTER + ARTICLE.text)
    (inner / "b.txt").write_text("The board said that 300 boats sank.")
    (tmp_path / "in" / "c.txt").write_bytes(b"%PDF-1.7")
    return tmp_path / "in"


def test_a_brief_is_shown_on_stdout_and_progress_on_stderr(endpoint: ScriptedEndpoint, article: Path) -> None:
    result = newsbrief("brief", article, "--model", "m", "--base-url", endpoint.base_url)
    assert result.exit_code == 0
    assert "Statements" in result.stdout
    assert "statements:" in result.stderr
    assert "tokens written" not in result.stdout


def test_one_article_is_one_json_document(endpoint: ScriptedEndpoint, article: Path) -> None:
    result = newsbrief("brief", article, "--base-url", endpoint.base_url, "--format", "json")
    assert Brief.model_validate_json(result.stdout).article.title == "Ferry to sail again"


def test_several_articles_are_json_lines(endpoint: ScriptedEndpoint, folder: Path) -> None:
    result = newsbrief("brief", folder, "--base-url", endpoint.base_url, "--format", "json")
    assert len([Brief.model_validate_json(line) for line in result.stdout.splitlines()]) == 2


@pytest.mark.parametrize("form", ["jsonld", "annotations"])
def test_several_articles_are_a_line_each_in_formats_of_json(
    endpoint: ScriptedEndpoint, folder: Path, form: str
) -> None:
    result = newsbrief("brief", folder, "--base-url", endpoint.base_url, "--format", form)
    assert len([json.loads(line)["@context"] for line in result.stdout.splitlines()]) == 2


def test_tables_need_a_folder(endpoint: ScriptedEndpoint, article: Path) -> None:
    result = newsbrief("brief", article, "--base-url", endpoint.base_url, "--format", "csv")
    assert result.exit_code == 2
    assert "--out" in result.stderr
    assert endpoint.requests == []


def test_standard_input_is_read(endpoint: ScriptedEndpoint) -> None:
    result = newsbrief("brief", "-", "--base-url", endpoint.base_url, "--format", "json", stdin=ARTICLE.text)
    assert Brief.model_validate_json(result.stdout).article.sha256 == ARTICLE.sha256


@pytest.mark.parametrize("stdin", [b"", b"\xff\xfe\xfd"])
def test_bad_standard_input_is_one_line_and_exit_2(endpoint: ScriptedEndpoint, stdin: bytes) -> None:
    result = newsbrief("brief", "-", "--base-url", endpoint.base_url, stdin=stdin)
    assert result.exit_code == 2
    assert "standard input" in result.stderr
    assert endpoint.requests == []


def test_a_folder_is_written_as_it_lies_and_a_bad_article_costs_itself_only(
    endpoint: ScriptedEndpoint, folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    result = newsbrief("brief", folder, "--base-url", endpoint.base_url, "--out", out, "--format", "md")
    written = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()}
    stems = ("a.md", "deep/b.txt")
    briefs = {f"{stem}{end}" for stem in stems for end in (".article.txt", ".brief.json", ".brief.md")}
    assert written == briefs | {"ledger.jsonl", "failed.jsonl", "run.json", ".newsbrief/lock"}
    assert result.exit_code == 1
    assert "c.txt" in result.stderr
    assert result.stdout == ""


def test_what_is_written_holds_against_the_article_and_against_the_text_beside_it(
    endpoint: ScriptedEndpoint, article: Path, tmp_path: Path
) -> None:
    newsbrief("brief", article, "--base-url", endpoint.base_url, "--out", tmp_path)
    brief = tmp_path / "ferry.md.brief.json"
    for other in (article, tmp_path / "ferry.md.article.txt"):
        result = newsbrief("check", brief, other)
        assert (result.exit_code, result.stdout.count("\n")) == (0, 1)


def test_a_second_run_does_not_take_its_own_output_for_articles(endpoint: ScriptedEndpoint, article: Path) -> None:
    for _ in range(2):
        newsbrief("brief", article.parent, "--base-url", endpoint.base_url, "--out", article.parent, "--format", "md")
    assert sorted(path.name for path in article.parent.glob("*.brief.json")) == ["ferry.md.brief.json"]


@pytest.fixture
def brief_file(tmp_path: Path) -> Path:
    path = tmp_path / "x.brief.json"
    path.write_text(run(reply_to)[0].model_dump_json())
    return path


def test_check_names_the_item_that_was_altered(brief_file: Path, article: Path) -> None:
    brief_file.write_text(brief_file.read_text().replace("We repaired the engine", "We repaired the engines"))
    result = newsbrief("check", brief_file, article)
    assert result.exit_code == 1
    assert "statements[1]" in result.stdout


@pytest.mark.parametrize("text", ["{", '{"schema_version": 0}', "[]", ""])
def test_check_of_what_is_no_brief_says_so(tmp_path: Path, article: Path, text: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(text)
    result = newsbrief("check", path, article)
    assert result.exit_code == 1
    assert "broken.json is not a brief" in result.stdout


def test_check_of_a_missing_file_is_exit_2(tmp_path: Path, article: Path) -> None:
    assert newsbrief("check", tmp_path / "nowhere.json", article).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["brief", "/nowhere/at-all.txt"], "there is no such file or folder"),
        (["brief", "."], "holds no article"),
        (["brief", "x.txt", "--model", "gpt-x"], "no such file"),
        (["prompts", "show", "nothing"], "no prompt 'nothing'"),
        (["models", "pull", "nothing"], "nothing"),
        (["brief"], "Missing argument"),
        (["brief", "x", "--format", "pdf"], "pdf"),
        (["brief", "x", "--record", "some"], "some"),
        (["unknown"], "No such command"),
    ],
)
def test_a_mistake_is_exit_2_and_says_what_to_do(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = newsbrief(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_a_folder_that_cannot_be_written_is_an_error_before_anything_is_asked(
    endpoint: ScriptedEndpoint, article: Path, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    result = newsbrief("brief", article, "--base-url", endpoint.base_url, "--out", blocked)
    assert result.exit_code == 2
    assert "cannot write to" in result.stderr
    assert endpoint.requests == []


@pytest.mark.parametrize(
    ("status", "error"), [(401, {"message": "Incorrect API key"}), (429, NO_QUOTA)], ids=["wrong key", "no quota"]
)
def test_what_no_further_article_escapes_stops_the_run_at_once(
    endpoint: ScriptedEndpoint, folder: Path, status: int, error: dict[str, str]
) -> None:
    endpoint.respond = lambda _number, _body: Response(status, {"error": error})
    result = newsbrief("brief", folder, "--base-url", endpoint.base_url, "--concurrency", "1")
    assert result.exit_code == 2
    assert error["message"] in result.stderr
    assert "Traceback" not in result.output
    assert len({body["messages"][1]["content"][:30] for body in endpoint.requests}) == 1


def test_a_partial_brief_is_exit_1(endpoint: ScriptedEndpoint, article: Path) -> None:
    answer = endpoint.respond

    def respond(number: int, body: dict[str, object]) -> Response:
        return Response(400, {}) if "headline" in str(body["response_format"]) else answer(number, body)

    endpoint.respond = respond
    result = newsbrief("brief", article, "--base-url", endpoint.base_url)
    assert result.exit_code == 1
    assert "Incomplete: Headline" in result.stdout


def test_two_articles_of_the_same_name_are_not_written_over_each_other(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("Rain.")
    articles = (tmp_path / "one" / "a.txt", tmp_path / "two" / "a.txt")
    result = newsbrief("brief", *articles, "--base-url", "http://127.0.0.1:9/v1", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "two articles are both called a.txt" in result.stderr


def test_lists_and_schema_are_printed(article: Path) -> None:
    assert "local:qwen2.5-coder-1.5b" in newsbrief("models").stdout
    assert "quantities" in newsbrief("prompts").stdout
    assert "1,200" in newsbrief("prompts", "render", "quantities", article).stdout
    assert json.loads(newsbrief("schema").stdout)["title"] == "Brief"
    assert newsbrief("--version").stdout.startswith("newsbrief ")


@pytest.mark.process
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_ctrl_c_and_its_like_stop_at_once_and_keep_what_is_finished(
    endpoint: ScriptedEndpoint, folder: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    if signal.getsignal(number) == signal.SIG_IGN:
        pytest.skip("whoever started the tests has it ignored, and so do the programs that they start")
    answer, stopped = endpoint.respond, threading.Event()

    def respond(number: int, body: dict[str, object]) -> Response:
        if "300 boats" in str(body):
            stopped.wait(300)
        return answer(number, body)

    endpoint.respond = respond
    command = [sys.executable, "-m", "newsbrief", "brief", str(folder), "--base-url", endpoint.base_url]
    out = tmp_path / "out"
    process = subprocess.Popen(
        [*command, "--out", str(out)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ}
    )
    while not (out / "a.md.brief.json").exists() and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    stopped.set()
    assert process.returncode == code, errors
    assert b"Traceback" not in errors
    assert b"newsbrief: 1 ok, " in errors
    assert (out / "a.md.brief.json").exists()
    assert json.loads((out / "run.json").read_text())["stopped"] == "an interrupt"


@pytest.mark.process
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_streams_that_are_closed_swallow_what_they_are_told(
    endpoint: ScriptedEndpoint, folder: Path, closed: str
) -> None:
    command = [sys.executable, "-m", "newsbrief", "brief", str(folder), "--base-url", endpoint.base_url]
    line = f"{shlex.join([*command, '--format', 'json'])} {closed}"
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, timeout=60, check=False)
    assert done.returncode == 1, done.stderr  # one of the articles is none
    assert b"Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == (2 if closed == "2>&-" else 0)
    assert all(line.startswith(b"{") for line in done.stdout.splitlines())


def test_a_reader_that_goes_away_is_no_crash(
    endpoint: ScriptedEndpoint, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = ("brief", folder, "--base-url", endpoint.base_url, "--format", "json")
    with os.fdopen(writing, "w") as stdout:
        assert program(monkeypatch, *command, stdout=stdout) == 1
    assert "Traceback" not in capsys.readouterr().err
    assert {"c.txt" in str(body) for body in endpoint.requests} == {False}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")
def test_a_full_disk_under_stdout_is_a_message(
    endpoint: ScriptedEndpoint, article: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ("brief", article, "--base-url", endpoint.base_url, "--format", "json")
    with Path("/dev/full").open("w") as stdout:
        assert program(monkeypatch, *command, stdout=stdout) == 2
    assert "standard output" in capsys.readouterr().err.splitlines()[-1]


def test_a_dumb_terminal_gets_plain_lines(
    endpoint: ScriptedEndpoint, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("brief", folder, "--base-url", endpoint.base_url, "--out", folder.parent / "out")
    code, shown = on_terminal(monkeypatch, *command, kind="dumb")
    assert code == 1
    assert b"a.md: ok" in shown


def test_json_goes_to_a_file_while_progress_is_live_on_a_terminal(
    endpoint: ScriptedEndpoint, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("brief", article, "--base-url", endpoint.base_url, "--format", "json")
    with (tmp_path / "out.json").open("w") as stdout:
        code, shown = on_terminal(monkeypatch, *command, stdout=stdout)
    assert code == 0
    assert Brief.model_validate_json((tmp_path / "out.json").read_bytes()).statements
    assert b"tokens read" in shown
    assert b"schema_version" not in shown


@pytest.mark.parametrize(("status", "exit_code"), [(200, 1), (401, 2)])
def test_a_terminal_has_its_cursor_again_after_a_run_over_a_folder(
    endpoint: ScriptedEndpoint, folder: Path, monkeypatch: pytest.MonkeyPatch, status: int, exit_code: int
) -> None:
    answer = endpoint.respond
    endpoint.respond = lambda number, body: replace(answer(number, body), status=status)
    command = ("brief", folder, "--base-url", endpoint.base_url, "--out", folder.parent / "out")
    code, shown = on_terminal(monkeypatch, *command)
    assert code == exit_code
    _, shows, after = shown.rpartition(b"\x1b[?25h")
    assert shows
    assert b"newsbrief: " in after
    assert b"\x1b[?25l" not in after


def test_what_an_encoding_lacks_is_no_crash(
    endpoint: ScriptedEndpoint, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdout = TextIOWrapper(BytesIO(), encoding="ascii")
    assert program(monkeypatch, "brief", article, "--base-url", endpoint.base_url, stdout=stdout) == 0
    assert b"\\u201cWe repaired" in stdout.buffer.getvalue()


def test_a_name_too_long_for_the_file_system_is_a_message(endpoint: ScriptedEndpoint) -> None:
    result = newsbrief("brief", "a" * 300 + ".txt", "--base-url", endpoint.base_url)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_answers_are_recorded_and_replayed(endpoint: ScriptedEndpoint, article: Path, tmp_path: Path) -> None:
    flags = ("brief", article, "--model", "m", "--format", "json", "--recording", tmp_path / "answers")
    first = newsbrief(*flags, "--record", "new", "--base-url", endpoint.base_url)
    asked = len(endpoint.requests)
    again = newsbrief(*flags)
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert Brief.model_validate_json(again.stdout).statements == Brief.model_validate_json(first.stdout).statements
    assert len(endpoint.requests) == asked


def test_recording_without_a_folder_is_a_mistake(article: Path) -> None:
    result = newsbrief("brief", article, "--record", "new")
    assert result.exit_code == 2
    assert "name it with --recording" in result.stderr


def test_recordings_are_listed_and_those_of_changed_prompts_are_stale(
    endpoint: ScriptedEndpoint, article: Path, tmp_path: Path
) -> None:
    answers = tmp_path / "answers"
    newsbrief("brief", article, "--base-url", endpoint.base_url, "--recording", answers, "--record", "new")
    listed = newsbrief("recordings", answers)
    assert listed.exit_code == 0
    assert listed.stdout.splitlines()[-1].endswith(" 0 stale")
    one = next(answers.glob("headline-*.json"))
    changed = one.read_text().replace(QUESTIONNAIRE.prompts["headline"].sha256, "0" * 64)
    one.write_text(changed)
    listed = newsbrief("recordings", answers)
    assert [line for line in listed.stdout.splitlines() if "stale: headline changed" in line]
    assert listed.stdout.splitlines()[-1].endswith(" 1 stale")


def test_a_folder_that_holds_something_else_is_no_recording(tmp_path: Path) -> None:
    (tmp_path / "a.exchange.json").write_text('{"title": "x"}')
    result = newsbrief("recordings", tmp_path)
    assert result.exit_code == 2
    assert "a.exchange.json is no recording" in result.stderr
