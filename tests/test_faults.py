"""Whatever an endpoint does: the right number of calls, the right waits, and the same brief or the right error."""

import asyncio
import io
import json
import logging
import os
import re
import threading
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import cycle

import httpx2
import openai
import pytest
from rich.console import Console

from newsbrief import errors
from newsbrief.article import Article
from newsbrief.bounded import bound
from newsbrief.briefer import Briefer
from newsbrief.events import Event, QuestionAnswered, QuestionSent
from newsbrief.foreign_errors import LONGEST_WAIT
from newsbrief.model import FIRST_WAIT, THINKING_TOKENS, Model
from newsbrief.render.terminal import show
from newsbrief.schema import Brief
from newsbrief.settings import Settings
from tests.endpoint import Body, Response, ScriptedEndpoint, completion, filled
from tests.faults import BUSY, DRIBBLE, FINAL, FLOOD, HARMLESS, KEY, MISREAD, STALL, FakeTime, Fault, good

ARTICLE = Article.from_text("Vera Holm waited at the pier.", title="At the pier", language="en")
ATTEMPTS = 3

pytestmark = pytest.mark.usefixtures("made_once")


def _sync(url: str, settings: Settings) -> Brief:
    with Briefer("m", url, KEY, settings=settings) as briefer:
        return briefer.brief(ARTICLE)


def _async(url: str, settings: Settings) -> Brief:
    async def run() -> Brief:
        async with Briefer("m", url, KEY, settings=settings) as briefer:
            return await briefer.abrief(ARTICLE)

    return asyncio.run(run())


def _their_sync(url: str, settings: Settings) -> Brief:
    with (
        openai.OpenAI(base_url=url, api_key=KEY, max_retries=5) as client,
        Briefer("m", client=client, settings=settings) as briefer,
    ):
        return briefer.brief(ARTICLE)


def _their_async(url: str, settings: Settings) -> Brief:
    async def run() -> Brief:
        async with (
            openai.AsyncOpenAI(base_url=url, api_key=KEY, max_retries=5) as client,
            Briefer("m", client=client, settings=settings) as briefer,
        ):
            return await briefer.abrief(ARTICLE)

    return asyncio.run(run())


Way = Callable[[str, Settings], Brief]
OWN: dict[str, Way] = {"sync": _sync, "async": _async}
WAYS: dict[str, Way] = {**OWN, "their sync client": _their_sync, "their async client": _their_async}
every_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


