"""What instructor gets to see in place of a draft.

instructor makes a model of its own of every one that it is given, field by field. That, and what it leaves for the
garbage collector, takes a fifth of a request's processor time. Of a model that has its base it makes none, so it is
given the same few again and again, and they look up which draft is asked for.
"""

from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel

if TYPE_CHECKING:
    from instructor import OpenAISchema

_ASKED: ContextVar[type[BaseModel]] = ContextVar("asked")


def relay_of(draft: type[BaseModel]) -> "type[OpenAISchema]":
    """A model that, within this task, has the schema of a draft and reads answers as that, in its ``draft``."""
    _ASKED.set(draft)
    return _relay(draft.__name__)


@cache
def _relay(name: str) -> "type[OpenAISchema]":
    from instructor import OpenAISchema

    class Relay(OpenAISchema):
        draft: Any

        @classmethod
        def model_json_schema(cls, *_arguments: Any, **_options: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's own
            return _ASKED.get().model_json_schema()

        @classmethod
        def model_validate_json(cls, json_data: str | bytes | bytearray, **_options: Any) -> Self:  # noqa: ANN401
            return cls.model_construct(draft=_ASKED.get().model_validate_json(json_data))

    Relay.__name__ = name
    return Relay
