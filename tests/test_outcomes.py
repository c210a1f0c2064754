"""Outcomes: what they are called, how notebooks show them, and what an interrupt leaves."""

import asyncio
import copy
import re
import signal
import threading
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsbrief import Article, Briefed, Briefer, Failed, Outcome, Outcomes, Settings, errors
from newsbrief.errors import BriefError
from newsbrief.loop_thread import LoopThread
from newsbrief.outcome import BriefedBefore
from newsbrief.outputs import Written
from newsbrief.render.index import MOST_IN_A_CELL
from newsbrief.render.wording import plain
from newsbrief.schema import Brief
from tests.endpoint import Body, Response, ScriptedEndpoint
from tests.faults import good
from tests.pages import HOSTILE, HOSTILE_ARTICLE, Page, changed, hostile_brief, outermost_selectors, partial
from tests.test_faults import ARTICLE as PIER
from tests.test_pipeline import ARTICLE, reply_to, run

BRIEF, _ROUNDS = run(reply_to)
ERROR = errors.ModelTimeout("no answer within 60 s", hint="raise the timeout")
DONE = Briefed(ARTICLE, ARTICLE, BRIEF)
PARTIAL = Briefed(ARTICLE, ARTICLE, partial(BRIEF))
FAILED = Failed(Path("news/b.txt"), None, ERROR)
HOSTILE_OUTCOMES = Outcomes(
    [
        Briefed(HOSTILE, HOSTILE_ARTICLE, hostile_brief()),
        Failed(HOSTILE, None, errors.ArticleError(HOSTILE, hint=HOSTILE)),
    ]
)
TAGS = {"div", "style", "p", "table", "thead", "tbody", "tr", "th", "td", "bdi"}


def cells_of(html: str) -> list[list[str]]:
    """The words in the rows of the only table, its head left out."""
    page = Page(html)
    width = len(page.named("th"))
    words = [" ".join(cell.text.split()) for cell in page.named("td")]
    return [words[at : at + width] for at in range(0, len(words), width)]


def test_a_repr_says_status_article_and_what_came_of_it() -> None:
    assert repr(DONE) == f"<Outcome ok: {ARTICLE.name}: {BRIEF.headline}>"
    assert repr(FAILED) == "<Outcome failed: news/b.txt: no answer within 60 s>"
    assert repr(Briefed(ARTICLE, ARTICLE, changed(BRIEF, headline=None))).endswith(": no headline>")


@pytest.mark.parametrize("outcome", HOSTILE_OUTCOMES, ids=["brief", "error"])
def test_a_repr_is_one_short_line_whatever_was_given(outcome: Outcome) -> None:
    assert repr(outcome).isprintable()
    assert len(repr(outcome)) < 200


def test_a_text_that_could_not_be_read_is_called_by_its_first_words() -> None:
    assert Failed("word " * 9_999, None, ERROR).name == f"{'word ' * 14}wo…"
    assert Failed(" ", None, ERROR).name == "an empty text"


def test_a_list_says_how_many_ended_how() -> None:
    assert repr(Outcomes([DONE, FAILED, DONE])) == "<Outcomes: 2 ok, 1 failed>"
    assert repr(Outcomes()) == "<Outcomes: none>"


def test_a_notebook_shows_the_brief_of_an_outcome() -> None:
    assert DONE._repr_html_() == BRIEF._repr_html_()


def test_a_notebook_shows_why_an_outcome_has_no_brief_and_what_to_do() -> None:
    ((name, status, *_, why),) = cells_of(FAILED._repr_html_())
    assert (name, status, why) == ("news/b.txt", "failed", "no answer within 60 s (raise the timeout)")


def test_a_table_has_a_row_an_outcome_with_its_counts() -> None:
    done, failed, lacking = cells_of(Outcomes([DONE, FAILED, PARTIAL])._repr_html_())
    counts = (BRIEF.statements, BRIEF.quantities, BRIEF.key_figures, BRIEF.open_questions, BRIEF.rejected)
    assert done == [ARTICLE.title or "", "ok", *(str(len(one)) for one in counts), "0", ""]
    assert failed[2:8] == [""] * 6, "no brief is not the same as nothing found"
    assert lacking[-1] == "Summary: no answer within 60 s (raise the timeout)"


def test_a_long_table_ends_early_and_says_how_many_follow() -> None:
    html = Outcomes([DONE] * (MOST_IN_A_CELL + 1_200))._repr_html_()
    assert len(cells_of(html)) == MOST_IN_A_CELL
    assert "and 1,200 more" in html
    assert f"{MOST_IN_A_CELL + 1_200:,} articles: {MOST_IN_A_CELL + 1_200:,} ok" in html


def test_no_outcomes_are_shown_as_none() -> None:
    page = Page(Outcomes()._repr_html_())
    assert not page.named("table")
    assert page.named("p")[0].text == "0 articles"