def each(faults: dict[str, Fault]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("fault", faults.values(), ids=faults)


class Asked(list[Event]):
    """A listener that counts the questions."""

    def settings(self, timeout: float = 60) -> Settings:
        return Settings(attempts=ATTEMPTS, timeout=timeout, on_event=self.append)

    @property
    def questions(self) -> int:
        return sum(isinstance(event, QuestionSent) for event in self)


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits between two attempts, which are recorded and not waited for."""
    time = FakeTime()
    monkeypatch.setattr("newsbrief.models.Model", partial(Model, sleep=time.sleep, clock=time.clock))
    return time.waits


@pytest.fixture(scope="module")
def undisturbed() -> Iterator[Brief]:
    with ScriptedEndpoint() as endpoint:
        yield _sync(endpoint.base_url, Settings())


def content(brief: Brief) -> object:
    return brief.model_dump(exclude={"provenance": {"usage", "requests", "retries", "seconds", "repairs"}})


def error_of(way: Way, endpoint: ScriptedEndpoint, settings: Settings) -> errors.ModelError:
    with pytest.raises(errors.ModelError) as caught:
        way(endpoint.base_url, settings)
    return caught.value


def check_error(error: errors.ModelError, kind: type[errors.ModelError] | None) -> None:
    """It is the right one, says whom it concerns and what to do, and gives no key away."""
    assert type(error) is kind
    assert (error.article, error.model) == (ARTICLE.name, "m")
    assert error.section
    assert error.hint
    assert "\n" not in str(error)
    assert KEY not in f"{error} {error!r} {vars(error)} {''.join(traceback.format_exception(error))}"


@every_way
@each(BUSY | MISREAD | FINAL)
def test_a_fault_that_stays_ends_in_its_error_after_so_many_calls(
    fault: Fault, way: Way, endpoint: ScriptedEndpoint
) -> None:
    endpoint.respond = lambda _number, body: fault.response(body)
    asked = Asked()
    check_error(error_of(way, endpoint, asked.settings()), fault.ends_in)
    assert len(endpoint.requests) == asked.questions * (fault.calls or ATTEMPTS)


@every_way
def test_a_stall_ends_in_a_timeout_after_so_many_calls(way: Way, endpoint: ScriptedEndpoint) -> None:
    endpoint.respond = lambda _number, body: STALL.response(body)
    asked = Asked()
    check_error(error_of(way, endpoint, asked.settings(timeout=0.3)), errors.ModelTimeout)
    assert len(endpoint.requests) == asked.questions * ATTEMPTS


@pytest.mark.parametrize("way", OWN.values(), ids=OWN)
def test_the_timeout_bounds_a_call_in_which_something_always_comes(way: Way, endpoint: ScriptedEndpoint) -> None:
    endpoint.respond = lambda _number, body: DRIBBLE.response(body)
    settings = Settings(attempts=1, timeout=0.3)
    check_error(error_of(way, endpoint, settings), errors.ModelTimeout)


@every_way
def test_a_refused_connection_ends_in_its_error(way: Way, waits: list[float]) -> None:
    endpoint, asked = ScriptedEndpoint(), Asked()
    check_error(error_of(way, endpoint, asked.settings()), errors.ModelUnreachable)
    assert len(waits) == asked.questions * (ATTEMPTS - 1)
    endpoint.close()


@pytest.mark.parametrize(
    ("fault", "way"), list(zip((BUSY | MISREAD).values(), cycle(WAYS.values()))), ids=BUSY | MISREAD
)
def test_a_fault_that_passes_leaves_no_trace_in_the_brief(
    fault: Fault, way: Way, endpoint: ScriptedEndpoint, undisturbed: Brief
) -> None:
    endpoint.respond = lambda number, body: good(body) if number else fault.response(body)
    asked = Asked()
    brief = way(endpoint.base_url, asked.settings())
    assert content(brief) == content(undisturbed)
    assert brief.provenance.requests == len(endpoint.requests) == asked.questions + 1
    assert brief.provenance.retries == 1


@every_way
@each(HARMLESS)
def test_an_answer_in_an_odd_wrapping_is_an_answer(
    fault: Fault, way: Way, endpoint: ScriptedEndpoint, undisturbed: Brief
) -> None:
    endpoint.respond = lambda _number, body: fault.response(body)
    asked = Asked()
    brief = way(endpoint.base_url, asked.settings())
    assert content(brief) == content(undisturbed)
    assert len(endpoint.requests) == asked.questions


def test_an_endpoint_that_comes_up_while_we_wait_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = ScriptedEndpoint()
    with ExitStack() as opened:

        async def sleep(_seconds: float) -> None:
            opened.enter_context(endpoint)

        monkeypatch.setattr("newsbrief.models.Model", partial(Model, sleep=sleep))
        assert _sync(endpoint.base_url, Settings()).status == "ok"


@pytest.mark.parametrize("way", OWN.values(), ids=OWN)
def test_an_answer_without_end_is_not_read_to_its_end(way: Way, endpoint: ScriptedEndpoint) -> None:
    endpoint.respond = lambda _number, body: FLOOD.response(body)
    asked = Asked()
    check_error(error_of(way, endpoint, asked.settings()), errors.AnswerInvalid)
    assert len(endpoint.requests) == asked.questions


def test_the_bound_on_an_answer_holds_for_what_is_decompressed(endpoint: ScriptedEndpoint) -> None:
    import gzip

    bomb = Response(200, gzip.compress(b" " * 20_000_000, 1), {"Content-Encoding": "gzip"})
    endpoint.respond = lambda _number, _body: bomb

    async def run() -> None:
        http_client = openai.DefaultAsyncHttpx2Client(event_hooks={"response": [bound]})
        async with (
            openai.AsyncOpenAI(base_url=endpoint.base_url, api_key=KEY, http_client=http_client) as client,
            Briefer("m", client=client) as briefer,
        ):
            await briefer.abrief(ARTICLE)

    with pytest.raises(errors.AnswerInvalid, match="longer than"):
        asyncio.run(run())


def test_the_bound_on_an_answer_holds_whatever_length_it_claims() -> None:
    """An answer in chunks is as long as its chunks, whatever its head says."""
    headers = {"Content-Length": "2", "Transfer-Encoding": "chunked"}

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 100_000

    with pytest.raises(errors.AnswerInvalid, match="longer than"):
        asyncio.run(bound(httpx2.Response(200, headers=headers, content=endless())))


def test_a_bounded_answer_arrives_whole_though_it_is_compressed(endpoint: ScriptedEndpoint) -> None:
    import gzip

    endpoint.respond = lambda _number, body: Response(200, gzip.compress(good(body).raw), {"Content-Encoding": "gzip"})

    async def run() -> Brief:
        http_client = openai.DefaultAsyncHttpx2Client(event_hooks={"response": [bound]})
        async with (
            openai.AsyncOpenAI(base_url=endpoint.base_url, api_key=KEY, http_client=http_client) as client,
            Briefer("m", client=client) as briefer,
        ):
            return await briefer.abrief(ARTICLE)

    assert asyncio.run(run()).status == "ok"


@pytest.mark.parametrize(
    ("name", "least", "most"), [("429 with seconds", 7, 7), ("429 with a date", 1, 50), ("503 with seconds", 3, 3)]
)
def test_the_wait_is_what_the_endpoint_asks_for(
    name: str, least: float, most: float, endpoint: ScriptedEndpoint, waits: list[float]
) -> None:
    endpoint.respond = lambda _number, body: BUSY[name].response(body)
    asked = Asked()
    error_of(_sync, endpoint, asked.settings())
    assert len(waits) == asked.questions * (ATTEMPTS - 1)
    assert all(least <= wait <= most for wait in waits)


def test_a_wait_has_its_bound_whatever_the_endpoint_asks_for(endpoint: ScriptedEndpoint, waits: list[float]) -> None:
    endpoint.respond = lambda _number, _body: Response(429, {}, {"Retry-After": "86400"})
    error_of(_sync, endpoint, Settings(attempts=2))
    assert set(waits) == {LONGEST_WAIT}


def test_without_retry_after_the_waits_double_and_part_of_them_is_left_to_chance(
    endpoint: ScriptedEndpoint, waits: list[float]
) -> None:
    endpoint.respond = lambda _number, body: BUSY["500"].response(body)
    error_of(_sync, endpoint, Settings(attempts=9, concurrency=1))
    first = waits[:8]
    for number, wait in enumerate(first):
        longest = min(FIRST_WAIT * 2**number, 20)
        assert longest / 2 <= wait <= longest
    assert any(wait != min(FIRST_WAIT * 2**number, 20) for number, wait in enumerate(first))


def test_failures_add_up_over_a_question_that_is_asked_again(endpoint: ScriptedEndpoint) -> None:
    def respond(number: int, body: Body) -> Response:
        return completion("nonsense") if number == ATTEMPTS - 1 else BUSY["500"].response(body)

    endpoint.respond = respond
    asked = Asked()
    check_error(error_of(_sync, endpoint, asked.settings()), errors.EndpointFailed)
    assert len(endpoint.requests) == asked.questions * ATTEMPTS + 1


def test_questions_on_their_way_when_a_model_turns_out_to_think_get_more_room_too(endpoint: ScriptedEndpoint) -> None:
    both_on_their_way = threading.Barrier(2)

    def respond(_number: int, body: Body) -> Response:
        if body["max_tokens"] > THINKING_TOKENS:
            return good(body)
        both_on_their_way.wait(30)
        return completion("", finish_reason="length")

    endpoint.respond = respond
    asked = Asked()
    with Briefer("m", endpoint.base_url, settings=asked.settings()) as briefer:
        briefer.brief("Vera Holm waited at the pier for 20 minutes.")
    assert [event.error for event in asked if isinstance(event, QuestionAnswered) and event.error] == []


def test_what_every_attempt_read_and_wrote_is_counted(endpoint: ScriptedEndpoint, undisturbed: Brief) -> None:
    endpoint.respond = lambda number, body: good(body) if number else completion("nonsense")
    usage, least = _sync(endpoint.base_url, Settings()).provenance.usage, undisturbed.provenance.usage
    assert (usage.input_tokens, usage.output_tokens) == (least.input_tokens + 100, least.output_tokens + 10)


@pytest.mark.parametrize("way", OWN.values(), ids=OWN)
def test_a_section_that_fails_leaves_the_others_standing_and_every_rendering_says_so(
    way: Way, endpoint: ScriptedEndpoint, undisturbed: Brief
) -> None:
    def respond(_number: int, body: Body) -> Response:
        is_headline = body["response_format"]["json_schema"]["name"] == "headline_draft"
        return FINAL["truncated"].response(body) if is_headline else good(body)

    endpoint.respond = respond
    brief = way(endpoint.base_url, Settings())
    assert (brief.status, [one.section for one in brief.incomplete]) == ("partial", ["headline"])
    assert brief.summary == undisturbed.summary
    assert brief.key_figures == undisturbed.key_figures
    terminal = Console(file=io.StringIO(), width=120)
    show(terminal, brief, ARTICLE)
    for rendering in (brief.to_markdown(), terminal.file.getvalue()):  # type: ignore[attr-defined]
        assert "Incomplete: Headline: the answer was cut off" in rendering
    assert Brief.model_validate_json(brief.model_dump_json()).incomplete == brief.incomplete
    assert "partial" in repr(brief)


@every_way
@pytest.mark.parametrize("name", ["401", "no JSON", "500"])
def test_no_log_holds_the_key(
    name: str, way: Way, endpoint: ScriptedEndpoint, caplog: pytest.LogCaptureFixture
) -> None:
    fault = (BUSY | MISREAD | FINAL)[name]
    endpoint.respond = lambda _number, body: fault.response(body)
    with caplog.at_level(logging.INFO):
        error_of(way, endpoint, Settings(attempts=2))
    assert KEY not in caplog.text


@every_way
def test_a_brief_does_not_hold_the_key_though_every_answer_does(way: Way, endpoint: ScriptedEndpoint) -> None:
    answer = json.dumps(f"12 people {KEY}")
    endpoint.respond = lambda _number, body: completion(re.sub('(?<=: )"[^"]{9,}"', answer, json.dumps(filled(body))))
    brief = way(endpoint.base_url, Settings())
    assert brief.rejected
    assert KEY not in brief.model_dump_json()


@pytest.mark.parametrize("name", ["401", "no JSON", "500", "a refusal"])
def test_no_dependency_writes_to_stderr_where_nobody_has_set_up_logging(
    name: str, endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    fault = (BUSY | MISREAD | FINAL)[name]
    endpoint.respond = lambda _number, body: fault.response(body)
    with monkeypatch.context() as patched:
        patched.setattr(logging.root, "handlers", [])
        error_of(_sync, endpoint, Settings(attempts=2))
    assert capfd.readouterr().err == ""


def test_each_error_of_a_model_has_a_hint_of_one_line() -> None:
    hints = [kind.default_hint for kind in errors.ModelError.__subclasses__() if kind.__module__ == errors.__name__]
    assert all(hint and "\n" not in hint for hint in hints)


@pytest.mark.skipif(not os.path.isdir("/dev/fd"), reason="the system does not list open files")  # noqa: PTH112
@every_way
def test_no_socket_stays_open(way: Way, endpoint: ScriptedEndpoint) -> None:
    turns = [BUSY["reset in the body"], BUSY["429"], HARMLESS["a fence"]]
    endpoint.respond = lambda number, body: turns[number % len(turns)].response(body)
    way(endpoint.base_url, Settings())
    before = _open_files()
    way(endpoint.base_url, Settings())
    assert _open_files() <= before


def _open_files() -> int:
    for thread in threading.enumerate():
        if "process_request" in thread.name:  # the endpoint's end of a connection
            thread.join(30)
    return len(os.listdir("/dev/fd"))  # noqa: PTH208
