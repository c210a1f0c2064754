"""The client of an endpoint: opened with our own rules, or given, and called without blocking."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from contextvars import copy_context
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from newsbrief.bounded import bound
from newsbrief.errors import SettingsError
from newsbrief.settings import NO_KEY, Endpoint, Settings
from newsbrief.tape import Tape

if TYPE_CHECKING:
    from openai import AsyncOpenAI

AS_IT_CAME: Final = {"X-Stainless-Raw-Response": "true"}
"""What the SDK's own ``with_raw_response`` adds to a request, so that it gives back the answer unread."""


def open_client(endpoint: Endpoint, settings: Settings, tape: Tape | None = None) -> "AsyncOpenAI":
    """A client of our own for an endpoint, over a recording if there is one; whoever opens it closes it."""
    from openai import AsyncOpenAI, DefaultAsyncHttpx2Client

    base_url = endpoint.base_url or "https://api.openai.com/v1"
    client = AsyncOpenAI(
        base_url=base_url,
        api_key=endpoint.api_key or NO_KEY,
        timeout=settings.timeout,
        max_retries=0,  # one layer repeats, or the numbers multiply
        # A hook bounds what is read: a transport for that would switch the environment's proxies off.
        http_client=DefaultAsyncHttpx2Client(event_hooks={"response": [bound]}, **_transport(endpoint, tape)),
    )
    # What the environment says of them by now may be another's: an embedded model, or a Briefer that came here pickled.
    client.organization, client.project = endpoint.organization, endpoint.project
    return client


def _transport(endpoint: Endpoint, tape: Tape | None) -> dict[str, Any]:
    """The recording, or the library's own; a proxy must not swallow what stays on this machine."""
    trusting = {"trust_env": not endpoint.is_on_this_machine}
    if tape is None:
        return trusting
    from newsbrief.recording_transport import AsyncRecordingTransport, ClientTransport

    return {"transport": AsyncRecordingTransport(tape, ClientTransport(**trusting))}


async def completion(client: "AsyncOpenAI", body: dict[str, Any]) -> object:
    """What a client of our own is answered to a request for a chat completion.

    Its usual method would first go through all of the request in search of things to convert, and then build the answer
    field by field, whatever is in it. There is nothing to convert in our requests, and most answers are as they should
    be; the two take a quarter of a request's processor time.
    """
    from openai.types.chat import ChatCompletion

    response: Any = await client.post(
        "/chat/completions", cast_to=ChatCompletion, body=body, options={"headers": AS_IT_CAME}
    )
    try:
        return ChatCompletion.model_validate_json(response.content)
    except ValidationError:
        return response.parse()


def check_client(client: object) -> None:
    """Whether a client that was given is one to ask with.

    Raises:
        SettingsError: it is not; an HTTP client, for instance, belongs under one.
    """
    from openai import AsyncOpenAI, OpenAI

    if not isinstance(client, AsyncOpenAI | OpenAI):
        raise SettingsError(
            f"client is a {type(client).__module__}.{type(client).__qualname__}, and no client of openai's",
            hint="an HTTP client of your own goes under one: openai.OpenAI(http_client=…)",
        )


def belongs_to_a_loop(client: object) -> bool:
    """Whether a client that was given is an asynchronous one."""
    from openai import AsyncOpenAI

    return isinstance(client, AsyncOpenAI)


async def called(method: Callable[..., Any], threads: Executor, **arguments: Any) -> Any:  # noqa: ANN401 - the SDK's types
    """What a method of an asynchronous client returns, or of a synchronous one, which then works in a thread."""
    from openai.resources import AsyncModels
    from openai.resources.chat import AsyncCompletions

    if isinstance(getattr(method, "__self__", None), AsyncModels | AsyncCompletions):
        return await method(**arguments)
    call = partial(copy_context().run, partial(method, **arguments))  # a recording finds there which prompts ask
    return await asyncio.get_running_loop().run_in_executor(threads, call)
