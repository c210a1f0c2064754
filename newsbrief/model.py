"""One client for any OpenAI-compatible endpoint: openai speaks, tenacity repeats, instructor validates.

Three layers, each with one job: `_Wire.create` sends a request and repeats it while the endpoint is unreachable,
busy or failing; it turns every foreign error into one of `newsbrief.errors` and counts every attempt. instructor sits
on top of it, checks the answer against the draft, and shows the model its mistake once. `Model.ask` turns whatever
comes of it into a `Reply`.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from newsbrief.errors import (
    AccessDenied,
    AnswerInvalid,
    AnswerRefused,
    AnswerTruncated,
    ContextTooLong,
    EndpointFailed,
    ModelError,
    ModelNotFound,
    ModelTimeout,
    ModelUnreachable,
    RateLimited,
    RequestRejected,
)
from newsbrief.questions import Answer, Cost, Failure, Question, Reply
from newsbrief.schema import Usage
from newsbrief.settings import NO_KEY, Endpoint, Settings

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI
    from openai.types.chat import ChatCompletion
    from tenacity import RetryCallState

SEED = 1
REASKS = 1
"""How often a model is shown its validation error."""
LONGEST_WAIT = 60.0
"""Seconds; an endpoint that asks for more is asked again after that."""
WRONG_URL = "is the base URL right? Most end in /v1"
THINKING_TOKENS = 8000
"""What a model that thinks before it answers gets on top."""
LONGEST_ANSWER = 200_000
"""Code points; no answer to our questions comes near it."""


@dataclass
class _Quirks:
    """How an endpoint has turned out to be; learnt from its own answers, kept for the client's life.

    Attributes:
        refused: the parameters that it does not take.
        thinks: whether the model thinks before it answers, at the expense of the answer's length.
    """

    refused: set[str] = field(default_factory=set)
    thinks: bool = False

    def adapt(self, message: str, sent: Mapping[str, Any]) -> bool:
        """Learn from a complaint about what was sent; False if it names nothing that one could leave out."""
        named = [one for one in _ADAPTABLE if one in sent and re.search(rf"\b{one}\b", message)]
        self.refused.update(named[:1])
        return bool(named)

    def apply(self, arguments: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in arguments.items() if name not in self.refused}
        limit = arguments["max_tokens"] + (THINKING_TOKENS if self.thinks else 0)
        return {**kept, "max_completion_tokens" if "max_tokens" in self.refused else "max_tokens": limit}


_ADAPTABLE = ("max_tokens", "temperature", "seed", "response_format")


class Model:
    """A model behind an OpenAI-compatible endpoint; belongs to one event loop.

    Args:
        endpoint: which model, and where.
        settings: timeout and number of attempts.
        client: an ``openai.AsyncOpenAI`` or ``openai.OpenAI`` to use instead of one of our own. It stays open, and its
            own retries are switched off: one layer repeats, or the numbers multiply.
    """

    def __init__(self, endpoint: Endpoint, settings: Settings, client: "AsyncOpenAI | OpenAI | None" = None) -> None:
        self._settings = settings
        self.context_tokens = min(settings.context_tokens, endpoint.context_tokens or settings.context_tokens)
        self._own = None if client else _open_client(endpoint, settings)
        self._client: AsyncOpenAI | OpenAI = self._own or client.with_options(max_retries=0, timeout=settings.timeout)  # type: ignore[union-attr]
        self._quirks = _Quirks()
        self.free_slot = asyncio.Semaphore(settings.concurrency)
        self._name = endpoint.model
        logging.getLogger("instructor").addHandler(logging.NullHandler())

    async def name(self) -> str:
        """The model's name; where none was given, the only one that the endpoint lists.

        Raises:
            ModelError: the endpoint can't be asked, or lists none or several.
        """
        if self._name is None:
            self._name = await self._only_model()
        return self._name

    async def _only_model(self) -> str:
        try:
            listed = [str(model.id) for model in (await _called(self._client.models.list)).data]
        except (AttributeError, TypeError) as error:
            raise EndpointFailed(
                "the endpoint lists no models", hint="is the base URL right? Most end in /v1"
            ) from error
        except Exception as error:
            raise _translate(error) from error
        if len(listed) != 1:
            what = ", ".join(sorted(listed)[:10]) if listed else "none"
            raise ModelNotFound(f"the endpoint lists {len(listed)} models: {what}", hint="name one with --model")
        return listed[0]

    async def ask(self, question: Question) -> Reply:
        """Ask one question. What goes wrong comes back as a `Failure`, with the section and the model in the error."""
        wire = _Wire(self._send, self._quirks, self._settings.attempts)
        try:
            draft = await self._fill_in(question, wire)
        except ModelError as error:
            error.section, error.model = question.section, self._name
            return Failure(error, wire.cost)
        return Answer(draft, wire.cost)

    async def _fill_in(self, question: Question, wire: "_Wire") -> Any:  # noqa: ANN401 - the question's own draft type
        import instructor
        from instructor.core.exceptions import InstructorError

        structured = "response_format" not in self._quirks.refused
        mode = instructor.Mode.JSON_SCHEMA if structured else instructor.Mode.MD_JSON
        create: Any = instructor.patch(create=wire.create, mode=mode)
        try:
            filled = await create(
                response_model=question.draft, max_retries=REASKS, strict=False, **await self._arguments(question)
            )
        except _FormatRefused:
            return await self._fill_in(question, wire)
        except InstructorError as error:
            if isinstance(error.__cause__, _FormatRefused):
                return await self._fill_in(question, wire)
            raise _cause(error) from error
        return question.draft.model_validate(filled.model_dump())

    async def _arguments(self, question: Question) -> dict[str, Any]:
        return {
            "model": await self.name(),
            "messages": [
                {"role": "system", "content": question.system},
                {"role": "user", "content": question.user},
            ],
            "max_tokens": question.max_tokens,
            "temperature": 0,
            "seed": SEED,
        }

    async def _send(self, arguments: dict[str, Any]) -> "ChatCompletion":
        completion: ChatCompletion = await _called(self._client.chat.completions.create, **arguments)
        return completion

    async def close(self) -> None:
        """Close the connections, unless the client was given."""
        if self._own is not None:
            await self._own.close()


class _FormatRefused(RequestRejected):
    """The endpoint takes no ``response_format``: ask again with the schema in the prompt."""


class _Wire:
    """The requests of one question: sent, repeated, counted, checked."""

    def __init__(
        self, send: Callable[[dict[str, Any]], Awaitable["ChatCompletion"]], quirks: _Quirks, attempts: int
    ) -> None:
        self._send = send
        self._quirks = quirks
        self._attempts = attempts
        self.cost = Cost()

    async def create(self, **arguments: Any) -> "ChatCompletion":  # noqa: ANN401 - instructor's own arguments
        """What instructor calls in place of the SDK: same arguments, but our errors and our patience."""
        from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt

        patience = AsyncRetrying(
            retry=retry_if_exception(lambda error: isinstance(error, ModelError) and error.retryable),
            stop=stop_after_attempt(self._attempts),
            wait=_wait,
            reraise=True,
        )
        completion: ChatCompletion = await patience(self._attempt, arguments)
        if _was_only_thought(completion) and not self._quirks.thinks:
            self._quirks.thinks = True
            completion = await patience.copy()(self._attempt, arguments)
        return _checked(completion)

    async def _attempt(self, arguments: dict[str, Any]) -> "ChatCompletion":
        self.cost += Cost(requests=1, retries=int(self.cost.requests > 0))
        sent = self._quirks.apply(arguments)
        try:
            completion = _as_completion(await self._send(sent))
        except Exception as error:
            translated = _translate(error)
            if isinstance(translated, RequestRejected) and self._quirks.adapt(str(error), sent):
                if "response_format" in self._quirks.refused and "response_format" in sent:
                    raise _FormatRefused(translated.message) from error
                return await self._attempt(arguments)
            raise translated from error
        self.cost += Cost(_usage(completion))
        return completion


async def _called(method: Callable[..., Any], **arguments: Any) -> Any:  # noqa: ANN401 - the SDK's own types
    """What a method of an asynchronous client returns, or of a synchronous one, which then works in a thread."""
    from openai.resources import AsyncModels
    from openai.resources.chat import AsyncCompletions

    if isinstance(getattr(method, "__self__", None), AsyncModels | AsyncCompletions):
        return await method(**arguments)
    return await asyncio.to_thread(method, **arguments)


def _open_client(endpoint: Endpoint, settings: Settings) -> "AsyncOpenAI":
    from openai import AsyncOpenAI, DefaultAsyncHttpx2Client

    base_url = endpoint.base_url or "https://api.openai.com/v1"
    return AsyncOpenAI(
        base_url=base_url,
        api_key=endpoint.api_key or NO_KEY,
        timeout=settings.timeout,
        max_retries=0,  # one layer repeats, or the numbers multiply
        # A proxy of the environment must not swallow what is meant for this machine.
        http_client=DefaultAsyncHttpx2Client(trust_env=not _is_loopback(base_url)),
    )


def _is_loopback(base_url: str) -> bool:
    return urlsplit(base_url).hostname in ("127.0.0.1", "localhost", "::1")


def _as_completion(answer: object) -> "ChatCompletion":
    """The answer, if it is one: a page of HTML comes back from the SDK as a string."""
    from openai.types.chat import ChatCompletion

    if not isinstance(answer, ChatCompletion):
        raise EndpointFailed("the endpoint answers something else", hint=WRONG_URL)
    return answer


def _was_only_thought(completion: "ChatCompletion") -> bool:
    """Whether the answer's length went into thinking, and nothing was left for the answer."""
    choices = completion.choices
    return bool(choices) and choices[0].finish_reason == "length" and not choices[0].message.content


