"""What the commands do, apart from reading flags."""

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from newsbrief.article import Article
from newsbrief.errors import BriefError, PromptError, SettingsError
from newsbrief.exchanges import load_exchanges
from newsbrief.progress import progress_on
from newsbrief.prompts import Prompts
from newsbrief.recording import Recording
from newsbrief.render.wording import plain
from newsbrief.schema import LATER_SCHEMA, Brief
from newsbrief.settings import Settings

if TYPE_CHECKING:
    from pydantic import ValidationError

    from newsbrief.tape import Mode


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
        raise _unfit(path, error) from error


def _unfit(path: Path, error: "ValidationError") -> BriefError:
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == LATER_SCHEMA:
        return BriefError(f"{path} is {first['msg']}", hint=f"update newsbrief, which is {version('newsbrief')} here")
    where = ".".join(str(part) for part in first["loc"]) or "the whole file"
    return BriefError(f"{path} is not a brief: {where}: {first['msg']}")


def recording_of(folder: Path | None, mode: "Mode | None") -> Recording | None:
    """The recording that a command's flags mean.

    Raises:
        SettingsError: there is a mode and no folder.
    """
    if folder is None:
        if mode is not None:
            raise SettingsError("--record is given without a folder", hint="name it with --recording")
        return None
    return Recording(folder, mode or Recording.mode)


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
    from newsbrief.questionnaire import Questionnaire

    prompts = Prompts(folder)
    wanted = prompts[name].name
    asked = questions_about(Article.load(path), Questionnaire(prompts, Settings().context_tokens))
    sent = [question for question in asked if question.prompt.name == wanted]
    if not sent:
        raise PromptError(f"the prompt {name!r} has nothing to ask about {path}", hint="try another one")
    for question in sent:
        print(f"--- system\n{question.system}\n--- user\n{question.user}")
