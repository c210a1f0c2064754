"""Programs as users write them. Type checkers read this file, nothing runs it; each claim is an `assert_type`."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any, ClassVar, Literal, assert_never, assert_type

import pandas as pd
from pydantic import BaseModel

import newsbrief
from newsbrief import (
    Article,
    Brief,
    Briefed,
    Briefer,
    Evidence,
    Failed,
    Limits,
    Outcome,
    Outcomes,
    Prices,
    Problem,
    Recording,
    Settings,
    errors,
)
from newsbrief.events import ArticleDone, ArticleEvent, Event, QuestionAnswered, RunStanding, SectionDone
from newsbrief.schema import KeyFigure, Quantity, Statement
from newsbrief.sections import SECTIONS, OwnSection, Statements


def one_article(path: Path) -> None:
    with Briefer() as briefer:
        assert_type(briefer, Briefer)
        brief = briefer.brief(Article.load(path))
        assert_type(brief, Brief)
        assert_type(briefer.brief(path), Brief)
        assert_type(briefer.brief("The text itself."), Brief)
        assert_type(briefer.complete(brief, path), Brief)
    assert_type(newsbrief.brief("The text itself.", model="m", base_url="http://127.0.0.1:1/v1"), Brief)


def what_a_brief_has(brief: Brief, article: Article) -> None:
    assert_type(brief.schema_version, Literal[1])
    assert_type(brief.status, Literal["ok", "partial"])
    assert_type(brief.headline, str | None)
    assert_type(brief.key_figures, tuple[KeyFigure, ...])
    assert_type(brief.quantities, tuple[Quantity, ...])
    assert_type(brief.statements, tuple[Statement, ...])
    for statement in brief.statements:
        assert_type(statement.speaker, str | None)
        assert_type(statement.form, Literal["direct", "mixed", "indirect"])
        assert_type(statement.evidence, tuple[Evidence, ...])
    for quantity in brief.quantities:
        assert_type(quantity.value, float | None)
    assert_type(brief.provenance.usage.total, int)
    assert_type(brief.verify(article), list[Problem])
    assert_type(brief.to_markdown(), str)
    assert_type(brief.to_html(article), str)
    assert_type(brief.to_jsonld(), dict[str, Any])
    assert_type(brief.to_annotations(article, utf16=True), dict[str, Any])
    assert_type(Brief.model_validate_json(brief.model_dump_json()), Brief)
    assert_type(newsbrief.grounding.locate(article.text, "words"), Evidence | None)


def by_status(outcome: Outcome) -> Brief | None:
    assert_type(outcome.status, Literal["ok", "partial", "failed"])
    assert_type(outcome.brief, Brief | None)
    assert_type(outcome.error, errors.NewsbriefError | None)
    assert_type(outcome.article, Article | None)
    assert_type(outcome.source, Article | Path | str)
    assert_type(outcome.reused, bool)
    if outcome.status == "failed":
        assert_type(outcome, Failed)
        assert_type(outcome.error, errors.NewsbriefError)
        assert_type(outcome.error.hint, str)
        return outcome.brief
    assert_type(outcome, Briefed)
    assert_type(outcome.brief, Brief)
    assert_type(outcome.article, Article)
    assert_type(outcome.status, Literal["ok", "partial"])
    return outcome.brief


def by_another_status(outcome: Outcome) -> None:
    if outcome.status != "failed":
        assert_type(outcome.brief, Brief)
    if outcome.status == "ok" or outcome.status == "partial":  # noqa: PLR1714 - how pyright narrows, not with `in`
        assert_type(outcome.brief, Brief)
    if outcome.brief is None:
        assert_type(outcome.error, errors.NewsbriefError)
    if outcome.error is None:
        assert_type(outcome.brief, Brief)


def by_class(outcome: Outcome | str) -> str | None:
    if not isinstance(outcome, Outcome):
        return assert_type(outcome, str)
    match outcome:
        case Briefed(brief=brief):
            return assert_type(brief, Brief).headline
        case Failed(error=error):
            return assert_type(error, errors.NewsbriefError).message
        case _:
            assert_never(outcome)


def many(briefer: Briefer, folder: Path) -> None:
    outcomes = Outcomes()
    found = briefer.brief_many(newsbrief.load_articles(folder, on_error=print), in_order=True)
    assert_type(found, Iterator[Briefed | Failed])
    outcomes.extend(found)
    assert_type([outcome.brief for outcome in outcomes if outcome.status != "failed"], list[Brief])
    assert_type(newsbrief.to_frame(outcomes, "statements"), pd.DataFrame)
    assert_type(newsbrief.to_frame(outcomes[0], "statements"), pd.DataFrame)
    assert_type(newsbrief.to_frame([one.brief for one in outcomes if one.brief], "quantities"), pd.DataFrame)


def a_folder(briefer: Briefer) -> dict[str, errors.NewsbriefError]:
    limits = Limits(max_tokens=1_000_000, max_cost=2.5, deadline=3600, prices=Prices(0.25, 2, cached=0.025))
    failed: dict[str, errors.NewsbriefError] = {}
    for outcome in newsbrief.brief_folder(briefer, "news", Path("briefs"), formats=("json", "md"), limits=limits):
        if outcome.status == "failed":
            failed[outcome.name] = outcome.error
    return failed


async def without_blocking(path: Path) -> None:
    async with Briefer("m", settings=Settings(concurrency=4)) as briefer:
        assert_type(await briefer.abrief(path), Brief)
        async for outcome in briefer.abrief_many([path, "A text."]):
            assert_type(outcome, Briefed | Failed)
        assert_type(newsbrief.abrief_folder(briefer, "news", "briefs"), AsyncGenerator[Briefed | Failed, None])
        async with aclosing(briefer.astream(path)) as events:
            async for event in events:
                assert_type(event, ArticleEvent)
                if isinstance(event, SectionDone):
                    assert_type(event.section, str)


def listening(event: Event) -> str | None:
    match event:
        case QuestionAnswered(section=section, error=error):
            return error or section
        case ArticleDone(article=article):
            return article
        case RunStanding():
            return str(assert_type(event.left, int))
        case _:
            return None


def recorded(folder: Path) -> Briefer:
    recording = Recording(folder, mode="new")
    return Briefer("m", settings=Settings(recording=recording, on_event=lambda event: print(listening(event))))


class Place(BaseModel):
    name: str


class Places(OwnSection[Place]):
    name: ClassVar[str] = "places"
    draft = Place
    template: ClassVar[str | None] = "List the places."


def own_sections(path: Path) -> None:
    chosen = tuple(section for section in SECTIONS if section is not Statements)
    brief = Briefer(settings=Settings(sections=(*chosen, Places))).brief(path)
    assert_type([item.fields for item in brief.extra["places"]], list[dict[str, Any]])


def what_went_wrong(path: Path) -> str:
    try:
        with Briefer() as briefer:
            return briefer.brief(path).to_markdown()
    except errors.RateLimited as error:
        return f"{assert_type(error.model, str | None)}: wait {assert_type(error.retry_after, float | None)} s"
    except errors.ModelError as error:
        return f"{error.section}: {assert_type(error.retryable, bool)}"
    except errors.NewsbriefError as error:
        return f"{error.article}: {error.message} ({error.hint})"


def doubles(article: Article, brief: Brief) -> Outcomes:
    """What a test of a user's own may make."""
    failed = Failed("news/b.txt", None, errors.ModelTimeout("no answer within 60 s"))
    return Outcomes([Briefed(article, article, brief), Briefed("a text", article, brief, reused=True), failed])
