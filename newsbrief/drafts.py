"""What a model fills in: slots, built for each article, and the draft that holds some of them.

A draft is not a brief. It has ids and short words of the model's own; it never has offsets. The schema that is sent is
strict: every slot is required and closed where it can be. What comes back is taken slot by slot, so that one bad value
costs one slot and not the whole answer.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

_INTEGER = TypeAdapter(int)

Schema = dict[str, Any]
Filled = Mapping[str, Any]
"""A draft filled in: a value for each slot, as it came, by the slot's id."""


class Form(Protocol):
    """What a slot takes. The schemas are written out: pydantic models made for them would cost most of a question."""

    def schema(self, title: str) -> Schema:
        """Its JSON schema, which steers an endpoint that follows schemas."""
        ...

    def read(self, raw: Any) -> Any:  # noqa: ANN401 - whatever a model answered
        """The value that came back.

        Raises:
            ValueError: it is of another form.
        """
        ...


@dataclass(frozen=True)
class Text:
    """A string. Its length (in code points) and pattern steer the endpoint; they reject nothing."""

    longest: int
    pattern: str | None = None

    def schema(self, title: str) -> Schema:
        """A string with the pattern, else with the length."""
        hint = {"maxLength": self.longest} if self.pattern is None else {"pattern": self.pattern}
        return {**hint, "title": title, "type": "string"}

    def read(self, raw: Any) -> str:  # noqa: ANN401
        """The string."""
        return _string(raw)


@dataclass(frozen=True)
class Choice:
    """One of some strings; whether it is one of them is for the section to say."""

    options: tuple[str, ...]

    def schema(self, title: str) -> Schema:
        """An enumeration, each option once."""
        return {"enum": list(dict.fromkeys(self.options)), "title": title, "type": "string"}

    def read(self, raw: Any) -> str:  # noqa: ANN401
        """The string."""
        return _string(raw)


@dataclass(frozen=True)
class Whole:
    """A whole number."""

    def schema(self, title: str) -> Schema:
        """An integer."""
        return {"title": title, "type": "integer"}

    def read(self, raw: Any) -> int:  # noqa: ANN401
        """The number; digits in a string count as well."""
        return _INTEGER.validate_python(raw)


@dataclass(frozen=True)
class Parts:
    """Several forms, filled in their order; each has its own name.

    Attributes:
        name: what the schema calls them together.
        parts: the names and the forms.
        about: what the schema says of them.
    """

    name: str
    parts: tuple[tuple[str, Form], ...]
    about: str = ""

    def schema(self, title: str) -> Schema:
        """An object with all of the parts and nothing else."""
        about = {"description": self.about} if self.about else {}
        properties = {part: form.schema(part.title()) for part, form in self.parts}
        return _object(title, properties, about)

    def read(self, raw: Any) -> dict[str, Any]:  # noqa: ANN401
        """The values of the parts by name."""
        if not isinstance(raw, dict):
            raise ValueError("it is no object")  # noqa: TRY004 - one kind of error for all forms
        return {part: form.read(raw.get(part)) for part, form in self.parts}


@dataclass(frozen=True)
class Items:
    """A list of objects of one schema; whether each of them fits is for the section to say."""

    item: Schema
    most: int

    def schema(self, title: str) -> Schema:
        """An array of so many at most."""
        return {"items": self.item, "maxItems": self.most, "title": title, "type": "array"}

    def read(self, raw: Any) -> list[Any]:  # noqa: ANN401
        """The list."""
        if not isinstance(raw, list):
            raise ValueError("it is no list")  # noqa: TRY004 - one kind of error for all forms
        return raw


def _string(raw: object) -> str:
    if not isinstance(raw, str):
        raise ValueError("it is no string")  # noqa: TRY004 - one kind of error for all forms
    return raw


