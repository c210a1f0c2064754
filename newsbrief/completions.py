"""Completions as they come: what is in them, what they cost, and each way in which one is no answer."""

from typing import TYPE_CHECKING

from newsbrief.errors import AnswerInvalid, AnswerRefused, AnswerTruncated, EndpointFailed
from newsbrief.schema import Usage

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

WRONG_URL = "is the base URL right? Most end in /v1"
LONGEST_ANSWER = 200_000
"""Code points; no answer to our questions comes near it."""


def as_completion(answer: object) -> "ChatCompletion":
    """The answer, if it is one: a page of HTML comes back from the SDK as a string."""
    from openai.types.chat import ChatCompletion

    if not isinstance(answer, ChatCompletion):
        raise EndpointFailed("the endpoint answers something else", hint=WRONG_URL)
    return answer


def was_only_thought(completion: "ChatCompletion") -> bool:
    """Whether the answer's length went into thinking, and nothing was left for the answer."""
    choices = completion.choices
    return bool(choices) and choices[0].finish_reason == "length" and not choices[0].message.content


def usage_of(completion: "ChatCompletion") -> Usage:
    """What a completion cost; nothing, where the endpoint does not say."""
    usage = completion.usage
    if usage is None:
        return Usage()
    details = usage.prompt_tokens_details
    return Usage(
        input_tokens=usage.prompt_tokens or 0,
        cached_tokens=(details.cached_tokens if details else 0) or 0,
        output_tokens=usage.completion_tokens or 0,
    )


def checked(completion: "ChatCompletion") -> "ChatCompletion":
    """The completion, its content bared to the JSON in it; an error for each way in which there is none."""
    if not completion.choices:
        raise AnswerInvalid("the answer has no choices")
    choice = completion.choices[0]
    if choice.message.refusal:
        raise AnswerRefused(f"the model declined: {choice.message.refusal[:200]}")
    if choice.finish_reason == "content_filter":
        raise AnswerRefused("a content filter stopped the answer")
    if choice.finish_reason == "length":
        raise AnswerTruncated("the answer was cut off at its length limit", hint="a larger model may be briefer")
    content = choice.message.content or ""
    if len(content) > LONGEST_ANSWER:
        raise AnswerInvalid(f"the answer has {len(content)} characters")
    choice.message.content = bare_json(content)
    return completion


def bare_json(content: str) -> str:
    """An answer without what some models put around the JSON: a ``<think>`` part, a code fence, a sentence."""
    content = content.rpartition("</think>")[2]
    start, end = content.find("{"), content.rfind("}")
    return content[start : end + 1] if 0 <= start < end else content
