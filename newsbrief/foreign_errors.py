"""Errors of other libraries as ours. Nothing of a request gets into a message: no key, no article."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from newsbrief.errors import (
    AccessDenied,
    AnswerInvalid,
    ContextTooLong,
    EndpointFailed,
    ModelError,
    ModelNotFound,
    ModelTimeout,
    ModelUnreachable,
    NewsbriefError,
    RateLimited,
    RecordingMissing,
    RequestRejected,
    SettingsError,
)
from newsbrief.sent_keys import sent_keys, without_keys

LONGEST_WAIT = 60.0
"""Seconds; an endpoint that asks for more is asked again after that."""
LONGEST_MESSAGE = 300
NO_QUOTA = "insufficient_quota"
"""What OpenAI calls an account that has nothing left to spend: a 429 that no waiting mends."""

GAVE_UP = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT)
"""What is said by a proxy that has waited long enough; the model behind it may go on."""
NEVER_SENT = ("ConnectError", "ConnectTimeout", "PoolTimeout")
"""What httpx and httpx2 call it that there was no connection."""


def translate(error: Exception) -> ModelError:
    """A foreign error as one of ours. Raise it ``from None``: the foreign one may quote the request."""
    import openai

    if isinstance(error, ModelError):
        return error
    if isinstance(error.__cause__, ModelError):  # one of ours, from underneath the client
        return error.__cause__
    if isinstance(error.__cause__, NewsbriefError):
        raise error.__cause__
    if isinstance(error, (openai.APITimeoutError, TimeoutError)):
        return ModelTimeout("no answer in time")
    if isinstance(error, openai.APIConnectionError):
        return _translate_broken(error.__cause__ or error)
    if type(error) is RuntimeError:
        raise _closed(error)
    if isinstance(error, openai.APIStatusError):
        return _translate_status(error)
    if isinstance(error, (openai.APIError, ValueError, RecursionError)):
        return EndpointFailed(f"the endpoint's answer cannot be read: {_first_line(error)}")
    raise error


def was_refused(error: Exception) -> bool:
    """Whether a request failed before anybody worked on it; else it may be billed, though there is no answer."""
    import openai

    if isinstance(error, openai.APIStatusError):
        return error.status_code not in GAVE_UP
    if isinstance(error, RecordingMissing) or isinstance(error.__cause__, RecordingMissing):
        return True
    return type(error.__cause__).__name__ in NEVER_SENT


def _closed(error: RuntimeError) -> SettingsError:
    """What libraries say with a bare `RuntimeError`: a client, a loop or a thread pool was closed."""
    return SettingsError(
        f"the model's client cannot be used any more: {_first_line(error)}",
        hint="leave it, and the Briefer, open while anything is under way",
    )


def _translate_broken(cause: BaseException) -> ModelError:
    if type(cause) is RuntimeError:
        raise _closed(cause)
    name = type(cause).__name__  # a given client may use httpx or httpx2; they name their errors alike
    if name == "DecodingError":
        return EndpointFailed("the endpoint's answer is not compressed as it says")
    what = "no connection to the endpoint" if name == "ConnectError" else "the connection to the endpoint broke"
    return ModelUnreachable(f"{what} ({name})")


_CONTEXT = re.compile(
    r"context.{0,20}(length|size|window)|exceeds? the (available )?context|too many tokens", re.IGNORECASE
)


def _translate_status(error: Any) -> ModelError:  # noqa: ANN401 - openai's status errors, which are imported late
    complaint = _complaint(error.body, error.request.headers)
    if NO_QUOTA in (error.code, error.type):
        hint = "look at the plan and the billing of the account that the API key belongs to"
        return AccessDenied(complaint or "the account has no quota left", hint=hint)
    translated = _kind_of(error.status_code, complaint)(complaint or f"HTTP {error.status_code}")
    translated.retry_after = retry_after(error.response.headers)
    return translated


def _kind_of(status: int, complaint: str) -> type[ModelError]:
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return AccessDenied
    if status == HTTPStatus.NOT_FOUND:
        return ModelNotFound
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimited
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.CONFLICT):
        return EndpointFailed
    return ContextTooLong if _CONTEXT.search(complaint) else RequestRejected


def _complaint(body: object, sent: Mapping[str, str]) -> str:
    """What the endpoint says in an error's body, on one line; nothing, if it shows a page instead."""
    said = body.get("message") or body.get("detail") if isinstance(body, Mapping) else body
    if not isinstance(said, str) or said.lstrip().startswith("<"):
        return ""
    return without_keys(said, sent_keys(sent)).strip().split("\n", 1)[0][:LONGEST_MESSAGE]


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that an endpoint asks to wait, at most `LONGEST_WAIT`; None if it does not say.

    They are in ``retry-after-ms``, which OpenAI and Azure send and which wins, or in Retry-After, there also as a date.
    """
    asked = _number(headers.get("retry-after-ms"))
    seconds = _seconds(headers.get("retry-after", "").strip()) if asked is None else asked / 1000
    return None if seconds is None else min(max(seconds, 0.0), LONGEST_WAIT)


def _number(value: str | None) -> float | None:
    return float(value) if value and _NUMBER.fullmatch(value.strip()) else None


_NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)


def _seconds(value: str) -> float | None:
    import time
    from email.utils import parsedate_to_datetime

    if value[:1].isdigit():
        return _number(value)
    try:
        return parsedate_to_datetime(value).timestamp() - time.time()
    except (TypeError, ValueError, OverflowError):
        return None


def cause_of(error: BaseException) -> NewsbriefError:
    """The error of ours that instructor wrapped, or what an answer that never validated means."""
    cause = error.__cause__
    if isinstance(cause, NewsbriefError):
        return cause
    return AnswerInvalid(f"the answer does not fit the form: {_first_line(cause or error)}")


def _first_line(error: BaseException) -> str:
    from pydantic import ValidationError

    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_input=False)[0]
        return ": ".join(filter(None, (".".join(map(str, first["loc"])), first["msg"])))
    return str(error).strip().split("\n", 1)[0][:200]
