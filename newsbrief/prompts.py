"""Prompt templates: files with a version, rendered strictly.

A prompt is a Jinja file ``NAME.vN.j2`` with front matter that says what it asks and names its variables. The newest
version of a name is the one in use; older ones may stay beside it. Article text reaches a template only as a
value, so nothing in an article is ever run as a template.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsbrief.errors import PromptError
from newsbrief.reading import yaml_loader
from newsbrief.schema import PromptUsed

if TYPE_CHECKING:
    from jinja2 import Environment, Template

MOST_SLOTS = 6
"""What a prompt asks for at once if it does not say otherwise: with more, small models lose the thread."""
NAME = re.compile(r"[a-z][a-z_]*")
"""What a prompt may be called."""
_FILE_NAME = re.compile(rf"(?P<name>{NAME.pattern})\.v(?P<version>[1-9][0-9]*)\.j2")
_FRONT_MATTER = re.compile(r"---\n(?P<header>.*?)\n---\n(?P<body>.*)", re.DOTALL)


@dataclass(frozen=True)
class Prompt:
    """A prompt template.

    Attributes:
        name: what it is called, such as ``quantities``.
        version: its version; a released prompt that changes gets a new one.
        asks: what it asks for, in one sentence.
        variables: the names of the values it is rendered with.
        most_slots: how many things one question may ask for at most.
        examples: by language code, what a good answer looks like; the variable ``example`` of the template.
        body: the template's text, without the front matter.
        sha256: the hash of the file.
    """

    name: str
    version: int
    asks: str
    variables: tuple[str, ...]
    most_slots: int
    examples: Mapping[str, str]
    body: str = field(repr=False)
    sha256: str

    @cached_property
    def used(self) -> PromptUsed:
        """How a brief's provenance names it."""
        return PromptUsed(name=self.name, version=self.version, sha256=self.sha256)

    def render(self, values: Mapping[str, Any]) -> str:
        """The prompt filled in.

        Raises:
            PromptError: a variable is missing or unknown, or the template is broken.
        """
        from jinja2 import TemplateError

        self._check_variables(values)
        try:
            return self._template.render(values).strip("\n")
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise PromptError(f"prompt {self.name}: {error}") from error

    def check(self, variables: Iterable[str]) -> None:
        """Whether it can be filled in with values of these names, as far as can be told without them.

        Raises:
            PromptError: a variable is missing or unknown, or the template is broken.
        """
        from jinja2.meta import find_undeclared_variables

        self._check_variables(variables)
        self._template  # noqa: B018 - it is compiled when it is asked for
        unknown = find_undeclared_variables(_environment().parse(self.body)) - set(self.variables)
        if unknown:
            raise PromptError(
                f"prompt {self.name}: its template has the variable {', '.join(sorted(unknown))}",
                hint=f"it can show: {', '.join(self.variables)}",
            )

    def _check_variables(self, given: Iterable[str]) -> None:
        if odd := set(given) ^ set(self.variables):
            raise PromptError(
                f"prompt {self.name}: its variables and the values given differ in: {', '.join(sorted(odd))}"
            )

    @cached_property
    def _template(self) -> "Template":
        from jinja2 import TemplateSyntaxError

        try:
            return _environment().from_string(self.body)
        except TemplateSyntaxError as error:
            raise PromptError(f"prompt {self.name}, line {error.lineno} of its template: {error.message}") from error


class Prompts:
    """The prompts that come with newsbrief, and those of a folder instead of them or besides; the newest of each.

    Attributes:
        built_in: those that come with newsbrief, by their names.

    Raises:
        PromptError: the folder has no prompts, or one of them is broken.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.built_in: Mapping[str, Prompt] = _in_folder(built_in_folder())
        self._prompts = {**self.built_in, **(_in_folder(folder) if folder else {})}

    def __iter__(self) -> Iterator[Prompt]:
        return iter(sorted(self._prompts.values(), key=lambda prompt: prompt.name))

    def __getitem__(self, name: str) -> Prompt:
        if name not in self._prompts:
            known = ", ".join(sorted(self._prompts))
            raise PromptError(f"no prompt {name!r}", hint=f"there are: {known}")
        return self._prompts[name]


def _in_folder(folder: Path) -> dict[str, Prompt]:
    files = sorted(folder.glob("*.j2")) if folder.is_dir() else []
    prompts = {prompt.name: prompt for prompt in sorted(map(_read, files), key=lambda prompt: prompt.version)}
    if not prompts:
        raise PromptError(f"no prompts in {folder}", hint="prompts are files named NAME.vN.j2")
    return prompts


def built_in_folder() -> Path:
    """Where newsbrief's own prompts lie: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "prompts"


def _read(path: Path) -> Prompt:
    import yaml

    name = _FILE_NAME.fullmatch(path.name)
    if name is None:
        raise PromptError(f"{path} is not named NAME.vN.j2")
    try:
        content = path.read_bytes()
        text = content.decode().replace("\r\n", "\n")
        parts = _FRONT_MATTER.fullmatch(text)
        header = yaml.load(parts["header"], yaml_loader()) if parts else None  # noqa: S506 - it is a safe one
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PromptError(f"{path} cannot be read: {error}") from error
    if parts is None or not isinstance(header, dict):
        raise PromptError(f"{path} has no front matter", hint="start it with --- name: …, version: …, ---")
    _check_header(path, header, name["name"], int(name["version"]))
    return Prompt(
        name=name["name"],
        version=int(name["version"]),
        asks=header["asks"],
        variables=tuple(header["variables"]),
        most_slots=header.get("most_slots", MOST_SLOTS),
        examples=header.get("examples", {}),
        body=parts["body"],
        sha256=sha256(text.encode()).hexdigest(),
    )


def _check_header(path: Path, header: Mapping[str, Any], name: str, version: int) -> None:
    if header.get("name") != name or header.get("version") != version:
        raise PromptError(f"{path}: the front matter names {header.get('name')} {header.get('version')}")
    if not isinstance(header.get("asks"), str):
        raise PromptError(f"{path}: the front matter lacks 'asks'", hint="say in one sentence what it asks")
    most_slots = header.get("most_slots", MOST_SLOTS)
    if not isinstance(most_slots, int) or most_slots < 1:
        raise PromptError(f"{path}: 'most_slots' in the front matter is not a number above 0")
    examples = header.get("examples", {})
    if not isinstance(examples, dict) or not all(isinstance(one, str) for pair in examples.items() for one in pair):
        raise PromptError(f"{path}: 'examples' in the front matter does not map language codes to texts")
    variables = header.get("variables")
    if not isinstance(variables, list) or not all(isinstance(variable, str) for variable in variables):
        raise PromptError(f"{path}: 'variables' in the front matter is not a list of names")


@cache
def _environment() -> "Environment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # What is rendered is a message to a model, not HTML: escaping would alter the article's words.
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
