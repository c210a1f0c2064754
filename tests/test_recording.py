"""Recorded once against any endpoint, replayed anywhere: with no model, no network and no secret in it."""

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openai import OpenAI

from newsbrief import Article, Briefer, Settings
from newsbrief.article import article_paths
from newsbrief.errors import ModelNotFound, RecordingMissing, SettingsError
from newsbrief.exchanges import load_exchanges
from newsbrief.recording import Recording
from newsbrief.schema import Brief
from newsbrief.tape import Mode
from tests.endpoint import Body, Response, ScriptedEndpoint, completion

ARTICLE = Article.from_text(
    "Mayor Anna Lind said the ferry would sail again in spring. “We mended it,” she said. About 1,200 people cheered.",
    title="Ferry to sail",
    language="en",
)
KEY = "sk-planted-0123456789abcdef"
HERE = "http://elsewhere.invalid/v1"


def brief(folder: Path, mode: Mode = "none", *, base_url: str = HERE, article: Article = ARTICLE, **more: Any) -> Brief:
    settings = Settings(recording=Recording(folder, mode), attempts=2, **more)
    with Briefer("m", base_url, KEY, settings=settings) as briefer:
        return briefer.brief(article)


def same(one: Brief, other: Brief) -> bool:
    """Whether two briefs agree in all but what differs from one run to the next."""
    kept = {"usage", "requests", "retries", "seconds"}
    left, right = (each.model_dump(exclude={"provenance": kept}) for each in (one, other))
    return left == right


@pytest.fixture
def recorded(tmp_path: Path, endpoint: ScriptedEndpoint) -> tuple[Path, Brief, int]:
    """A recording, the brief that came of it, and how many requests it took."""
    folder = tmp_path / "recordings"
    made = brief(folder, "new", base_url=endpoint.base_url)
    return folder, made, len(endpoint.requests)


def texts(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))


def test_a_replay_gives_the_same_brief_and_asks_nothing(
    recorded: tuple[Path, Brief, int], endpoint: ScriptedEndpoint
) -> None:
    folder, made, asked = recorded
    assert same(brief(folder, base_url=endpoint.base_url), made)
    assert len(endpoint.requests) == asked


def test_host_port_and_key_do_not_matter(recorded: tuple[Path, Brief, int]) -> None:
    folder, made, _ = recorded
    assert same(brief(folder, base_url="http://other.invalid:99/some/api/v1"), made)


def test_no_key_no_host_and_no_header_is_written(tmp_path: Path, endpoint: ScriptedEndpoint) -> None:
    leak = f"denied for {KEY} at {endpoint.base_url}"
    leaks = {1: Response(400, {"error": {"message": leak}}), 2: completion(json.dumps({"headline": leak}))}
    ok = endpoint.respond
    endpoint.respond = lambda number, body: leaks.get(number) or ok(number, body)
    brief(tmp_path, "new", base_url=endpoint.base_url)
    written = texts(tmp_path)
    assert "denied for" in written
    for secret in (KEY, "127.0.0.1", "authorization", "Authorization", "Bearer", "user-agent"):
        assert secret not in written


def test_an_exchange_is_readable(recorded: tuple[Path, Brief, int]) -> None:
    exchange = next(one for _, one in load_exchanges(recorded[0]) if one.prompt == "headline")
    assert [(one.name, one.version) for one in exchange.prompts] == [("system", 1), ("article", 1), ("headline", 1)]
    assert exchange.model == "m"
    assert exchange.parameters["temperature"] == 0
    assert "[2] “We mended it,” she said." in exchange.messages[1]["content"]
    assert exchange.answer is not None
    assert "headline" in json.loads(exchange.answer)
    assert exchange.usage == {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110} | {
        "prompt_tokens_details": {"cached_tokens": 60}
    }
    assert "response_format" in exchange.parameters


def test_a_changed_schema_is_tried_against_old_answers(recorded: tuple[Path, Brief, int]) -> None:
    folder, made, _ = recorded
    for path, exchange in load_exchanges(folder):
        other = exchange.model_copy(update={"parameters": {"response_format": {"type": "json_object"}}})
        path.write_text(other.model_dump_json())
    assert same(brief(folder), made)


