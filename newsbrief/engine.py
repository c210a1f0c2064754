"""What runs the pipeline of an article: it puts the rounds of questions to a model and sends the replies back."""

import asyncio
import time
from collections.abc import Generator, Sequence

from newsbrief.answers import Answers, NoAnswers
from newsbrief.article import Article
from newsbrief.budget import Budget
from newsbrief.errors import BudgetSpent, ModelError, ModelTimeout
from newsbrief.events import ArticleDone, ArticleStarted, QuestionAnswered, QuestionSent
from newsbrief.exchanges import asked_with
from newsbrief.model import Model
from newsbrief.models import Models
from newsbrief.pipeline import briefing
from newsbrief.prompts import Prompts
from newsbrief.questions import Failure, Question, Reply
from newsbrief.schema import Brief
from newsbrief.settings import Settings

Pipeline = Generator[list[Question], Sequence[Reply], Brief]


class Engine:
    """Briefs one article at a time, or many side by side.

    Args:
        models: what answers.
        prompts: what is asked with.
        settings: how to work.
    """

    def __init__(self, models: Models, prompts: Prompts, settings: Settings) -> None:
        self.models = models
        self.prompts = prompts
        self.settings = settings

    async def brief(
        self,
        article: Article,
        before: Brief | None = None,
        *,
        answers: Answers | None = None,
        budget: Budget | None = None,
    ) -> Brief:
        """Brief an article.

        Args:
            article: the article.
            before: a brief of it that is to be completed.
            answers: hears the replies, and may know some already.
            budget: what may be spent.

        Raises:
            BudgetSpent: a question might pass a bound of the budget.
            ModelError: there is no answer at all, or none in time.
        """
        started = time.monotonic()
        try:
            async with asyncio.timeout(self.settings.deadline):
                brief = await self._run(article, before, answers or NoAnswers(), budget)
        except TimeoutError:
            bound, model = f"{self.settings.deadline} s", await self.models.name()
            raise ModelTimeout(
                f"not finished within {bound}", hint="raise the deadline", article=article.name, model=model
            ) from None
        except ModelError as error:
            error.article = article.name
            raise
        seconds = round(brief.provenance.seconds + time.monotonic() - started, 2)
        provenance = brief.provenance.model_copy(update={"seconds": seconds})
        self.settings.on_event(ArticleDone(article.name, brief.status))
        return brief.model_copy(update={"provenance": provenance})

    async def _run(self, article: Article, before: Brief | None, answers: Answers, budget: Budget | None) -> Brief:
        model = await self.models.here()
        self.settings.on_event(ArticleStarted(article.name))
        pipeline = briefing(
            article,
            await model.name(),
            self.prompts,
            context_tokens=model.context_tokens,
            language=before.provenance.language if before else self.settings.language,
            before=before,
        )
        rounds = _Rounds(article.name, model, self.settings, answers, budget)
        replies: Sequence[Reply] | None = None
        while True:
            # What reads and checks an article takes its time, which other tasks are not to wait for.
            step = await asyncio.to_thread(_step, pipeline, replies)
            if isinstance(step, Brief):
                return step
            replies = await rounds.ask(step)


def _step(pipeline: Pipeline, replies: Sequence[Reply] | None) -> list[Question] | Brief:
    try:
        return next(pipeline) if replies is None else pipeline.send(replies)
    except StopIteration as finished:
        brief: Brief = finished.value
        return brief


class _Rounds:
    """Asks the rounds of one article, and reports each question."""

    def __init__(self, article: str, model: Model, settings: Settings, answers: Answers, budget: Budget | None) -> None:
        self._article = article
        self._model = model
        self._report = settings.on_event
        self._answers = answers
        self._budget = budget

    async def ask(self, questions: Sequence[Question]) -> list[Reply]:
        """The replies to a round, in its order."""
        asking = [asyncio.create_task(self._ask(question)) for question in questions]
        try:
            return await asyncio.gather(*asking)
        except BudgetSpent:
            await asyncio.wait(asking)  # what is on its way is paid for
            raise
        finally:
            for task in asking:  # if one raised, the others are not to go on
                task.cancel()
            await asyncio.gather(*asking, return_exceptions=True)

    async def _ask(self, question: Question) -> Reply:
        known = self._answers.known(question)
        if known is not None:
            return known
        self._report(QuestionSent(self._article, question.section))
        with asked_with(question.prompts):
            reply = await self._model.ask(question, self._budget)
        self._answers.take(question, reply)
        error = str(reply.error) if isinstance(reply, Failure) else None
        self._report(QuestionAnswered(self._article, question.section, reply.cost.usage, error))
        if isinstance(reply, Failure):
            reply.error.article = self._article
        return reply
