"""The briefing pipeline: one generator that yields rounds of questions, is sent their replies, and returns the brief.

It is plain Python: no client, no clock, no thread, no async. Whoever can answer a list of questions can run it.

The sections come in two stages. A round asks the slots of the stage that is due, together with those of the stage
before that are still open: left out, failed, or not borne out by the article. A slot is asked for twice at most.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from newsbrief.article import Article
from newsbrief.coverage import coverage_of
from newsbrief.cues import find_cues
from newsbrief.drafts import Slot, Unfit, draft_of, value_of
from newsbrief.errors import ModelError
from newsbrief.evidence import Span
from newsbrief.language import language_code, language_name
from newsbrief.prompts import Prompt, Prompts
from newsbrief.questions import Cost, Failure, Question, Reply
from newsbrief.schema import (
    ArticleInfo,
    Brief,
    IncompleteSection,
    PromptUsed,
    Provenance,
    RejectedItem,
)
from newsbrief.sections import (
    Headline,
    KeyFigures,
    OpenQuestions,
    Quantities,
    Section,
    Statements,
    Summary,
)
from newsbrief.sections.section import ArticleView, shown
from newsbrief.windows import Window, estimate_tokens, windows_of

SHOWN = 160
"""How many characters of a suspicious sentence a warning shows."""
JSON_TOKENS = 40
"""What an answer's braces and keys may take beyond its values."""


@dataclass
class _Desk:
    """A section at work: its slots, what was accepted, and what is still open."""

    section: Section
    slots: dict[str, Slot]
    accepted: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    unfit: dict[str, str] = field(default_factory=dict)
    failures: dict[str, ModelError] = field(default_factory=dict)

    def open_slots(self) -> list[Slot]:
        return [slot for key, slot in self.slots.items() if key not in self.accepted]

    def take(self, slot: Slot, reply: Reply) -> None:
        for earlier in (self.problems, self.failures, self.unfit):
            earlier.pop(slot.id, None)
        if isinstance(reply, Failure):
            self.failures[slot.id] = reply.error
            return
        try:
            value = value_of(slot, reply.draft)
            self.unfit[slot.id] = shown(value)
            self.accepted[slot.id] = self.section.accept(slot, value)
        except Unfit as error:
            self.problems[slot.id] = str(error)

    def rejected(self) -> list[RejectedItem]:
        name = self.section.name
        return [
            RejectedItem(section=name, item=self.unfit.get(key, "nothing usable"), reason=problem)
            for key, problem in self.problems.items()
        ]

    def incomplete(self) -> list[IncompleteSection]:
        """One entry for each different error."""
        errors = {(error.message, error.hint): None for error in self.failures.values()}
        return [IncompleteSection(section=self.section.name, error=error, hint=hint) for error, hint in errors]


@dataclass(frozen=True)
class _Batch:
    """A question on its way, with the slots it asks for."""

    desk: _Desk
    slots: tuple[Slot, ...]
    question: Question


def briefing(
    article: Article, model: str, prompts: Prompts, *, context_tokens: int, language: str | None = None
) -> Generator[list[Question], Sequence[Reply], Brief]:
    """The pipeline for one article.

    Args:
        article: the article.
        model: the model's name, for the provenance.
        prompts: the prompts to ask with.
        context_tokens: how many tokens the model can read and write in one request.
        language: the language of the prose to be written; None for the article's own.

    Yields:
        Rounds of independent questions; to be sent the replies in the same order.

    Returns:
        The brief; its provenance has no ``seconds``, since a pipeline has no clock.

    Raises:
        ModelError: not one question was answered.
    """
    view = ArticleView(article, find_cues(article), language_code(language or ""))
    asking = _Asking(view, prompts, context_tokens)
    first, second = _stages(view)
    cost = Cost()
    for due in (first, first + second, second):
        batches = [batch for desk in due for batch in asking.batches(desk)]
        if batches:
            replies = yield [batch.question for batch in batches]
            cost += _take_all(batches, replies)
            _stop_if_mute(replies, first + second)
    return _brief(view, model, asking, first + second, cost)


def questions_about(article: Article, prompts: Prompts, *, context_tokens: int) -> list[Question]:
    """All questions that an article leads to before anything is answered."""
    view = ArticleView(article, find_cues(article))
    asking = _Asking(view, prompts, context_tokens)
    return [batch.question for desks in _stages(view) for desk in desks for batch in asking.batches(desk)]


def _stages(view: ArticleView) -> tuple[list[_Desk], list[_Desk]]:
    first: tuple[Section, ...] = (KeyFigures(view), Quantities(view), Statements(view))
    second: tuple[Section, ...] = (Headline(view), Summary(view), OpenQuestions(view))
    return [_desk(section) for section in first], [_desk(section) for section in second]


def _desk(section: Section) -> _Desk:
    return _Desk(section, {slot.id: slot for slot in section.slots()})


