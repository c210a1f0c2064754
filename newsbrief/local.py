"""The embedded model: llama.cpp's own server on a loopback port, behind a key that only this program knows.

The server runs in a process of its own. In ours it would hold the interpreter's lock while it loads and stops, wait for
ever for a request in flight when it is stopped, write into our standard error, and take us along if it crashes.
"""

import atexit
import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

from newsbrief import weights
from newsbrief.errors import MissingExtra, ModelUnreachable, WeightsError
from newsbrief.weights import Progress, silent

CONTEXT_TOKENS = 8192

_SCRIPT = Path(__file__).with_name("llama_process.py")
_LOAD_SECONDS = 300.0
_ANSWER_SECONDS = 30.0
_TAIL_BYTES = 4000


@dataclass(frozen=True)
class _Plan:
    """What a process is to serve: programs that want the same share it."""

    path: str
    name: str
    slots: int
    context_tokens: int


_OPENING = threading.Lock()
_RUNNING: dict[_Plan, "_Process"] = {}


def open_local(
    name_or_path: str | Path | None = None,
    *,
    folder: Path | None = None,
    slots: int = 1,
    context_tokens: int = CONTEXT_TOKENS,
    progress: Callable[[Progress], None] = silent,
) -> "LocalServer":
    """Start the embedded model, or share the one that this program already runs; its weights are fetched if need be.

    Args:
        name_or_path: a name of the catalogue, or the path of a ``.gguf`` file; None for the default.
        folder: where the files of the catalogue are kept; None for the user's cache, or what ``NEWSBRIEF_CACHE`` names.
        slots: how many questions are worked on at once. Each has the whole context, and remembers its last prompt.
        context_tokens: how much one question and its answer may hold, at most what the model was trained on.
        progress: is told how far the weights are.

    Raises:
        MissingExtra: the packages of the embedded model are not installed.
        SettingsError: no model has this name.
        WeightsError: the weights cannot be had, or llama.cpp cannot load them.
        ModelUnreachable: the server was started and does not answer.
    """
    _check_installed()
    name_or_path = name_or_path or weights.DEFAULT
    path = weights.ensure(name_or_path, folder, progress=progress)
    name, most = weights.served_as(name_or_path)
    plan = _Plan(str(path.absolute()), name, slots, min(context_tokens, most or context_tokens))
    with _OPENING:
        process = _RUNNING.get(plan)
        if process is None or not process.is_alive:
            process = _RUNNING[plan] = _Process(plan)
        process.users += 1
    return LocalServer(plan, process)


def check_local(name_or_path: str | Path, folder: Path | None = None) -> str:
    """The name under which a model would be served, if all that `open_local` needs is on this machine.

    Raises:
        MissingExtra: the packages of the embedded model are not installed.
        SettingsError: no model has this name.
        WeightsError: its weights are not here.
    """
    _check_installed()
    weights.check_here(name_or_path, folder)
    return weights.served_as(name_or_path)[0]


def _check_installed() -> None:
    if find_spec("xllamacpp") is None:
        raise MissingExtra("the embedded model needs an optional package", hint="pip install 'newsbrief[local]'")


