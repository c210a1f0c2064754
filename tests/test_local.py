"""The embedded model's server: shared, private, quiet, and gone when it should be.

But for one test the server is a stand-in for xllamacpp that does as the "weights" tell it, in the real process.
"""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest

from newsbrief import llama_process, local, weights
from newsbrief.errors import MissingExtra, ModelUnreachable, WeightsError
from newsbrief.local import LocalServer, open_local

STAND_IN = """
import json, os, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace


def CommonParams():
    return SimpleNamespace(model=SimpleNamespace(), cpuparams=SimpleNamespace(), cpuparams_batch=SimpleNamespace())


class Server:
    def __init__(self, params):
        self.params = vars(params) | {"model": params.model.path, "model_alias": list(params.model_alias)}
        with open(params.model.path) as file:
            told = file.read()
        os.write(2, b"0.00.001.000 E loader: the vocabulary is upside down\\n0.00.002.000 E loader: giving up\\n")
        if "fails" in told:
            raise RuntimeError("check the input params")
        if "dies" in told:
            os.ftruncate(2, 0)
            os._exit(9)
        if "hangs" in told:
            threading.Event().wait()
        server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler("ill" not in told))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.listening_address = f"http://127.0.0.1:{server.server_port}"

    def handler(outer, well):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer(200 if well else 503, {"pid": os.getpid()})

            def do_POST(self):
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.headers["Authorization"] != "Bearer " + outer.params["api_keys"][0]:
                    self.answer(401, {})
                elif self.path == "/params":
                    self.answer(200, {key: value for key, value in outer.params.items() if "cpuparams" not in key})
                else:
                    self.answer(200, {"tokens": asked["content"].split()})

            def answer(self, status, body):
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

        return Handler
"""


@pytest.fixture(autouse=True)
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "packages"
    folder.mkdir()
    (folder / "xllamacpp.py").write_text(STAND_IN)
    monkeypatch.syspath_prepend(folder)
    return folder


@pytest.fixture
def told(tmp_path: Path) -> Callable[[str], Path]:
    """Weights that tell the stand-in what to do."""

    def write(what: str) -> Path:
        path = tmp_path / "toy.gguf"
        path.write_text(f"GGUF {what}")
        return path

    return write


@pytest.fixture
def path(told: Callable[[str], Path]) -> Path:
    return told("serve")


def is_up(server: LocalServer) -> bool:
    try:
        return httpx2.get(f"{server.base_url.removesuffix('/v1')}/health", trust_env=False).is_success
    except httpx2.HTTPError:
        return False


def params_of(server: LocalServer) -> dict[str, object]:
    """What the stand-in was started with."""
    address, headers = server.base_url.removesuffix("/v1"), {"Authorization": f"Bearer {server.api_key}"}
    answer: dict[str, object] = httpx2.post(f"{address}/params", json={}, headers=headers, trust_env=False).json()
    return answer


def test_an_open_server_serves_the_model_under_the_name_of_its_file(path: Path) -> None:
    with open_local(path) as server:
        assert is_up(server)
        assert server.model == "toy"
        assert params_of(server)["model"] == str(path)
        assert params_of(server)["model_alias"] == ["toy"]


def test_a_closed_server_is_gone(path: Path) -> None:
    with open_local(path) as server:
        pass
    assert not is_up(server)


def test_the_server_counts_tokens_for_those_who_have_its_key(path: Path) -> None:
    with open_local(path) as server:
        assert server.count_tokens("one two three") == 3


def test_each_server_has_a_key_of_its_own(path: Path) -> None:
    with open_local(path) as one, open_local(path, slots=2) as other:
        assert one.api_key != other.api_key


def test_the_key_is_neither_shown_nor_on_the_command_line(path: Path) -> None:
    with open_local(path) as server:
        assert server.api_key not in repr(server)
        assert server._process is not None
        assert server.api_key not in str(server._process._process.args)


def test_the_server_is_reachable_from_this_machine_only(path: Path) -> None:
    with open_local(path) as server:
        assert urlsplit(server.base_url).hostname == "127.0.0.1"
        assert params_of(server)["hostnames"] == ["127.0.0.1"]
        assert params_of(server)["port"] == 0


