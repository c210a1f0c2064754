"""Briefers: they hold a model and run the pipeline with it, for synchronous and asynchronous callers alike.

There is one engine, and it is asynchronous. A synchronous call hands its work to an event loop of the Briefer's own, in
a thread beside the caller's, and waits; so it works in a script, in a notebook cell and inside a running loop, and an
interrupt cancels the request that is under way.
"""

import asyncio
import os
from collections.abc import AsyncGenerator, Generator, Iterable, Iterator, Sized
from contextlib import aclosing, nullcontext
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from newsbrief.article import Article
from newsbrief.client import check_client
from newsbrief.engine import Engine
from newsbrief.errors import ArticleError, BriefError, ModelError, SettingsError
from newsbrief.events import ArticleDone, ArticleEvent
from newsbrief.flow import as_finished, ordered
from newsbrief.loop_thread import LoopThread, read_beside
from newsbrief.models import Models
from newsbrief.notebook import settings_here, shown
from newsbrief.outcome import Briefed, Coming, Failed, Outcome
from newsbrief.prompts import Prompts
from newsbrief.questionnaire import Questionnaire
from newsbrief.schema import Brief
from newsbrief.settings import NO_KEY, Endpoint, Settings, endpoint_of, find_endpoint

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI

Source = Article | Path | str
"""What can be briefed: an article, a path to one, or its text."""


