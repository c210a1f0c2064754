"""Folders of articles: each is briefed exactly once, within bounds, and a run that is cut off goes on where it was.

A finished brief is written whole, then entered in the folder's ledger; the answers of articles that are not finished
yet are kept beside it, so that none is paid for twice. A key of content, prompts, model and schema says what is done.
"""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Callable, Collection, Iterator, Sequence
from contextlib import aclosing
from dataclasses import asdict, replace
from pathlib import Path
from typing import ParamSpec
from weakref import WeakValueDictionary

from newsbrief.answers import AnswersFile
from newsbrief.article import Article
from newsbrief.briefer import Briefer
from newsbrief.due import Done, Due, FailedBefore, Stock, Unreadable, asked_with
from newsbrief.errors import (
    AccessDenied,
    ArticleError,
    BudgetSpent,
    ModelError,
    ModelNotFound,
    ModelUnreachable,
    NewsbriefError,
)
from newsbrief.events import RunStanding
from newsbrief.files import append_line, write_whole, writing_to
from newsbrief.flow import as_finished, ordered
from newsbrief.gathering import gather
from newsbrief.ledger import Entry, Ledger, Recorded, one_run
from newsbrief.limits import Limits, price_of
from newsbrief.notebook import shown
from newsbrief.outcome import Briefed, Failed, Outcome
from newsbrief.outputs import OutputFolder
from newsbrief.render.wording import counted
from newsbrief.schema import Brief
from newsbrief.sources import Given, check_places, given_articles

HOPELESS = (AccessDenied, ModelNotFound)
"""Errors that every further article would end in as well."""
MOST_UNREACHED = 10
"""After so many articles in a row for which the endpoint could not be reached, a run gives up."""
NO_LIMITS = Limits()
SUMMARY, FAILURES = "run.json", "failed.jsonl"
UNDER_WAY = "under-way"
"""A file that is there while a run is at work; where it was before, the last run was killed."""
AT_ONCE = 16
"""So many articles are looked up one after the other: to go to another thread takes half as long as to look."""
Found = Due | Unreadable | Outcome
P = ParamSpec("P")


def brief_folder(
    briefer: Briefer,
    source: str | Path,
    out: str | Path,
    *,
    formats: Collection[str] = ("json",),
    limits: Limits = NO_LIMITS,
    retry_failed: bool = False,
) -> Iterator[Outcome]:
    """Brief the articles of a folder into another one, each exactly once.

    What is done already is not asked again, unless the article, the prompts, the model or the schema changed; what is
    half done is completed. A run may be interrupted or killed at any moment: the next one goes on where it was.
    Nothing happens before the first outcome is asked for.

    Args:
        briefer: what to brief with.
        source: the folder, or a single file.
        out: where the briefs are written to: ``PLACE.brief.json`` and ``PLACE.article.txt`` for each article, the other
            formats beside them, ``ledger.jsonl``, and in the end ``run.json`` and, if any failed, ``failed.jsonl``.
        formats: what is written; JSON always is.
        limits: bounds of the run. If one of them ends it, the outcomes end, and ``run.json`` says so.
        retry_failed: whether to ask again about articles that failed in an earlier run.

    Yields:
        An outcome an article, as finished; ``reused`` if it was done before.

    Raises:
        ArticleError: there is no such folder, or it has no article.
        SettingsError: the output folder cannot be written to, or another run is at work in it.
        AccessDenied: the key is not accepted.
        ModelNotFound: the endpoint does not serve the model.
        ModelUnreachable: the endpoint could not be reached for `MOST_UNREACHED` articles in a row.
        NewsbriefError: as for `Briefer.brief_many`.
    """
    outcomes = abrief_folder(briefer, source, out, formats=formats, limits=limits, retry_failed=retry_failed)
    with shown(briefer.settings):
        yield from briefer.own_loop.iterate(outcomes)


