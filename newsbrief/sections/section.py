"""What a section is: slots for the model to fill in, a check for each value, and items made of what was accepted."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Protocol

from newsbrief.article import Article, Sentence
from newsbrief.checks import Facts, Occurrences, facts_of_article, foreign_numbers, objection
from newsbrief.cues import Cues
from newsbrief.drafts import Slot, Unfit
from newsbrief.evidence import Evidence, Span, evidence_at
from newsbrief.grounding import Grounds
from newsbrief.schema import Brief, RejectedItem

LONGEST_PASSAGE = 700
"""How many characters of a passage a question shows at most; the article stands above it anyway."""

ABOUT_THE_TEXT = re.compile(
    r"\b(the|this) (article|passage)\b|\bthis (sentence|text)\b|\b(der|dieser|diesem|dem) (Artikel|Text)\b"
    r"|\bцьо(му|го) (речен\w+|текст\w*)|\b(цій )?стат(тя|ті|тю|тею)\b",
    re.IGNORECASE,
)
"""Prose that speaks of the article instead of what happened."""


@dataclass(frozen=True)
class ArticleView:
    """An article as the sections see it.

    Attributes:
        article: the article.
        cues: its cues.
        language: the language to write in; None for the article's own.
        starts: where the parts begin in which it is read.
    """

    article: Article
    cues: Cues
    language: str | None = None
    starts: tuple[int, ...] = (0,)

    @property
    def translated(self) -> bool:
        """Whether the prose is to be in another language than the article's."""
        return self.language not in (None, self.article.language)

    @cached_property
    def facts(self) -> Facts:
        """The numbers and words of the article, its title included."""
        return facts_of_article(self.article, self.cues.values.keys())

    @cached_property
    def grounds(self) -> Grounds:
        """The sentences of the article, to bear prose out with."""
        return Grounds(self.article, self._occurrences, self.cues.values)

    @cached_property
    def _occurrences(self) -> Occurrences:
        return Occurrences([self.words(Span(sentence.start, sentence.end)) for sentence in self.article.sentences])

    def at(self, span: Span) -> Evidence:
        """The evidence that stands at a span of the article."""
        return evidence_at(self.article.text, *span)

    def words(self, span: Span) -> str:
        """The words that stand at a span of the article."""
        return self.article.text[slice(*span)]

    def told(self, span: Span) -> str:
        """The words that a model may read there: no sentence that talks to machines."""
        return self.cues.told[slice(*span)]

    @cached_property
    def told_sentences(self) -> Sequence[Sentence]:
        """The sentences that a model may read; it knows them by their place here, from 1."""
        return [one for one in self.article.sentences if self.told(Span(one.start, one.end)).strip()]

    def sentence_told(self, number: int) -> Sentence | None:
        """The sentence that a model means by a number; None if there is none."""
        return self.told_sentences[number - 1] if 1 <= number <= len(self.told_sentences) else None

    def sentences_around(self, spans: Sequence[Span]) -> Span:
        """From the start of the sentence in which the first span begins to the end of that in which the last ends."""
        first = self.article.sentence_at(spans[0].start)
        last = self.article.sentence_at(max(spans[-1].end - 1, spans[-1].start))
        return Span(first.start, max(last.end, first.end))

    def share_near(self, span: Span, prose: str) -> float:
        """The share of the prose's longer words that occur near a span, from 0 to 1.

        Near are the sentences around it and the one before, on which pronouns lean.
        """
        around = self.sentences_around([span])
        before = self.article.sentence_at(max(around.start - 1, 0))
        first, last = self.article.sentence_at(around.start), self.article.sentence_at(max(span.end - 1, span.start))
        return self._occurrences.share_known(prose, range(min(before.number, first.number) - 1, last.number))

    def check_prose(self, prose: str, source: Span | None = None) -> str:
        """A piece of the model's own prose, squeezed to one line.

        Args:
            prose: what the model wrote.
            source: the sentences that must bear out its numbers; the whole article if left out.

        Raises:
            Unfit: it is empty, or has a number or a name that the article does not bear out.
        """
        line = " ".join(prose.split())
        if not line:
            raise Unfit("it is empty")
        spoken = self.language or self.article.language
        if source is not None and (numbers := foreign_numbers(line, spoken, lambda: self._values_in(source))):
            raise Unfit(f"these words do not have the number {', '.join(numbers)}")
        if problem := objection(line, self.facts, self.language):
            raise Unfit(problem)
        return line

    def _values_in(self, span: Span) -> set[float]:
        """The values of the numbers in some sentences."""
        first, last = (bisect_left(self._placed_values, (at,)) for at in span)
        return {value for _, value in self._placed_values[first:last]}

    @cached_property
    def _placed_values(self) -> list[tuple[int, float]]:
        return sorted((start, value) for value, starts in self.cues.values.items() for start in starts)


@dataclass(frozen=True)
class Findings:
    """What a section contributes to the brief.

    ``dismissed`` maps the start of a cue to the reason why it is no item; ``rejected`` are items that were accepted at
    first and then withdrawn.
    """

    items: tuple[Any, ...] = ()
    dismissed: Mapping[int, str] = field(default_factory=dict)
    rejected: tuple[RejectedItem, ...] = ()


class Section(Protocol):
    """A part of the brief. It asks nothing itself: the pipeline puts its slots into questions.

    Attributes:
        name: what it is called.
        copies: whether its answers are words of the article, and so in its language whatever that of the prose is.
        is_late: whether it is asked when the other sections have been asked once.
    """

    name: ClassVar[str]
    copies: ClassVar[bool] = False
    is_late: ClassVar[bool] = False

    def __init__(self, view: ArticleView) -> None: ...

    def slots(self) -> Sequence[Slot]:
        """What the model is asked; nothing that code can tell by itself."""
        ...

    def accept(self, slot: Slot, value: Any) -> Any:  # noqa: ANN401 - of the slot's own form
        """A value as the section keeps it.

        Raises:
            Unfit: the article does not bear it out; the message says why, for the model to read.
        """
        ...

    def later(self, _accepted: Mapping[str, Any]) -> Sequence[Slot]:
        """What is to be asked once all else is settled; nothing, unless a section says otherwise."""
        return ()

    def known(self, brief: Brief) -> Mapping[str, Any]:
        """The accepted values, by slot id, that a brief of the same article shows: what need not be asked again."""
        ...

    def finish(self, accepted: Mapping[str, Any]) -> Findings:
        """The items made of the accepted values, by slot id; a slot may be missing."""
        ...


def passage(words: str) -> str:
    """Words of the article as a question shows them: on one line, and not at too great a length."""
    line = " ".join(words.split())
    if len(line) <= LONGEST_PASSAGE:
        return line
    half = LONGEST_PASSAGE // 2
    return f"{line[:half].rsplit(' ', 1)[0]} … {line[-half:].split(' ', 1)[-1]}"


def shown(value: Any) -> str:  # noqa: ANN401 - whatever a model answered
    """A value as a rejected item names it."""
    return " · ".join(map(str, value.values())) if isinstance(value, dict) else str(value)
