"""The command line: each command reads its flags, calls the library, and prints."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from newsbrief.errors import BriefError, NewsbriefError
from newsbrief.exit_codes import INTERRUPTED, MISTAKE, PROBLEMS
from newsbrief.render.wording import plain
from newsbrief.settings import MIN_CONTEXT_TOKENS

STDIN = Path("-")

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Briefs of news articles, tied to their words.")
models_app = typer.Typer(invoke_without_command=True, help="The embedded models: list them, or pull one.")
prompts_app = typer.Typer(invoke_without_command=True, help="The prompts: list, show or render them.")
app.add_typer(models_app, name="models")
app.add_typer(prompts_app, name="prompts")


class Format(StrEnum):
    """How a brief is given out."""

    text = "text"
    json = "json"
    md = "md"


class Record(StrEnum):
    """What a run with a recording asks for."""

    none = "none"
    new = "new"
    all = "all"


Model = Annotated[str | None, typer.Option("--model", help="A model's name; 'local' is the embedded one.")]
BaseUrl = Annotated[str | None, typer.Option("--base-url", help="An OpenAI-compatible endpoint.")]
PromptsFolder = Annotated[Path | None, typer.Option("--prompts", help="A folder with prompts of your own.")]


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # whatever the terminal's encoding lacks is shown by its number
            stream.reconfigure(errors="backslashreplace")
    app()


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
    """Errors of ours as one line on standard error; an interrupt as its exit code; a closed pipe as silence."""
    try:
        yield
    except NewsbriefError as error:
        _fail(str(error))
    except KeyboardInterrupt:
        print("newsbrief: interrupted; what was finished is kept", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        _drop_stdout()
        raise typer.Exit(PROBLEMS) from None


def _fail(message: str) -> NoReturn:
    print(f"newsbrief: {plain(message)}", file=sys.stderr)
    raise typer.Exit(MISTAKE)


def _drop_stdout() -> None:
    """Whoever read our output is gone: keep the interpreter from complaining when it flushes."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@app.command()
def brief(  # noqa: PLR0913, PLR0917 - a command's flags
    paths: Annotated[list[Path], typer.Argument(help="Articles, or folders of them; '-' reads standard input.")],
    model: Model = None,
    base_url: BaseUrl = None,
    out: Annotated[Path | None, typer.Option(help="A folder to write the briefs to, as JSON and more.")] = None,
    formats: Annotated[list[Format] | None, typer.Option("--format", help="May be repeated.")] = None,
    concurrency: Annotated[int | None, typer.Option(min=1, help="Requests in flight at once.")] = None,
    timeout: Annotated[float | None, typer.Option(min=1, help="Seconds that one request may take.")] = None,
    context: Annotated[
        int | None, typer.Option(min=MIN_CONTEXT_TOKENS, help="Tokens that the model can read and write.")
    ] = None,
    prompts: PromptsFolder = None,
    recording: Annotated[Path | None, typer.Option(help="Recorded answers to replay, or to add to.")] = None,
    record: Annotated[Record | None, typer.Option(help="What to ask for: none (the default), new or all.")] = None,
) -> None:
    """Brief articles with a language model."""
    from newsbrief.commands import BriefRun, Output, check_places, given_articles, recording_of
    from newsbrief.settings import Settings

    with _spoken():
        flags = {
            "concurrency": concurrency,
            "timeout": timeout,
            "context_tokens": context,
            "recording": recording_of(recording, record),
        }
        articles = given_articles(paths)
        if out:
            check_places(articles)
        output = Output(out, {one.value for one in formats or [Format.text]}, several=len(articles) > 1)
        settings = Settings(**{name: value for name, value in flags.items() if value is not None})  # type: ignore[arg-type]
        run = BriefRun(model, base_url, prompts, settings)
        raise typer.Exit(run.through(articles, output))


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
