"""The briefing pipeline: one generator that yields rounds of questions, is sent their replies, and returns the brief.

It is plain Python: no client, no clock, no thread, no async. Whoever can answer a list of questions can run it.

The sections come in two stages. A round asks the slots of the stage that is due, together with those of the stage
before that are still open: left out, failed, or not borne out by the article. A slot is asked for twice at most. A last
round asks what can only be asked once all else is settled.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from functools import cache
from importlib.metadata import version
from typing import Any

from newsbrief.article import Article
from newsbrief.asking import Asking
from newsbrief.coverage import coverage_of
from newsbrief.desks import Desk, desk_of
from newsbrief.errors import (
    AnswerInvalid,
    AnswerRefused,
    AnswerTruncated,
    ContextTooLong,
    RecordingMissing,
)
from newsbrief.questionnaire import Questionnaire
from newsbrief.questions import Cost, Failure, Question, Reply
from newsbrief.schema import ArticleInfo, Brief, IncompleteSection, Provenance, RejectedItem, Repairs
from newsbrief.sections import Findings
from newsbrief.suspicions import warnings_about

ABOUT_THE_ANSWER = (AnswerInvalid, AnswerRefused, AnswerTruncated, ContextTooLong)
"""Errors of one question, which another may not end in."""
_version = cache(version)

Done = Callable[[str, tuple[Any, ...], Sequence[RejectedItem]], None]


def ignore(_section: str, _items: tuple[Any, ...], _rejected: Sequence[RejectedItem]) -> None:
    """What is told of a finished section if nobody listens."""


def briefing(
    article: Article,
    model: str,
    questionnaire: Questionnaire,
    *,
    before: Brief | None = None,
    done: Done = ignore,
) -> Generator[list[Question], Sequence[Reply], Brief]:
    """The pipeline for one article.

    Args:
        article: the article.
        model: the model's name, for the provenance.
        questionnaire: what to ask about it, and how.
        before: a brief of the article that is to be completed; only what its incomplete sections lack is asked.
        done: is told of each section as soon as it is finished: its name, its items, and what was rejected of it.

    Yields:
        Rounds of independent questions; to be sent the replies in the same order.

    Returns:
        The brief; its provenance has no ``seconds``, since a pipeline has no clock.

    Raises:
        ModelError: not one question was answered.
    """
    asking = Asking(article, questionnaire)
    first, second = _stages(asking, before)
    cost, repairs = Cost(), Repairs()
    for due in _due(first, second):
        batches = [batch for desk in due for batch in asking.batches(desk)]
        if batches:
            replies = yield [batch.question for batch in batches]
            repairs += sum((batch.taken(reply) for batch, reply in zip(batches, replies, strict=True)), Repairs())
            cost += sum((reply.cost for reply in replies), Cost())
            _stop_if_hopeless(replies, first + second)
        _tell(done, [desk for desk in first + second if desk.is_done()])
    _stop_if_mute(first + second)
    _tell(done, first + second)
    brief = _brief(asking, _provenance(asking, model, cost, repairs), first + second)
    return _joined(before, brief) if before else brief


def _due(first: list[Desk], second: list[Desk]) -> Iterator[list[Desk]]:
    """The desks whose turn it is to ask for what is open, round by round."""
    yield first
    yield first + second
    yield second
    for desk in second:
        desk.add_later()
    yield second


def _tell(done: Done, desks: Sequence[Desk]) -> None:
    """Tell of the sections that are finished, of each once."""
    for desk in desks:
        if desk.found is None:
            found = desk.findings()
            done(desk.section.name, found.items, (*desk.rejected(), *found.rejected))


def questions_about(article: Article, questionnaire: Questionnaire, before: Brief | None = None) -> list[Question]:
    """All questions that an article leads to before anything is answered; with a brief, what that one lacks."""
    asking = Asking(article, questionnaire)
    return [batch.question for desks in _stages(asking, before) for desk in desks for batch in asking.batches(desk)]


def _stages(asking: Asking, before: Brief | None = None) -> tuple[list[Desk], list[Desk]]:
    """A desk for each section: those that are asked from the start, and those that come after them."""
    desks = [desk_of(section(asking.view), before) for section in asking.questionnaire.sections]
    return [desk for desk in desks if not desk.section.is_late], [desk for desk in desks if desk.section.is_late]


def _stop_if_hopeless(replies: Sequence[Reply], desks: Sequence[Desk]) -> None:
    """With no answer so far, and none to be expected by other questions either, there is no reason to go on asking."""
    failures = [reply.error for reply in replies if isinstance(reply, Failure)]
    for error in failures:
        if isinstance(error, RecordingMissing):  # half a brief would hide that the recording is not of these questions
            raise error
    hopeless = [error for error in failures if not isinstance(error, ABOUT_THE_ANSWER)]
    if len(failures) == len(replies) and hopeless and not any(desk.accepted for desk in desks):
        raise hopeless[0]


def _stop_if_mute(desks: Sequence[Desk]) -> None:
    """If not one question was answered, there is nothing to make a brief of."""
    failures = [error for desk in desks for error in desk.failures.values()]
    if failures and not any(desk.accepted or desk.problems for desk in desks):
        raise failures[0]


def _brief(asking: Asking, provenance: Provenance, desks: Sequence[Desk]) -> Brief:
    view = asking.view
    findings = {desk.section.name: desk.findings() for desk in desks}
    withdrawn = [item for finding in findings.values() for item in finding.rejected]

    def items(section: str) -> tuple[Any, ...]:
        return findings.get(section, Findings()).items

    return Brief(
        article=article_info(view.article),
        headline=next(iter(items("headline")), None),
        summary=items("summary"),
        key_figures=items("key_figures"),
        quantities=items("quantities"),
        statements=items("statements"),
        open_questions=items("open_questions"),
        extra={name: items(name) for name in asking.questionnaire.extra},
        coverage=coverage_of(view, findings),
        rejected=(*(item for desk in desks for item in desk.rejected()), *withdrawn),
        incomplete=(*(item for desk in desks for item in desk.incomplete()), *_unread(asking)),
        warnings=tuple(warnings_about(view)),
        provenance=provenance,
    )


def _provenance(asking: Asking, model: str, cost: Cost, repairs: Repairs) -> Provenance:
    return Provenance(
        newsbrief_version=_version("newsbrief"),
        model=model,
        language=asking.view.language,
        prompts=tuple(asking.used.values()),
        usage=cost.usage,
        requests=cost.requests,
        retries=cost.retries,
        repairs=repairs,
    )


def _joined(before: Brief, brief: Brief) -> Brief:
    """A completed brief, with what is known of the one before: its rejected items, and what it took."""
    old, new = before.provenance, brief.provenance
    provenance = new.model_copy(
        update={
            "model": ", ".join(dict.fromkeys((old.model, new.model))),
            "prompts": tuple(dict.fromkeys((*old.prompts, *new.prompts))),
            "usage": old.usage + new.usage,
            "requests": old.requests + new.requests,
            "retries": old.retries + new.retries,
            "repairs": old.repairs + new.repairs,
            "seconds": old.seconds,
        }
    )
    return brief.model_copy(update={"rejected": (*before.rejected, *brief.rejected), "provenance": provenance})


def _unread(asking: Asking) -> list[IncompleteSection]:
    """A summary of an article in several windows is one of its first window: say so."""
    windows = asking.windows
    if len(windows) == 1 or not {"headline", "summary"} & {section.name for section in asking.questionnaire.sections}:
        return []
    read = f"headline and summary rest on its first {windows[0].last} sentences"
    error = f"the article is too long to be read at once: {read}"
    return [IncompleteSection(section="summary", error=error, hint="use a model with a longer context")]


def article_info(article: Article) -> ArticleInfo:
    """What a brief says of its article."""
    return ArticleInfo(
        id=article.id,
        title=article.title,
        source=article.source,
        author=article.author,
        published=article.published,
        language=article.language,
        sha256=article.sha256,
        length=len(article.text),
    )
