"""Open questions: code finds the sentences that leave something open; the model puts the question."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from newsbrief.checks import facts_of
from newsbrief.cues.gaps import Gap
from newsbrief.drafts import Slot, Text, Unfit, Whole
from newsbrief.evidence import Span
from newsbrief.schema import Brief, OpenQuestion, RejectedItem
from newsbrief.sections.section import ABOUT_THE_TEXT, ArticleView, Findings, Section, passage
from newsbrief.terms import QuestionKind

SHORTEST, LONGEST = 12, 170
ASKING: Mapping[QuestionKind, str] = {
    "stated_unknown": "ask for the missing fact",
    "undisclosed": "ask for what they kept to themselves",
    "no_comment": "ask what they have to say",
    "pending": "ask how it will end",
    "conflicting_accounts": "ask which account is right",
    "inferred": "",
}
"""What to ask for where the sentence has no embedded question."""

LEAST_SAID = 0.4
"""The least share of a sentence that what is said in it must make up to stand for it."""

ANSWER = "a"
"""What stands before a question's id in the id of the slot for its answer."""
NO_NAME_FOR_IT = re.compile(r"\bmissing (fact|information|detail)s?\b", re.IGNORECASE)
LEAST_SHARED = 0.3
"""The least share of a question's longer words that the sentence behind it has; below it, the question is about
something else."""


LEAST_ANSWERED = 0.4
"""The least share of a question's longer words that the sentence said to answer it has."""


class OpenQuestions(Section):
    """The section ``open_questions``."""

    name = "open_questions"
    is_late = True

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._gaps = {f"o{index}": gap for index, gap in enumerate(view.cues.gaps, start=1)}
        self._put: dict[str, str] = {}

    def slots(self) -> Sequence[Slot]:
        """One for each gap: the question."""
        return [
            Slot(key, "open_questions", self._span(gap).start, _form(gap.opening), self._shown(gap), tokens=50)
            for key, gap in self._gaps.items()
        ]

    def _shown(self, gap: Gap) -> Mapping[str, Any]:
        return {"passage": passage(self._passage(gap)), "ask": "" if gap.focus else ASKING[gap.kind]}

    def _passage(self, gap: Gap) -> str:
        """The embedded question; else what is said, if it is that which raises the question; else the sentence."""
        sentence = self._span(gap)
        if gap.focus is not None:
            return self._view.words(gap.focus)
        said = [
            span
            for utterance in self._view.cues.utterances
            for span in utterance.spans
            if sentence.start <= span.start and span.end <= sentence.end
        ]
        longest = max(said, key=lambda span: span.end - span.start, default=sentence)
        long_enough = longest.end - longest.start >= LEAST_SAID * (sentence.end - sentence.start)
        return self._view.words(longest if gap.basis == "inferred" and long_enough else sentence)

    def _span(self, gap: Gap) -> Span:
        sentence = self._view.article.sentences[gap.sentence]
        return Span(sentence.start, sentence.end)

    def accept(self, slot: Slot, value: Any) -> str | int:  # noqa: ANN401
        """A question, or the number of the sentence that answers one."""
        if slot.prompt == "answered":
            return self._accept_answer(slot.shown["question"], value)
        return self._accept_question(slot, value)

    def _accept_question(self, slot: Slot, value: str) -> str:
        """The question, if it is one, is about its sentence, and is not put already."""
        span = self._span(self._gaps[slot.id])
        question = self._view.check_prose(value, span)
        if not question.endswith("?"):
            raise Unfit("it is not a question")
        if len(question) >= LONGEST:
            raise Unfit("it is too long; use at most 18 words")
        if ABOUT_THE_TEXT.search(question):
            raise Unfit("ask about what happened, not about the article")
        if NO_NAME_FOR_IT.search(question):
            raise Unfit("name the fact that is missing")
        if not self._view.translated and self._view.share_near(span, question) < LEAST_SHARED:
            raise Unfit("it is not about this sentence")
        if self._put.setdefault(question.casefold(), slot.id) != slot.id:
            raise Unfit("the same question is put already")
        return question

    def later(self, accepted: Mapping[str, Any]) -> Sequence[Slot]:
        """For each question that merely arises: which sentence answers it, if one does."""
        arising = {key: gap for key, gap in self._gaps.items() if gap.basis == "inferred" and key in accepted}
        return [
            Slot(
                ANSWER + key,
                "answered",
                self._span(gap).start,
                Whole(),
                {"question": accepted[key]},
                10,
                otherwise=lambda: 0,
            )
            for key, gap in arising.items()
        ]

    def _accept_answer(self, question: str, number: int) -> int:
        """The number of the sentence that answers a question; 0 if that sentence is about something else."""
        sentence = self._view.sentence_told(number)
        if sentence is None:
            return 0
        facts = facts_of(self._view.words(Span(sentence.start, sentence.end)), self._view.article.language)
        is_near = self._view.translated or facts.share_known(question) >= LEAST_ANSWERED
        return sentence.number if is_near else 0

    def known(self, brief: Brief) -> Mapping[str, Any]:
        """The questions, and that nothing answers those that merely arise."""
        put = {one.evidence[0].start: one.question for one in brief.open_questions}
        there = {key: put[start] for key, gap in self._gaps.items() if (start := self._span(gap).start) in put}
        return there | {ANSWER + key: 0 for key in there if self._gaps[key].basis == "inferred"}

    def finish(self, accepted: Mapping[str, Any]) -> Findings:
        """The questions, each with the sentence behind it; those that the article answers are withdrawn."""
        put = [key for key in self._gaps if key in accepted]
        answered = {key: number for key in put if (number := accepted.get(ANSWER + key))}
        withdrawn = [
            RejectedItem(section=self.name, item=accepted[key], reason=f"the article answers it: sentence {number}")
            for key, number in answered.items()
        ]
        items = [self._item(self._gaps[key], accepted[key]) for key in put if key not in answered]
        return Findings(tuple(items), rejected=tuple(withdrawn))

    def _item(self, gap: Gap, question: str) -> OpenQuestion:
        evidence = (self._view.at(self._span(gap)),)
        return OpenQuestion(question=question, kind=gap.kind, basis=gap.basis, evidence=evidence)


def _form(opening: str) -> Text:
    return Text(LONGEST, f"^{opening} [^?]{{{SHORTEST},{LONGEST}}}\\?$" if opening else None)