def test_each_slot_has_the_whole_context(path: Path) -> None:
    with open_local(path, slots=3, context_tokens=1000) as server:
        assert (server.slots, server.context_tokens) == (3, 1000)
        assert params_of(server)["n_parallel"] == 3
        assert params_of(server)["n_ctx"] == 3000


def test_the_context_is_not_longer_than_the_model_was_trained_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    toy = weights.Weights("toy", "toy.gguf", 1, "0" * 64, "CC0-1.0", "a toy", 512, ())
    monkeypatch.setattr(weights, "CATALOGUE", {"toy": toy})
    monkeypatch.setattr(weights, "ensure", lambda *_, **__: path)
    with open_local("toy") as server:
        assert server.context_tokens == 512


def test_the_same_model_is_started_once(path: Path) -> None:
    with open_local(path) as one, open_local(path) as other:
        assert one.base_url == other.base_url


def test_a_shared_server_ends_with_the_last_who_uses_it(path: Path) -> None:
    one, other = open_local(path), open_local(path)
    one.close()
    one.close()
    assert is_up(other)
    other.close()
    assert not is_up(other)


def test_another_number_of_slots_is_another_server(path: Path) -> None:
    with open_local(path) as one, open_local(path, slots=2) as other:
        assert one.base_url != other.base_url


def test_a_closed_server_says_so(path: Path) -> None:
    with open_local(path) as server:
        pass
    with pytest.raises(ModelUnreachable, match="closed"):
        server.count_tokens("one")


def test_a_server_that_crashed_is_replaced_when_it_is_opened_again(path: Path) -> None:
    with open_local(path) as crashed:
        assert crashed._process is not None
        crashed._process._process.kill()
        crashed._process._process.wait()
        with pytest.raises(ModelUnreachable, match="does not answer"):
            crashed.count_tokens("one")
        with open_local(path) as again:
            assert is_up(again)


def test_weights_that_cannot_be_loaded_are_an_error_with_the_reason(told: Callable[[str], Path]) -> None:
    with pytest.raises(WeightsError, match=r"toy\.gguf: loader: the vocabulary is upside down; loader: giving up"):
        open_local(told("fails"))


def test_a_package_that_cannot_be_imported_is_an_error_with_the_reason(path: Path, packages: Path) -> None:
    (packages / "xllamacpp.py").write_text("raise OSError('libgomp is missing')")
    with pytest.raises(WeightsError, match="OSError: libgomp is missing"):
        open_local(path)


