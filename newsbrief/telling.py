"""Who hears of an article: the listener of the settings, whoever streams it, the log, and traces.

The log, of ``newsbrief`` and what is below it, has ids, sections, counts and times at INFO, and texts at DEBUG only. It
is set up by nobody here. Traces are OpenTelemetry's: in a program that uses it, an article is a span.
"""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from newsbrief.article import Article
from newsbrief.events import ArticleDone, ArticleEvent, ArticleStarted, QuestionReasked, QuestionRetried
from newsbrief.questions import Question, Reply
from newsbrief.schema import Brief

Listener = Callable[[ArticleEvent], None]

_log = logging.getLogger("newsbrief.articles")


class Teller:
    """Tells of one article.

    Args:
        article: the article.
        listeners: who hears of it.
    """

    def __init__(self, article: Article, *listeners: Listener) -> None:
        self.article: str = article.name
        self._id = article.id
        self._listeners = listeners

    def __call__(self, event: ArticleEvent) -> None:
        """Tell of an event."""
        self._note(event)
        for listener in self._listeners:
            listener(event)

    def sent(self, question: Question) -> None:
        """Note the words of a question; at DEBUG."""
        _log.debug("%s: %s asks: %s", self._id, question.section, question.user)

    def answered(self, question: Question, reply: Reply) -> None:
        """Note the words of a reply; at DEBUG."""
        _log.debug("%s: %s is answered: %s", self._id, question.section, reply)

    def _note(self, event: ArticleEvent) -> None:
        match event:
            case ArticleStarted():
                _log.info("%s: started", self._id)
            case QuestionRetried(_, section, error):
                _log.info("%s: %s: %s, sent again", self._id, section, error)
            case QuestionReasked(_, section):
                _log.info("%s: %s: asked again", self._id, section)
            case ArticleDone(_, status, Brief(provenance=took)):
                _log.info(
                    "%s: %s, %d requests, %d tokens read, %d written, %.1f s",
                    self._id, status, took.requests, took.usage.input_tokens, took.usage.output_tokens, took.seconds,
                )  # fmt: skip
            case ArticleDone(_, status):
                _log.info("%s: %s", self._id, status)


@contextmanager
def traced(article: Article) -> Iterator[None]:
    """A span of OpenTelemetry for an article, current while it lasts; nothing in a program that does not use that."""
    trace = sys.modules.get("opentelemetry.trace")
    if trace is None:
        yield
        return
    tracer = trace.get_tracer("newsbrief")
    with tracer.start_as_current_span("newsbrief.brief", attributes={"newsbrief.article.id": article.id}):
        yield
