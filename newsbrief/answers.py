"""Answers that are kept until their article is done, so that a run that is cut off pays for none of them twice."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from pydantic import ValidationError

from newsbrief.files import append_line, read_lines, writing_to
from newsbrief.questions import Answer, Cost, Question, Reply
from newsbrief.schema import Usage


class Answers(Protocol):
    """Hears the replies of one article, and may know some already."""

    def known(self, question: Question) -> Answer | None:
        """The answer to a question that was asked before."""
        ...

    def take(self, question: Question, reply: Reply) -> None:
        """Hear a reply that has just come."""
        ...


class NoAnswers:
    """Knows and keeps nothing."""

    def known(self, _question: Question) -> None:
        """Nothing."""

    def take(self, question: Question, reply: Reply) -> None:
        """Forget it."""


class AnswersFile:
    """Keeps the answers of one article in a file, a line each.

    Args:
        path: the file; it is made with the first answer.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines = {line["question"]: line for line in read_lines(path) if isinstance(line.get("question"), str)}

    def known(self, question: Question) -> Answer | None:
        """The answer to a question that was asked before; None as well if it cannot be read."""
        line = self._lines.get(_key(question))
        try:
            return _answer(question, line) if line else None
        except (KeyError, TypeError, ValidationError):
            return None

    def take(self, question: Question, reply: Reply) -> None:
        """Write an answer down.

        Raises:
            SettingsError: it cannot be written.
        """
        if isinstance(reply, Answer):
            cost = reply.cost
            line = {
                "question": _key(question),
                "section": question.section,
                "draft": reply.filled,
                "usage": cost.usage.model_dump(),
                "requests": cost.requests,
                "retries": cost.retries,
            }
            with writing_to(self._path.parent):
                append_line(self._path, line)

    def forget(self) -> None:
        """Remove the file."""
        self._path.unlink(missing_ok=True)


def _answer(question: Question, line: dict[str, Any]) -> Answer:
    cost = Cost(Usage.model_validate(line["usage"]), int(line["requests"]), int(line["retries"]))
    return Answer(question.draft.read(line["draft"]), cost)


def _key(question: Question) -> str:
    asked = json.dumps([question.system, question.user, question.draft.name])
    return sha256(asked.encode()).hexdigest()
