"""Headline and summary: the model's own prose, held against the article."""

from collections.abc import Mapping, Sequence
from typing import Any

from newsbrief.checks import headline_case
from newsbrief.drafts import Parts, Slot, Text, Unfit, Whole
from newsbrief.evidence import Span
from newsbrief.schema import Brief, SummarySentence
from newsbrief.sections.section import ABOUT_THE_TEXT, ArticleView, Findings, Section

LONGEST_HEADLINE = 110
LONGEST_SENTENCE = 260
PARTS = ("what happened", "what was said or found about it", "what follows from it or comes next")
"""What the sentences of a summary tell, one each."""


class Headline(Section):
    """The section ``headline``."""

    name = "headline"
    is_late = True

    def __init__(self, view: ArticleView) -> None:
        self._view = view

    def slots(self) -> Sequence[Slot]:
        """One: the headline."""
        return [Slot("headline", "headline", 0, Text(LONGEST_HEADLINE), tokens=60)]

    def accept(self, _slot: Slot, value: Any) -> str:  # noqa: ANN401
        """The headline in sentence case, without a full stop."""
        line = headline_case(" ".join(value.split()).rstrip(". "), self._view.facts)
        return self._view.check_prose(line)

    def known(self, brief: Brief) -> Mapping[str, Any]:
        """The headline, if there is one."""
        return {} if brief.headline is None else {"headline": brief.headline}

    def finish(self, accepted: Mapping[str, Any]) -> Findings:
        """The headline, if one was accepted."""
        return Findings(tuple(accepted.values()))


CITED = Parts(
    "CitedSentence",
    (("text", Text(LONGEST_SENTENCE)), ("sentence", Whole())),
    about="A sentence in another language than the article's: it must say where it has it from.",
)


class Summary(Section):
    """The section ``summary``."""

    name = "summary"
    is_late = True

    def __init__(self, view: ArticleView) -> None:
        self._view = view

    def slots(self) -> Sequence[Slot]:
        """One for each sentence."""
        form = CITED if self._view.translated else Text(LONGEST_SENTENCE)
        return [
            Slot(f"part{number}", "summary", 0, form, {"tells": part, "cited": self._view.translated}, tokens=110)
            for number, part in enumerate(PARTS, start=1)
        ]

    def accept(self, _slot: Slot, value: Any) -> SummarySentence:  # noqa: ANN401
        """The sentence with the sentences of the article that bear it out."""
        cited = self._cited(value["sentence"]) if self._view.translated else []
        line = self._view.check_prose(value["text"], cited[0]) if cited else self._view.check_prose(value)
        if ABOUT_THE_TEXT.search(line):
            raise Unfit("say what happened, not what the article does")
        if not line.rstrip("”\"»)’'").endswith((".", "!", "?", "…")):
            raise Unfit("it is no finished sentence; write at most 30 words and end with a full stop")
        spans = cited or self._view.grounds.sentences_for(line)
        if not spans:
            raise Unfit("no sentence of the article says this")
        return SummarySentence(text=line, evidence=tuple(self._view.at(span) for span in spans))

    def _cited(self, number: int) -> list[Span]:
        sentence = self._view.sentence_told(number)
        if sentence is None:
            raise Unfit(f"there is no sentence {number}")
        return [Span(sentence.start, sentence.end)]

    def known(self, brief: Brief) -> Mapping[str, Any]:
        """The sentences, as the parts that were answered."""
        missing = {key for one in brief.incomplete if one.section == self.name for key in one.missing}
        parts = [slot.id for slot in self.slots() if slot.id not in missing]
        return dict(zip(parts, brief.summary, strict=False))

    def finish(self, accepted: Mapping[str, Any]) -> Findings:
        """The accepted sentences in order, each only once."""
        return Findings(tuple({sentence.text: sentence for _, sentence in sorted(accepted.items())}.values()))
