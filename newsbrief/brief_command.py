"""The command ``brief``: from what was given on the command line to outcomes, what is printed, and an exit code."""

import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from newsbrief.article import Article
from newsbrief.batch import FolderRun
from newsbrief.briefer import Briefer
from newsbrief.due import Stock, asked_with
from newsbrief.errors import ArticleError, SettingsError
from newsbrief.events import ArticleDone, Event, RunStanding
from newsbrief.exit_codes import MISTAKE, OK, PROBLEMS, STOPPED
from newsbrief.formats import FORMATS, Writer
from newsbrief.ledger import Ledger
from newsbrief.limits import Limits, price_of
from newsbrief.outcome import Outcome
from newsbrief.outputs import OutputFolder
from newsbrief.planning import planned
from newsbrief.progress import Progress, progress_on
from newsbrief.reading import MAX_BYTES
from newsbrief.render.standing import closing_line, estimate_line
from newsbrief.render.terminal import show
from newsbrief.render.wording import counted, plain
from newsbrief.schema import Brief, Usage
from newsbrief.settings import Settings
from newsbrief.sources import Given, given_articles

STDIN = Path("-")


def given_on_command_line(paths: Sequence[Path]) -> list[Given]:
    """The articles that arguments mean: files, all the articles of folders, and standard input for ``-``.

    Raises:
        ArticleError: a path does not exist, or a folder has no article.
    """
    given = [[Given(_from_stdin(), "stdin.txt")] if path == STDIN else given_articles([path]) for path in paths]
    return [one for several in given for one in several]


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


class Printer:
    """Prints briefs on standard output.

    Args:
        formats: ``text``, and of `FORMATS`; none prints nothing.
        several: whether there may be more than one brief: one that can is then a line.

    Raises:
        SettingsError: one of the formats cannot be printed.
    """

    def __init__(self, formats: Collection[str], *, several: bool) -> None:
        from rich.console import Console

        self.formats = formats
        self._writers = [_printed(name, several=several) for name in sorted(set(formats) - {"text"})]
        self._console = Console(highlight=False, emoji=False, markup=False)

    def __call__(self, brief: Brief, article: Article) -> None:
        """Print a brief in each format."""
        if "text" in self.formats:
            self._show(brief, article)
        for writer in self._writers:
            print(writer(brief, article), end="")
        sys.stdout.flush()

    def _show(self, brief: Brief, article: Article) -> None:
        show(self._console, brief, article)
        self._console.print()


def _printed(name: str, *, several: bool) -> Writer:
    if name not in FORMATS:
        raise SettingsError(f"{name} is no text of one brief", hint="name a folder for it with --out")
    form = FORMATS[name]
    return form.line or form.text if several else form.text


@dataclass(frozen=True)
class How:
    """How to run: what the flags say of bounds and of what was done before."""

    limits: Limits
    retry_failed: bool = False
    in_order: bool = False


@contextmanager
def output_folder(out: Path | None, formats: Collection[str]) -> Iterator[OutputFolder]:
    """The folder to write to; without one, a temporary one, so that there is but one way to run."""
    if out is not None:
        yield OutputFolder(out, formats)
        return
    with tempfile.TemporaryDirectory(prefix="newsbrief-") as temporary:
        yield OutputFolder(Path(temporary))


class BriefRun:
    """A run of the command ``brief``."""

    def __init__(self, model: str | None, base_url: str | None, prompts: Path | None, settings: Settings) -> None:
        from rich.console import Console

        self._progress: Progress = progress_on(Console(stderr=True))
        self._standing: RunStanding | None = None
        settings = replace(settings, on_event=self._hear)
        self._briefer = Briefer(model, base_url, prompts=prompts, settings=settings)

    def _hear(self, event: Event) -> None:
        if isinstance(event, RunStanding):
            self._standing = event
        if not isinstance(event, ArticleDone):  # it is said when its brief is written
            self._progress(event)

    def through(self, given: Sequence[Given], folder: OutputFolder, how: How, printer: Printer) -> int:
        """Brief the articles, giving out each as it is finished.

        Returns:
            The exit code.

        Raises:
            NewsbriefError: no further article can succeed.
        """
        run = FolderRun(self._briefer, folder, how.limits, retry_failed=how.retry_failed)
        outcomes = self._briefer.own_loop.iterate(run.over(given, in_order=how.in_order))
        errors = []
        try:
            with self._briefer, self._progress, closing(outcomes):
                for outcome in outcomes:
                    self._give_out(outcome, printer)
                    errors += [outcome.error] if outcome.error else []
        except BaseException:
            self._sum_up()
            raise
        is_mistaken = len(given) == 1 and any(isinstance(error, ArticleError) for error in errors)
        return MISTAKE if is_mistaken else self._close()

    def plan(self, given: Sequence[Given], folder: OutputFolder, how: How) -> None:
        """Print what a run would do, and about what it would take."""
        engine = self._briefer.engine
        with self._briefer:
            model = self._briefer.own_loop.run(engine.models.name())
        asked = asked_with(model, engine.questionnaire)
        stock = Stock(folder, Ledger(folder.path), asked, retry_failed=how.retry_failed)
        requests, usage, price = 0, Usage(), price_of(self._briefer.endpoint, model, how.limits)
        for one in planned(given, stock, engine.questionnaire, how.limits.max_articles):
            print(
                plain(f"{one.name}: {one.what}{f': {estimate_line(one.requests, one.usage)}' if one.requests else ''}")
            )
            requests, usage = requests + one.requests, usage + one.usage
        cost = price(usage) if price else None
        print(f"in all {estimate_line(requests, usage, cost)}, and what follows from the answers")

    def _give_out(self, outcome: Outcome, printer: Printer) -> None:
        if not outcome.reused:
            self._progress(ArticleDone(outcome.name, outcome.status))
        if outcome.status == "failed":
            again = "; it failed in an earlier run: --retry-failed asks again" if outcome.reused else ""
            with self._progress.paused():
                _say(f"{outcome.error}{again}")
        elif printer.formats:
            with self._progress.paused():
                printer(outcome.brief, outcome.article)

    def _close(self) -> int:
        """Say how the run ended, where that is not plain to see; the exit code."""
        self._sum_up()
        standing = self._standing
        if standing and standing.stopped:
            _say(f"stopped by {standing.stopped}: {counted(standing.left, 'article')} left; run again to go on")
            return STOPPED
        return PROBLEMS if standing and (standing.failed or standing.partial) else OK

    def _sum_up(self) -> None:
        if self._standing and self._standing.articles > 1:
            _say(closing_line(self._standing))


def _say(message: str) -> None:
    print(f"newsbrief: {plain(message)}", file=sys.stderr)
