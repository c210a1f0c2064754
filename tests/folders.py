"""Runs over a folder of three small articles, one after the other."""

import asyncio
import contextlib
import json
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from newsbrief.batch import abrief_folder, brief_folder
from newsbrief.briefer import Briefer
from newsbrief.outcome import Outcome
from newsbrief.schema import Brief
from newsbrief.settings import Settings
from tests.endpoint import Body, Response, ScriptedEndpoint
from tests.faults import KEY, good

NAMES = ("a.txt", "b.txt", "deep/c.txt")


def folder_in(path: Path) -> Path:
    """A folder with three articles, one of them in a folder within."""
    folder = path / "in"
    (folder / "deep").mkdir(parents=True)
    for number, name in enumerate(NAMES):
        (folder / name).write_text(text_of(number))
    return folder


def text_of(number: int) -> str:
    """An article, another for each number."""
    return f"“We mended roof {number + 11},” said Vera Holm. About {number + 100} people came to the pier."


class Runs:
    """Runs over a folder, one after the other, with the same endpoint."""

    def __init__(self, endpoint: ScriptedEndpoint, folder: Path, out: Path) -> None:
        self.endpoint = endpoint
        self.folder = folder
        self.out = out
        self.settings = Settings(attempts=1)

    def __call__(self, **options: Any) -> list[Outcome]:
        """The outcomes of a run."""
        with Briefer("m", self.endpoint.base_url, KEY, settings=self.settings) as briefer:
            return list(brief_folder(briefer, self.folder, self.out, **options))

    def first_only(self) -> None:
        """A run that nobody listens to any more after its first outcome."""
        with Briefer("m", self.endpoint.base_url, KEY, settings=self.settings) as briefer:
            for _ in brief_folder(briefer, self.folder, self.out):
                break

    def cut_off(self, after: int) -> None:
        """A run that is cut off while one request is in flight, so many answers after its start."""
        asyncio.run(self._cut_off(len(self.endpoint.requests) + after))

    async def _cut_off(self, after: int) -> None:
        loop, release = asyncio.get_running_loop(), threading.Event()

        async def collect() -> None:
            async with Briefer("m", self.endpoint.base_url, settings=self.settings) as briefer:
                async for _ in abrief_folder(briefer, self.folder, self.out):
                    pass

        def respond(number: int, body: Body) -> Response:
            if number == after:
                loop.call_soon_threadsafe(work.cancel)
                release.wait(30)
            return good(body)

        work = asyncio.create_task(collect())
        self.endpoint.respond = respond
        with contextlib.suppress(asyncio.CancelledError):
            await work
        release.set()
        self.endpoint.respond = lambda _number, body: good(body)

    def asked(self, **options: Any) -> int:
        """How many requests a run sends."""
        before = len(self.endpoint.requests)
        self(**options)
        return len(self.endpoint.requests) - before

    def summary(self) -> dict[str, Any]:
        """What is written of the last run."""
        read: dict[str, Any] = json.loads((self.out / "run.json").read_text())
        return read

    def briefs(self) -> dict[str, object]:
        """What the folder holds, without what may differ from run to run."""
        different = {"usage", "requests", "retries", "seconds", "repairs"}
        return {
            path.relative_to(self.out).as_posix(): Brief.model_validate_json(path.read_bytes()).model_dump(
                exclude={"provenance": different}
            )
            for path in sorted(self.out.rglob("*.brief.json"))
        }


def failing_for(text: str, response: Response) -> Callable[[int, Body], Response]:
    """An endpoint that gives this response to whatever is asked about an article with this text."""
    return lambda _number, body: response if text in body["messages"][1]["content"] else good(body)


def statuses(outcomes: list[Outcome]) -> Counter[str]:
    """How many ended in which way."""
    return Counter(outcome.status for outcome in outcomes)
