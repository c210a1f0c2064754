"""One client for any OpenAI-compatible endpoint: openai speaks, tenacity repeats, instructor validates.

Three layers, each with one job: `_Wire.create` sends a request when the `Pace` and the `Budget` let it and, with
`_Patience`, repeats it while the endpoint is unreachable, busy or failing; it turns every foreign error into one of
`newsbrief.errors` and counts every attempt.
instructor sits on top of it, checks the answer against the draft, and shows the model its mistake once. `Model.ask`
turns whatever comes of it into a `Reply`.
"""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from newsbrief.budget import Budget, Expense, estimate_of
from newsbrief.client import called, completion, open_client
from newsbrief.completions import as_completion, checked, usage_of, was_only_thought
from newsbrief.drafts import Filled
from newsbrief.errors import WRONG_URL, ModelError, ModelNotFound, RateLimited, RequestRejected
from newsbrief.events import QuestionReasked, QuestionRetried
from newsbrief.foreign_errors import cause_of, translate, was_refused
from newsbrief.pace import Clock, Pace, Sleep
from newsbrief.questions import Answer, Cost, Failure, Question, Reply
from newsbrief.relay import relay_of
from newsbrief.schema import Usage
from newsbrief.settings import Endpoint, Settings
from newsbrief.tape import Tape
from newsbrief.windows import estimate_tokens

if TYPE_CHECKING:
    from openai import AsyncOpenAI, OpenAI
    from openai.types.chat import ChatCompletion
    from tenacity import RetryCallState

P = ParamSpec("P")
T = TypeVar("T")
Hear = Callable[[type[QuestionRetried | QuestionReasked], str], None]
SEED = 1
REASKS = 1
"""How often a model is shown its validation error."""
THINKING_TOKENS = 8000
"""What a model that thinks before it answers gets on top."""
FIRST_WAIT, LONGEST_PAUSE = 0.5, 20.0
"""Seconds; between two attempts, unless the endpoint asks for another wait: the first at most, then twice that."""
REFUSALS = 10
"""How many refusals by an endpoint that answers others use up one of a question's attempts."""


