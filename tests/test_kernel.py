"""What needs a Jupyter kernel: progress and interrupts in a real cell, and the example notebook."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import start_new_async_kernel

from newsbrief.notebook import NOTHING
from tests import notebooks
from tests.endpoint import Body, Response, ScriptedEndpoint
from tests.faults import good

pytestmark = pytest.mark.notebook


@pytest.fixture(autouse=True)
def kernels_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Kernels keep their files in a folder of the test, and read no settings of the machine's."""
    for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")  # else jupyter_core warns of its old folders


Message = dict[str, Any]
CELL = """
import newsbrief
briefer = newsbrief.Briefer("m", {url!r}, settings=newsbrief.Settings(concurrency=1))
outcomes = newsbrief.Outcomes()
outcomes.extend(briefer.brief_many(["First pier.", "", "Second pier.", "Third pier."]))
"""


class InterruptedKernel:
    """A kernel that is interrupted as soon as a cell shows some words; it keeps the messages of cells."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.messages: list[Message] = []
        self._interrupting: asyncio.Future[None] | None = None

    async def run(self, *cells: str) -> None:
        """Start it, run cells one after the other, and stop it."""
        self._manager, client = await start_new_async_kernel(kernel_name="python3")
        try:
            for code in cells:
                await client.execute_interactive(code, timeout=60, output_hook=self._hear)
        finally:
            client.stop_channels()
            await self._manager.shutdown_kernel(now=True)

    def _hear(self, message: Message) -> None:
        self.messages.append(message)
        if self.words in message["content"].get("data", {}).get("text/plain", "") and not self._interrupting:
            self._interrupting = asyncio.ensure_future(self._manager.interrupt_kernel())

    def told(self, kind: str) -> list[Message]:
        """The contents of the messages of a kind."""
        return [one["content"] for one in self.messages if one["msg_type"].endswith(kind)]


def test_a_cell_shows_progress_while_it_waits_and_an_interrupt_keeps_what_is_finished(
    endpoint: ScriptedEndpoint,
) -> None:
    release = threading.Event()

    def respond(_number: int, body: Body) -> Response:
        if "Third pier" in body["messages"][-1]["content"]:
            release.wait(60)
        return good(body)

    endpoint.respond = respond
    kernel = InterruptedKernel("3 of 4 articles, 1 failed")
    asyncio.run(kernel.run(CELL.format(url=endpoint.base_url), "outcomes"))
    release.set()
    shown = kernel.told("display_data")
    assert len({one["transient"]["display_id"] for one in shown}) == 1
    assert shown[-1]["data"] == NOTHING
    assert [one["ename"] for one in kernel.told("error")] == ["KeyboardInterrupt"]
    assert [one["data"]["text/plain"] for one in kernel.told("execute_result")] == ["<Outcomes: 2 ok, 1 failed>"]


def test_the_example_notebook_shows_what_it_has_saved(tmp_path: Path) -> None:
    new = notebooks.shown(notebooks.executed(tmp_path))
    assert new == notebooks.shown(notebooks.saved()), "run `make notebook`, and review what changed"
    assert (tmp_path / "examples" / "ferry-fire.html").is_file()
