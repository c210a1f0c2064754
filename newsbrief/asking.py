"""Asking: the open slots of desks become questions, by prompt and by the part of the article that is shown."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from newsbrief.article import Article, normalise
from newsbrief.cues import find_cues
from newsbrief.desks import Desk
from newsbrief.drafts import Slot, draft_of
from newsbrief.evidence import Span
from newsbrief.language import language_code, language_name
from newsbrief.prompts import Prompt
from newsbrief.questionnaire import Questionnaire
from newsbrief.questions import Question, Reply
from newsbrief.schema import PromptUsed, Repairs
from newsbrief.sections.section import ArticleView
from newsbrief.suspicions import harmless
from newsbrief.windows import SLOTS_TOKENS, Window, estimate_tokens, windows_of

JSON_TOKENS = 40
"""What an answer's braces and keys may take beyond its values."""


@dataclass(frozen=True)
class Batch:
    """A question on its way, with the slots it asks for."""

    desk: Desk
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


class Asking:
    """Puts slots into questions: by prompt, by the part of the article they belong to, and not too many at once."""

    def __init__(self, article: Article, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        language = language_code(questionnaire.language or "")
        self._language = language or article.language
        self._system = questionnaire.prompt("system").render({"language": language_name(self._language)})
        self.windows: tuple[Window, ...] = windows_of(
            article, questionnaire.context_tokens - estimate_tokens(self._system)
        )
        starts = tuple(window.start for window in self.windows)
        self.view: ArticleView = ArticleView(article, find_cues(article), language, starts)
        about = {
            "marker": _marker(article, self.view.cues.told),
            "title": harmless(article.title),
            "published": harmless(article.published),
        }
        self._shown = {window: self._show(window, about) for window in self.windows}
        self.used: dict[str, PromptUsed] = {name: questionnaire.prompt(name).used for name in ("system", "article")}

    def _show(self, window: Window, about: Mapping[str, str | None]) -> str:
        """What a model reads of the article: the same as if the sentences that talk to machines were not there."""
        told = self.view.told_sentences
        first, last = (bisect_right(told, end, key=lambda one: one.number) for end in (window.first, window.last))
        sentences = [
            (number, self.view.told(Span(one.start, one.end)).replace("\n", " "))
            for number, one in enumerate(told[first:last], start=first + 1)
        ]
        return self.questionnaire.prompt("article").render({**about, "sentences": sentences})

    def batches(self, desk: Desk) -> Iterator[Batch]:
        """The questions for what is open at a desk."""
        groups: dict[tuple[str, Window], list[Slot]] = {}
        for slot in desk.open_slots():
            groups.setdefault((slot.prompt, self._window(slot.at)), []).append(slot)
        for (name, window), slots in groups.items():
            prompt = self.questionnaire.prompt(name)
            for several in _portions(slots, prompt.most_slots):
                yield self._batch(desk, prompt, window, several)

    def _window(self, at: int) -> Window:
        following = bisect_right(self.windows, at, key=lambda window: window.start)
        return self.windows[max(following - 1, 0)]

    def _batch(self, desk: Desk, prompt: Prompt, window: Window, slots: Sequence[Slot]) -> Batch:
        self.used[prompt.name] = prompt.used
        entries = [{"id": slot.id, "problem": desk.problems.get(slot.id, ""), **slot.shown} for slot in slots]
        language = self.view.article.language if desk.section.copies else self._language
        asked = {
            "slots": entries,
            "language": language_name(language),
            "example": prompt.examples.get(language or "", ""),
        }
        question = Question(
            section=desk.section.name,
            prompts=(self.used["system"], self.used["article"], prompt.used),
            system=self._system,
            user=f"{self._shown[window]}\n\n{prompt.render(asked)}",
            draft=draft_of(f"{prompt.name}_draft", slots),
            max_tokens=JSON_TOKENS + sum(slot.tokens for slot in slots) * 2,
            repairs=sum(slot.id in desk.problems for slot in slots),
        )
        return Batch(desk, tuple(slots), question)


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


def _marker(article: Article, told: str) -> str:
    """The line before and after the article: the same for each question about it, and nowhere in its text.

    It is made of the words that are told, so that it says nothing of those that are not.
    """
    digest = article.sha256 if told == article.text else sha256(normalise(told).encode()).hexdigest()
    marker = f"=== article {digest[:12]} ==="
    while any(marker in (part or "") for part in (article.text, article.title, article.published)):
        marker = f"={marker}="
    return marker