def test_a_hostile_table_is_only_text() -> None:
    page = Page(HOSTILE_OUTCOMES._repr_html_())
    assert {one.name for one in page.elements} <= TAGS
    assert {name for one in page.elements for name in one.attributes} == {"class", "scope", "dir"}
    assert f"{plain(HOSTILE)} ({plain(HOSTILE)})" in page.named("td")[-1].text


def test_a_tables_styles_touch_no_other_part_of_a_notebook() -> None:
    (style,) = Page(HOSTILE_OUTCOMES._repr_html_()).named("style")
    assert outermost_selectors(style.text) == {".newsbrief-table"}


def test_a_tables_colours_are_the_notebooks_own_light_or_dark() -> None:
    (style,) = Page(HOSTILE_OUTCOMES._repr_html_()).named("style")
    for colour in re.findall(r"(?<![\w-])(?:color|background): ([^;]+);", style.text):
        assert colour in ("inherit", "none", "var(--soft)")


def test_an_interrupt_leaves_in_the_list_what_was_finished(endpoint: ScriptedEndpoint) -> None:
    main, release = threading.main_thread().ident or 0, threading.Event()

    def respond(_number: int, body: Body) -> Response:
        if "the third" in body["messages"][-1]["content"]:
            signal.pthread_kill(main, signal.SIGINT)
            release.wait(60)
        return good(body)

    endpoint.respond = respond
    third = Article.from_text("Vera Holm waited at the third pier.")
    outcomes = Outcomes()
    with Briefer("m", endpoint.base_url, settings=Settings(concurrency=1)) as briefer:
        with pytest.raises(KeyboardInterrupt):
            outcomes.extend(briefer.brief_many([PIER, PIER, third, PIER]))
        release.set()
    assert [outcome.status for outcome in outcomes] == ["ok", "ok"]


@pytest.mark.parametrize("in_order", [False, True])
def test_an_interrupt_leaves_in_the_list_what_waited_for_an_earlier_one(
    in_order: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    main = threading.main_thread().ident or 0

    async def first_never_ends(article: Article) -> Brief:
        if article.text == "4":  # 2 and 3 are finished: there is room for two
            signal.pthread_kill(main, signal.SIGINT)
        if article.text in "14":
            await asyncio.Event().wait()
        return BRIEF

    outcomes = Outcomes()
    with Briefer("m", "http://127.0.0.1:9/v1", settings=Settings(concurrency=2)) as briefer:
        monkeypatch.setattr(briefer.engine, "brief", first_never_ends)
        with pytest.raises(KeyboardInterrupt):
            outcomes.extend(briefer.brief_many(["1", "2", "3", "4"], in_order=in_order))
    assert [outcome.source for outcome in outcomes] == ["2", "3"]


@pytest.mark.parametrize(("has_come", "sources"), [(True, ["1", "2"]), (False, ["1"])])
def test_an_interrupt_between_two_outcomes_neither_loses_nor_doubles_one(
    has_come: bool,  # noqa: FBT001
    sources: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handed_over, run_it = [], LoopThread.run

    def interrupted(thread: LoopThread, coroutine: Coroutine[Any, Any, Any]) -> object:
        handed_over.append(coroutine)
        if len(handed_over) != 2:
            return run_it(thread, coroutine)
        run_it(thread, coroutine) if has_come else coroutine.close()
        raise KeyboardInterrupt

    async def brief(_article: Article) -> Brief:
        return BRIEF

    outcomes = Outcomes()
    with Briefer("m", "http://127.0.0.1:9/v1", settings=Settings(concurrency=1)) as briefer:
        monkeypatch.setattr(briefer.engine, "brief", brief)
        monkeypatch.setattr(LoopThread, "run", interrupted)
        with pytest.raises(KeyboardInterrupt):
            outcomes.extend(briefer.brief_many(["1", "2", "3"]))
    assert [outcome.source for outcome in outcomes] == sources


def test_a_list_is_extended_by_any_outcomes() -> None:
    outcomes = Outcomes()
    outcomes.extend([DONE, FAILED])
    assert outcomes == [DONE, FAILED]


def before(written: str = BRIEF.model_dump_json()) -> BriefedBefore:
    """The outcome of an earlier run, of which nothing is read yet."""
    return BriefedBefore.of(Path("a.txt"), Written(written.encode(), ARTICLE.text.encode()))


def test_what_was_written_and_is_no_brief_is_an_error_of_ours() -> None:
    outcome = before("{}")
    assert outcome.status == "ok"
    with pytest.raises(BriefError, match="not a brief"):
        _ = outcome.brief


def test_a_brief_of_before_can_be_sent_elsewhere() -> None:
    again = copy.deepcopy(before())  # goes the way of pickle
    assert (again.brief, again.article.text, again.reused) == (BRIEF, ARTICLE.text, True)
    assert repr(again) == repr(Briefed(Path("a.txt"), ARTICLE, BRIEF, reused=True))


def test_a_brief_of_before_can_be_replaced() -> None:
    assert replace(before(), source=Path("b.txt")).brief == BRIEF
    assert replace(before(), brief=partial(BRIEF)).status == "partial"