class LocalServer:
    """An embedded model that is running: an OpenAI-compatible endpoint for this program alone.

    It ends with the program; `close` ends it earlier, once everybody in this program who opened the same has closed it.

    Attributes:
        base_url: the address of the endpoint, ``/v1`` included.
        api_key: the key that it asks for.
        model: the name under which it serves the model.
        slots: how many questions it works on at once.
        context_tokens: how many tokens one question and its answer may hold.
    """

    def __init__(self, plan: _Plan, process: "_Process") -> None:
        self.base_url: str = f"{process.address}/v1"
        self.api_key: str = process.api_key
        self.model: str = plan.name
        self.slots: int = plan.slots
        self.context_tokens: int = plan.context_tokens
        self._plan = plan
        self._process: _Process | None = process

    def __repr__(self) -> str:
        return f"LocalServer(model={self.model!r}, base_url={self.base_url!r}, slots={self.slots})"

    @property
    def is_running(self) -> bool:
        """Whether it is neither closed nor has crashed."""
        return self._process is not None and self._process.is_alive

    def count_tokens(self, text: str) -> int:
        """How many tokens the model reads in a text.

        Raises:
            ModelUnreachable: the server is closed, or has ended.
        """
        if self._process is None:
            raise ModelUnreachable("the embedded model is closed", hint="open it again", model=self.model)
        return len(self._process.call("POST", "/tokenize", {"content": text})["tokens"])

    def close(self) -> None:
        """Let go of the server; requests in flight break off if nobody else in this program uses it."""
        with _OPENING:
            process, self._process = self._process, None
            if process is None:
                return
            process.users -= 1
            if process.users == 0:
                if _RUNNING.get(self._plan) is process:
                    del _RUNNING[self._plan]
                process.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Process:
    """The process of a server, from its start to its end."""

    def __init__(self, plan: _Plan) -> None:
        self.users = 0
        self.api_key: str = secrets.token_urlsafe(32)
        self._model = plan.name
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - it stays open as long as the process runs
        self._process = _start(self._errors)
        atexit.register(self.stop)
        try:
            self.address: str = self._load(plan)
            self.call("GET", "/health")
        except BaseException:
            self.stop()
            raise

    @property
    def is_alive(self) -> bool:
        """Whether it has neither crashed nor been stopped."""
        return self._process.poll() is None

    def call(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """What the server answers, as JSON.

        Raises:
            ModelUnreachable: it does not answer.
        """
        import httpx2

        headers = {"Authorization": f"Bearer {self.api_key}"}
        try:
            # Without the environment's proxies: none of them can reach our loopback address.
            with httpx2.Client(trust_env=False, timeout=_ANSWER_SECONDS, headers=headers) as client:
                return client.request(method, self.address + path, json=body).raise_for_status().json()
        except httpx2.HTTPError as error:
            raise ModelUnreachable(
                f"the embedded model does not answer ({error})",
                hint="open it again; if this is how it starts, check that programs may connect to 127.0.0.1",
                model=self._model,
            ) from error

    def stop(self) -> None:
        """End the process; in a fork of the program, whose child it is not, only let go of it."""
        atexit.unregister(self.stop)
        # It may have died with our orders unread, and they are flushed once more as the pipe is closed.
        with self._errors, suppress(BrokenPipeError), self._process:
            self._process.kill()

    def _load(self, plan: _Plan) -> str:
        """Have the model loaded; returns the address at which it is served."""
        line = ""
        alarm = threading.Timer(_LOAD_SECONDS, self._process.kill)
        alarm.start()
        try:
            line = self._hand_over(plan)
        finally:
            too_late = alarm.finished.is_set()
            alarm.cancel()
        if line.startswith("http"):
            return line.strip()
        if too_late:
            raise ModelUnreachable(
                f"{plan.path} was not loaded within {_LOAD_SECONDS:.0f} seconds",
                hint="use a smaller model, or a faster disk",
                model=plan.name,
            )
        self._process.wait()
        raise WeightsError(
            f"llama.cpp cannot load {plan.path}: {self._last_words()}",
            hint="fetch the file again if it is cut off; a newer xllamacpp knows newer kinds of models",
        )

    def _hand_over(self, plan: _Plan) -> str:
        orders, answers = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
        try:
            print(json.dumps({**asdict(plan), "api_key": self.api_key}), file=orders, flush=True)
        except BrokenPipeError:
            return ""
        return answers.readline()

    def _last_words(self) -> str:
        """Why it could not load: the first two errors that llama.cpp logged, else the last line of a traceback."""
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        logged = [line.partition(" E ")[2].strip() for line in lines if " E " in line]
        return "; ".join(logged[:2] or lines[-1:]) or f"it ended with code {self._process.returncode}"


def _start(errors: IO[bytes]) -> subprocess.Popen[str]:
    environment = {
        # Threads that spin while they wait make llama.cpp crawl as soon as anything else needs a core.
        "OMP_WAIT_POLICY": "passive",
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(Path(folder).absolute()) for folder in sys.path),
    }
    return subprocess.Popen(  # noqa: S603 - a script of our own
        [sys.executable, "-P", str(_SCRIPT)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        encoding="utf-8",
        # Out of the terminal's foreground, so that Ctrl-C reaches only us.
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
