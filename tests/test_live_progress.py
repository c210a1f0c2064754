"""Progress as lines that change: what they say while articles are briefed."""

import io
import re
from collections.abc import Sequence

import pytest
from rich.console import Console, RenderableType

from newsbrief.events import ArticleDone, Downloading, Event, QuestionAnswered, QuestionSent, RunStanding
from newsbrief.live_progress import LiveProgress, on_terminal
from newsbrief.schema import Usage

USAGE = Usage(input_tokens=1200, cached_tokens=900, output_tokens=80)
ASKED = QuestionSent("a.txt", "statements")
ANSWERED = QuestionAnswered("a.txt", "statements", USAGE)


class Picture:
    """A screen of some width that keeps what it shows."""

    def __init__(self, width: int = 100) -> None:
        self.width = width
        self.lines: list[str] = []
        self.calls: list[str] = []

    def start(self) -> None:
        self.calls.append("start")

    def stop(self) -> None:
        self.calls.append("stop")

    def update(self, renderable: RenderableType) -> None:
        console = Console(file=io.StringIO(), width=self.width, record=True)
        console.print(renderable)
        self.lines = [line.rstrip() for line in console.export_text().splitlines()]


def lines_after(events: Sequence[Event], articles: int | None = 1, width: int = 100) -> list[str]:
    picture = Picture(width)
    with LiveProgress(picture, articles) as progress:
        for event in events:
            progress(event)
    return picture.lines


def test_of_one_article_the_section_and_the_tokens_are_shown() -> None:
    (line,) = lines_after([ASKED, ANSWERED, QuestionSent("a.txt", "headline")])
    assert line.endswith("a.txt: headline · 1200 tokens read, 80 written")


def test_of_many_articles_those_done_and_those_failed_are_counted() -> None:
    done = [ArticleDone("a.txt", "ok"), ArticleDone("b.txt", "failed"), ArticleDone("c.txt", "partial")]
    bar, line, _ = lines_after([ASKED, ANSWERED, *done], articles=30, width=200)
    assert set(bar.strip()) <= set("━╸╺ ")
    assert line.startswith("3 of 30 articles, 1 partial, 1 failed, 1200 tokens read (900 from cache), 80 written")


def test_of_articles_without_a_known_number_those_done_are_counted() -> None:
    line, work = lines_after([ArticleDone("a.txt", "ok"), QuestionSent("b.txt", "headline")], articles=None)
    assert line == "1 article, 0 tokens read (0 from cache), 0 written"
    assert work.endswith("b.txt: headline")


def test_what_a_run_says_of_itself_goes_before_what_is_counted() -> None:
    standing = RunStanding("m", 40, ok=9, failed=2, usage=USAGE)
    _, line, _ = lines_after([ArticleDone("a.txt", "ok"), standing])
    assert line.startswith("11 of 40 articles, 2 failed, 1200 tokens read")


def test_a_run_over_one_article_is_shown_as_one_article() -> None:
    assert len(lines_after([RunStanding("m", 1), ASKED])) == 1


def test_an_article_that_is_done_is_not_shown_as_asked_about() -> None:
    assert "a.txt" not in lines_after([ASKED, ArticleDone("a.txt", "failed")])[0]


def test_a_download_is_shown_as_a_bar() -> None:
    (line,) = lines_after([Downloading("download", 500_000_000, 1_000_000_000)])
    assert line.endswith("download of the model: ━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌ 500 of 1000 MB")


def test_a_long_or_hostile_name_stays_on_one_line_and_is_only_text() -> None:
    hostile = QuestionSent(f"[bold]\x1b[2J{'x' * 300}\n.txt", "headline")
    (line,) = lines_after([hostile], width=60)
    assert "[bold]" in line
    assert "\x1b" not in line
    assert line.endswith("…")
    assert len(line) == 60


@pytest.mark.parametrize("width", [40, 140])
def test_on_a_terminal_the_bar_ends_its_line(width: int) -> None:
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=True, color_system="truecolor", legacy_windows=False)
    with LiveProgress(on_terminal(console)) as progress:
        progress(RunStanding("m", 40, ok=9))
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", stream.getvalue()).splitlines()
    assert [line for line in lines if line.startswith("9 of 40 articles")]


def test_nothing_is_shown_while_something_else_is_printed() -> None:
    picture = Picture()
    with LiveProgress(picture) as progress, progress.paused():
        assert picture.calls == ["start", "stop"]
    assert picture.calls == ["start", "stop", "start", "stop"]