def test_an_answer_is_validated_again_on_replay(recorded: tuple[Path, Brief, int]) -> None:
    folder, _, _ = recorded
    for path, exchange in load_exchanges(folder):
        if exchange.prompt == "headline":
            path.write_text(
                exchange.model_copy(update={"answer": '{"headline": "Karl lost to Tom"}'}).model_dump_json()
            )
    with pytest.raises(RecordingMissing, match="headline"):  # the repair that this answer needs was never recorded
        brief(folder)


def test_a_recording_that_lacks_a_question_gives_no_half_brief(recorded: tuple[Path, Brief, int]) -> None:
    next(path for path in recorded[0].iterdir() if path.name.startswith("summary")).unlink()
    with pytest.raises(RecordingMissing, match="summary"):
        brief(recorded[0])


def test_a_miss_says_which_prompt_differs_and_in_what(recorded: tuple[Path, Brief, int]) -> None:
    other = Article.from_text(ARTICLE.text.replace("cheered", "waved"), title=ARTICLE.title, language="en")
    with pytest.raises(RecordingMissing) as caught:
        brief(recorded[0], article=other)
    message = str(caught.value)
    assert "of the prompt" in message
    assert "waved" in message
    assert "--record new" in message
    assert not caught.value.retryable


def test_another_model_is_another_question(recorded: tuple[Path, Brief, int]) -> None:
    settings = Settings(recording=Recording(recorded[0]))
    with (
        Briefer("other", HERE, KEY, settings=settings) as briefer,
        pytest.raises(RecordingMissing, match="'m' → 'other'"),
    ):
        briefer.brief(ARTICLE)