def _wait(state: "RetryCallState") -> float:
    """What the endpoint asks for with Retry-After, else an exponential, jittered wait."""
    from tenacity import wait_random_exponential

    error = state.outcome.exception() if state.outcome else None
    asked = getattr(error, "retry_after", None)
    if asked is not None:
        return float(asked)
    return float(wait_random_exponential(multiplier=0.5, max=20)(state))


def _usage(completion: "ChatCompletion") -> Usage:
    usage = completion.usage
    if usage is None:
        return Usage()
    details = usage.prompt_tokens_details
    return Usage(
        input_tokens=usage.prompt_tokens or 0,
        cached_tokens=(details.cached_tokens if details else 0) or 0,
        output_tokens=usage.completion_tokens or 0,
    )


def _checked(completion: "ChatCompletion") -> "ChatCompletion":
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


def _cause(error: BaseException) -> ModelError:
    """The error of ours that instructor wrapped, or what an answer that never validated means."""
    cause = error.__cause__
    if isinstance(cause, ModelError):
        return cause
    return AnswerInvalid(f"the answer does not fit the form: {_first_line(cause or error)}")


def _first_line(error: BaseException) -> str:
    from pydantic import ValidationError

    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return str(error).strip().split("\n", 1)[0][:200]


def _translate(error: Exception) -> ModelError:
    """A foreign error as one of ours. Nothing of the request gets into the message: no key, no article."""
    import openai

    if isinstance(error, ModelError):
        return error
    if isinstance(error, openai.APITimeoutError):
        return ModelTimeout("no answer in time")
    if isinstance(error, openai.APIConnectionError):
        return ModelUnreachable(f"no connection to the endpoint ({type(error.__cause__ or error).__name__})")
    if isinstance(error, openai.APIStatusError):
        return _translate_status(error.status_code, _complaint(error), error.response.headers)
    if isinstance(error, (openai.APIError, ValueError)):
        return EndpointFailed(f"the endpoint's answer cannot be read: {_first_line(error)}")
    raise error