async def abrief_folder(
    briefer: Briefer,
    source: str | Path,
    out: str | Path,
    *,
    formats: Collection[str] = ("json",),
    limits: Limits = NO_LIMITS,
    retry_failed: bool = False,
) -> AsyncGenerator[Outcome, None]:
    """As `brief_folder`, for asynchronous callers."""
    given = await asyncio.to_thread(given_articles, [Path(source)])
    folder = await asyncio.to_thread(OutputFolder, Path(out), formats)
    run = FolderRun(briefer, folder, limits, retry_failed=retry_failed)
    async with aclosing(run.over(given)) as outcomes:
        async for outcome in outcomes:
            yield outcome


class FolderRun:
    """One run over articles, into one folder.

    Args:
        briefer: what to brief with.
        folder: where to write.
        limits: bounds of the run.
        retry_failed: whether to ask again about articles that failed in an earlier run.
    """

    def __init__(self, briefer: Briefer, folder: OutputFolder, limits: Limits, *, retry_failed: bool = False) -> None:
        self._briefer = briefer
        self._folder = folder
        self._limits = limits
        self._retry_failed = retry_failed
        self._alike: WeakValueDictionary[bytes, asyncio.Lock] = WeakValueDictionary()
        self._halves: dict[bytes, str] = {}
        self._failures: dict[bytes, Recorded] = {}
        self._unwritten: dict[str, Entry] = {}
        self._writing: set[asyncio.Future[Outcome]] = set()
        self._begun = self._unreached = 0
        self._stopped: str | None = None

    async def over(self, given: Sequence[Given], *, in_order: bool = False) -> AsyncGenerator[Outcome, None]:
        """The outcomes of the run."""
        check_places(given)
        self._given = given
        run = ordered if in_order else as_finished
        with one_run(self._folder.path):
            await self._prepare()
            try:
                width = self._briefer.settings.concurrency
                async with (
                    aclosing(self._looked_up()) as found,
                    aclosing(run(found, self._outcome, width)) as outcomes,
                ):
                    async for outcome in outcomes:
                        if outcome is not None:
                            yield outcome
                with writing_to(self._folder.path):
                    await asyncio.to_thread(gather, self._folder, self._ledger, self._price)
            except NewsbriefError as error:
                self._stop(error.message)
                raise
            except (GeneratorExit, asyncio.CancelledError):
                self._stop("an interrupt")
                raise
            finally:
                await self._await_writing()
                self._sum_up()

    async def _prepare(self) -> None:
        engine = self._briefer.engine
        model = await engine.models.name()
        price = price_of(self._briefer.endpoint, model, self._limits)
        self._price, self._budget = price, self._limits.budget(price)
        self._began = time.monotonic()
        self._standing = RunStanding(model, len(self._given))
        self._ledger = await asyncio.to_thread(Ledger, self._folder.path)
        asked = asked_with(model, engine.questionnaire)
        self._stock = Stock(self._folder, self._ledger, asked, retry_failed=self._retry_failed)
        self._ledger.check()
        with writing_to(self._folder.path):
            await asyncio.to_thread(self._clear_up)
        self._tell()

    def _clear_up(self) -> None:
        """Remove what a run leaves that is killed at the wrong moment: answers of what is done, half-written files."""
        kept = {path.name: path for path in self._folder.hidden.glob("*.jsonl")}
        for place, name in self._ledger.answers_of_done() if kept else ():
            if name in kept and self._folder.brief(Path(place)):
                kept[name].unlink(missing_ok=True)
        under_way = self._folder.hidden / UNDER_WAY
        if under_way.exists():
            self._folder.clear_up(one.place for one in self._given)
        under_way.touch()

    async def _looked_up(self) -> AsyncGenerator[Found, None]:
        """What is to be done about each article, while the run lasts."""
        for at in range(0, len(self._given), AT_ONCE):
            several = self._given[at : at + AT_ONCE]
            for found in await self._briefer.engine.work_thread.run(self._look_up, several):
                if self._stopped:
                    return
                yield found

    def _look_up(self, several: Sequence[Given]) -> list[Found]:
        return [self._as_it_was(self._stock.look_up(given)) for given in several]

    def _as_it_was(self, found: Done | FailedBefore | Unreadable | Due) -> Found:
        given = found.given
        if isinstance(found, FailedBefore):
            return Failed(given.source, None, found.failed.as_error(given.name), reused=True)
        return self._put_right(found) if isinstance(found, Done) else found

    def _put_right(self, done: Done) -> Outcome:
        """What is done, with all files that it should have."""
        outcome = done.outcome
        try:
            if not done.is_as_written or self._folder.lacks(done.given.place):
                self._write(done.entry, outcome.brief, outcome.article)
        except ArticleError as error:
            self._unwritten[done.given.called] = replace(done.entry, status="failed", failed=Recorded.of(error))
            return Failed(done.given.source, outcome.article, error)
        return outcome

    async def _outcome(self, found: Found) -> Outcome | None:
        """What becomes of one article; None if the run ended before it was done."""
        try:
            return await self._dealt_with(found)
        except BudgetSpent as error:
            self._stop(error.message)
        return None

    def _left_of_deadline(self) -> float:
        return (self._limits.deadline or 0) - (time.monotonic() - self._began)

    def _stop(self, reason: str) -> None:
        self._stopped = self._stopped or reason

    async def _dealt_with(self, found: Found) -> Outcome | None:
        if isinstance(found, Unreadable):
            return await self._entered(self._failed, found.entry, found.given, None, found.error)
        if not isinstance(found, Due):
            self._count(found)
            return found
        # Of several with the same text, one is asked about.
        async with self._alike.setdefault(found.content, asyncio.Lock()):
            return await self._copied(found) or await self._briefed(found)

    async def _copied(self, due: Due) -> Outcome | None:
        """What became of an article with the same text: in an earlier run, or before in this one."""
        failed = self._failures.get(due.content)
        if failed is not None:
            error = failed.as_error(due.given.name)
            return await self._entered(self._failed, due.entry, due.given, due.article, error)
        twin = await asyncio.to_thread(self._twin_of, due)
        return await self._entered(self._done, due, twin, reused=True) if twin else None

    def _twin_of(self, due: Due) -> Brief | None:
        half = self._halves.get(due.content)
        return self._stock.twin_of(due) or (self._stock.copy_of(half, due) if half else None)

    async def _briefed(self, due: Due) -> Outcome | None:
        if self._stopped or self._is_enough():
            return None
        try:
            answers = await asyncio.to_thread(self._opened, due)
            brief = await self._asked_in_time(due, answers)
        except HOPELESS:
            raise
        except ArticleError as error:
            return await self._entered(self._failed, due.entry, due.given, due.article, error)
        except ModelError as error:
            self._failures[due.content] = Recorded.of(error)
            outcome = await self._entered(self._failed, due.entry, due.given, due.article, error)
            self._give_up_if_out_of_reach(error)
            return outcome
        if brief is None:
            return None
        self._unreached = 0
        if brief.status == "partial":
            self._halves[due.content] = due.entry.place
        return await self._entered(self._finished, due, brief, answers)

    def _opened(self, due: Due) -> AnswersFile:
        """The answers that are known; there is room for the brief and for its name, or nothing is to be asked."""
        self._folder.check_place(due.given.place)
        self._folder.check_room()
        return self._stock.answers(due)

    async def _asked_in_time(self, due: Due, answers: AnswersFile) -> Brief | None:
        """The brief; None if the run's deadline passed before."""
        left = self._limits.deadline and self._left_of_deadline()
        try:
            async with asyncio.timeout(left) as bound:
                return await self._briefer.engine.brief(due.article, due.before, answers=answers, budget=self._budget)
        except TimeoutError:
            if not bound.expired():  # a listener's, or of code of the user's own
                raise
        self._stop(f"the deadline of {self._limits.deadline:g} s")
        return None

    async def _entered(self, write: Callable[P, Outcome], *args: P.args, **kwargs: P.kwargs) -> Outcome:
        """What is written of an article: once begun, it is waited for and counts, even if the run is broken off."""
        writing = asyncio.ensure_future(asyncio.to_thread(write, *args, **kwargs))
        self._writing.add(writing)
        with writing_to(self._folder.path):
            outcome = await asyncio.shield(writing)
        self._writing.remove(writing)
        self._count(outcome)
        return outcome

    async def _await_writing(self) -> None:
        for written in await asyncio.gather(*self._writing, return_exceptions=True):
            if not isinstance(written, BaseException):
                self._count(written)

    def _give_up_if_out_of_reach(self, error: ModelError) -> None:
        """An endpoint that is gone would make failed articles of all that are left."""
        self._unreached = self._unreached + 1 if isinstance(error, ModelUnreachable) else 0
        if self._unreached == MOST_UNREACHED:
            raise ModelUnreachable(
                f"{error.message}, for {MOST_UNREACHED} articles in a row",
                hint="when it is back, run again with --retry-failed (retry_failed=True)",
                model=error.model,
            )

    def _is_enough(self) -> bool:
        most = self._limits.max_articles
        if most is not None and self._begun == most:
            self._stop(f"the bound of {counted(most, 'article')}")
            return True
        self._begun += 1
        return False

    def _finished(self, due: Due, brief: Brief, answers: AnswersFile) -> Outcome:
        outcome = self._done(due, brief)
        answers.forget()
        return outcome

    def _done(self, due: Due, brief: Brief, *, reused: bool = False) -> Outcome:
        """Write a brief, and enter it."""
        try:
            self._write(replace(due.entry, status=brief.status), brief, due.article)
        except ArticleError as error:
            return self._failed(due.entry, due.given, due.article, error)
        return Briefed(due.given.source, due.article, brief, reused=reused)

    def _write(self, entry: Entry, brief: Brief, article: Article) -> None:
        written = self._folder.write(Path(entry.place), brief, article)
        self._ledger.add(replace(entry, written=written.digest))

    def _failed(self, entry: Entry, given: Given, article: Article | None, error: NewsbriefError) -> Outcome:
        failed = replace(entry, status="failed", failed=Recorded.of(error))
        self._ledger.add(failed)
        append_line(self._folder.path / FAILURES, _failure(failed))
        return Failed(given.source, article, error)

    def _count(self, outcome: Outcome) -> None:
        standing = self._standing
        counts = {outcome.status: getattr(standing, outcome.status) + 1, "reused": standing.reused + outcome.reused}
        self._standing = replace(standing, **counts)
        self._tell()

    def _tell(self) -> None:
        used = self._budget.used
        self._standing = replace(
            self._standing,
            requests=self._budget.requests,
            usage=used,
            cost=self._price(used) if self._price else None,
            seconds=round(time.monotonic() - self._began, 2),
            stopped=self._stopped if self._standing.left else None,
        )
        self._briefer.settings.on_event(self._standing)

    def _sum_up(self) -> None:
        """Write what became of the run, and the failures that stand."""
        self._tell()
        standing = self._standing
        summary = {**vars(standing), "usage": standing.usage.model_dump(), "left": standing.left}
        failures = [json.dumps(_failure(entry), ensure_ascii=False) + "\n" for entry in self._failed_of_given()]
        with writing_to(self._folder.path):
            (self._folder.hidden / UNDER_WAY).unlink(missing_ok=True)
            write_whole(self._folder.path / SUMMARY, json.dumps(summary, ensure_ascii=False, indent=1) + "\n")
            if failures:
                write_whole(self._folder.path / FAILURES, "".join(failures))
            else:
                (self._folder.path / FAILURES).unlink(missing_ok=True)

    def _failed_of_given(self) -> list[Entry]:
        failed = {entry.place: entry for entry in self._ledger.failures()} | self._unwritten
        return [failed[one.called] for one in self._given if one.called in failed] if failed else []


def _failure(entry: Entry) -> dict[str, str | None]:
    return {"article": entry.place, **(asdict(entry.failed) if entry.failed else {})}
