"""Datasets of articles: Ray Data reads, spreads and writes the rows, and its actors brief them, each with a Briefer.

>>> import ray
>>> from newsbrief.ray import brief_dataset
>>> articles = ray.data.read_json("articles.jsonl")  # doctest: +SKIP
>>> brief_dataset(articles, model="local", done="/shared/briefs").write_parquet("/shared/briefs")  # doctest: +SKIP
"""

from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsbrief.article import Article
from newsbrief.batch import HOPELESS
from newsbrief.briefer import Briefer
from newsbrief.budget import Budget
from newsbrief.due import asked_with, content_of
from newsbrief.errors import ArticleError, MissingExtra, ModelError, SettingsError
from newsbrief.flow import ordered
from newsbrief.reading import metadata_of
from newsbrief.render.wording import plain
from newsbrief.schema import Brief
from newsbrief.settings import Settings

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.dataset
    from ray.data import ActorPoolStrategy, Dataset

METADATA = ("title", "source", "author", "published", "language")
"""The columns that say more about an article, where a dataset has them."""
KEY, STATUS = "key", "status"
TEXTS, COUNTS = ("brief", STATUS, "error"), ("input_tokens", "cached_tokens", "output_tokens")
ADDED = (KEY, *TEXTS, *COUNTS)
"""The columns that `brief_dataset` adds."""
ROWS_PER_REQUEST = 4
"""Rows of a block for each request in flight: with fewer, much of the time goes by until the last of them are done."""


def brief_dataset(  # noqa: PLR0913 - all that a run depends on is said here, each by its name
    dataset: "Dataset",
    *,
    model: str | None = None,
    base_url: str | None = None,
    api_key: str | None = None,
    prompts: str | Path | None = None,
    settings: Settings | None = None,
    text_column: str = "text",
    done: "Dataset | str | Path | None" = None,
    actors: int | tuple[int, int] = 1,
    block_rows: int | None = None,
    actor_options: Mapping[str, Any] | None = None,
) -> "Dataset":
    """Brief the articles in the rows of a dataset.

    A row that cannot be briefed costs itself only. Where every other would fail as well (`AccessDenied`,
    `ModelNotFound`, no embedded model), the dataset fails: Ray raises an error of its own, in whose text ours stands.
    Every node needs newsbrief, or the ``runtime_env`` of ``ray.init`` names it: that of the actors is not enough.

    Args:
        dataset: an article a row. Columns that are called like those in `METADATA` say more about it.
        model: as for `Briefer`; looked up here, not where the actors are. With the embedded model each actor starts a
            server of its own, so one on a machine is enough.
        base_url: as for `Briefer`; looked up here, too. The actors have to reach it.
        api_key: as for `Briefer`; it goes to the actors, and into no plan and no log. Left out: OPENAI_API_KEY, in the
            environment here, and in that of each actor.
        prompts: as for `Briefer`; a folder that every node has.
        settings: how each actor works; its bounds on requests are those of one actor. A recording is a folder that
            every node has; ``on_event`` is pickled, and called in the actor.
        text_column: where the text is.
        done: what earlier runs wrote, read at once: a dataset, or the whole path of a place with Parquet files (workers
            may take a relative one for another place); no file there is a first run. Rows whose ``key`` is there as
            ``ok`` are left out; what failed or is partial is asked about again, and then stands there twice. Rows of
            one run are each asked about, even if their text is the same.
        actors: how many, or the fewest and the most.
        block_rows: how many rows are worked on together: what an interruption costs an actor at most. Left out:
            `ROWS_PER_REQUEST` for each request that may be in flight.
        actor_options: what Ray is told about an actor, as for ``Dataset.map_batches``: ``num_cpus``, ``runtime_env``
            and so on. Unless it says so an actor reserves no CPU, for it waits most of the time.

    Returns:
        The dataset, lazy as Ray's are: with all its columns and those that are `ADDED`. ``key``, ``brief`` (JSON) and
        ``error`` (class and message) are null where there is none; the tokens are those that the row took, even if it
        failed.

    Raises:
        SettingsError: the arguments make no sense together, or the settings cannot be pickled; Ray is not installed.
        PromptError: the prompts cannot be used.
        ModelError: no model is named, and the endpoint does not say which it serves.
    """
    pool = _pool(actors)
    with Briefer(model, base_url, api_key, prompts=prompts, settings=settings) as here:
        name, endpoint, width = here.own_loop.run(here.engine.models.name()), here.endpoint, here.settings.concurrency
        asked = asked_with(name, here.engine.questionnaire)

    def open_briefer() -> Briefer:  # Ray shows an actor's arguments in its plans; of a function only the name
        return Briefer(endpoint.model or name, endpoint.base_url, api_key, prompts=prompts, settings=settings)

    _check_travels(open_briefer)
    known = {"text_column": text_column, "asked": asked, "done": _keys_in(done)}
    due = dataset.map_batches(_due, batch_size=None, batch_format="pyarrow", fn_kwargs=known)
    rows = block_rows or ROWS_PER_REQUEST * width
    return due.repartition(target_num_rows_per_block=rows).map_batches(
        _Briefing,
        fn_constructor_args=(open_briefer, text_column),
        batch_size=rows,
        batch_format="pyarrow",
        compute=pool,
        **{"num_cpus": 0, **(actor_options or {})},
    )