def _complaint(error: Any) -> str:  # noqa: ANN401 - openai's status errors, which are imported late
    body = error.body
    message = body.get("message") if isinstance(body, Mapping) else None
    return str(message or f"HTTP {error.status_code}").strip().split("\n", 1)[0][:300]


_CONTEXT = re.compile(
    r"context.{0,20}(length|size|window)|exceeds? the (available )?context|too many tokens", re.IGNORECASE
)


def _translate_status(status: int, complaint: str, headers: Mapping[str, str]) -> ModelError:
    if status in (401, 403):
        return AccessDenied(complaint)
    if status == 404:  # noqa: PLR2004 - HTTP's own numbers
        return ModelNotFound(complaint)
    if status == 429:  # noqa: PLR2004
        return _rate_limited(complaint, headers)
    if status >= 500 or status in (408, 409):  # noqa: PLR2004
        return EndpointFailed(complaint)
    if _CONTEXT.search(complaint):
        return ContextTooLong(complaint)
    return RequestRejected(complaint)


def _rate_limited(complaint: str, headers: Mapping[str, str]) -> RateLimited:
    error = RateLimited(complaint)
    error.retry_after = retry_after(headers)
    return error


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that a Retry-After header asks for, as seconds or as an HTTP date; at most `LONGEST_WAIT`."""
    import time
    from email.utils import parsedate_to_datetime

    value = headers.get("retry-after", "").strip()
    try:
        seconds = float(value) if value[:1].isdigit() else parsedate_to_datetime(value).timestamp() - time.time()
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT)