def _unheard(*_told: object) -> None:
    """Nobody hears."""


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

    ``articles`` is held while one is worked on.

    Args:
        endpoint: which model, and where.
        settings: timeout and number of attempts.
        client: an ``openai.AsyncOpenAI`` or ``openai.OpenAI`` to use instead of one of our own. It stays open, and its
            own retries are switched off: one layer repeats, or the numbers multiply.
        tape: a recording at work, underneath a client of our own.
        sleep: how to wait, between two attempts and for one's turn.
        clock: tells seconds.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        settings: Settings,
        client: "AsyncOpenAI | OpenAI | None" = None,
        tape: Tape | None = None,
        *,
        sleep: Sleep = asyncio.sleep,
        clock: Clock = time.monotonic,
    ) -> None:
        self._settings = settings
        self._sleep = sleep
        self.context_tokens: int = min(settings.context_tokens, endpoint.context_tokens or settings.context_tokens)
        self._own = None if client else open_client(endpoint, settings, tape)
        self._client: AsyncOpenAI | OpenAI = self._own or client.with_options(max_retries=0, timeout=settings.timeout)  # type: ignore[union-attr]
        # For a synchronous client; the loop's own threads may be fewer, and waiting for one would count as its time.
        self._threads = ThreadPoolExecutor(settings.concurrency, thread_name_prefix="newsbrief")
        self._quirks = _Quirks()
        self._pace = Pace(settings.concurrency, settings.rpm, settings.tpm, sleep=sleep, clock=clock)
        self._name = endpoint.model
        # What is prepared for a question takes memory, and a garbage collector its time: no more of it than is asked.
        self.articles: asyncio.Semaphore = asyncio.Semaphore(settings.concurrency)
        self._beginning = asyncio.Lock()

    async def name(self) -> str:
        """The model's name; where none was given, the only one that the endpoint lists.

        Raises:
            ModelError: the endpoint can't be asked, or lists none or several.
        """
        if self._name is None:
            self._name = await self._only_model()
        return self._name

    async def _only_model(self) -> str:
        return _only(await _Patience(self._settings.attempts, self._sleep)(self._listed))

    async def ready(self) -> str:
        """The model's name, if the endpoint lists it; it is asked once.

        Raises:
            ModelError: the endpoint can't be asked, or does not list the model.
        """
        listed = await self._listed()
        name = self._name or _only(listed)
        if not any(one == name or one.startswith(f"{name}:") for one in listed):  # Ollama lists NAME as NAME:latest
            raise ModelNotFound(f"the endpoint does not list {name!r}", model=name)
        return name

    async def _listed(self) -> list[str]:
        try:
            async with asyncio.timeout(self._settings.timeout):
                return [str(model.id) for model in (await called(self._client.models.list, self._threads)).data]
        except (AttributeError, TypeError):
            raise ModelNotFound("the endpoint lists no models", hint=WRONG_URL) from None
        except Exception as error:  # noqa: BLE001 - `translate` raises what it does not know
            raise translate(error) from None

    async def ask(self, question: Question, budget: Budget | None = None, hear: Hear = _unheard) -> Reply:
        """Ask one question. What goes wrong comes back as a `Failure`, with the section and the model in the error.

        Args:
            question: the question.
            budget: what may be spent.
            hear: is told when a request is sent again, or an answer that has not its form is asked for again.

        Raises:
            BudgetSpent: it might pass a bound of the budget.
        """
        async with self._beginning:  # many are asked at once; between two of them the loop's other work has its turn
            await asyncio.sleep(0)
        heard = partial(hear, QuestionRetried)
        patience = _Patience(self._settings.attempts, self._sleep, heard, self._pace.is_answering)
        again = partial(hear, QuestionReasked)
        wire = _Wire(self._send, self._quirks, patience, self._pace, budget or Budget(), again, self._client.api_key)
        try:
            filled = await self._fill_in(question, wire)
        except ModelError as error:
            error.section, error.model = question.section, self._name
            return Failure(error, wire.cost)
        return Answer(filled, wire.cost)

    async def _fill_in(self, question: Question, wire: "_Wire") -> Filled:
        import instructor
        from instructor.core.exceptions import InstructorError

        structured = "response_format" not in self._quirks.refused
        mode = instructor.Mode.JSON_SCHEMA if structured else instructor.Mode.MD_JSON
        create: Any = instructor.patch(create=wire.create, mode=mode)
        try:
            relay = await create(
                response_model=relay_of(question.draft),
                max_retries=REASKS,
                strict=False,
                **await self._arguments(question),
            )
        except _FormatRefused:
            return await self._fill_in(question, wire)
        except InstructorError as error:
            if isinstance(error.__cause__, _FormatRefused):
                return await self._fill_in(question, wire)
            raise cause_of(error) from None
        return cast("Filled", relay.filled)

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

    async def _send(self, arguments: dict[str, Any]) -> object:
        async with asyncio.timeout(self._settings.timeout):  # the client's own timeout bounds each silence only
            if self._own is not None:
                return await completion(self._own, arguments)
            return await called(self._client.chat.completions.create, self._threads, **arguments)

    async def close(self) -> None:
        """Close the connections, unless the client was given."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._own is not None:
            await self._own.close()


def _only(listed: list[str]) -> str:
    if len(listed) != 1:
        what = ", ".join(sorted(listed)[:10]) if listed else "none"
        raise ModelNotFound(f"the endpoint lists {len(listed)} models: {what}", hint="name one with --model")
    return listed[0]


def import_sdks() -> None:
    """Import what a model needs: it takes a second, for which no event loop is to stand still."""
    import instructor
    import tenacity  # noqa: F401
    from instructor.core.exceptions import InstructorError  # noqa: F401

    instructor.patch  # noqa: B018 - it comes when it is asked for
    with suppress(ImportError):  # what it would import for the first answer
        import_module("instructor.v2.providers.openai.handlers")
    # It logs each error, all of which we report; where nobody has set up logging, that would land on stderr.
    if not logging.getLogger("instructor").handlers:
        logging.getLogger("instructor").addHandler(logging.NullHandler())


class _FormatRefused(RequestRejected):
    """The endpoint takes no ``response_format``: ask again with the schema in the prompt."""


class _Patience:
    """Repeats what fails for a while. All that is asked for one question shares one: its failures add up.

    To be refused while the endpoint ``answers`` others is no failure, or a quota would be one; but it has its bound, as
    there are requests that an endpoint refuses for ever.
    """

    def __init__(
        self,
        attempts: int,
        sleep: Sleep,
        hear: Callable[[str], None] = _unheard,
        answers: Callable[[], bool] = lambda: False,
    ) -> None:
        self._attempts = attempts
        self._sleep = sleep
        self._hear = hear
        self._answers = answers
        self._failed = self._refused = 0

    async def __call__(self, attempt: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs) -> T:
        """What an attempt returns in the end.

        Raises:
            ModelError: it failed for good, or once too often.
        """
        from tenacity import AsyncRetrying, retry_if_exception

        retrying = AsyncRetrying(
            retry=retry_if_exception(lambda error: isinstance(error, ModelError) and error.retryable),
            stop=self._is_used_up,
            wait=_wait,
            sleep=self._sleep,
            before_sleep=self._tell,
            reraise=True,
        )
        return await retrying(attempt, *args, **kwargs)

    def _tell(self, state: "RetryCallState") -> None:
        self._hear(type(_error_of(state)).__name__)

    def _is_used_up(self, state: "RetryCallState") -> bool:
        if isinstance(_error_of(state), RateLimited) and self._answers():
            self._refused += 1
        else:
            self._failed += 1
        return self._failed >= self._attempts or self._refused >= self._attempts * REFUSALS


@dataclass
class _Wire:
    """The requests of one question: sent in their turn, repeated, counted, checked."""

    send: Callable[[dict[str, Any]], Awaitable[object]]
    quirks: _Quirks
    patience: _Patience
    pace: Pace
    budget: Budget
    again: Callable[[str], None]
    key: str = field(repr=False)
    cost: Cost = field(default_factory=Cost)
    answers: int = 0

    async def create(self, **arguments: Any) -> "ChatCompletion":  # noqa: ANN401 - instructor's own arguments
        """What instructor calls in place of the SDK: same arguments, but our errors and our patience."""
        if self.answers:
            self.again("the answer has not the form that was asked for")
        thinks = self.quirks.thinks  # another question may find out while this one is on its way
        completion = await self.patience(self._attempt, arguments)
        if was_only_thought(completion) and not thinks:
            self.quirks.thinks = True
            completion = await self.patience(self._attempt, arguments)
        self.answers += 1
        return checked(completion, self.key)

    async def _attempt(self, arguments: dict[str, Any]) -> "ChatCompletion":
        sent = self.quirks.apply(arguments)
        try:
            return await self._exchange(sent)
        except _Complaint as complaint:
            if not self.quirks.adapt(complaint.text, sent):
                raise complaint.error from None
            if "response_format" in self.quirks.refused and "response_format" in sent:
                raise _FormatRefused(complaint.error.message) from None
        return await self._attempt(arguments)

    async def _exchange(self, sent: dict[str, Any]) -> "ChatCompletion":
        """Send a request when it may be sent, and note what it took."""
        estimate = estimate_of(sent)
        async with self.budget.spending(estimate) as expense, self.pace.turn(estimate.likely):
            self.cost += Cost(requests=1, retries=int(self.cost.requests > 0))
            expense.assumed = estimate.likely  # whatever becomes of it, it may be billed
            answer = await self._sent(sent, expense)
            expense.reported = usage_of(answer)
            self.cost += Cost(expense.reported)
            self.pace.answered(estimate.likely, expense.reported)
            completion = as_completion(answer)
            if not expense.reported.total:
                expense.assumed = _as_long_as(completion, estimate.likely)
            return completion

    async def _sent(self, sent: dict[str, Any], expense: Expense) -> object:
        try:
            return await self.send(sent)
        except Exception as error:  # noqa: BLE001 - `translate` raises what it does not know
            if was_refused(error):
                expense.assumed = Usage()
            translated = translate(error)
            self.pace.failed(translated)
            if isinstance(translated, RequestRejected):
                raise _Complaint(translated, str(error)) from None
            raise translated from None


class _Complaint(Exception):
    """An endpoint rejects a request, in words that may name what it does not take."""

    def __init__(self, error: RequestRejected, text: str) -> None:
        super().__init__(text)
        self.error = error
        self.text = text


def _as_long_as(completion: "ChatCompletion", likely: Usage) -> Usage:
    """What a request took, by the length of its answer."""
    written = sum(estimate_tokens(choice.message.content or "") for choice in completion.choices or ())
    return Usage(input_tokens=likely.input_tokens, output_tokens=min(written, likely.output_tokens))


def _wait(state: "RetryCallState") -> float:
    """What the endpoint asks for with Retry-After, else longer each time; half of that is left to chance."""
    from tenacity import wait_exponential, wait_random_exponential

    asked = getattr(_error_of(state), "retry_after", None)
    if asked is not None:
        return float(asked)
    half = {"multiplier": FIRST_WAIT / 2, "max": LONGEST_PAUSE / 2}
    return float((wait_exponential(**half) + wait_random_exponential(**half))(state))


def _error_of(state: "RetryCallState") -> BaseException | None:
    return state.outcome.exception() if state.outcome else None
