"""Errors of other libraries as ours. Nothing of a request gets into a message: no key, no article."""

import re
from collections.abc import Mapping
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
    RateLimited,
    RequestRejected,
)

LONGEST_WAIT = 60.0
"""Seconds; an endpoint that asks for more is asked again after that."""


def translate(error: Exception) -> ModelError:
    """A foreign error as one of ours. Nothing of the request gets into the message: no key, no article."""
    import openai

    if isinstance(error, ModelError):
        return error
    if isinstance(error.__cause__, ModelError):  # one of ours, from underneath the client
        return error.__cause__
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


def cause_of(error: BaseException) -> ModelError:
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
