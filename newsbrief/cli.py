"""The command line: each command reads its flags, calls the library, and prints."""

import errno
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from newsbrief.errors import BriefError, NewsbriefError
from newsbrief.exit_codes import INTERRUPTED, MISTAKE, PROBLEMS, SIGNALLED
from newsbrief.render.wording import plain
from newsbrief.settings import MIN_CONTEXT_TOKENS
from newsbrief.tape import Mode

app: typer.Typer = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Briefs of news articles, tied to their words."
)
models_app: typer.Typer = typer.Typer(invoke_without_command=True, help="The embedded models: list them, or pull one.")
prompts_app: typer.Typer = typer.Typer(invoke_without_command=True, help="The prompts: list, show or render them.")
app.add_typer(models_app, name="models")
app.add_typer(prompts_app, name="prompts")


class Format(StrEnum):
    """How a brief is given out."""

    text = "text"
    json = "json"
    md = "md"
    html = "html"
    csv = "csv"
    jsonld = "jsonld"
    annotations = "annotations"


Model = Annotated[str | None, typer.Option("--model", help="A model's name; 'local' is the embedded one.")]
BaseUrl = Annotated[str | None, typer.Option("--base-url", help="An OpenAI-compatible endpoint.")]
PromptsFolder = Annotated[Path | None, typer.Option("--prompts", help="A folder with prompts of your own.")]


def main() -> None:
    """Run the command line."""
    # A stream that whoever started us has closed swallows what it is told.
    sys.stdout, sys.stderr = (stream or Path(os.devnull).open("w") for stream in (sys.stdout, sys.stderr))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # whatever the terminal's encoding lacks is shown by its number
            stream.reconfigure(errors="backslashreplace")
    for name in ("SIGTERM", "SIGHUP"):  # the end of a session or of a machine, where nobody asked us to outlive it
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _end)
    app()


