"""Many articles against an endpoint that fails at every turn: each ends as it should, and nothing is left over."""

import asyncio
import gc
import json
import re
import threading
from collections import Counter, defaultdict
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import httpx2
import openai
import pytest

from newsbrief.article import Article
from newsbrief.briefer import Briefer
from newsbrief.errors import ModelError
from newsbrief.events import Event, QuestionAnswered
from newsbrief.model import Model
from newsbrief.outcome import Outcome
from newsbrief.schema import Usage
from newsbrief.settings import Settings
from tests.endpoint import Body, Response, ScriptedEndpoint
from tests.faults import BUSY, FINAL, HARMLESS, MISREAD, STALL, FakeTime, ResetBefore, ResetWithin, good

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = 7
SHARE = 0.3
FAULTS = {**BUSY, **MISREAD, **FINAL, **HARMLESS, "stall": STALL}
COUNTS = {"prompt_tokens": 0, "completion_tokens": 1}
OPEN_FILES = Path("/dev/fd")


class Weather:
    """What the endpoint does: drawn from the seed, the messages and how often they came, never from their order."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._lock = threading.Lock()
        self._came = Counter[str]()
        self.requests = Counter[str]()
        self.tokens: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])

    def drawn(self, body: Body) -> str | None:
        """The name of the fault that the next answer to these messages has; None for a good one."""
        messages = json.dumps(body["messages"])
        luck = Random(sha256(f"{self._seed} {self._came[messages]} {messages}".encode()).digest())  # noqa: S311
        return luck.choice(sorted(FAULTS)) if luck.random() < SHARE else None

    def respond(self, _number: int, body: Body) -> Response:
        with self._lock:
            name = self.drawn(body)
            response = FAULTS[name].response(body) if name else good(body)
            self._came[json.dumps(body["messages"])] += 1
            self._note(_article_of(body), response)
        return response

    def _note(self, article: str, response: Response) -> None:
        self.requests[article] += 1
        usage = response.body.get("usage") if isinstance(response.body, dict) else None
        if (
            usage
            and not isinstance(response, ResetBefore | ResetWithin)
            and not response.headers
            and response.status == 200
        ):
            for count, at in COUNTS.items():
                self.tokens[article][at] += usage[count] if isinstance(usage[count], int) else 0


def _article_of(body: Body) -> str:
    marker = re.search(r"=== article ([0-9a-f]{12}) ===", body["messages"][1]["content"])
    assert marker
    return marker[1]


def articles(count: int) -> list[Article]:
    """Articles of several kinds, no two alike."""
    names = [f"{first} {last}" for first in ("Vera", "Nils", "Ada", "Timo") for last in ("Holm", "Brandt", "Lind")]
    return [Article.from_text(_text(number, names), title=f"News {number}", language="en") for number in range(count)]


def _text(number: int, names: list[str]) -> str:
    name, day = names[number % len(names)], f"The day was called {'very ' * number}long."
    kinds = [
        f"{name} waited at the pier. {day}",
        f"{day} {name} said the bridge would open in May. About {number + 100} people came.",
        f"“We mended the roof,” said {name}. {day} The council did not say what it cost.",
        day,
    ]
    return kinds[number % len(kinds)]


def hurried(weather: Weather, request: Any) -> None:
    """Let a request time out at once if the endpoint is going to stall, so that no other can time out by chance."""
    if request.method == "POST" and weather.drawn(json.loads(request.content)) == "stall":
        request.extensions["timeout"] = {**request.extensions["timeout"], "read": 0.05}


class Run:
    """A run over many articles: what came of them, and what the endpoint and the events say."""

    def __init__(self, count: int) -> None:
        self.articles = articles(count)
        self.weather = Weather(SEED)
        self.events: list[QuestionAnswered] = []
        self.outcomes: dict[str, Outcome] = {}

    def sync(self) -> "Run":
        """With a synchronous Briefer and a synchronous client."""
        hooks: dict[str, list[Callable[..., Any]]] = {"request": [partial(hurried, self.weather)]}
        with ScriptedEndpoint() as endpoint:
            endpoint.respond = self.weather.respond
            with (
                openai.OpenAI(
                    base_url=endpoint.base_url,
                    api_key="none",
                    http_client=httpx2.Client(event_hooks=hooks, trust_env=False),
                ) as client,
                Briefer("m", client=client, settings=self._settings(8)) as briefer,
            ):
                self.outcomes = {_name(one): one for one in briefer.brief_many(self.articles)}
        return self

    def asynchronous(self) -> "Run":
        """With an asynchronous Briefer, an asynchronous client, and another order."""
        with ScriptedEndpoint() as endpoint:
            endpoint.respond = self.weather.respond
            asyncio.run(self._run(endpoint.base_url))
        return self

    async def _run(self, url: str) -> None:
        async def hook(request: Any) -> None:
            hurried(self.weather, request)

        async with (
            openai.AsyncOpenAI(
                base_url=url,
                api_key="none",
                http_client=httpx2.AsyncClient(event_hooks={"request": [hook]}, trust_env=False),
            ) as client,
            Briefer("m", client=client, settings=self._settings(3)) as briefer,
        ):
            async for one in briefer.abrief_many(reversed(self.articles)):
                self.outcomes[_name(one)] = one
            assert asyncio.all_tasks() == {asyncio.current_task()}

    def _settings(self, concurrency: int) -> Settings:
        return Settings(concurrency=concurrency, timeout=240, on_event=self._note)

    def _note(self, event: Event) -> None:
        if isinstance(event, QuestionAnswered):
            self.events.append(event)

    def told(self) -> dict[str, object]:
        """What became of each article, without what may differ from run to run."""
        return {name: _told(one) for name, one in sorted(self.outcomes.items())}


def _name(outcome: Outcome) -> str:
    assert outcome.article
    return outcome.article.name


def _told(outcome: Outcome) -> object:
    if outcome.brief is None:
        return (type(outcome.error).__name__, str(outcome.error))
    return outcome.brief.model_dump(exclude={"provenance": {"seconds"}})


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    time = FakeTime()
    monkeypatch.setattr("newsbrief.models.Model", partial(Model, sleep=time.sleep, clock=time.clock))


def check(count: int) -> None:
    """Run, and run half of them in another way; hold both against what the endpoint did, and against each other."""
    before = _held()
    whole, half = Run(count).sync(), Run(count // 2).asynchronous()
    for run in (whole, half):
        assert len(run.outcomes) == len(run.articles)
        for outcome in run.outcomes.values():
            _check_outcome(outcome, run)
    assert half.told().items() <= whole.told().items()
    assert {outcome.status for outcome in whole.outcomes.values()} >= {"ok", "partial"}
    assert _held() <= before


def _check_outcome(outcome: Outcome, run: Run) -> None:
    article = outcome.article
    assert article
    answered = [event for event in run.events if event.article == article.name]
    usage = sum((event.usage for event in answered), Usage())
    assert [usage.input_tokens, usage.output_tokens] == run.weather.tokens[article.sha256[:12]]
    if outcome.brief is None:
        assert isinstance(outcome.error, ModelError)
        assert answered[-1].error
        assert (outcome.error.article, outcome.error.model) == (article.name, "m")
        assert outcome.error.section
        assert outcome.error.hint
        return
    assert outcome.brief.verify(article) == []
    assert outcome.brief.provenance.requests == run.weather.requests[article.sha256[:12]]
    assert {one.section for one in outcome.brief.incomplete} <= {event.section for event in answered if event.error}
    assert outcome.status == ("partial" if outcome.brief.incomplete else "ok")


def _held() -> tuple[int, int]:
    """How many threads there are and, where the system lists them, how many open files."""
    gc.collect()
    for thread in threading.enumerate():
        if "process_request" in thread.name:  # the endpoint's end of a connection
            thread.join(30)
    files = len(list(OPEN_FILES.iterdir())) if OPEN_FILES.is_dir() else 0
    return threading.active_count(), files


def test_each_of_forty_articles_ends_as_it_should() -> None:
    check(40)


@pytest.mark.soak
def test_each_of_three_hundred_articles_ends_as_it_should() -> None:
    check(300)


def test_every_kind_of_fault_is_among_those_drawn() -> None:
    weather = Weather(SEED)
    bodies = [{"messages": [{"content": str(number)}]} for number in range(1000)]
    assert {weather.drawn(body) for body in bodies} == {None, *FAULTS}
