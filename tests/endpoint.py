"""An OpenAI-compatible endpoint for tests: a real socket on loopback, answers from a script."""

import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

Body = dict[str, Any]


@dataclass(frozen=True)
class Response:
    """What the endpoint sends back."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> bytes:
        """The body as it is sent."""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()

    def send(self, to: BaseHTTPRequestHandler) -> None:
        """Send it to whoever asked."""
        self.send_head(to, len(self.raw))
        to.wfile.write(self.raw)

    def send_head(self, to: BaseHTTPRequestHandler, length: int) -> None:
        """Send the status and the headers, which announce a body of this length in bytes."""
        to.send_response(self.status)
        headers = {"Content-Type": "application/json", "Content-Length": str(length), **self.headers}
        for name, value in headers.items():
            to.send_header(name, value)
        to.end_headers()


def completion(content: str, **choice: Any) -> Response:
    """A chat completion with this content."""
    message = {"role": "assistant", "content": content, "refusal": choice.pop("refusal", None)}
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    usage_details = {"prompt_tokens_details": {"cached_tokens": 60}}
    return Response(
        body={
            "id": "x",
            "object": "chat.completion",
            "created": 0,
            "model": "scripted",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop", **choice}],
            "usage": usage | usage_details,
        }
    )


def filled(request: Body) -> Any:
    """An answer that fits the schema of a request: every string says something of the passage asked about."""
    schema = request["response_format"]["json_schema"]["schema"]
    question = request["messages"][-1]["content"]
    return {key: _value(part, schema, _passage(question, key)) for key, part in schema["properties"].items()}


def _passage(question: str, key: str) -> str:
    line = re.search(rf"^{key}: (.*)$", question, re.MULTILINE)
    return " ".join(line[1].split()[:12]) if line else "Nothing is known"


def _value(part: Body, schema: Body, passage: str) -> Any:
    if "$ref" in part:
        part = schema["$defs"][part["$ref"].rpartition("/")[2]]
    if part.get("type") == "object":
        return {key: _value(inner, schema, passage) for key, inner in part["properties"].items()}
    if "enum" in part:
        return part["enum"][0]
    if part.get("type") == "integer":
        return 1
    return f"{passage}?" if "\\?" in part.get("pattern", "") else passage


class ScriptedEndpoint:
    """Answers ``/v1/chat/completions`` and ``/v1/models``; refuses connections until it is entered.

    ``respond`` is called with the number of the request (from 0) and its body; set it to script what happens.
    """

    def __init__(self) -> None:
        self.requests: list[Body] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.models = ["scripted"]
        self.respond: Callable[[int, Body], Response] = lambda _number, body: completion(json.dumps(filled(body)))
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler_for(self), bind_and_activate=False)
        self._server.server_bind()
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def base_url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> Self:
        self._server.server_activate()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self.close()
        self._thread.join()

    def close(self) -> None:
        """Give the port back; needed only if it was never entered."""
        self._server.server_close()

    def answer(self, path: str, body: Body, headers: dict[str, str]) -> Response:
        """The scripted response to a request, which is kept."""
        with self._lock:
            number = len(self.requests)
            self.requests.append(body)
            self.headers.append(headers)
            self.paths.append(path)
        return self.respond(number, body)


class _Server(ThreadingHTTPServer):
    request_queue_size = 256
    daemon_threads = True

    def handle_error(self, _request: Any, _client: Any) -> None:
        """A client that hangs up is no error here."""


def _handler_for(endpoint: ScriptedEndpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else a body waits until its headers are acknowledged, 40 ms later

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            endpoint.answer(self.path, body, headers).send(self)

        def do_GET(self) -> None:
            listed = [{"id": name, "object": "model", "created": 0, "owned_by": "x"} for name in endpoint.models]
            Response(body={"object": "list", "data": listed}).send(self)

        def log_message(self, *_arguments: Any) -> None:
            """Tests keep quiet."""

    return Handler