def test_a_process_that_ends_before_it_reads_what_to_serve_is_an_error_with_the_reason(
    path: Path, packages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_over = local._Process._hand_over

    def too_late(process: local._Process, plan: local._Plan) -> str:
        process._process.wait()
        return hand_over(process, plan)

    monkeypatch.setattr(local._Process, "_hand_over", too_late)
    (packages / "xllamacpp.py").write_text("raise OSError('libgomp is missing')")
    with pytest.raises(WeightsError, match="OSError: libgomp is missing"):
        open_local(path)


def test_a_server_that_dies_silently_is_an_error_with_its_exit_code(told: Callable[[str], Path]) -> None:
    with pytest.raises(WeightsError, match="code 9"):
        open_local(told("dies"))


def test_a_server_that_never_gets_ready_is_given_up(
    told: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "_LOAD_SECONDS", 0.01)
    with pytest.raises(ModelUnreachable, match="was not loaded within"):
        open_local(told("hangs"))


def test_an_interrupt_while_the_model_loads_ends_the_process(
    told: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[str]] = []

    def interrupted(process: local._Process, plan: local._Plan) -> str:
        begun.append(process._process)
        print(json.dumps({**asdict(plan), "api_key": process.api_key}), file=process._process.stdin, flush=True)
        raise KeyboardInterrupt

    monkeypatch.setattr(local._Process, "_hand_over", interrupted)
    with pytest.raises(KeyboardInterrupt):
        open_local(told("hangs"))
    assert begun[0].returncode is not None


def test_a_server_that_is_not_well_is_not_handed_out(told: Callable[[str], Path]) -> None:
    with pytest.raises(ModelUnreachable, match="503"):
        open_local(told("ill"))
    assert not local._RUNNING


def test_without_the_package_the_error_names_the_extra(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "find_spec", lambda _: None)
    with pytest.raises(MissingExtra, match=r"pip install 'newsbrief\[local\]'"):
        open_local(path)


def test_what_the_server_logs_does_not_reach_our_terminal(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with open_local(path) as server:
        server.count_tokens("one")
    assert capfd.readouterr() == ("", "")


def test_proxies_of_the_environment_are_not_asked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with open_local(path) as server:
        assert server.count_tokens("one two") == 2


def test_hyperthreads_of_a_core_count_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(8), raising=False)
    monkeypatch.setattr(llama_process, "_core", lambda cpu: str(cpu // 2))
    monkeypatch.setattr(llama_process, "_quota", lambda: 64)
    assert llama_process._threads() == 4


# Programs of their own


def program(path: Path, *lines: str) -> subprocess.Popen[str]:
    """A program that opens the weights at `path`, says the server's address, and goes on with these lines."""
    opening = [
        "import os, signal, sys, time, warnings",
        "from newsbrief.local import open_local",
        f"server = open_local({str(path)!r})",
        "print(server.base_url, flush=True)",
    ]
    return subprocess.Popen(
        [sys.executable, "-P", "-W", "error", "-c", "\n".join([*opening, *lines])],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def connected_to(base_url: str) -> socket.socket:
    """A connection that breaks when the server ends."""
    address = urlsplit(base_url)
    return socket.create_connection((address.hostname or "", address.port or 0), timeout=30)


def has_ended(connection: socket.socket) -> bool:
    """Wait for the end of the server at the other end."""
    with connection:
        try:
            return connection.recv(1) == b""
        except ConnectionResetError:
            return True


@pytest.mark.process
def test_a_program_that_does_not_close_its_server_ends_in_silence_with_its_own_code(path: Path) -> None:
    with program(path, "sys.stdin.readline()", "sys.exit(7)") as running:
        assert running.stdout is not None
        connection = connected_to(running.stdout.readline())
        _, errors = running.communicate("\n", timeout=30)
    assert (running.returncode, errors) == (7, "")
    assert has_ended(connection)


@pytest.mark.process
def test_the_server_does_not_outlive_a_program_that_is_killed(path: Path) -> None:
    with program(path, "sys.stdin.readline()") as running:
        assert running.stdout is not None
        connection = connected_to(running.stdout.readline())
        running.kill()
    assert has_ended(connection)


@pytest.mark.skipif(sys.platform == "win32", reason="signals go to groups of processes on POSIX only")
@pytest.mark.process
def test_a_caught_interrupt_leaves_the_server_running(path: Path) -> None:
    lines = (
        "try:",
        "    os.killpg(0, signal.SIGINT)",
        "    while True:",
        "        time.sleep(0.01)",
        "except KeyboardInterrupt:",
        "    print(server.count_tokens('one two'))",
    )
    with program(path, *lines) as running:
        out, _ = running.communicate(timeout=30)
    assert out.splitlines()[1:] == ["2"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.process
def test_a_fork_that_ends_leaves_the_server_to_its_parent(path: Path) -> None:
    lines = (
        "warnings.simplefilter('ignore', DeprecationWarning)",
        "child = os.fork()",
        "if child == 0:",
        "    sys.exit(5)",
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))",
        "print(server.count_tokens('one two'))",
    )
    with program(path, *lines) as running:
        out, _ = running.communicate(timeout=30)
    assert out.splitlines()[1:] == ["5", "2"]


@pytest.mark.model
def test_the_small_model_answers(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry != str(packages)])
    question = {"messages": [{"role": "user", "content": "Say hello."}], "max_tokens": 8}
    with open_local("smollm2-135m") as server:
        headers = {"Authorization": f"Bearer {server.api_key}"}
        url = f"{server.base_url}/chat/completions"
        answer = httpx2.post(url, json=question, headers=headers, trust_env=False, timeout=120).json()
        refused = httpx2.post(url, json=question, trust_env=False)
    assert answer["choices"][0]["message"]["content"]
    assert answer["usage"]["completion_tokens"] <= 8
    assert refused.status_code == 401
