"""What the commands do, apart from reading flags."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from newsbrief.article import Article, article_paths
from newsbrief.briefer import Briefer
from newsbrief.errors import (
    AccessDenied,
    ArticleError,
    BriefError,
    ModelNotFound,
    PromptError,
    SettingsError,
)
from newsbrief.exchanges import load_exchanges
from newsbrief.exit_codes import MISTAKE, OK, PROBLEMS
from newsbrief.outcome import Outcome
from newsbrief.outputs import OutputFolder
from newsbrief.progress import progress_on
from newsbrief.prompts import Prompts
from newsbrief.reading import MAX_BYTES
from newsbrief.recording import Recording
from newsbrief.render.wording import plain
from newsbrief.schema import Brief
from newsbrief.settings import Settings

if TYPE_CHECKING:
    from newsbrief.tape import Mode

HOPELESS = (AccessDenied, ModelNotFound)
"""Errors that every further article would end in as well."""


@dataclass(frozen=True)
class Given:
    """An article as it was given: where it is, and where its brief goes, relative to the output folder."""

    source: Path | Article
    relative: Path


def given_articles(paths: Sequence[Path]) -> list[Given]:
    """The articles that paths mean: files, all the articles of folders, and standard input for ``-``.

    Raises:
        ArticleError: a path does not exist, or a folder has no article.
    """
    return [one for path in paths for one in _given(path)]


def check_places(given: Sequence[Given]) -> None:
    """See to it that no brief is written over another.

    Raises:
        SettingsError: two of the articles would be written to the same place.
    """
    (place, count), *_ = Counter(one.relative for one in given).most_common(1)
    if count > 1:
        raise SettingsError(f"two articles are both called {place}", hint="brief them in two runs")


def _given(path: Path) -> Iterator[Given]:
    if str(path) == "-":
        yield Given(_from_stdin(), Path("stdin.txt"))
        return
    try:
        is_folder = path.is_dir() if path.exists() else None
    except (OSError, ValueError) as error:
        raise ArticleError(f"cannot be looked up: {error}", hint="check the path", article=str(path)) from error
    if is_folder is None:
        raise ArticleError("there is no such file or folder", hint="check the path", article=str(path))
    for each in article_paths(path):
        yield Given(each, each.relative_to(path) if is_folder else Path(path.name))


def _from_stdin() -> Article:
    try:
        return Article.from_text(_read_stdin().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ArticleError("is not UTF-8", hint="convert it, or save it to a file", article="standard input") from error
    except ArticleError as error:
        error.article = "standard input"
        raise


def _read_stdin() -> bytes:
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ArticleError(f"is larger than {MAX_BYTES // 1_000_000} MB", hint="cut it down to the article")
    return content


class Output:
    """Where the briefs of a run go: standard output, a folder, or both.

    With a folder, JSON is always written there, Markdown if asked for, and standard output is for the text form.
    """

    def __init__(self, out: Path | None, formats: set[str], *, several: bool) -> None:
        from rich.console import Console

        self._folder = OutputFolder(out, markdown="md" in formats) if out else None
        self._printed = formats & {"text"} if out else formats
        self._several = several
        self._console = Console(highlight=False, emoji=False, markup=False)

    def take(self, given: Given, outcome: Outcome) -> None:
        """Write and print a brief.

        Raises:
            ArticleError: this one cannot be written, but others may.
            SettingsError: nothing can be written.
        """
        brief, article = outcome.brief, outcome.article
        if brief is None or article is None:
            return
        if self._folder:
            self._folder.write(given.relative, brief, article)
        if "text" in self._printed:
            self._show(brief, article)
        if "md" in self._printed:
            print(brief.to_markdown())
        if "json" in self._printed:
            print(brief.model_dump_json(indent=None if self._several else 2))
        sys.stdout.flush()

    def _show(self, brief: Brief, article: Article) -> None:
        from newsbrief.render.terminal import show

        show(self._console, brief, article)
        self._console.print()


class BriefRun:
    """A run of the command ``brief``."""

    def __init__(self, model: str | None, base_url: str | None, prompts: Path | None, settings: Settings) -> None:
        from rich.console import Console

        self._progress = progress_on(Console(stderr=True))
        settings = replace(settings, on_event=self._progress)
        self._briefer = Briefer(model, base_url, prompts=prompts, settings=settings)

    def through(self, articles: Sequence[Given], output: Output) -> int:
        """Brief the articles, giving out each as it is finished.

        Returns:
            The exit code.

        Raises:
            NewsbriefError: no further article can succeed.
        """
        places = {id(one.source): one for one in articles}
        outcomes = []
        with self._briefer, self._progress:
            for outcome in self._briefer.brief_many(one.source for one in articles):
                if isinstance(outcome.error, HOPELESS):
                    raise outcome.error
                with self._progress.paused():
                    outcomes.append(self._given_out(outcome, places[id(outcome.source)], output))
        return exit_code(outcomes)

    def _given_out(self, outcome: Outcome, given: Given, output: Output) -> Outcome:
        """The outcome, failed if its brief cannot be written."""
        try:
            output.take(given, outcome)
        except ArticleError as error:
            outcome = replace(outcome, status="failed", error=error)
        if outcome.error:
            print(f"newsbrief: {plain(str(outcome.error))}", file=sys.stderr)
        return outcome


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """0 if all is well, 2 if not one file could be read, 1 otherwise."""
    outcomes = list(outcomes)
    if outcomes and all(isinstance(outcome.error, ArticleError) for outcome in outcomes):
        return MISTAKE
    return OK if all(outcome.status == "ok" for outcome in outcomes) else PROBLEMS


def load_brief(path: Path) -> Brief:
    """A brief from its JSON file.

    Raises:
        SettingsError: the file cannot be read.
        BriefError: it is no brief, or not one of this schema.
    """
    from pydantic import ValidationError

    try:
        return Brief.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}", hint="check the path") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole file"
        raise BriefError(f"{path} is not a brief: {where}: {first['msg']}") from error


def recording_of(folder: Path | None, mode: str | None) -> Recording | None:
    """The recording that a command's flags mean.

    Raises:
        SettingsError: there is a mode and no folder.
    """
    if folder is None:
        if mode is not None:
            raise SettingsError("--record is given without a folder", hint="name it with --recording")
        return None
    return Recording(folder, cast("Mode", mode or "none"))


def list_recordings(folder: Path, prompts: Path | None) -> None:
    """Print the recordings of a folder: file, size, model, prompt; and whether the prompt has changed since."""
    now = {one.name: one.sha256 for one in Prompts(prompts)}
    sizes, stale = [], 0
    for path, exchange in load_exchanges(folder):
        sizes.append(path.stat().st_size)
        changed = [one.name for one in exchange.prompts if now.get(one.name) != one.sha256]
        stale += bool(changed)
        note = f"  stale: {', '.join(changed)} changed" if changed else ""
        version = f" v{exchange.prompts[-1].version}" if exchange.prompts else ""
        print(plain(f"{path.name:<40} {sizes[-1]:>8}  {exchange.model}  {exchange.prompt}{version}{note}"))
    print(f"{len(sizes)} recordings, {sum(sizes) / 1e6:.1f} MB, {stale} stale")


def list_models() -> None:
    """Print the embedded models, and whether their weights are here."""
    from newsbrief.weights import CATALOGUE, is_here

    for weights in CATALOGUE.values():
        here = "here" if is_here(weights) else f"{weights.size / 1e6:.0f} MB to fetch"
        print(f"local:{weights.name}  {weights.licence}  {here}  {weights.description}")


def pull_model(name: str) -> None:
    """Fetch the weights of an embedded model, and print where they are."""
    from rich.console import Console

    from newsbrief.events import Downloading
    from newsbrief.weights import ensure

    with progress_on(Console(stderr=True)) as progress:
        path = ensure(
            name.removeprefix("local:"), progress=lambda step: progress(Downloading(step.what, step.done, step.total))
        )
    print(path)


def list_prompts(folder: Path | None) -> None:
    """Print the prompts: name, version, hash, and what each asks."""
    for prompt in Prompts(folder):
        print(f"{prompt.name:<16} v{prompt.version}  {prompt.sha256[:12]}  {prompt.asks}")


def show_prompt(folder: Path | None, name: str) -> None:
    """Print a prompt's template."""
    print(Prompts(folder)[name].body, end="")


def render_prompt(folder: Path | None, name: str, path: Path) -> None:
    """Print the messages that a prompt would send about an article; several, if it asks in several parts."""
    from newsbrief.pipeline import questions_about

    prompts = Prompts(folder)
    wanted = prompts[name].name
    asked = questions_about(Article.load(path), prompts, context_tokens=Settings().context_tokens)
    sent = [question for question in asked if question.prompt.name == wanted]
    if not sent:
        raise PromptError(f"the prompt {name!r} has nothing to ask about {path}", hint="try another one")
    for question in sent:
        print(f"--- system\n{question.system}\n--- user\n{question.user}")
