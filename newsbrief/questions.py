"""What the pipeline asks, and what it is answered: plain values, known to both sides, with no client in sight."""

from dataclasses import dataclass, field

from newsbrief.drafts import Draft, Filled
from newsbrief.errors import ModelError
from newsbrief.schema import PromptUsed, Usage


@dataclass(frozen=True)
class Question:
    """One question to a model.

    Attributes:
        section: the section of the brief that asks.
        prompts: the prompts that its messages are made of; the last is the one that asks.
        system: the system message.
        user: the user message: the article, then what is asked. Questions of one article share all but the end.
        draft: what the answer must fill in.
        max_tokens: the longest answer that makes sense.
        repairs: how much of what is asked for an earlier answer had got wrong.
    """

    section: str
    prompts: tuple[PromptUsed, ...]
    system: str
    user: str
    draft: Draft
    max_tokens: int
    repairs: int = 0

    @property
    def prompt(self) -> PromptUsed:
        """The prompt that asks."""
        return self.prompts[-1]


@dataclass(frozen=True)
class Cost:
    """What it took to get an answer, all attempts together; ``retries`` of the requests had to be sent again."""

    usage: Usage = field(default_factory=Usage)
    requests: int = 0
    retries: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.usage + other.usage, self.requests + other.requests, self.retries + other.retries)


@dataclass(frozen=True)
class Answer:
    """A draft that a model filled in."""

    filled: Filled
    cost: Cost


@dataclass(frozen=True)
class Failure:
    """No usable answer, and why."""

    error: ModelError
    cost: Cost


Reply = Answer | Failure