def _take_all(batches: Sequence[_Batch], replies: Sequence[Reply]) -> Cost:
    cost = Cost()
    for batch, reply in zip(batches, replies, strict=True):
        cost += reply.cost
        for slot in batch.slots:
            batch.desk.take(slot, reply)
    return cost


def _stop_if_mute(replies: Sequence[Reply], desks: Sequence[_Desk]) -> None:
    """With no answer so far there is nothing to make a brief of, and no reason to go on asking."""
    failures = [reply.error for reply in replies if isinstance(reply, Failure)]
    if len(failures) == len(replies) and not any(desk.accepted for desk in desks):
        raise failures[0]


class _Asking:
    """Puts slots into questions: by prompt, by the part of the article they belong to, and not too many at once."""

    def __init__(self, view: ArticleView, prompts: Prompts, context_tokens: int) -> None:
        self._prompts = prompts
        self._language = view.language or view.article.language
        self._system = prompts["system"].render({"language": language_name(self._language)})
        self._view = view
        self.windows = windows_of(view.article, context_tokens - estimate_tokens(self._system))
        marker = _marker(view.article)
        self._shown = {window: self._show(window, marker) for window in self.windows}
        self.used: dict[str, PromptUsed] = {name: prompts[name].used for name in ("system", "article")}

    def _show(self, window: Window, marker: str) -> str:
        article = self._view.article
        sentences = article.sentences[window.first : window.last]
        shown = [(one.number, article.text[one.start : one.end].replace("\n", " ")) for one in sentences]
        values = {"marker": marker, "title": article.title, "published": article.published}
        return self._prompts["article"].render({**values, "sentences": shown})

    def batches(self, desk: _Desk) -> Iterator[_Batch]:
        """The questions for what is open at a desk."""
        groups: dict[tuple[str, Window], list[Slot]] = {}
        for slot in desk.open_slots():
            groups.setdefault((slot.prompt, self._window(slot.at)), []).append(slot)
        for (name, window), slots in groups.items():
            prompt = self._prompts[name]
            for start in range(0, len(slots), prompt.most_slots):
                yield self._batch(desk, prompt, window, slots[start : start + prompt.most_slots])

    def _window(self, at: int) -> Window:
        return next(window for window in reversed(self.windows) if window.start <= at or window.first == 0)

    def _batch(self, desk: _Desk, prompt: Prompt, window: Window, slots: Sequence[Slot]) -> _Batch:
        self.used[prompt.name] = prompt.used
        entries = [{"id": slot.id, "problem": desk.problems.get(slot.id, ""), **slot.shown} for slot in slots]
        asked = {
            "slots": entries,
            "language": language_name(self._language),
            "example": prompt.examples.get(self._language or "", ""),
        }
        question = Question(
            section=desk.section.name,
            prompt=prompt.used,
            system=self._system,
            user=f"{self._shown[window]}\n\n{prompt.render(asked)}",
            draft=draft_of(f"{prompt.name}_draft", slots),
            max_tokens=JSON_TOKENS + sum(slot.tokens for slot in slots) * 2,
        )
        return _Batch(desk, tuple(slots), question)


def _marker(article: Article) -> str:
    """The line before and after the article: the same for each question about it, and nowhere in its text."""
    marker = f"=== article {article.sha256[:12]} ==="
    while any(marker in (part or "") for part in (article.text, article.title, article.published)):
        marker = f"={marker}="
    return marker


def _brief(view: ArticleView, model: str, asking: _Asking, desks: Sequence[_Desk], cost: Cost) -> Brief:
    findings = {desk.section.name: desk.section.finish(desk.accepted) for desk in desks}
    return Brief(
        article=_info(view.article),
        headline=next(iter(findings["headline"].items), None),
        summary=findings["summary"].items,
        key_figures=findings["key_figures"].items,
        quantities=findings["quantities"].items,
        statements=findings["statements"].items,
        open_questions=findings["open_questions"].items,
        coverage=coverage_of(view, findings),
        rejected=tuple(item for desk in desks for item in desk.rejected()),
        incomplete=(*(item for desk in desks for item in desk.incomplete()), *_unread(asking.windows)),
        warnings=tuple(_warning(view, span) for span in view.cues.instructions),
        provenance=Provenance(
            newsbrief_version=version("newsbrief"),
            model=model,
            language=view.language,
            prompts=tuple(asking.used.values()),
            usage=cost.usage,
            requests=cost.requests,
            retries=cost.retries,
        ),
    )


def _unread(windows: Sequence[Window]) -> list[IncompleteSection]:
    """A summary of an article in several windows is one of its first window: say so."""
    if len(windows) == 1:
        return []
    read = f"headline and summary rest on its first {windows[0].last} sentences"
    error = f"the article is too long to be read at once: {read}"
    return [IncompleteSection(section="summary", error=error, hint="use a model with a longer context")]


def _warning(view: ArticleView, span: Span) -> str:
    number = view.article.sentence_at(span.start).number
    return f"sentence {number} of the article talks to machines; it was read as text: {view.words(span)[:SHOWN]}"


def _info(article: Article) -> ArticleInfo:
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
