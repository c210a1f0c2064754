"""The client: the right number of requests, and the right error, for whatever an endpoint does."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from newsbrief import errors
from newsbrief.budget import Budget
from newsbrief.completions import bare_json
from newsbrief.drafts import Draft, Slot, Text, draft_of
from newsbrief.foreign_errors import LONGEST_WAIT, retry_after
from newsbrief.model import REFUSALS, Model, import_sdks
from newsbrief.questions import Answer, Failure, Question, Reply
from newsbrief.relay import relay_of
from newsbrief.schema import PromptUsed, Usage
from newsbrief.settings import Endpoint, Settings
from tests.endpoint import Body, Response, ScriptedEndpoint, completion
from tests.faults import BUSY, STALL, FakeTime, Fault

QUESTION = Question(
    section="headline",
    prompts=(PromptUsed(name="headline", version=1, sha256="0"),),
    system="Be brief.",
    user="An article with {{ braces }} and {% percent %} signs.",
    draft=draft_of("headline", [Slot("headline", "headline", 0, Text(80))]),
    max_tokens=50,
)
GOOD = completion('{"headline": "All is well"}')
NO_WAIT = {"Retry-After": "0"}
SENT: Body = {"messages": [{"role": "user", "content": QUESTION.user}]}


def ask(endpoint: ScriptedEndpoint, *, attempts: int = 3, timeout: float = 5, key: str | None = None) -> Reply:
    async def run() -> Reply:
        model = Model(Endpoint("m", endpoint.base_url, key), Settings(attempts=attempts, timeout=timeout))
        try:
            return await model.ask(QUESTION)
        finally:
            await model.close()

    return asyncio.run(run())


def script(endpoint: ScriptedEndpoint, *responses: Response) -> None:
    """The responses in turn; the last one for ever."""
    endpoint.respond = lambda number, _body: responses[min(number, len(responses) - 1)]


def headline(reply: Reply) -> Any:
    assert isinstance(reply, Answer), reply
    return reply.filled["headline"]


def failure(reply: Reply) -> errors.ModelError:
    assert isinstance(reply, Failure)
    return reply.error


def test_an_answer_is_the_draft_filled_in(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, GOOD)
    reply = ask(endpoint)
    assert reply.filled == {"headline": "All is well"}  # type: ignore[union-attr]


def test_braces_in_an_article_arrive_as_they_are(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, GOOD)
    ask(endpoint)
    assert endpoint.requests[0]["messages"][1]["content"] == QUESTION.user


def test_the_schema_is_sent_as_the_response_format(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, GOOD)
    ask(endpoint)
    assert endpoint.requests[0]["response_format"]["json_schema"]["schema"] == QUESTION.draft.schema


def test_tokens_are_counted_with_those_from_the_cache(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, GOOD)
    usage = ask(endpoint).cost.usage
    assert (usage.input_tokens, usage.cached_tokens, usage.output_tokens) == (100, 60, 10)


@pytest.mark.parametrize(
    "content", ['```json\n{"headline": "A"}\n```', '<think>{"x"</think>{"headline": "A"}', 'Sure: {"headline": "A"}']
)
def test_json_is_found_in_what_stands_around_it(endpoint: ScriptedEndpoint, content: str) -> None:
    script(endpoint, completion(content))
    assert headline(ask(endpoint)) == "A"


def test_a_bare_answer_stays_as_it_is() -> None:
    assert bare_json('{"a": "}"}') == '{"a": "}"}'


def test_an_invalid_answer_is_shown_to_the_model_once(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, completion('{"headlin'), GOOD)
    reply = ask(endpoint)
    assert headline(reply) == "All is well"
    assert reply.cost.requests == len(endpoint.requests) == 2
    assert reply.cost.retries == 1
    assert reply.cost.usage.input_tokens == 200


def test_an_answer_that_stays_invalid_is_a_failure_after_two_requests(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, completion('{"other": 1}'))
    error = failure(ask(endpoint))
    assert isinstance(error, errors.AnswerInvalid)
    assert "must be an object with the keys headline" in error.message
    assert ": :" not in error.message
    assert len(endpoint.requests) == 2


def test_a_failure_names_model_and_section(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, completion(""))
    error = failure(ask(endpoint))
    assert (error.model, error.section) == ("m", "headline")


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_passing_error_is_retried(endpoint: ScriptedEndpoint, status: int) -> None:
    script(endpoint, Response(status, b"<html>busy</html>", NO_WAIT), GOOD)
    assert headline(ask(endpoint)) == "All is well"
    assert len(endpoint.requests) == 2


@pytest.mark.parametrize(
    ("status", "body", "kind", "requests"),
    [
        (429, {}, errors.RateLimited, 3),
        (429, {"error": {"message": "spent", "type": "insufficient_quota"}}, errors.AccessDenied, 1),
        (429, {"error": {"message": "spent", "code": "insufficient_quota"}}, errors.AccessDenied, 1),
        (401, {"error": {"message": "no such key"}}, errors.AccessDenied, 1),
        (403, {}, errors.AccessDenied, 1),
        (404, {}, errors.ModelNotFound, 1),
        (400, {"error": {"message": "maximum context length is 4096 tokens"}}, errors.ContextTooLong, 1),
        (400, {"error": {"message": "what?"}}, errors.RequestRejected, 1),
        (500, {}, errors.EndpointFailed, 3),
    ],
)
def test_each_status_has_its_error_and_its_number_of_requests(
    endpoint: ScriptedEndpoint, status: int, body: Body, kind: type[errors.ModelError], requests: int
) -> None:
    script(endpoint, Response(status, body, NO_WAIT))
    reply = ask(endpoint)
    assert type(failure(reply)) is kind
    assert reply.cost.requests == len(endpoint.requests) == requests


@pytest.mark.parametrize(
    ("response", "kind"),
    [
        (completion('{"headline": "A', finish_reason="length"), errors.AnswerTruncated),
        (completion("", finish_reason="content_filter"), errors.AnswerRefused),
        (completion("", refusal="I would rather not"), errors.AnswerRefused),
        (
            Response(body={"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": []}),
            errors.AnswerInvalid,
        ),
    ],
)
def test_an_answer_that_is_none_is_not_asked_for_again(
    endpoint: ScriptedEndpoint, response: Response, kind: type[errors.ModelError]
) -> None:
    script(endpoint, response)
    assert type(failure(ask(endpoint))) is kind
    assert len(endpoint.requests) == 1


def test_a_missing_usage_is_no_usage(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, Response(body={**GOOD.body, "usage": None}))
    assert ask(endpoint).cost.usage.input_tokens == 0


def test_an_endpoint_that_is_not_there_is_unreachable() -> None:
    stopped = ScriptedEndpoint()
    with stopped:
        pass
    assert isinstance(failure(ask(stopped, attempts=1)), errors.ModelUnreachable)


def test_a_stall_ends_in_a_timeout(endpoint: ScriptedEndpoint) -> None:
    import threading

    release = threading.Event()
    endpoint.respond = lambda _number, _body: (release.wait(5), GOOD)[1]
    error = failure(ask(endpoint, attempts=1, timeout=0.2))
    release.set()
    assert isinstance(error, errors.ModelTimeout)


@pytest.mark.parametrize(
    ("complaint", "gone", "there"),
    [
        (
            "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead",
            "max_tokens",
            "max_completion_tokens",
        ),
        ("Unsupported value: 'temperature' does not support 0", "temperature", "max_tokens"),
        ("Unrecognized request argument supplied: seed", "seed", "temperature"),
    ],
)
def test_a_parameter_that_is_refused_is_left_out(
    endpoint: ScriptedEndpoint, complaint: str, gone: str, there: str
) -> None:
    script(endpoint, Response(400, {"error": {"message": complaint}}), GOOD)
    assert headline(ask(endpoint)) == "All is well"
    assert gone not in endpoint.requests[1]
    assert there in endpoint.requests[1]


def test_an_endpoint_without_response_format_gets_the_schema_in_the_prompt(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, Response(400, {"error": {"message": "response_format is not supported"}}), GOOD)
    assert headline(ask(endpoint)) == "All is well"
    assert "response_format" not in endpoint.requests[1]
    assert "json_schema" in json.dumps(endpoint.requests[1]["messages"])


def test_an_account_without_quota_is_told_to_look_at_its_account_and_not_at_its_key(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, Response(429, {"error": {"code": "insufficient_quota"}}))
    error = failure(ask(endpoint))
    assert "quota" in error.message
    assert "billing" in error.hint


def test_no_key_gets_into_an_error(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, Response(401, {"error": {"message": "bad key"}}))
    error = failure(ask(endpoint, key="sk-planted-key"))
    assert "planted" not in f"{error!r} {error} {error.__cause__!r}"
    assert endpoint.headers[0]["authorization"] == "Bearer sk-planted-key"


def test_nothing_is_logged_to_stderr(endpoint: ScriptedEndpoint, capfd: pytest.CaptureFixture[str]) -> None:
    script(endpoint, completion("nonsense"))
    ask(endpoint)
    assert capfd.readouterr().err == ""


def test_retry_after_is_read_as_seconds_and_as_a_date() -> None:
    assert retry_after({"retry-after": "7"}) == 7
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert 25 < (retry_after({"retry-after": soon}) or 0) <= 30


@pytest.mark.parametrize(("value", "seconds"), [("", None), ("soon", None), ("99999", LONGEST_WAIT), ("-3", None)])
def test_an_odd_retry_after_does_no_harm(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}) == seconds


@pytest.mark.parametrize(
    ("milliseconds", "seconds"), [("1500", 1.5), ("99999999", LONGEST_WAIT), ("soon", 7), ("nan", 7)]
)
def test_the_wait_in_milliseconds_wins_where_it_is_one(milliseconds: str, seconds: float) -> None:
    assert retry_after({"retry-after-ms": milliseconds, "retry-after": "7"}) == seconds


def run_in(budget: Budget, endpoint: ScriptedEndpoint, questions: int = 1, **settings: Any) -> list[Reply]:
    """Questions one after the other, in a time that does not pass by itself."""

    async def run() -> list[Reply]:
        time = FakeTime()
        model = Model(Endpoint("m", endpoint.base_url), Settings(**settings), sleep=time.sleep, clock=time.clock)
        try:
            return [await model.ask(QUESTION, budget) for _ in range(questions)]
        finally:
            await model.close()

    return asyncio.run(run())


def test_an_answer_without_usage_counts_by_its_length_against_the_budget_only(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, Response(body={**GOOD.body, "usage": None}))
    budget = Budget()
    (reply,) = run_in(budget, endpoint)
    assert reply.cost.usage == budget.used == Usage()
    assert budget.assumed.input_tokens > 0
    assert 0 < budget.assumed.output_tokens < QUESTION.max_tokens


def test_the_bound_ends_a_run_where_no_usage_is_reported(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, Response(body={**GOOD.body, "usage": None}))
    with pytest.raises(errors.BudgetSpent):
        run_in(Budget(max_tokens=200), endpoint, questions=20)
    assert 1 < len(endpoint.requests) < 20


@pytest.mark.parametrize("fault", [STALL, BUSY["reset before the body"], BUSY["half a body"]])
def test_a_request_that_broke_after_it_was_sent_counts_with_the_longest_answer(
    endpoint: ScriptedEndpoint, fault: Fault
) -> None:
    response = fault.response({"response_format": {"json_schema": {"schema": QUESTION.draft.schema}}, **SENT})
    script(endpoint, response)
    budget = Budget()
    run_in(budget, endpoint, attempts=1, timeout=0.3)
    assert budget.assumed.output_tokens == QUESTION.max_tokens


@pytest.mark.parametrize("status", [400, 401, 429, 500, 503])
def test_what_the_endpoint_turned_down_counts_nothing(endpoint: ScriptedEndpoint, status: int) -> None:
    script(endpoint, Response(status, {}))
    budget = Budget(max_tokens=200)
    run_in(budget, endpoint, questions=3)
    assert budget.assumed == Usage()


def test_what_a_proxy_gave_up_on_may_be_billed(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, Response(504, {}))
    budget = Budget()
    run_in(budget, endpoint, attempts=1)
    assert budget.assumed.total > 0


def test_what_found_no_connection_counts_nothing() -> None:
    stopped = ScriptedEndpoint()
    with stopped:
        pass
    budget = Budget()
    run_in(budget, stopped, attempts=1)
    assert budget.assumed == Usage()


def test_refusals_of_an_endpoint_that_answers_use_up_no_attempt(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, GOOD, *[Response(429, {})] * 7, GOOD)
    assert [headline(reply) for reply in run_in(Budget(), endpoint, questions=2, attempts=2)] == ["All is well"] * 2
    assert len(endpoint.requests) == 9


def test_an_endpoint_that_refuses_for_good_after_an_answer_ends_in_its_error(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, GOOD, Response(429, {}))
    error = failure(run_in(Budget(), endpoint, questions=2, attempts=2)[1])
    assert isinstance(error, errors.RateLimited)
    assert len(endpoint.requests) <= 1 + 2 * (REFUSALS + 1)


def test_a_question_that_is_refused_for_ever_while_others_are_answered_ends_in_its_error(
    endpoint: ScriptedEndpoint,
) -> None:
    refused = 0

    def respond(_number: int, body: Body) -> Response:
        nonlocal refused
        if body["messages"][1]["content"] == QUESTION.user:
            return GOOD
        refused += 1
        return Response(429, {})

    async def run() -> Reply:
        time = FakeTime()
        model = Model(Endpoint("m", endpoint.base_url), Settings(attempts=1), sleep=time.sleep, clock=time.clock)
        asking = asyncio.create_task(model.ask(replace(QUESTION, user="Too long.")))
        while not asking.done():
            await model.ask(QUESTION)
        await model.close()
        return asking.result()

    endpoint.respond = respond
    assert isinstance(failure(asyncio.run(run())), errors.RateLimited)
    assert 1 <= refused <= REFUSALS


def test_the_only_model_of_an_endpoint_needs_no_name(endpoint: ScriptedEndpoint) -> None:
    async def name() -> str:
        model = Model(Endpoint(None, endpoint.base_url), Settings())
        try:
            return await model.name()
        finally:
            await model.close()

    assert asyncio.run(name()) == "scripted"
    endpoint.models = ["one", "two"]
    with pytest.raises(errors.ModelNotFound, match="one, two"):
        asyncio.run(name())


def test_a_proxy_of_the_environment_does_not_swallow_what_is_meant_for_this_machine(
    endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    script(endpoint, GOOD)
    assert headline(ask(endpoint)) == "All is well"


def test_a_model_that_thinks_its_answer_away_gets_more_room(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, completion("", finish_reason="length"), GOOD)
    assert headline(ask(endpoint)) == "All is well"
    assert endpoint.requests[1]["max_tokens"] > 1000


def test_a_parameter_that_is_refused_is_left_out_of_every_question_in_flight(endpoint: ScriptedEndpoint) -> None:
    def respond(_number: int, body: Body) -> Response:
        return Response(400, {"error": {"message": "temperature is not supported"}}) if "temperature" in body else GOOD

    async def run() -> list[Reply]:
        model = Model(Endpoint("m", endpoint.base_url), Settings())
        try:
            return await asyncio.gather(*(model.ask(QUESTION) for _ in range(4)))
        finally:
            await model.close()

    endpoint.respond = respond
    assert {headline(reply) for reply in asyncio.run(run())} == {"All is well"}


def test_a_page_of_html_says_that_the_base_url_may_be_wrong(endpoint: ScriptedEndpoint) -> None:
    script(endpoint, Response(200, b"<html>hello</html>", {"Content-Type": "text/html", "Retry-After": "0"}))
    error = failure(ask(endpoint, attempts=1))
    assert "/v1" in error.hint


def test_between_two_of_many_questions_the_loop_has_its_turn(
    endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns, begun = 0, []

    async def turn() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    def noted(draft: Draft) -> Any:
        begun.append(turns)
        return relay_of(draft)

    async def run() -> None:
        model = Model(Endpoint("m", endpoint.base_url), Settings())
        turning = asyncio.create_task(turn())
        await asyncio.gather(*(model.ask(QUESTION) for _ in range(20)))
        turning.cancel()
        await model.close()

    script(endpoint, GOOD)
    import_sdks()
    monkeypatch.setattr("newsbrief.model.relay_of", noted)
    asyncio.run(run())
    assert len(set(begun)) == len(begun) == 20
