"""The example service over real sockets: what it answers, what it gives up when a client goes, what it leaves over."""

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpx2
import pytest
import uvicorn

from examples import service
from newsbrief import Article, Brief, Settings
from newsbrief.events import SectionDone
from newsbrief.model import Model
from tests import test_many_faults
from tests.conftest import ROOT
from tests.endpoint import Body, Response, ScriptedEndpoint, completion, filled
from tests.faults import FINAL, KEY, FakeTime, Stall, good

TEXT = "Vera Holm waited at the pier."
PLANTED = "Quagmirel"
"""A word of articles, for which everything that is logged is searched."""
QUIETED = ("newsbrief", "httpcore2", "httpx2", "instructor", "openai")
WAIT = 100

pytestmark = pytest.mark.usefixtures("made_once")


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold, which is left to other threads."""
    end = time.monotonic() + WAIT
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    return holds()


class Running:
    """The service in a thread of its own, on a port of loopback."""

    def __init__(self, **options: Any) -> None:
        self._server = uvicorn.Server(uvicorn.Config(service.app, port=0, log_config=None, **options))
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        assert eventually(lambda: self._server.started or not self._thread.is_alive())
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        self.client = httpx2.Client(base_url=f"http://127.0.0.1:{self.port}", trust_env=False, timeout=WAIT)
        self._idle = self._tasks()

    @property
    def desk(self) -> service.Desk:
        desk: service.Desk = service.app.state.desk
        return desk

    def _tasks(self) -> int:
        return len(asyncio.all_tasks(self._server.servers[0].get_loop()))

    def comes_to_rest(self) -> bool:
        """Whether no brief is in work any more, and no task is left of any."""
        return eventually(lambda: self.desk.in_work == 0 and self._tasks() == self._idle)

    def post(self, content: Any = TEXT, kind: str = "text/plain", path: str = "/briefs") -> httpx2.Response:
        return self.client.post(path, content=content, headers={"Content-Type": kind})

    def begin(self, path: str = "/briefs", *, length: int = len(TEXT), body: str = TEXT) -> socket.socket:
        """Send a request, and do not wait for what comes of it."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=WAIT)
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n"
        connection.sendall((head + body).encode())
        return connection

    def ask_to_stop(self) -> None:
        self._server.should_exit = True

    def stop(self) -> None:
        self.client.close()  # its connections would be waited for
        self.ask_to_stop()
        self._thread.join(WAIT)
        assert not self._thread.is_alive()


@dataclass(frozen=True)
class Held(Stall):
    """No answer, and a note of when the question came and when whoever asked it hung up."""

    came: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def send(self, to: BaseHTTPRequestHandler) -> None:
        self.came.set()
        super().send(to)
        self.let_go.set()


@pytest.fixture(autouse=True)
def levels() -> Iterator[None]:
    """The service sets levels of loggers, which other tests want as they were."""
    before = {name: logging.getLogger(name).level for name in QUIETED}
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def found(endpoint: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch) -> ScriptedEndpoint:
    """The endpoint, where the service looks for it."""
    monkeypatch.setenv("NEWSBRIEF_BASE_URL", endpoint.base_url)
    monkeypatch.setenv("NEWSBRIEF_MODEL", "scripted")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    return endpoint


@pytest.fixture
def running(found: ScriptedEndpoint) -> Iterator[Running]:  # noqa: ARG001 - it has to be there first
    one = Running()
    yield one
    one.stop()


@pytest.fixture
def held(found: ScriptedEndpoint) -> Held:
    """The endpoint answers nothing."""
    response = Held()
    found.respond = lambda _number, _body: response
    return response


def check_problem(response: httpx2.Response, status: int) -> dict[str, Any]:
    """It is a problem that is documented, says something, and gives nothing away."""
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert not any(leak in response.text for leak in (KEY, "Traceback", PLANTED))
    return problem


def test_a_text_becomes_a_brief(running: Running) -> None:
    response = running.post()
    assert response.status_code == 200
    assert Brief.model_validate_json(response.content).verify(Article.from_text(TEXT)) == []