def _object(title: str, properties: Mapping[str, Schema], about: Schema) -> Schema:
    closed: Schema = {"additionalProperties": False, **about, "properties": properties}
    return {**closed, "required": list(properties), "title": title, "type": "object"}


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Slot:
    """One thing that a model is to fill in.

    Attributes:
        id: its key in the draft, unique in the article.
        prompt: the name of the prompt that asks for it.
        at: where in the article it belongs, as an offset; it decides which part of a long article is shown.
        form: what it takes.
        shown: what the prompt's template shows of it.
        tokens: how many tokens an answer may take at most.
        otherwise: gives what stands in the slot if no answer was fit; None for nothing. It is asked only then.
    """

    id: str
    prompt: str
    at: int
    form: Form
    shown: Mapping[str, Any] = field(default_factory=dict)
    tokens: int = 80
    otherwise: Callable[[], Any] = field(default=_nothing)


@dataclass(frozen=True)
class Draft:
    """What an answer must fill in: slots of some forms, by their ids."""

    name: str
    forms: Mapping[str, Form]

    @cached_property
    def schema(self) -> Schema:
        """The schema that is sent: every slot required, with its own form."""
        return _strict_schema(self.name, self.forms)

    def read_json(self, answer: str | bytes | bytearray) -> Filled:
        """As `read`, from JSON."""
        try:
            parsed = from_json(answer, cache_strings="keys")  # what is said hardly comes again, and would be kept
        except ValueError as error:
            raise self._invalid("json_invalid", str(error), answer) from None
        return self.read(parsed)

    def read(self, answer: object) -> Filled:
        """An answer as it came: a value for each slot, none of them checked yet, and None where there is none.

        Raises:
            ValidationError: it is no object, or has a value for none of the slots.
        """
        if not isinstance(answer, dict) or not self.forms.keys() & answer.keys():
            said = ValueError(f"the answer must be an object with the keys {', '.join(self.forms)}")
            raise self._invalid("value_error", said, answer)
        return {key: answer.get(key) for key in self.forms}

    def _invalid(self, kind: str, error: object, answer: object) -> ValidationError:
        return ValidationError.from_exception_data(
            self.name, [{"type": kind, "ctx": {"error": error}, "input": answer}]
        )


def draft_of(name: str, slots: Sequence[Slot]) -> Draft:
    """The draft that holds these slots."""
    return Draft(name, {slot.id: slot.form for slot in slots})


def _strict_schema(name: str, forms: Mapping[str, Form]) -> Schema:
    """An object with all of the slots; the forms that have several parts are defined apart, each once."""
    names = _names(form for form in forms.values() if isinstance(form, Parts))
    definitions = {"$defs": {called: form.schema(form.name) for form, called in names.items()}} if names else {}
    properties = {key: _property(key, form, names) for key, form in forms.items()}
    return {**definitions, **_object(name, properties, {})}


def _property(key: str, form: Form, names: Mapping[Parts, str]) -> Schema:
    if isinstance(form, Parts):
        return {"$ref": f"#/$defs/{names[form]}"}
    return form.schema(key.title())


def _names(forms: Iterable[Parts]) -> dict[Parts, str]:
    """What each different form is called: its own name, and from the second of that name on a number."""
    names: dict[Parts, str] = {}
    used: Counter[str] = Counter()
    for form in dict.fromkeys(forms):
        used[form.name] += 1
        names[form] = f"{form.name}{used[form.name]}" if used[form.name] > 1 else form.name
    return names


class Unfit(ValueError):
    """A value that cannot be taken; the message says why, in words that a model can act on."""


def value_of(slot: Slot, filled: Filled) -> Any:  # noqa: ANN401 - of the slot's own form
    """The value of a slot in a draft that was filled in, validated.

    Raises:
        Unfit: there is none, or it is not of the slot's form.
    """
    raw = filled.get(slot.id)
    if raw is None:
        raise Unfit("it was left out")
    try:
        return slot.form.read(raw)
    except ValueError as error:
        raise Unfit("it does not have the form that was asked for") from error