def _pool(actors: int | tuple[int, int]) -> "ActorPoolStrategy":
    try:
        from ray.data import ActorPoolStrategy
    except ImportError as error:
        raise MissingExtra("datasets need an optional package", hint="pip install 'newsbrief[ray]'") from error
    least, most = (actors, actors) if isinstance(actors, int) else actors
    try:
        return ActorPoolStrategy(min_size=least, max_size=most)
    except ValueError as error:
        raise SettingsError(
            f"actors is {actors!r}", hint="give a number from 1 on, or the fewest and the most"
        ) from error


def _check_travels(open_briefer: Callable[[], Briefer]) -> None:
    from ray import cloudpickle

    try:
        cloudpickle.dumps(open_briefer)
    except Exception as error:  # each thing that cannot be pickled has an error of its own
        raise SettingsError(
            f"the settings cannot be sent to an actor: {error}", hint="on_event must be a function that can be pickled"
        ) from error


def _keys_in(done: "Dataset | str | Path | None") -> "pa.Array":
    """The keys of the rows that are not to be asked about again.

    Every task gets them whole, out of Ray's object store: 129 bytes a row. Ray's own anti-join would shuffle both
    datasets, so that nothing is asked before all is read, and needs one more package.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    ok = [table.filter(pc.equal(table[STATUS], "ok"))[KEY].cast(pa.string()) for table in _keys_and_statuses(done)]
    return pa.chunked_array([chunk for keys in ok for chunk in keys.chunks], pa.string()).combine_chunks()


def _keys_and_statuses(done: "Dataset | str | Path | None") -> "Iterator[pa.Table]":
    if isinstance(done, str | Path):
        if written := _written_at(str(done)):
            yield written.to_table([KEY, STATUS])
    elif done is not None:
        _check_written("done", done.columns(fetch_if_missing=False) or ADDED)
        yield from done.select_columns([KEY, STATUS]).iter_batches(batch_size=None, batch_format="pyarrow")


def _written_at(place: str) -> "pyarrow.dataset.Dataset | None":
    """The Parquet files at a place; None if nothing is there yet."""
    import pyarrow.dataset

    try:
        # A file that was cut off is none: its rows are due again.
        written = pyarrow.dataset.dataset(place, format="parquet", partitioning="hive", exclude_invalid_files=True)
    except FileNotFoundError:
        return None
    if written.files:
        _check_written(place, written.schema.names)
        return written
    there = pyarrow.dataset.dataset(place, pyarrow.schema([]), format="parquet").files
    others = [name for name in there if not name.endswith(".parquet")]
    if others:
        what = f"{place} holds no Parquet files, but others, such as {others[0]}"
        raise SettingsError(what, hint="give what they hold as a dataset, such as done=ray.data.read_json(…)")
    return None


def _check_written(what: str, columns: Iterable[str]) -> None:
    if not {KEY, STATUS} <= {*columns}:
        raise SettingsError(f"{what} holds something else than briefs", hint="give the place they were written to")


def _due(table: "pa.Table", *, text_column: str, asked: str, done: "pa.Array") -> "pa.Table":
    """The rows that are to be asked about, each with its key."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not table.num_rows:  # such a table may have no columns
        return table
    _check_columns(table.column_names, text_column)
    keys = pa.array([_key(article, asked) for article in _articles(table, text_column)], pa.string())
    return table.append_column(KEY, keys).filter(pc.invert(pc.is_in(keys, value_set=done)))


