"""Small frozen records of what a Briefer is doing, for progress displays and metrics.

``article`` is what the article is called in messages: its path, else its title, else its id.
"""

from dataclasses import dataclass, field

from pydantic import BaseModel

from newsbrief.schema import Brief, Usage


@dataclass(frozen=True)
class Downloading:
    """The weights of the embedded model are fetched or checked: ``done`` of ``total`` bytes."""

    what: str
    done: int
    total: int


@dataclass(frozen=True)
class ArticleStarted:
    """The work on an article begins."""

    article: str


@dataclass(frozen=True)
class QuestionSent:
    """A question is on its way to the model."""

    article: str
    section: str


@dataclass(frozen=True)
class QuestionAnswered:
    """A question is answered, or has failed for good (``error``); ``usage`` is all its attempts together."""

    article: str
    section: str
    usage: Usage
    error: str | None = None


@dataclass(frozen=True)
class QuestionRetried:
    """A request failed (``error``: the class of the error), and is sent again."""

    article: str
    section: str
    error: str


@dataclass(frozen=True)
class QuestionReasked:
    """An answer was not usable (``error`` says why), and what it should have held is asked for again."""

    article: str
    section: str
    error: str


@dataclass(frozen=True)
class ItemRejected:
    """Something that the model answered is left out of the brief, since the article does not bear it out."""

    article: str
    section: str
    reason: str


@dataclass(frozen=True)
class SectionDone:
    """A section of a brief is finished, grounded and checked.

    ``items`` are those that the brief will have: records of `newsbrief.schema`; of the headline, a string.
    """

    article: str
    section: str
    items: tuple[BaseModel | str, ...]


@dataclass(frozen=True)
class ArticleDone:
    """The brief of an article is finished: ``ok`` or ``partial``; or ``failed``, of one of many that has no brief."""

    article: str
    status: str
    brief: Brief | None = field(default=None, repr=False)


@dataclass(frozen=True)
class RunStanding:
    """How a run over a folder stands.

    Attributes:
        model: which model is asked.
        articles: how many there are.
        ok: how many have a brief, those that had one before among them.
        partial: how many have a brief in which something has no answer.
        failed: how many have none.
        reused: how many of all these were done before, or have the same text as another.
        requests: how many requests were sent in this run.
        usage: what they took.
        cost: in US dollars; None if the price is not known.
        seconds: since the run began.
        stopped: which bound ended the run before all was done; None if none did.
    """

    model: str
    articles: int
    ok: int = 0
    partial: int = 0
    failed: int = 0
    reused: int = 0
    requests: int = 0
    usage: Usage = field(default_factory=Usage)
    cost: float | None = None
    seconds: float = 0.0
    stopped: str | None = None

    @property
    def left(self) -> int:
        """How many articles are not done yet."""
        return self.articles - self.ok - self.partial - self.failed


ArticleEvent = (
    ArticleStarted
    | QuestionSent
    | QuestionRetried
    | QuestionReasked
    | QuestionAnswered
    | ItemRejected
    | SectionDone
    | ArticleDone
)
"""What is told of one article."""
Event = Downloading | ArticleEvent | RunStanding