class Briefer:
    """Reads articles with one model and writes their briefs.

    Nothing is opened before the first article. The environment is read once, here; but for proxies, certificates and
    OPENAI_CUSTOM_HEADERS, which the ``openai`` package reads when the first connection is opened.

    Args:
        model: ``"local"`` (the embedded model), ``"local:NAME"``, ``"local:/path/to/weights.gguf"``, or the name of a
            model that the endpoint serves. Left out: what NEWSBRIEF_MODEL says, else the only model of the endpoint,
            else ``"local"``.
        base_url: an OpenAI-compatible endpoint. Left out: NEWSBRIEF_BASE_URL, else OPENAI_BASE_URL.
        api_key: its key. Left out: OPENAI_API_KEY.
        prompts: a folder with prompts to use instead of newsbrief's own of the same name, or besides them.
        client: an ``openai`` client of your own to ask with, instead of base_url and api_key; it is not closed.
        settings: how to work.

    Raises:
        SettingsError: the arguments make no sense together.
        PromptError: the prompts cannot be used.
    """

    def __init__(
        self,
        model: str | None = None,
        base_url: str | None = None,
        api_key: str | None = None,
        *,
        prompts: str | Path | None = None,
        client: "AsyncOpenAI | OpenAI | None" = None,
        settings: Settings | None = None,
    ) -> None:
        settings = settings or Settings()
        if client is None:
            key = api_key or (NO_KEY if settings.replays else None)
            endpoint = find_endpoint(model, base_url, key, os.environ)
        else:
            check_client(client)
            endpoint = endpoint_of(client.base_url, model, base_url, api_key)
            _check_no_recording(settings)
        self._set_up(endpoint, settings, Path(prompts) if prompts else None, client)

    def _set_up(
        self, endpoint: Endpoint, settings: Settings, prompts: Path | None, client: "AsyncOpenAI | OpenAI | None" = None
    ) -> None:
        self._given = (endpoint, settings, prompts)
        self._has_client = client is not None
        self.endpoint = endpoint
        self.settings: Settings = settings_here(settings)
        if self.endpoint.is_local:  # it has one slot, so that each question of an article finds the last one's prefix
            self.settings = replace(self.settings, concurrency=1)
        self._models = Models(self.endpoint, self.settings, client)
        questionnaire = Questionnaire(
            Prompts(prompts), self.settings.context_tokens, self.settings.language, self.settings.sections
        )
        questionnaire.check()
        self.engine: Engine = Engine(self._models, questionnaire, self.settings)
        self.own_loop: LoopThread = LoopThread()

    def __getstate__(self) -> tuple[Endpoint, Settings, Path | None]:
        """A Briefer is pickled as what it was opened with, its key among that; never as what it has open."""
        if self._has_client:
            raise SettingsError(
                "a Briefer with a client of your own cannot be pickled", hint="give it a base URL and a key instead"
            )
        return self._given

    def __setstate__(self, given: tuple[Endpoint, Settings, Path | None]) -> None:
        self._set_up(*given)

    def __repr__(self) -> str:
        return f"Briefer(model={self.endpoint.model!r}, base_url={self.endpoint.address!r})"

    def brief(self, article: Source) -> Brief:
        """Brief one article.

        Args:
            article: an `Article`, a `Path` to a file, or the text itself.

        Returns:
            The brief. A section without an answer is listed in ``brief.incomplete``.

        Raises:
            ArticleError: the article cannot be read.
            ModelError: the model gave no answer at all.
            PromptError: a prompt cannot be rendered.
            MissingExtra: the embedded model is asked for and not installed.
            WeightsError: its weights cannot be had.
        """
        with shown(self.settings):
            return self.own_loop.run(self.abrief(article))

    async def abrief(self, article: Source) -> Brief:
        """Brief one article, without blocking the event loop while the model works; otherwise as `brief`."""
        return await self.engine.brief(await self._read(article))

    async def astream(self, article: Source) -> AsyncGenerator[ArticleEvent, None]:
        """Brief one article, and tell of each step: each section as soon as it is finished, grounded and checked.

        Whoever stops listening cancels what is under way; ``contextlib.aclosing`` makes sure of it.

        Args:
            article: as for `brief`.

        Yields:
            Events of `newsbrief.events`. A `SectionDone` has the items of a section; the last event is the
            `ArticleDone` with the brief.

        Raises:
            NewsbriefError: as for `brief`, after the events of what was done by then.
        """
        given, heard = await self._read(article), asyncio.Queue[ArticleEvent | None]()
        work = asyncio.create_task(self.engine.brief(given, listener=heard.put_nowait))
        work.add_done_callback(lambda _: heard.put_nowait(None))
        try:
            while (event := await heard.get()) is not None:
                yield event
            await work
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    async def _read(self, source: Source) -> Article:
        return source if isinstance(source, Article) else await self.engine.work_thread.run(as_article, source)

    def complete(self, brief: Brief, article: Source) -> Brief:
        """Ask for what a partial brief lacks, and for nothing that it has.

        Args:
            brief: a brief; one with nothing incomplete is given back as it is.
            article: the article that it is of.

        Returns:
            The brief with what could be had now; its provenance adds up all that it took.

        Raises:
            BriefError: it is of another article.
            NewsbriefError: as for `brief`.
        """
        with shown(self.settings):
            return self.own_loop.run(self.acomplete(brief, article))

    async def acomplete(self, brief: Brief, article: Source) -> Brief:
        """As `complete`, for asynchronous callers."""
        given = await self._read(article)
        if brief.article.sha256 != given.sha256:
            raise BriefError("the brief is of another text", hint="give the article that it is of", article=given.name)
        info = brief.article  # a text without its metadata is the same article
        given = replace(
            given,
            title=info.title,
            source=info.source,
            author=info.author,
            published=info.published,
            language=info.language,
        )
        return await self.engine.brief(given, brief) if brief.incomplete else brief

    def brief_many(self, articles: Iterable[Source], *, in_order: bool = False) -> Iterator[Outcome]:
        """Brief articles one after the other or side by side, as the model allows.

        An interrupt stops it at once. Who stops early loses what is finished and was not taken yet: no more than are
        worked on at once, and with `in_order` those that wait for an earlier one. `Outcomes.extend` keeps them, and
        `brief_folder` keeps all.

        Args:
            articles: what to brief; read as it is needed, so it may be endless. What is no list or tuple is read in a
                thread of its own, so an article may be long in coming: meanwhile the others are worked on.
            in_order: whether outcomes come in the order of the articles, rather than as they are finished.

        Yields:
            An outcome an article. An article that fails costs itself only.

        Raises:
            PromptError: a prompt cannot be rendered.
            MissingExtra: the embedded model is asked for and not installed.
            WeightsError: its weights cannot be had.
        """
        untaken: list[Outcome] = []
        return Coming(self._many(articles, untaken, in_order=in_order), untaken)

    def _many(
        self, articles: Iterable[Source], untaken: list[Outcome], *, in_order: bool
    ) -> Generator[Outcome, None, None]:
        with shown(self.settings, len(articles) if isinstance(articles, Sized) else None):
            yield from self.own_loop.iterate(self._amany(articles, untaken, in_order=in_order))

    def abrief_many(self, articles: Iterable[Source], *, in_order: bool = False) -> AsyncGenerator[Outcome, None]:
        """As `brief_many`, for asynchronous callers: their loop does not wait for articles either."""
        return self._amany(articles, [], in_order=in_order)

    async def _amany(
        self, articles: Iterable[Source], untaken: list[Outcome], *, in_order: bool
    ) -> AsyncGenerator[Outcome, None]:
        run, width = ordered if in_order else as_finished, self.settings.concurrency
        is_here = isinstance(articles, list | tuple)
        async with (
            nullcontext(articles) if is_here else aclosing(read_beside(articles)) as given,
            aclosing(run(given, self._outcome, width, untaken)) as outcomes,
        ):
            async for outcome in outcomes:
                yield outcome

    async def _outcome(self, source: Source) -> Outcome:
        article: Article | None = None
        try:
            article = await self._read(source)
            brief = await self.engine.brief(article)
        except ModelError as error:
            return Failed(source, article, error)
        except ArticleError as error:
            outcome = Failed(source, None, error)
            self.settings.on_event(ArticleDone(outcome.name, outcome.status))
            return outcome
        return Briefed(source, article, brief)

    async def aready(self) -> str:
        """Whether articles could be briefed now: the endpoint is asked, once, for its list of models.

        Nothing is started or fetched for it: of an embedded model that does not run yet, the weights are looked for.

        Returns:
            The model's name.

        Raises:
            ModelError: the endpoint does not answer, or does not list the model.
            MissingExtra: the embedded model is asked for and not installed.
            WeightsError: its weights are not here.
        """
        return await self._models.ready()

    def close(self) -> None:
        """Close connections and, with the embedded model, the server."""
        if self.own_loop.is_running:
            self.own_loop.run(self._models.close())
            self.own_loop.stop()
        self._models.stop()
        self.engine.work_thread.stop()

    async def aclose(self) -> None:
        """As `close`, from within an event loop."""
        await self._models.close()
        await asyncio.to_thread(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def _check_no_recording(settings: Settings) -> None:
    if settings.recording is not None:
        raise SettingsError(
            "a client is given, and a recording too",
            hint="put the recording under the client: httpx2.Client(transport=recording.transport())",
        )


def as_article(source: Source) -> Article:
    """The article that a source means: a path is read, a text becomes one.

    Raises:
        ArticleError: the file cannot be read, or there is no text.
    """
    if isinstance(source, Article):
        return source
    return Article.load(source) if isinstance(source, Path) else Article.from_text(source)