def _end(number: int, _frame: object) -> NoReturn:
    """End as after an interrupt, with the exit code that says by which signal."""
    raise SystemExit(SIGNALLED + number)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer's way
    if wanted:
        from importlib.metadata import version

        print(f"newsbrief {version('newsbrief')}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    _version_wanted: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@contextmanager
def _spoken() -> Iterator[None]:
    """Our errors and a full disk as a line on standard error, an interrupt as its exit code, a closed pipe silently."""
    try:
        yield
    except NewsbriefError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        print("newsbrief: interrupted; with --out, what is finished is kept, and a rerun goes on", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        _drop_stdout()
        raise typer.Exit(PROBLEMS) from None
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _drop_stdout()
        _fail("the disk that standard output goes to is full (make room, or name a folder with --out)")


def _fail(message: str) -> NoReturn:
    print(f"newsbrief: {plain(message)}", file=sys.stderr)
    raise typer.Exit(MISTAKE)


def _drop_stdout() -> None:
    """Nobody takes our output any more: keep the interpreter from complaining when it flushes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@app.command()
def brief(  # noqa: PLR0913 - a command's flags
    paths: Annotated[list[Path], typer.Argument(help="Articles, or folders of them; '-' reads standard input.")],
    *,
    model: Model = None,
    base_url: BaseUrl = None,
    out: Annotated[Path | None, typer.Option(help="A folder to write the briefs to; a rerun goes on there.")] = None,
    formats: Annotated[list[Format] | None, typer.Option("--format", help="May be repeated.")] = None,
    in_order: Annotated[bool, typer.Option("--in-order", help="Give briefs out in the order of the articles.")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Ask again about what failed before.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done, and what it takes.")] = False,
    max_articles: Annotated[int | None, typer.Option(min=1, help="Articles to ask about at most.")] = None,
    max_tokens: Annotated[int | None, typer.Option(min=1, help="Tokens to read and write at most.")] = None,
    max_cost: Annotated[float | None, typer.Option(min=0, help="US dollars to spend at most.")] = None,
    prices: Annotated[
        str | None, typer.Option(metavar="IN,OUT", help="US dollars for a million tokens, read and written.")
    ] = None,
    deadline: Annotated[str | None, typer.Option(metavar="TIME", help="When to stop: 90s, 30m or 8h from now.")] = None,
    concurrency: Annotated[int | None, typer.Option(min=1, help="Requests in flight at most.")] = None,
    rpm: Annotated[float | None, typer.Option(min=0.01, help="Requests a minute at most.")] = None,
    tpm: Annotated[float | None, typer.Option(min=1, help="Tokens a minute at most.")] = None,
    timeout: Annotated[float | None, typer.Option(min=1, help="Seconds that one request may take.")] = None,
    context: Annotated[
        int | None, typer.Option(min=MIN_CONTEXT_TOKENS, help="Tokens that the model can read and write.")
    ] = None,
    prompts: PromptsFolder = None,
    recording: Annotated[Path | None, typer.Option(help="Recorded answers to replay, or to add to.")] = None,
    record: Annotated[Mode | None, typer.Option(help="What to ask for: none (the default), new or all.")] = None,
) -> None:
    """Brief articles with a language model."""
    from newsbrief.brief_command import BriefRun, How, Printer, given_on_command_line, output_folder
    from newsbrief.commands import recording_of
    from newsbrief.limits import limits_of
    from newsbrief.settings import Settings

    with _spoken():
        flags = {
            "concurrency": concurrency,
            "rpm": rpm,
            "tpm": tpm,
            "timeout": timeout,
            "context_tokens": context,
            "recording": recording_of(recording, record),
        }
        settings = Settings(**{name: value for name, value in flags.items() if value is not None})  # type: ignore[arg-type]
        how = How(limits_of(max_tokens, max_cost, max_articles, deadline, prices), retry_failed, in_order)
        given = given_on_command_line(paths)
        wanted = {one.value for one in formats or []} or ({"json"} if out else {"text"})
        printer = Printer(wanted & {"text"} if out else wanted, several=len(given) > 1)
        run = BriefRun(model, base_url, prompts, settings)
        with output_folder(None if dry_run and out and not out.exists() else out, wanted - {"text"}) as folder:
            if dry_run:
                run.plan(given, folder, how)
                return
            raise typer.Exit(run.through(given, folder, how, printer))


@app.command()
def check(
    brief_file: Annotated[Path, typer.Argument(metavar="BRIEF.json", help="A brief, as JSON.")],
    article_file: Annotated[Path, typer.Argument(metavar="ARTICLE", help="The article it is of.")],
) -> None:
    """Check that a brief holds: every span, speaker, number and claim."""
    from newsbrief.article import Article
    from newsbrief.commands import load_brief

    with _spoken():
        article = Article.load(article_file)
        try:
            found = load_brief(brief_file)
        except BriefError as error:
            print(plain(str(error)))
            raise typer.Exit(PROBLEMS) from None
        problems = found.verify(article)
        for problem in problems:
            print(plain(str(problem)))
        if problems:
            raise typer.Exit(PROBLEMS)
        print(f"{plain(str(brief_file))}: everything holds")


@app.command()
def view(
    path: Annotated[Path, typer.Argument(metavar="BRIEF_OR_FOLDER", help="A brief as JSON, or a folder of them.")],
    article: Annotated[
        Path | None, typer.Argument(metavar="ARTICLE", help="The article; left out: the text beside the brief.")
    ] = None,
    *,
    no_open: Annotated[bool, typer.Option("--no-open", help="Only write the page, and print its path.")] = False,
) -> None:
    """Look at a brief beside its article in a browser."""
    from newsbrief.viewing import page_of

    with _spoken():
        page = page_of(path, article)
        print(page)
        if not no_open:
            import webbrowser

            webbrowser.open(page.absolute().as_uri())


@models_app.callback()
def _models(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        from newsbrief.commands import list_models

        with _spoken():
            list_models()


@models_app.command("list")
def _models_list() -> None:
    """List the embedded models."""
    from newsbrief.commands import list_models

    with _spoken():
        list_models()


@models_app.command("pull")
def _models_pull(name: Annotated[str, typer.Argument(help="A model of the list.")]) -> None:
    """Fetch the weights of an embedded model, and check them."""
    from newsbrief.commands import pull_model

    with _spoken():
        pull_model(name)


@prompts_app.callback()
def _prompts(context: typer.Context, prompts: PromptsFolder = None) -> None:
    context.obj = prompts
    if context.invoked_subcommand is None:
        from newsbrief.commands import list_prompts

        with _spoken():
            list_prompts(prompts)


@prompts_app.command("show")
def _prompts_show(context: typer.Context, name: str) -> None:
    """Print a prompt's template."""
    from newsbrief.commands import show_prompt

    with _spoken():
        show_prompt(context.obj, name)


@prompts_app.command("render")
def _prompts_render(context: typer.Context, name: str, article: Path) -> None:
    """Print what would be sent for an article."""
    from newsbrief.commands import render_prompt

    with _spoken():
        render_prompt(context.obj, name, article)


@app.command()
def recordings(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of recorded answers.")],
    prompts: PromptsFolder = None,
) -> None:
    """List recorded answers, and which of them are of prompts that have changed since."""
    from newsbrief.commands import list_recordings

    with _spoken():
        list_recordings(folder, prompts)


@app.command()
def schema() -> None:
    """Print the JSON Schema of a brief."""
    import json

    from newsbrief.schema import Brief

    with _spoken():
        print(json.dumps(Brief.model_json_schema(), indent=2, ensure_ascii=False))
