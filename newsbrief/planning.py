"""What a run would do and take, from what is there and from the prompts themselves; nothing is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from newsbrief.due import Done, Due, FailedBefore, Stock, Unreadable
from newsbrief.pipeline import questions_about
from newsbrief.questionnaire import Questionnaire
from newsbrief.questions import Question
from newsbrief.schema import Usage
from newsbrief.sources import Given
from newsbrief.windows import estimate_tokens

MOST_WRITTEN = 5
"""An answer may be about this many times as long as answers turn out to be."""


@dataclass(frozen=True)
class Planned:
    """What would be done about an article.

    Attributes:
        name: what it is called.
        what: in words.
        requests: how many questions it leads to, those not counted that ask again or follow from an answer.
        usage: the tokens that these take, by and large; none of them is taken to be cached.
    """

    name: str
    what: str
    requests: int = 0
    usage: Usage = field(default_factory=Usage)


def planned(
    given: Sequence[Given], stock: Stock, questionnaire: Questionnaire, most: int | None = None
) -> Iterator[Planned]:
    """What would be done about each article; no more than ``most`` of them would be asked about."""
    seen: set[bytes] = set()
    for one in given:
        found = stock.look_up(one)
        match found:
            case Done():
                yield Planned(one.name, "is done")
            case FailedBefore():
                yield Planned(one.name, f"failed before: {found.failed.message}")
            case Unreadable():
                yield Planned(one.name, f"cannot be read: {found.error.message}")
            case Due():
                if found.content in seen or stock.twin_of(found):
                    yield Planned(one.name, "has the same text as another")
                elif most is not None and len(seen) >= most:
                    yield Planned(one.name, "would be left for another run")
                else:
                    seen.add(found.content)
                    yield _due(found, stock, questionnaire)


def _due(due: Due, stock: Stock, questionnaire: Questionnaire) -> Planned:
    answers = stock.answers(due)
    asked = questions_about(due.article, questionnaire, due.before)
    left = [question for question in asked if answers.known(question) is None]
    what = "is half done, and would be completed" if due.before else "would be asked about"
    return Planned(due.given.name, what, len(left), sum(map(_tokens_of, left), Usage()))


def _tokens_of(question: Question) -> Usage:
    return Usage(
        input_tokens=estimate_tokens(question.system) + estimate_tokens(question.user),
        output_tokens=question.max_tokens // MOST_WRITTEN,
    )
