"""The briefing pipeline: one generator that yields rounds of questions, is sent their replies, and returns the brief.

It is plain Python: no client, no clock, no thread, no async. Whoever can answer a list of questions can run it.

The sections come in two stages. A round asks the slots of the stage that is due, together with those of the stage
before that are still open: left out, failed, or not borne out by the article. A slot is asked for twice at most. A last
round asks what can only be asked once all else is settled.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from typing import Any

from newsbrief.article import Article
from newsbrief.coverage import coverage_of
from newsbrief.cues import find_cues
from newsbrief.drafts import Slot, Unfit, draft_of, value_of
from newsbrief.errors import (
    AnswerInvalid,
    AnswerRefused,
    AnswerTruncated,
    ContextTooLong,
    ModelError,
    RecordingMissing,
)
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
    Repairs,
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
from newsbrief.sections.section import ArticleView, Findings, shown
from newsbrief.suspicions import harmless, warnings_about
from newsbrief.windows import SLOTS_TOKENS, Window, estimate_tokens, windows_of

MOST_ASKED = 2
"""How often a slot is asked for at most."""
ABOUT_THE_ANSWER = (AnswerInvalid, AnswerRefused, AnswerTruncated, ContextTooLong)
"""Errors of one question, which another may not end in."""
NO_VALUE = "(no usable value in the answer)"
"""What stands for a rejected item where the model said nothing that could be shown."""
_version = cache(version)
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
    asked: Counter[str] = field(default_factory=Counter)

    def open_slots(self) -> list[Slot]:
        """What is to be asked: neither accepted nor asked for twice, nor failed in a way that would be the same."""
        return [
            slot
            for key, slot in self.slots.items()
            if key not in self.accepted and self.asked[key] < MOST_ASKED and not self._failed_for_good(key)
        ]

    def _failed_for_good(self, key: str) -> bool:
        return key in self.failures and not self.failures[key].retryable

    def add_later(self) -> None:
        """Take up the slots that the section has once all else is settled."""
        self.slots |= {slot.id: slot for slot in self.section.later(self.accepted)}

    def findings(self) -> Findings:
        """What the section makes of the accepted values, and of what stands in for those that were not fit."""
        instead = {key: self.slots[key].otherwise() for key in self.problems}
        return self.section.finish({key: value for key, value in instead.items() if value is not None} | self.accepted)

    def take(self, slot: Slot, reply: Reply) -> None:
        self.asked[slot.id] += 1
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
            RejectedItem(section=name, item=self.unfit.get(key, NO_VALUE), reason=problem)
            for key, problem in self.problems.items()
        ]

    def incomplete(self) -> list[IncompleteSection]:
        """One entry for each different error."""
        errors: dict[tuple[str, str], list[str]] = {}
        for key, error in self.failures.items():
            errors.setdefault((error.message, error.hint), []).append(key)
        return [
            IncompleteSection(section=self.section.name, error=error, hint=hint, missing=tuple(keys))
            for (error, hint), keys in errors.items()
        ]


@dataclass(frozen=True)
class _Batch:
    """A question on its way, with the slots it asks for."""

    desk: _Desk
    slots: tuple[Slot, ...]
    question: Question

    def taken(self, reply: Reply) -> Repairs:
        """Hand the reply to the desk; what it mended of that which an earlier answer had got wrong."""
        wrong = [slot.id for slot in self.slots if slot.id in self.desk.problems]
        for slot in self.slots:
            self.desk.take(slot, reply)
        if not wrong:
            return Repairs()
        mended, cost = sum(key in self.desk.accepted for key in wrong), reply.cost
        return Repairs(asked=len(wrong), mended=mended, requests=cost.requests, usage=cost.usage)


def briefing(
    article: Article,
    model: str,
    prompts: Prompts,
    *,
    context_tokens: int,
    language: str | None = None,
    before: Brief | None = None,
) -> Generator[list[Question], Sequence[Reply], Brief]:
    """The pipeline for one article.

    Args:
        article: the article.
        model: the model's name, for the provenance.
        prompts: the prompts to ask with.
        context_tokens: how many tokens the model can read and write in one request.
        language: the language of the prose to be written; None for the article's own.
        before: a brief of the article that is to be completed; only what its incomplete sections lack is asked.

    Yields:
        Rounds of independent questions; to be sent the replies in the same order.

    Returns:
        The brief; its provenance has no ``seconds``, since a pipeline has no clock.

    Raises:
        ModelError: not one question was answered.
    """
    view = ArticleView(article, find_cues(article), language_code(language or ""))
    asking = _Asking(view, prompts, context_tokens)
    first, second = _stages(view, before)
    cost, repairs = Cost(), Repairs()
    for due in _due(first, second):
        batches = [batch for desk in due for batch in asking.batches(desk)]
        if batches:
            replies = yield [batch.question for batch in batches]
            repairs += sum((batch.taken(reply) for batch, reply in zip(batches, replies, strict=True)), Repairs())
            cost += sum((reply.cost for reply in replies), Cost())
            _stop_if_hopeless(replies, first + second)
    _stop_if_mute(first + second)
    brief = _brief(view, _provenance(view, model, asking, cost, repairs), asking, first + second)
    return _joined(before, brief) if before else brief


def _due(first: list[_Desk], second: list[_Desk]) -> Iterator[list[_Desk]]:
    """The desks whose turn it is to ask for what is open, round by round."""
    yield first
    yield first + second
    yield second
    for desk in second:
        desk.add_later()
    yield second


def questions_about(article: Article, prompts: Prompts, *, context_tokens: int) -> list[Question]:
    """All questions that an article leads to before anything is answered."""
    view = ArticleView(article, find_cues(article))
    asking = _Asking(view, prompts, context_tokens)
    return [batch.question for desks in _stages(view) for desk in desks for batch in asking.batches(desk)]


def _stages(view: ArticleView, before: Brief | None = None) -> tuple[list[_Desk], list[_Desk]]:
    first: tuple[Section, ...] = (KeyFigures(view), Quantities(view), Statements(view))
    second: tuple[Section, ...] = (Headline(view), Summary(view), OpenQuestions(view))
    return [_desk(section, before) for section in first], [_desk(section, before) for section in second]


def _desk(section: Section, before: Brief | None) -> _Desk:
    """A section with all its slots; where a brief is completed, with those that were not answered."""
    if before is None:
        return _Desk(section, {slot.id: slot for slot in section.slots()})
    missing = {key for one in before.incomplete if one.section == section.name for key in one.missing}
    known = {key: value for key, value in section.known(before).items() if key not in missing}
    return _Desk(section, {slot.id: slot for slot in section.slots() if slot.id in missing}, known)


def _stop_if_hopeless(replies: Sequence[Reply], desks: Sequence[_Desk]) -> None:
    """With no answer so far, and none to be expected by other questions either, there is no reason to go on asking."""
    failures = [reply.error for reply in replies if isinstance(reply, Failure)]
    for error in failures:
        if isinstance(error, RecordingMissing):  # half a brief would hide that the recording is not of these questions
            raise error
    hopeless = [error for error in failures if not isinstance(error, ABOUT_THE_ANSWER)]
    if len(failures) == len(replies) and hopeless and not any(desk.accepted for desk in desks):
        raise hopeless[0]


def _stop_if_mute(desks: Sequence[_Desk]) -> None:
    """If not one question was answered, there is nothing to make a brief of."""
    failures = [error for desk in desks for error in desk.failures.values()]
    if failures and not any(desk.accepted or desk.problems for desk in desks):
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
        """What a model reads of the article; sentences that talk to machines are left out, and keep their numbers."""
        article, told = self._view.article, self._view.cues.told
        sentences = article.sentences[window.first : window.last]
        shown = [(one.number, told[one.start : one.end].replace("\n", " ")) for one in sentences]
        values = {"marker": marker, "title": harmless(article.title), "published": harmless(article.published)}
        told_ones = [(number, words) for number, words in shown if words.strip()]
        return self._prompts["article"].render({**values, "sentences": told_ones})

    def batches(self, desk: _Desk) -> Iterator[_Batch]:
        """The questions for what is open at a desk."""
        groups: dict[tuple[str, Window], list[Slot]] = {}
        for slot in desk.open_slots():
            groups.setdefault((slot.prompt, self._window(slot.at)), []).append(slot)
        for (name, window), slots in groups.items():
            prompt = self._prompts[name]
            for several in _portions(slots, prompt.most_slots):
                yield self._batch(desk, prompt, window, several)

    def _window(self, at: int) -> Window:
        following = bisect_right(self.windows, at, key=lambda window: window.start)
        return self.windows[max(following - 1, 0)]

    def _batch(self, desk: _Desk, prompt: Prompt, window: Window, slots: Sequence[Slot]) -> _Batch:
        self.used[prompt.name] = prompt.used
        entries = [{"id": slot.id, "problem": desk.problems.get(slot.id, ""), **slot.shown} for slot in slots]
        language = self._view.article.language if desk.section.copies else self._language
        asked = {
            "slots": entries,
            "language": language_name(language),
            "example": prompt.examples.get(language or "", ""),
        }
        question = Question(
            section=desk.section.name,
            prompts=(self._prompts["system"].used, self._prompts["article"].used, prompt.used),
            system=self._system,
            user=f"{self._shown[window]}\n\n{prompt.render(asked)}",
            draft=draft_of(f"{prompt.name}_draft", slots),
            max_tokens=JSON_TOKENS + sum(slot.tokens for slot in slots) * 2,
        )
        return _Batch(desk, tuple(slots), question)


def _portions(slots: Sequence[Slot], most: int) -> Iterator[list[Slot]]:
    """Slots that one question can ask for: not too many, and not more than is kept free for it in the context."""
    several: list[Slot] = []
    used = 0
    for slot in slots:
        tokens = sum(estimate_tokens(str(shown)) for shown in slot.shown.values())
        if several and (len(several) == most or used + tokens > SLOTS_TOKENS):
            yield several
            several, used = [], 0
        several.append(slot)
        used += tokens
    if several:
        yield several


def _marker(article: Article) -> str:
    """The line before and after the article: the same for each question about it, and nowhere in its text."""
    marker = f"=== article {article.sha256[:12]} ==="
    while any(marker in (part or "") for part in (article.text, article.title, article.published)):
        marker = f"={marker}="
    return marker


def _brief(view: ArticleView, provenance: Provenance, asking: _Asking, desks: Sequence[_Desk]) -> Brief:
    findings = {desk.section.name: desk.findings() for desk in desks}
    withdrawn = [item for finding in findings.values() for item in finding.rejected]
    return Brief(
        article=article_info(view.article),
        headline=next(iter(findings["headline"].items), None),
        summary=findings["summary"].items,
        key_figures=findings["key_figures"].items,
        quantities=findings["quantities"].items,
        statements=findings["statements"].items,
        open_questions=findings["open_questions"].items,
        coverage=coverage_of(view, findings),
        rejected=(*(item for desk in desks for item in desk.rejected()), *withdrawn),
        incomplete=(*(item for desk in desks for item in desk.incomplete()), *_unread(asking.windows)),
        warnings=tuple(warnings_about(view)),
        provenance=provenance,
    )


def _provenance(view: ArticleView, model: str, asking: _Asking, cost: Cost, repairs: Repairs) -> Provenance:
    return Provenance(
        newsbrief_version=_version("newsbrief"),
        model=model,
        language=view.language,
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


def _unread(windows: Sequence[Window]) -> list[IncompleteSection]:
    """A summary of an article in several windows is one of its first window: say so."""
    if len(windows) == 1:
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
