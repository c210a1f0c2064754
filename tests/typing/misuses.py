# pyright: reportUnnecessaryTypeIgnoreComment=true
"""Mistakes that a type checker must find: every ``type: ignore`` here has to be needed, by mypy and by pyright."""

from pathlib import Path

import newsbrief
from newsbrief import Article, Brief, Briefed, Briefer, Evidence, Failed, Limits, Outcome, Recording, Settings
from newsbrief.errors import ModelTimeout
from newsbrief.events import RunStanding


def outcomes(outcome: Outcome, article: Article, brief: Brief) -> None:
    print(outcome.brief.headline)  # type: ignore[union-attr]
    print(outcome.error.hint)  # type: ignore[union-attr]
    if outcome.status == "failed":
        print(outcome.brief.headline)  # type: ignore[attr-defined]
    else:
        print(outcome.error.hint)  # type: ignore[attr-defined]
    print(outcome.status == "done")  # type: ignore[comparison-overlap]
    outcome.reused = True  # type: ignore[misc]
    Briefed(article, None, brief)  # type: ignore[arg-type]
    Failed("news/b.txt", None, "no answer")  # type: ignore[arg-type]
    Failed("news/b.txt", None)  # type: ignore[call-arg]


def briefs(briefer: Briefer, brief: Brief, article: Article) -> None:
    briefer.brief(7)  # type: ignore[arg-type]
    briefer.brief(path=Path("a.txt"))  # type: ignore[call-arg]
    newsbrief.brief(Path("a.txt"))  # type: ignore[arg-type]
    brief.verify()  # type: ignore[call-arg]
    brief.verify(article.text)  # type: ignore[arg-type]
    brief.statements.append(brief.statements[0])  # type: ignore[attr-defined]
    print(brief.statements[0].speaker.upper())  # type: ignore[union-attr]
    print(brief.quotes)  # type: ignore[attr-defined]
    article.text = "Another"  # type: ignore[misc]
    Evidence(start=0, end=4, text="Four", match="guessed")  # type: ignore[arg-type]


def settings() -> None:
    Settings(timeout="60")  # type: ignore[arg-type]
    Settings(retries=3)  # type: ignore[call-arg]
    Settings(on_event=_only_standings)  # type: ignore[arg-type]
    Recording(Path("recordings"), mode="replay")  # type: ignore[arg-type]
    Limits(1_000_000, prices=(0.25, 2))  # type: ignore[arg-type]
    Briefer("m", "http://127.0.0.1:1/v1", "key", Path("prompts"))  # type: ignore[call-arg]


def folders(briefer: Briefer) -> None:
    newsbrief.brief_folder("news", "briefs")  # type: ignore[call-arg,arg-type]
    newsbrief.brief_folder(briefer, "news", "briefs", limits=1_000)  # type: ignore[arg-type]
    for _ in newsbrief.abrief_folder(briefer, "news", "briefs"):  # type: ignore[attr-defined]
        pass
    raise ModelTimeout("no answer", seconds=60)  # type: ignore[call-arg]


def _only_standings(standing: RunStanding) -> None:
    print(standing.left)