def _check_columns(columns: list[str], text_column: str) -> None:
    if text_column not in columns:
        raise SettingsError(
            f"the dataset has no column {text_column!r}", hint=f"give text_column= as one of: {', '.join(columns)}"
        )
    taken = ", ".join(name for name in ADDED if name in columns)
    if taken:
        raise SettingsError(f"the dataset has columns that are to be added: {taken}", hint="rename or drop them first")


def _key(article: Article | ArticleError, asked: str) -> str | None:
    """What a row is known by: what is asked about, and how, each as in the ledger of a folder."""
    return None if isinstance(article, ArticleError) else f"{content_of(article).hex()}:{asked}"


def _articles(table: "pa.Table", text_column: str) -> Iterator[Article | ArticleError]:
    """The articles of the rows, or why there is none."""
    columns = [name for name in table.column_names if name in {text_column, *METADATA}]
    return (_article(row, text_column) for row in table.select(columns).to_pylist())


def _article(row: Mapping[str, Any], text_column: str) -> Article | ArticleError:
    text, metadata = row[text_column], metadata_of(row)
    if not isinstance(text, str):
        what = "has no text" if text is None else f"has a text that is no string, but {type(text).__name__}"
        return ArticleError(what, hint=f"see its column {text_column!r}", article=metadata.get("title"))
    try:
        return Article.from_text(text, **metadata)
    except ArticleError as error:
        return error


class _Briefing:
    """What an actor of the pool holds: a Briefer, for all the rows that come to it.

    It works on as many rows at once as requests may be in flight. Neither a row nor an answer ends it.

    Args:
        open_briefer: gives the Briefer.
        text_column: where the text is.
    """

    def __init__(self, open_briefer: Callable[[], Briefer], text_column: str) -> None:
        self._briefer = open_briefer()
        self._text_column = text_column

    async def __call__(self, table: "pa.Table") -> "AsyncGenerator[pa.Table, None]":
        """The rows of a batch, with what became of them."""
        articles, width = _articles(table, self._text_column), self._briefer.settings.concurrency
        async with aclosing(ordered(articles, self._outcome, width)) as outcomes:
            yield _joined(table, [outcome async for outcome in outcomes])

    async def _outcome(self, article: Article | ArticleError) -> dict[str, Any]:
        budget = Budget()
        try:
            brief = await self._brief(article, budget)
        except HOPELESS:
            raise
        except (ArticleError, ModelError) as error:
            became = {"brief": None, STATUS: "failed", "error": plain(f"{type(error).__name__}: {error}")}
        else:
            became = {"brief": brief.model_dump_json(), STATUS: brief.status, "error": None}
        return {**became, **budget.used.model_dump()}

    async def _brief(self, article: Article | ArticleError, budget: Budget) -> Brief:
        if isinstance(article, ArticleError):
            raise article
        return await self._briefer.engine.brief(article, budget=budget)


def _joined(table: "pa.Table", outcomes: list[dict[str, Any]]) -> "pa.Table":
    """The rows with what became of them. The types are fixed: in a block where all failed they could not be told."""
    import pyarrow as pa

    types = {**dict.fromkeys(TEXTS, pa.string()), **dict.fromkeys(COUNTS, pa.int64())}
    for name, kind in types.items():
        table = table.append_column(name, pa.array([outcome[name] for outcome in outcomes], kind))
    return table
