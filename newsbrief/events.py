"""Small frozen records of what a Briefer is doing, for progress displays and metrics."""

from dataclasses import dataclass

from newsbrief.schema import Usage


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
class ArticleDone:
    """The brief of an article is finished."""

    article: str
    status: str


Event = Downloading | ArticleStarted | QuestionSent | QuestionAnswered | ArticleDone