def test_an_article_in_json_keeps_its_metadata(running: Running) -> None:
    given = {"text": TEXT, "title": "At the pier", "source": "https://pier.example/1", "author": "A. Lind"}
    response = running.post(json.dumps(given), "application/json; charset=utf-8")
    info = response.json()["article"]
    assert {**info, **given} == {**info, "text": TEXT}


@pytest.mark.parametrize("kind", ["", "text/html", "application/x-www-form-urlencoded", "multipart/form-data", "a\xe9"])
def test_another_content_type_is_refused(kind: str, running: Running) -> None:
    check_problem(running.client.post("/briefs", content=TEXT, headers={b"Content-Type": kind.encode("latin-1")}), 415)


UNUSABLE = {
    "no text": ("", "text/plain"),
    "blanks": (" \n", "text/plain"),
    "not UTF-8": (PLANTED.encode() + b"\xff", "text/plain"),
    "too long": (f"{PLANTED} " * 11_000, "text/plain"),
    "no JSON": (f'{{"text": "{PLANTED}', "application/json"),
    "a list": (f'["{PLANTED}"]', "application/json"),
    "no such field": (json.dumps({"text": PLANTED, "key": "x"}), "application/json"),
    "a number": ('{"text": 1}', "application/json"),
    "half a surrogate": ('{"text": "\\ud800"}', "application/json"),
    "a long title": (json.dumps({"text": PLANTED, "title": PLANTED * 100}), "application/json"),
    "brackets without end": ("[" * 200_000, "application/json"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_is_no_article_is_refused(name: str, running: Running, found: ScriptedEndpoint) -> None:
    check_problem(running.post(*UNUSABLE[name]), 422)
    assert found.requests == []


def test_a_refusal_repeats_no_more_than_a_little_of_what_was_sent(running: Running) -> None:
    response = running.post(json.dumps({"text": TEXT, "x" * 100_000: ""}), "application/json")
    check_problem(response, 422)
    assert len(response.content) < 500


def test_a_body_of_10_mb_is_refused_by_its_announced_length_before_it_comes(running: Running) -> None:
    with running.begin(length=10_000_000, body="") as connection:
        assert connection.recv(12) == b"HTTP/1.1 413"
    check_problem(running.post(b"x" * 10_000_000), 413)


def test_a_body_of_10_mb_that_is_not_announced_is_refused_while_it_comes(running: Running) -> None:
    check_problem(running.post(b"x" * 100_000 for _ in range(100)), 413)
    assert running.comes_to_rest()


def test_a_body_that_does_not_come_is_not_waited_for(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "BODY_SECONDS", 0.05)
    with running.begin(body="") as connection:
        assert connection.recv(12) == b"HTTP/1.1 408"


def test_when_all_seats_are_taken_a_request_is_refused_before_its_body_is_read(
    running: Running, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_IN_WORK", 1)
    monkeypatch.setattr(service, "HEALTH_SECONDS", WAIT)
    with running.begin():
        assert held.came.wait(WAIT)
        with running.begin(body="") as refused:
            assert refused.recv(12) == b"HTTP/1.1 429"
        response = running.post()
        check_problem(response, 429)
        assert int(response.headers["retry-after"]) > 0
        assert running.client.get("/healthz").json() == {"model": "scripted", "in_work": 1}
    assert running.comes_to_rest()


@pytest.mark.parametrize("path", ["/briefs", "/briefs/stream"])
def test_a_client_that_hangs_up_stops_the_model(path: str, running: Running, held: Held) -> None:
    with running.begin(path):
        assert held.came.wait(WAIT)
    assert held.let_go.wait(WAIT)
    assert running.comes_to_rest()


@pytest.mark.parametrize("path", ["/briefs", "/briefs/stream"])
def test_a_client_that_hangs_up_within_its_body_gives_its_seat_back_without_a_fuss(
    path: str, running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    with running.begin(path, body="Vera"):
        assert eventually(lambda: running.desk.in_work == 1)
    assert running.comes_to_rest()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize("path", ["/briefs", "/briefs/stream"])
def test_a_request_may_not_take_longer_than_the_deadline(
    path: str, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "SETTINGS", Settings(deadline=0.3))
    running = Running()
    response = running.post(path=path)
    assert not held.came.is_set() or held.let_go.wait(WAIT)
    if path == "/briefs":
        assert check_problem(response, 504)["hint"]
    else:
        event, problem = events_in(response.text)[-1]
        assert (event, problem["status"]) == ("error", 504)
    assert running.comes_to_rest()
    running.stop()


def test_a_client_that_does_not_read_its_stream_gives_its_seat_back(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def endless(_article: Article) -> AsyncIterator[SectionDone]:
        while True:
            yield SectionDone("pier", "summary", (PLANTED * 100_000,))

    monkeypatch.setattr(service, "SEAT_SECONDS", 0.3)
    monkeypatch.setattr(running.desk.briefer, "astream", endless)
    with running.begin("/briefs/stream"):
        assert eventually(lambda: running.desk.in_work == 1)
        assert eventually(lambda: running.desk.in_work == 0)


def test_a_model_that_fails_is_a_bad_gateway(running: Running, found: ScriptedEndpoint) -> None:
    found.respond = lambda _number, body: FINAL["401"].response(body)
    problem = check_problem(running.post(), 502)
    assert "wrong key" in problem["detail"]
    assert "check the API key" in problem["hint"]


def test_a_model_that_is_away_is_unavailable_and_not_healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    away = ScriptedEndpoint()
    monkeypatch.setenv("NEWSBRIEF_BASE_URL", away.base_url)
    monkeypatch.setenv("NEWSBRIEF_MODEL", "scripted")
    monkeypatch.setattr(service, "SETTINGS", Settings(attempts=1))
    running = Running()
    for response in (running.post(), running.client.get("/healthz")):
        assert check_problem(response, 503)["hint"]
        assert response.headers["retry-after"]
    running.stop()
    away.close()


def test_a_model_that_does_not_say_whether_it_is_there_is_not_healthy(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "HEALTH_SECONDS", 0)
    check_problem(running.client.get("/healthz"), 503)


def test_a_fault_within_a_stream_says_nothing_of_the_article(
    running: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_article: Article) -> AsyncIterator[None]:
        yield
        raise ValueError(PLANTED)

    monkeypatch.setattr(running.desk.briefer, "astream", fail)
    with pytest.raises(httpx2.RemoteProtocolError):
        running.post(f"{PLANTED} waited.", path="/briefs/stream")
    assert running.comes_to_rest()
    assert PLANTED not in caplog.text


def test_a_fault_of_the_service_says_nothing_of_the_article(
    running: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(_article: Article) -> Brief:
        raise ValueError(PLANTED)

    monkeypatch.setattr(running.desk.briefer, "abrief", fail)
    check_problem(running.post(f"{PLANTED} waited."), 500)
    assert "ValueError in " in caplog.text
    assert PLANTED not in caplog.text


def events_in(text: str) -> list[tuple[str, Any]]:
    """The events of a stream with their data; comments are left out."""
    blocks = [block.split("\n") for block in text.split("\n\n") if block.startswith("event: ")]
    return [(event.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for event, data in blocks]


def test_a_stream_gives_each_section_and_then_the_brief(running: Running) -> None:
    response = running.post(path="/briefs/stream")
    assert response.headers["content-type"].startswith("text/event-stream")
    *sections, (last, brief) = events_in(response.text)
    assert last == "brief"
    assert Brief.model_validate(brief).verify(Article.from_text(TEXT)) == []
    given = {data["section"]: data["items"] for event, data in sections if event == "section"}
    headline = given.pop("headline")
    assert headline == [brief["headline"]]
    assert given == {section: brief[section] for section in given}
    assert len(given) == 5


def test_sections_come_while_others_are_waited_for_and_silence_is_filled(
    running: Running, found: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fastapi.routing._PING_INTERVAL", 0.02)
    go_on = threading.Event()

    def respond(_number: int, body: Body) -> Response:
        if "summary" in body["response_format"]["json_schema"]["name"]:
            go_on.wait(WAIT)
        return good(body)

    found.respond = respond
    seen = ""
    with running.client.stream("POST", "/briefs/stream", content=TEXT, headers={"Content-Type": "text/plain"}) as came:
        for part in came.iter_text():
            seen += part
            if '"statements"' in seen and "\n\n: ping\n\n" in seen:
                go_on.set()
    assert [event for event, _data in events_in(seen)][-1] == "brief"


def test_no_character_of_an_answer_ends_a_line_of_a_stream(running: Running, found: ScriptedEndpoint) -> None:
    def respond(_number: int, body: Body) -> Response:
        return completion(json.dumps(filled(body)).replace("known", "known\u2028\u2029\x85Zorro"))

    found.respond = respond
    response = running.post(path="/briefs/stream")
    _, brief = events_in(response.text)[-1]
    assert any("\u2028" in one["item"] for one in brief["rejected"])
    assert response.text.isascii()


def test_a_stream_that_fails_says_why(running: Running, found: ScriptedEndpoint) -> None:
    found.respond = lambda _number, body: FINAL["401"].response(body)
    (event, problem) = events_in(running.post(path="/briefs/stream").text)[-1]
    assert (event, problem["status"]) == ("error", 502)
    assert "check the API key" in problem["hint"]
    assert KEY not in str(problem)


@pytest.mark.parametrize("path", ["/briefs", "/briefs/stream"])
def test_a_finished_brief_has_a_page_that_may_reach_for_nothing(path: str, running: Running) -> None:
    assert running.post(path=path).status_code == 200
    page = running.client.get(f"/briefs/{Article.from_text(TEXT).id}.html")
    assert page.status_code == 200
    assert "Vera Holm" in page.text
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["x-content-type-options"] == "nosniff"


def test_briefs_that_are_not_kept_have_no_page(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_KEPT", 1)
    texts = [TEXT, "Rain fell on the town."]
    assert [running.post(text).status_code for text in texts] == [200, 200]
    pages = [running.client.get(f"/briefs/{Article.from_text(text).id}.html") for text in texts]
    assert [page.status_code for page in pages] == [404, 200]
    check_problem(running.client.get("/briefs/../secret.html"), 404)


def test_a_brief_that_is_made_again_is_kept_as_long_as_a_new_one(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_KEPT", 2)
    texts = [TEXT, "Rain fell on the town.", TEXT, "Anna Berg left."]
    assert [running.post(text).status_code for text in texts] == [200] * 4
    assert running.client.get(f"/briefs/{Article.from_text(TEXT).id}.html").status_code == 200


def test_a_brief_is_kept_as_json_since_its_objects_take_ten_times_the_memory(running: Running) -> None:
    made = running.post()
    ((_article, kept),) = running.desk.finished.values()
    assert json.loads(kept) == made.json()


def test_the_schema_shows_a_real_article_and_the_brief_of_it(running: Running) -> None:
    schema = running.client.get("/openapi.json").json()
    post = schema["paths"]["/briefs"]["post"]
    given = post["requestBody"]["content"]["application/json"]["example"]
    shown = post["responses"]["200"]["content"]["application/json"]["example"]
    article = Article.from_text(**service.ArticleIn.model_validate(given).model_dump())
    brief = Brief.model_validate(shown)
    assert brief.model_dump(mode="json", exclude_none=True) == shown
    assert brief.verify(article) == []
    assert brief.article.title == article.title
    stream = schema["paths"]["/briefs/stream"]["post"]["responses"]["200"]["content"]["text/event-stream"]["example"]
    assert "event: section\ndata: {" in stream
    assert running.client.get("/docs").status_code == 200


DOCUMENTED = {"200", "408", "413", "415", "422", "429", "500", "502", "503", "504"}


def test_every_answer_is_documented(running: Running) -> None:
    schema = running.client.get("/openapi.json").json()
    assert schema["paths"]["/briefs"]["post"]["responses"].keys() == DOCUMENTED


def test_a_stop_lets_a_request_finish(found: ScriptedEndpoint) -> None:
    running = Running()
    came, go_on = threading.Event(), threading.Event()

    def respond(_number: int, body: Body) -> Response:
        came.set()
        go_on.wait(WAIT)
        return good(body)

    found.respond = respond
    with running.begin() as connection:
        assert came.wait(WAIT)
        running.ask_to_stop()
        go_on.set()
        assert connection.recv(12) == b"HTTP/1.1 200"
    running.stop()


def test_a_stop_does_not_wait_for_ever(held: Held) -> None:
    running = Running(timeout_graceful_shutdown=1)
    with running.begin() as connection:
        assert held.came.wait(WAIT)
        running.ask_to_stop()
        assert connection.recv(12) == b"HTTP/1.1 503"
    assert held.let_go.wait(WAIT)
    running.stop()


@pytest.mark.parametrize("path", ["/briefs", "/briefs/stream"])
@pytest.mark.usefixtures("found")
def test_a_stop_while_a_body_comes_is_said_to_whoever_sends_it(path: str) -> None:
    running = Running(timeout_graceful_shutdown=1)
    with running.begin(path, body="Vera") as connection:
        assert eventually(lambda: running.desk.in_work == 1)
        running.ask_to_stop()
        assert connection.recv(12) == b"HTTP/1.1 503"
    running.stop()


@pytest.mark.process
@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_signal_during_a_request_ends_the_program_when_the_request_is_done(found: ScriptedEndpoint) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "examples.service:app", "--port", str(port)]
    program = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stderr=subprocess.PIPE, text=True)

    def respond(number: int, body: Body) -> Response:
        if number == 0:
            program.send_signal(signal.SIGTERM)
        return good(body)

    found.respond = respond
    with program, httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=WAIT) as client:
        assert eventually(lambda: is_up(client))
        sent = {"Content-Type": "text/plain"}
        assert client.post("/briefs", content=f"{PLANTED} waited.", headers=sent).status_code == 200
        assert program.stderr
        logged = program.stderr.read()
    assert "/briefs took" in logged
    assert "Finished server process" in logged
    assert PLANTED not in logged


def is_up(client: httpx2.Client) -> bool:
    try:
        return client.get("/openapi.json").is_success
    except httpx2.TransportError:
        return False


TEXTS = [f"{PLANTED} was called {'very ' * number}long." for number in range(200)]


def test_of_200_requests_at_once_50_against_a_failing_model_each_ends_as_documented_and_nothing_is_left(
    found: ScriptedEndpoint, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    faults = {name: fault for name, fault in test_many_faults.FAULTS.items() if name != "stall"}
    monkeypatch.setattr(test_many_faults, "FAULTS", faults)
    monkeypatch.setattr(test_many_faults, "SHARE", 0.2)
    fake = FakeTime()
    monkeypatch.setattr("newsbrief.models.Model", partial(Model, sleep=fake.sleep, clock=fake.clock))
    monkeypatch.setattr(service, "MOST_IN_WORK", 40)
    found.respond = test_many_faults.Weather(7).respond
    threads = threading.active_count()
    with caplog.at_level(logging.DEBUG):
        running = Running()
        responses = asyncio.run(many(running.port))
        assert running.comes_to_rest()
        assert len(connections()) <= service.SETTINGS.concurrency
        running.stop()
    counts = Counter(response.status_code for response in responses)
    assert counts.total() == 200
    assert {200, 429} <= counts.keys() <= {200, 429, 502, 503, 504}
    for text, response in zip(TEXTS, responses, strict=True):
        if response.status_code == 200:
            assert Brief.model_validate_json(response.content).verify(Article.from_text(text)) == []
        else:
            check_problem(response, response.status_code)
    assert not any(leak in caplog.text for leak in (PLANTED, KEY, "Traceback"))
    assert eventually(lambda: not connections() and threading.active_count() <= threads)


def connections() -> list[threading.Thread]:
    """The endpoint's ends of the connections to it."""
    return [thread for thread in threading.enumerate() if "process_request" in thread.name]


async def many(port: int) -> list[httpx2.Response]:
    """The answers to all the texts, of which 50 are on their way at a time."""
    at_once = asyncio.Semaphore(50)
    limits = httpx2.Limits(max_connections=50)
    async with httpx2.AsyncClient(trust_env=False, timeout=WAIT, limits=limits) as client:

        async def post(text: str) -> httpx2.Response:
            async with at_once:
                sent = {"Content-Type": "text/plain"}
                return await client.post(f"http://127.0.0.1:{port}/briefs", content=text, headers=sent)

        return await asyncio.gather(*map(post, TEXTS))
