"""Exchanges with a model as readable files: what was asked and what was answered, with nothing of who was asked.

There is no header in them, no key and no host. A question is known again by its meaning (path, model, parameters,
messages), not by its bytes. Schemas are kept but not compared, so that a changed one is tried against old answers;
neither are the limits and the temperature, which some endpoints refuse and are then asked without.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from newsbrief.errors import SettingsError
from newsbrief.schema import PromptUsed

LONGEST_FILE = 20_000_000
"""Bytes; no recording of ours comes near it."""
SUFFIX = ".exchange.json"
"""The end of a recording's file name; articles and briefs have others."""
UNCOMPARED = ("response_format", "tools", "tool_choice", "max_tokens", "max_completion_tokens", "temperature", "seed")
"""The parts of a request that are kept but do not tell questions apart: schemas, and what endpoints may refuse."""
VOLATILE = ("id", "created", "system_fingerprint", "timings")
"""The parts of an answer that differ from one time to the next and mean nothing."""

_ASKED_WITH: ContextVar[tuple[PromptUsed, ...]] = ContextVar("asked_with", default=())


class Exchange(BaseModel):
    """One question and its answer, as they stand in a file.

    The contents of messages are lists of lines, so that a file can be read and compared. ``answer`` is the raw answer
    and ``usage`` its tokens, ``response`` what else came with them, or all of it if it was no completion.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    prompts: tuple[PromptUsed, ...] = ()
    method: str = "POST"
    path: str
    model: str | None = None
    parameters: dict[str, Any] = {}
    messages: tuple[dict[str, Any], ...] = ()
    status: int = 0
    answer: str | None = None
    usage: dict[str, Any] | None = None
    response: Any = None

    @property
    def key(self) -> str:
        """What tells one question from another."""
        meaning = [self.method, self.path, self.model, self.compared, self.messages]
        return sha256(json.dumps(meaning, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def compared(self) -> dict[str, Any]:
        """The parameters that tell questions apart."""
        return {name: value for name, value in self.parameters.items() if name not in UNCOMPARED}

    @property
    def prompt(self) -> str:
        """The name of the prompt that asked; else what was asked for."""
        return self.prompts[-1].name if self.prompts else self.path.rpartition("/")[2]

    @property
    def is_answered(self) -> bool:
        """Whether what came back is a completion, or a list of models."""
        is_object = isinstance(self.response, dict) and not {"choices", "data"}.isdisjoint(self.response)
        return 200 <= self.status < 300 and is_object  # noqa: PLR2004 - HTTP's own numbers

    def with_answer(self, status: int, content: bytes) -> "Exchange":
        """The exchange with what came back."""
        try:
            body = json.loads(content)
        except ValueError:
            return self.model_copy(update={"status": status, "response": content.decode("utf-8", "replace")})
        if not isinstance(body, dict):
            return self.model_copy(update={"status": status, "response": body})
        body = {name: value for name, value in body.items() if name not in VOLATILE}
        usage, answer = body.pop("usage", None), _taken_out(body)
        return self.model_copy(update={"status": status, "answer": answer, "usage": usage, "response": body})

    def content(self) -> bytes:
        """What came back, as it is replayed."""
        if not isinstance(self.response, dict):
            return json.dumps(self.response).encode()
        body = {"id": "recorded", "created": 0, **self.response, **({"usage": self.usage} if self.usage else {})}
        if self.answer is not None:
            first, *others = body["choices"]
            body["choices"] = [first | {"message": first["message"] | {"content": self.answer}}, *others]
        return json.dumps(body).encode()


def _taken_out(body: dict[str, Any]) -> str | None:
    """The raw answer, taken out of a completion; None if there is none."""
    try:
        answer = body["choices"][0]["message"].pop("content")
    except (KeyError, IndexError, TypeError, AttributeError):
        return None
    if isinstance(answer, str):
        return answer
    body["choices"][0]["message"]["content"] = answer
    return None


def asked(method: str, path: str, content: bytes) -> Exchange:
    """A request as an exchange that has no answer yet."""
    segments = path.rstrip("/").split("/")
    short = "/".join(segments[-2:]) if segments[-1] == "completions" else segments[-1]
    body = json.loads(content) if content else {}
    model, messages = body.pop("model", None), body.pop("messages", [])
    return Exchange(
        prompts=_ASKED_WITH.get(),
        method=method,
        path=short,
        model=model,
        parameters=body,
        messages=tuple(_in_lines(message) for message in messages),
    )


def _in_lines(message: Mapping[str, Any]) -> dict[str, Any]:
    content = message.get("content")
    return {**message, "content": content.split("\n")} if isinstance(content, str) else dict(message)


@contextmanager
def asked_with(prompts: tuple[PromptUsed, ...]) -> Iterator[None]:
    """Say which prompts the requests within are made of; a recording names them."""
    token = _ASKED_WITH.set(prompts)
    try:
        yield
    finally:
        _ASKED_WITH.reset(token)


def load_exchanges(folder: Path) -> list[tuple[Path, Exchange]]:
    """The recorded exchanges of a folder, in the order of their file names.

    Raises:
        SettingsError: there is no such folder, or a file in it is no recording.
    """
    try:
        files = [path for path in folder.iterdir() if path.name.endswith(SUFFIX)]
    except OSError as error:
        raise SettingsError(f"{folder} cannot be read: {error.strerror}", hint="check the recording's path") from error
    return [(path, _load(path)) for path in sorted(files, key=lambda path: path.name.removesuffix(SUFFIX))]


def _load(path: Path) -> Exchange:
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise ValueError(f"it has more than {LONGEST_FILE // 1_000_000} MB")  # noqa: TRY301 - one way to say it
        exchange = Exchange.model_validate_json(path.read_bytes())
        exchange.content()
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        what = error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise SettingsError(f"{path} is no recording: {what}", hint="delete it, and record it anew") from error
    return exchange