def test_what_is_recorded_goes_through_the_proxy_of_the_environment(
    tmp_path: Path, endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", endpoint.base_url.removesuffix("/v1"))
    assert brief(tmp_path, "new", base_url=HERE).status == "ok"
    assert {headers["host"] for headers in endpoint.headers} == {"elsewhere.invalid"}


def test_what_is_recorded_on_this_machine_goes_through_no_proxy(
    tmp_path: Path, endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert brief(tmp_path, "new", base_url=endpoint.base_url).status == "ok"


def test_new_asks_for_what_is_missing_only(recorded: tuple[Path, Brief, int], endpoint: ScriptedEndpoint) -> None:
    folder, made, asked = recorded
    next(path for path in folder.iterdir() if path.name.startswith("headline")).unlink()
    assert same(brief(folder, "new", base_url=endpoint.base_url), made)
    assert len(endpoint.requests) == asked + 1


def test_all_asks_for_everything_anew(recorded: tuple[Path, Brief, int], endpoint: ScriptedEndpoint) -> None:
    folder, _, asked = recorded
    before = sorted(path.name for path in folder.iterdir())
    brief(folder, "all", base_url=endpoint.base_url)
    assert len(endpoint.requests) == 2 * asked
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize("status", [401, 429, 500])
def test_answers_about_the_asker_or_the_moment_are_not_kept(
    tmp_path: Path, endpoint: ScriptedEndpoint, status: int
) -> None:
    ok = endpoint.respond
    endpoint.respond = lambda number, body: (
        Response(status, {"error": {"message": "no"}}, {"Retry-After": "0"}) if number == 0 else ok(number, body)
    )
    brief(tmp_path, "new", base_url=endpoint.base_url)
    assert {one.status for _, one in load_exchanges(tmp_path)} == {200}


def test_a_refused_parameter_is_recorded_too_so_that_the_replay_takes_the_same_way(
    tmp_path: Path, endpoint: ScriptedEndpoint
) -> None:
    ok = endpoint.respond
    endpoint.respond = lambda number, body: (
        Response(400, {"error": {"message": "temperature is not supported"}})
        if "temperature" in body
        else ok(number, body)
    )
    made = brief(tmp_path, "new", base_url=endpoint.base_url)
    assert same(brief(tmp_path), made)


def test_threads_may_share_a_recording(recorded: tuple[Path, Brief, int]) -> None:
    folder, made, _ = recorded
    found: list[Brief] = []
    with Briefer("m", HERE, KEY, settings=Settings(recording=Recording(folder))) as briefer:
        threads = [threading.Thread(target=lambda: found.append(briefer.brief(ARTICLE))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [same(one, made) for one in found] == [True] * 4


def test_asynchronous_callers_replay_too(recorded: tuple[Path, Brief, int]) -> None:
    folder, made, _ = recorded

    async def run() -> list[Brief]:
        async with Briefer("m", HERE, KEY, settings=Settings(recording=Recording(folder))) as briefer:
            return await asyncio.gather(*(briefer.abrief(ARTICLE) for _ in range(3)))

    assert all(same(one, made) for one in asyncio.run(run()))


def test_replaying_needs_no_key(recorded: tuple[Path, Brief, int]) -> None:
    folder, made, _ = recorded
    with Briefer("m", settings=Settings(recording=Recording(folder))) as briefer:
        assert same(briefer.brief(ARTICLE), made)


def test_the_embedded_model_is_replayed_without_being_started(tmp_path: Path, endpoint: ScriptedEndpoint) -> None:
    settings = Settings(recording=Recording(tmp_path, "new"), concurrency=1)
    with Briefer("qwen2.5-coder-1.5b", endpoint.base_url, KEY, settings=settings) as briefer:
        made = briefer.brief(ARTICLE)
    with Briefer("local", settings=Settings(recording=Recording(tmp_path))) as briefer:
        assert same(briefer.brief(ARTICLE), made)


def test_the_only_model_of_an_endpoint_is_recorded_as_well(tmp_path: Path, endpoint: ScriptedEndpoint) -> None:
    for mode, base_url in (("new", endpoint.base_url), ("none", HERE)):
        settings = Settings(recording=Recording(tmp_path, mode))  # type: ignore[arg-type]
        with Briefer(None, base_url, KEY, settings=settings) as briefer:
            assert briefer.brief(ARTICLE).provenance.model == "scripted"


BROKEN: dict[str, str | bytes] = {
    "empty": "",
    "no JSON": "{",
    "a list": "[]",
    "another format": '{"format": 2, "path": "chat/completions"}',
    "an unknown field": '{"path": "chat/completions", "authorization": "x"}',
    "an answer without a place for it": '{"path": "chat/completions", "status": 200, "answer": "x", "response": {}}',
    "deep nesting": '{"path": "x", "response": ' + "[" * 3000 + "]" * 3000 + "}",
    "bytes": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_recording_is_named(tmp_path: Path, name: str) -> None:
    content = BROKEN[name]
    path = tmp_path / "broken.exchange.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SettingsError, match=r"broken\.exchange\.json is no recording"):
        brief(tmp_path)


def test_a_folder_that_is_not_there_is_an_error_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        brief(tmp_path / "nowhere")


def test_a_folder_that_cannot_be_made_is_an_error_before_money_is_spent(
    tmp_path: Path, endpoint: ScriptedEndpoint
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingsError, match="cannot be written to"):
        brief(tmp_path / "file" / "recordings", "new", base_url=endpoint.base_url)
    assert endpoint.requests == []


def test_an_unknown_mode_is_an_error() -> None:
    with pytest.raises(SettingsError, match="one of none, new, all"):
        Recording(Path(), "some")  # type: ignore[arg-type]


def test_a_client_of_ones_own_takes_the_recording_underneath(tmp_path: Path) -> None:
    with (
        OpenAI(base_url=HERE, api_key=KEY) as client,
        pytest.raises(SettingsError, match=r"recording\.transport"),
    ):
        Briefer("m", client=client, settings=Settings(recording=Recording(tmp_path)))


OTHER = Article.from_text("Tom Vey said the mill burned. “We ran,” he said.", title="Mill burns", language="en")


def test_an_article_is_replayed_apart_from_the_run_that_recorded_it(tmp_path: Path, endpoint: ScriptedEndpoint) -> None:
    ok = endpoint.respond
    endpoint.respond = lambda number, body: (
        Response(400, {"error": {"message": "max_tokens is not supported"}})
        if "max_tokens" in body
        else ok(number, body)
    )
    with Briefer("m", endpoint.base_url, KEY, settings=Settings(recording=Recording(tmp_path, "new"))) as briefer:
        _, made = briefer.brief(ARTICLE), briefer.brief(OTHER)
    assert same(brief(tmp_path, article=OTHER), made)


def test_a_retry_is_asked_and_not_answered_with_what_failed(tmp_path: Path, endpoint: ScriptedEndpoint) -> None:
    ok = endpoint.respond
    endpoint.respond = lambda number, body: Response(200, "no completion") if number < 2 else ok(number, body)
    assert brief(tmp_path, "new", base_url=endpoint.base_url, concurrency=1).status == "ok"


def test_what_was_wrong_with_an_address_is_not_recorded(tmp_path: Path, endpoint: ScriptedEndpoint) -> None:
    ok = endpoint.respond
    endpoint.respond = lambda _number, _body: Response(404, {"error": {"message": "no such path"}})
    with pytest.raises(ModelNotFound):
        brief(tmp_path, "new", base_url=endpoint.base_url)
    endpoint.respond = ok
    assert brief(tmp_path, "new", base_url=endpoint.base_url).status == "ok"


def test_an_article_that_names_the_host_is_replayed(tmp_path: Path, endpoint: ScriptedEndpoint) -> None:
    host = endpoint.base_url.removeprefix("http://").removesuffix("/v1")
    article = Article.from_text(f"{ARTICLE.text} The page lies at {host} now.", language="en")
    ok, named = endpoint.respond, completion(json.dumps({"headline": f"Page at {host}"}))
    endpoint.respond = lambda number, body: named if "headline" in str(body["response_format"]) else ok(number, body)
    made = brief(tmp_path, "new", base_url=endpoint.base_url, article=article)
    assert made.headline == f"Page at {host}"
    assert same(brief(tmp_path, article=article), made)


def test_asked_anew_no_old_answer_stays_in_front(tmp_path: Path, endpoint: ScriptedEndpoint) -> None:
    brief(tmp_path, "new", base_url=endpoint.base_url)
    old = {path.name for path in tmp_path.iterdir()}
    ok, failed = endpoint.respond, set[str]()

    def respond(number: int, body: Body) -> Response:
        if (asked := json.dumps(body["messages"])) not in failed:
            failed.add(asked)
            return Response(503, {}, {"Retry-After": "0"})
        answer = ok(number, body)
        answer.body["choices"][0]["message"]["content"] += " "
        return answer

    endpoint.respond = respond
    brief(tmp_path, "all", base_url=endpoint.base_url)
    assert {path.name for path in tmp_path.iterdir()} == old
    assert all((one.answer or "").endswith(" ") for _, one in load_exchanges(tmp_path))


def test_a_broken_file_is_named_each_time(recorded: tuple[Path, Brief, int]) -> None:
    folder, _, _ = recorded
    (folder / "z.exchange.json").write_text("{")
    with Briefer("m", HERE, KEY, settings=Settings(recording=Recording(folder))) as briefer:
        for _ in range(2):
            with pytest.raises(SettingsError, match=r"z\.exchange\.json"):
                briefer.brief(ARTICLE)


def test_a_synchronous_client_of_ones_own_names_the_prompts_too(tmp_path: Path, endpoint: ScriptedEndpoint) -> None:
    transport = Recording(tmp_path, "new").transport()
    with (
        OpenAI(base_url=endpoint.base_url, api_key=KEY, http_client=httpx2.Client(transport=transport)) as client,
        Briefer("m", client=client) as briefer,
    ):
        briefer.brief(ARTICLE)
    assert {one.prompt for _, one in load_exchanges(tmp_path)} >= {"headline", "summary", "statements"}


@pytest.mark.usefixtures("recorded")
def test_a_recording_among_the_articles_is_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE.text)
    assert [path.name for path in article_paths(tmp_path)] == ["a.txt"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = {"path": "chat/completions", "status": 200, "answer": "{}", "response": {"choices": [{"message": {}}]}}


CHANGES = st.fixed_dictionaries({}, optional=dict.fromkeys([*FIELDS, "messages", "usage"], ANYTHING))


@given(st.binary(max_size=60) | CHANGES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_is_a_recording_or_said_to_be_none(tmp_path: Path, content: bytes | dict[str, Any]) -> None:
    path = tmp_path / "any.exchange.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(FIELDS | content).encode())
    try:
        [(_, exchange)] = load_exchanges(tmp_path)
    except SettingsError:
        return
    assert isinstance(exchange.content(), bytes)
    assert exchange.key
