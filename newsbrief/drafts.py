"""What a model fills in: slots, built for each article, and the draft that holds some of them.

A draft is not a brief. It has ids and short words of the model's own; it never has offsets. The schema that is sent is
strict: every slot is required and closed where it can be. What comes back is taken slot by slot, so that one bad value
costs one slot and not the whole answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, create_model, model_validator


def text_of(longest: int, pattern: str | None = None) -> Any:  # noqa: ANN401 - an annotation, made at run time
    """The type of a string slot. Length and pattern steer an endpoint that follows schemas; they reject nothing."""
    hints: dict[str, Any] = {"maxLength": longest} if pattern is None else {"pattern": pattern}
    return Annotated[str, Field(json_schema_extra=hints)]


def choice_of(options: Sequence[str]) -> Any:  # noqa: ANN401
    """The type of a slot that takes one of some strings."""
    return Annotated[str, Field(json_schema_extra={"enum": list(dict.fromkeys(options))})]


class Form(BaseModel):
    """Base of the slots that have several parts, filled in their order."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"additionalProperties": False})


def form_of(name: str, parts: Mapping[str, Any]) -> type[Form]:
    """A form made at run time: each part is required, with the type given for its name."""
    fields: dict[str, Any] = {part: (kind, ...) for part, kind in parts.items()}
    return create_model(name, __base__=Form, **fields)


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class Slot:
    """One thing that a model is to fill in.

    Attributes:
        id: its key in the draft, unique in the article.
        prompt: the name of the prompt that asks for it.
        at: where in the article it belongs, as an offset; it decides which part of a long article is shown.
        form: the type of its value.
        shown: what the prompt's template shows of it.
        tokens: how many tokens an answer may take at most.
        otherwise: gives what stands in the slot if no answer was fit; None for nothing. It is asked only then.
    """

    id: str
    prompt: str
    at: int
    form: Any
    shown: Mapping[str, Any] = field(default_factory=dict)
    tokens: int = 80
    otherwise: Callable[[], Any] = field(default=_nothing)


class Draft(BaseModel):
    """An answer as it came: a value for each slot, none of them checked yet."""

    model_config = ConfigDict(extra="ignore")
    strict_schema: ClassVar[dict[str, Any]] = {}

    @classmethod
    def model_json_schema(cls, *_arguments: Any, **_options: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's own
        """The schema that is sent: every slot required, with its own type."""
        return cls.strict_schema

    @model_validator(mode="before")
    @classmethod
    def _has_a_slot(cls, answer: Any) -> Any:  # noqa: ANN401 - anything may come back
        if not isinstance(answer, dict) or not set(answer) & set(cls.model_fields):
            raise ValueError(f"the answer must be an object with the keys {', '.join(cls.model_fields)}")
        return answer


def draft_of(name: str, slots: Sequence[Slot]) -> type[Draft]:
    """The draft that holds these slots."""
    loose_fields: dict[str, Any] = {slot.id: (Any, None) for slot in slots}
    strict = form_of(name, {slot.id: slot.form for slot in slots})
    loose = create_model(name, __base__=Draft, **loose_fields)
    loose.strict_schema = strict.model_json_schema()
    return loose


class Unfit(ValueError):
    """A value that cannot be taken; the message says why, in words that a model can act on."""


def value_of(slot: Slot, draft: BaseModel) -> Any:  # noqa: ANN401 - of the slot's own form
    """The value of a slot in a draft, validated.

    Raises:
        Unfit: there is none, or it is not of the slot's form.
    """
    raw = getattr(draft, slot.id, None)
    if raw is None:
        raise Unfit("it was left out")
    try:
        return TypeAdapter(slot.form).validate_python(raw)
    except ValidationError as error:
        raise Unfit("it does not have the form that was asked for") from error
