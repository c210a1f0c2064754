"""What runs the pipeline of an article: it puts the rounds of questions to a model and sends the replies back."""

import asyncio
import time
from collections.abc import Generator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from newsbrief.answers import Answers, NoAnswers
from newsbrief.article import Article
from newsbrief.budget import Budget
from newsbrief.errors import BudgetSpent, ModelError, ModelTimeout
from newsbrief.events import (
    ArticleDone,
    ArticleEvent,
    ArticleStarted,
    ItemRejected,
    QuestionAnswered,
    QuestionReasked,
    QuestionRetried,
    QuestionSent,
    SectionDone,
)
from newsbrief.exchanges import asked_with
from newsbrief.loop_thread import WorkThread
from newsbrief.model import Model
from newsbrief.models import Models
from newsbrief.pipeline import Done, briefing
from newsbrief.questionnaire import Questionnaire
from newsbrief.questions import Failure, Question, Reply
from newsbrief.schema import Brief, RejectedItem
from newsbrief.settings import Settings, ignore
from newsbrief.telling import Listener, Teller, traced

Pipeline = Generator[list[Question], Sequence[Reply], Brief]


class Engine:
    """Briefs one article at a time, or many side by side.

    Args:
        models: what answers.
        questionnaire: what is asked.
        settings: how to work.
    """

    def __init__(self, models: Models, questionnaire: Questionnaire, settings: Settings) -> None:
        self.models = models
        self.questionnaire = questionnaire
        self.settings = settings
        self.work_thread: WorkThread = WorkThread()

    async def brief(
        self,
        article: Article,
        before: Brief | None = None,
        *,
        answers: Answers | None = None,
        budget: Budget | None = None,
        listener: Listener = ignore,
    ) -> Brief:
        """Brief an article.

        Args:
            article: the article.
            before: a brief of it that is to be completed.
            answers: hears the replies, and may know some already.
            budget: what may be spent.
            listener: hears of it, besides that of the settings.

        Raises:
            BudgetSpent: a question might pass a bound of the budget.
            ModelError: there is no answer at all, or none in time.
        """
        started, tell = time.monotonic(), Teller(article, self.settings.on_event, listener)
        try:
            with traced(article):
                brief = await self._in_time(article, before, _Rounds(tell, answers or NoAnswers(), budget))
        except ModelError as error:
            error.article = article.name
            tell(ArticleDone(article.name, "failed"))
            raise
        seconds = round(brief.provenance.seconds + time.monotonic() - started, 2)
        brief = brief.model_copy(update={"provenance": brief.provenance.model_copy(update={"seconds": seconds})})
        tell(ArticleDone(article.name, brief.status, brief))
        return brief

    async def _in_time(self, article: Article, before: Brief | None, rounds: "_Rounds") -> Brief:
        try:
            async with asyncio.timeout(self.settings.deadline) as bound:
                return await self._run(article, before, rounds)
        except TimeoutError:
            if not bound.expired():  # a listener's, or of code of the user's own
                raise
            raise ModelTimeout(
                f"not finished within {self.settings.deadline} s", hint="raise the deadline", model=self.models.named
            ) from None

    async def _run(self, article: Article, before: Brief | None, rounds: "_Rounds") -> Brief:
        model = await self.models.here()
        async with model.articles:
            return await self._asked(model, article, before, rounds)

    async def _asked(self, model: Model, article: Article, before: Brief | None, rounds: "_Rounds") -> Brief:
        rounds.tell(ArticleStarted(article.name))
        questionnaire = replace(self.questionnaire, context_tokens=model.context_tokens)
        if before:
            questionnaire = replace(questionnaire, language=before.provenance.language)
        heard: list[ArticleEvent] = []
        name = await model.name()
        pipeline = briefing(article, name, questionnaire, before=before, done=_noted(article.name, heard))
        replies: Sequence[Reply] | None = None
        while True:
            step = await self.work_thread.run(_step, pipeline, replies)
            rounds.tell_all(heard)
            if isinstance(step, Brief):
                return step
            replies = await rounds.ask(step, model)


def _step(pipeline: Pipeline, replies: Sequence[Reply] | None) -> list[Question] | Brief:
    try:
        return next(pipeline) if replies is None else pipeline.send(replies)
    except StopIteration as finished:
        brief: Brief = finished.value
        return brief


def _noted(article: str, events: list[ArticleEvent]) -> Done:
    """Notes the events of finished sections, to be told where the loop is: the pipeline runs beside it."""

    def done(section: str, items: tuple[Any, ...], rejected: Sequence[RejectedItem]) -> None:
        events.extend(ItemRejected(article, section, one.reason) for one in rejected)
        events.append(SectionDone(article, section, items))

    return done


class _Rounds:
    """Asks the rounds of one article, and reports each question."""

    def __init__(self, tell: Teller, answers: Answers, budget: Budget | None) -> None:
        self.tell = tell
        self._answers = answers
        self._budget = budget
        self._raised: Exception | None = None

    def tell_all(self, events: list[ArticleEvent]) -> None:
        """Tell of events, and forget them."""
        for event in events:
            self.tell(event)
        events.clear()

    async def ask(self, questions: Sequence[Question], model: Model) -> list[Reply]:
        """The replies to a round, in its order."""
        asking = [asyncio.create_task(self._ask(question, model)) for question in questions]
        try:
            return await asyncio.gather(*asking)
        except BudgetSpent:
            await asyncio.wait(asking)  # what is on its way is paid for
            raise
        finally:
            for task in asking:  # if one raised, the others are not to go on
                task.cancel()
            await asyncio.gather(*asking, return_exceptions=True)

    async def _ask(self, question: Question, model: Model) -> Reply:
        known = self._answers.known(question)
        if known is not None:
            return known
        self._tell_of(question)
        with asked_with(question.prompts):
            reply = await model.ask(question, self._budget, partial(self._hear, question.section))
        if self._raised is not None:
            raise self._raised
        self._answers.take(question, reply)
        error = str(reply.error) if isinstance(reply, Failure) else None
        self.tell.answered(question, reply)
        self.tell(QuestionAnswered(self.tell.article, question.section, reply.cost.usage, error))
        if isinstance(reply, Failure):
            reply.error.article = self.tell.article
        return reply

    def _tell_of(self, question: Question) -> None:
        article, section = self.tell.article, question.section
        if question.repairs:
            self.tell(QuestionReasked(article, section, f"{question.repairs} answers were not fit"))
        self.tell.sent(question)
        self.tell(QuestionSent(article, section))

    def _hear(self, section: str, event: type[QuestionRetried | QuestionReasked], error: str) -> None:
        try:
            self.tell(event(self.tell.article, section, error))
        except Exception as raised:
            self._raised = raised  # on its way out it passes through code that takes it for a bad answer
            raise
