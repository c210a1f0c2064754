"""Completions as they come: what is in them, what they cost, and each way in which one is no answer."""

from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from newsbrief.errors import WRONG_URL, AnswerInvalid, AnswerRefused, AnswerTruncated, EndpointFailed
from newsbrief.schema import Usage
from newsbrief.sent_keys import without_keys

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

LONGEST_ANSWER = 200_000
"""Code points; no answer to our questions comes near it."""


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Envelope(BaseModel):
    """What we read of a completion; the SDK checks nothing of it."""

    choices: list[_Choice] | None = None


def as_completion(answer: object) -> "ChatCompletion":
    """The answer, if it is one: the SDK passes on whatever comes, be it a page of HTML."""
    from openai.types.chat import ChatCompletion

    if not isinstance(answer, ChatCompletion):
        raise EndpointFailed("the endpoint answers something else", hint=WRONG_URL)
    try:
        _Envelope.model_validate(answer, from_attributes=True)
    except ValidationError:
        raise EndpointFailed("the endpoint's answer is no chat completion", hint=WRONG_URL) from None
    return answer


def was_only_thought(completion: "ChatCompletion") -> bool:
    """Whether the answer's length went into thinking, and nothing was left for the answer."""
    choices = completion.choices
    return bool(choices) and choices[0].finish_reason == "length" and not choices[0].message.content


def usage_of(answer: object) -> Usage:
    """What an answer cost, be it usable or not; nothing, where the endpoint does not say, or says something odd."""
    usage = getattr(answer, "usage", None)
    return Usage(
        input_tokens=_count(usage, "prompt_tokens"),
        cached_tokens=_count(getattr(usage, "prompt_tokens_details", None), "cached_tokens"),
        output_tokens=_count(usage, "completion_tokens"),
    )


def _count(counts: object, name: str) -> int:
    value = getattr(counts, name, None)
    return value if isinstance(value, int) and value > 0 else 0


def checked(completion: "ChatCompletion", key: str) -> "ChatCompletion":
    """The completion, its content bared to the JSON in it; an error for each way in which there is none.

    Args:
        completion: the answer.
        key: what it was asked with, and what is not to be passed on, should the answer repeat it.
    """
    if not completion.choices:
        raise AnswerInvalid("the answer has no choices")
    choice = completion.choices[0]
    if choice.message.refusal:
        raise AnswerRefused(f"the model declined: {without_keys(choice.message.refusal, (key,))[:200]}")
    if choice.finish_reason == "content_filter":
        raise AnswerRefused("a content filter stopped the answer")
    if choice.finish_reason == "length":
        raise AnswerTruncated("the answer was cut off at its length limit")
    content = (choice.message.content or "").encode(errors="replace").decode()  # half a surrogate pair is no text
    if len(content) > LONGEST_ANSWER:
        raise AnswerInvalid(f"the answer has {len(content)} characters")
    choice.message.content = bare_json(without_keys(content, (key,)))
    return completion


def bare_json(content: str) -> str:
    """An answer without what some models put around the JSON: a ``<think>`` part, a code fence, a sentence."""
    content = content.rpartition("</think>")[2]
    start, end = content.find("{"), content.rfind("}")
    return content[start : end + 1] if 0 <= start < end else content
