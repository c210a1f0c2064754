"""What instructor gets to see in place of a draft.

instructor takes pydantic models, and makes one of its own of each, field by field. A draft is none, and there is
another for every question. Of a model that has its base instructor makes none, so it is given the same few again and
again, and they look up which draft is asked for.
"""

from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from newsbrief.drafts import Draft

if TYPE_CHECKING:
    from instructor import OpenAISchema

_ASKED: ContextVar[Draft] = ContextVar("asked")


def relay_of(draft: Draft) -> "type[OpenAISchema]":
    """A model that, within this task, has the schema of a draft and reads answers as that, into its ``filled``."""
    _ASKED.set(draft)
    return _relay(draft.name)


@cache
def _relay(name: str) -> "type[OpenAISchema]":
    from instructor import OpenAISchema

    class Relay(OpenAISchema):
        filled: Any

        @classmethod
        def model_json_schema(cls, *_arguments: Any, **_options: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's own
            return _ASKED.get().schema

        @classmethod
        def model_validate_json(cls, json_data: str | bytes | bytearray, **_options: Any) -> Self:  # noqa: ANN401
            return cls.model_construct(filled=_ASKED.get().read_json(json_data))

    Relay.__name__ = name
    return Relay
