"""Does a brief hold? Every span, speaker, number and claim, checked again against the article, without a model."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsbrief.article import Article
from newsbrief.checks import Facts, facts_of, facts_of_article, objection, overlapping, texts_in
from newsbrief.cues import Cues, find_cues
from newsbrief.cues.numbers import Number
from newsbrief.evidence import Evidence, Span

if TYPE_CHECKING:
    from newsbrief.schema import (
        Brief,
        CueCoverage,
        KeyFigure,
        OpenQuestion,
        OwnItem,
        Quantity,
        Statement,
        SummarySentence,
    )


Cue = tuple[int, int]


@dataclass(frozen=True)
class Problem:
    """Something in a brief that the article does not bear out.

    Attributes:
        item: where in the brief, such as ``statements[3].evidence[0]``.
        message: what is wrong with it.
    """

    item: str
    message: str

    def __str__(self) -> str:
        return f"{self.item}: {self.message}"


def verify(brief: "Brief", article: Article) -> list[Problem]:
    """The problems of a brief, in its own order; none if everything holds."""
    return list(_Verification(brief, article).problems())


class _Verification:
    def __init__(self, brief: "Brief", article: Article) -> None:
        self._brief = brief
        # A text without its front matter, as it is written beside a brief, is the same article.
        title = article.title or brief.article.title
        self._article = article = replace(article, title=title, language=brief.article.language)
        self._cues: Cues = find_cues(article)
        self._numbers = {(number.start, number.end): number for number in self._cues.numbers}
        self._quotations = [(quotation.start, quotation.end) for quotation in self._cues.quotations]
        self._utterances = {utterance.spans: utterance for utterance in self._cues.utterances}
        self._names = {name.name for name in self._cues.names}
        self._speakers = {one.speaker.name for one in self._cues.utterances if one.speaker}
        self._facts = facts_of_article(article, self._cues.values.keys())

    def problems(self) -> Iterator[Problem]:
        brief = self._brief
        yield from self._article_problems()
        yield from self._prose("headline", brief.headline, self._facts)
        for index, sentence in enumerate(brief.summary):
            yield from self._summary(f"summary[{index}]", sentence)
        for index, figure in enumerate(brief.key_figures):
            yield from self._key_figure(f"key_figures[{index}]", figure)
        for index, quantity in enumerate(brief.quantities):
            yield from self._quantity(f"quantities[{index}]", quantity)
        for index, statement in enumerate(brief.statements):
            yield from self._statement(f"statements[{index}]", statement)
        for index, question in enumerate(brief.open_questions):
            yield from self._open_question(f"open_questions[{index}]", question)
        for name, items in brief.extra.items():
            for index, one in enumerate(items):
                yield from self._own_item(f"extra.{name}[{index}]", one)
        coverage = brief.coverage
        yield from self._coverage("coverage.quotations", coverage.quotations, self._quotations, brief.statements)
        yield from self._coverage("coverage.numbers", coverage.numbers, list(self._numbers), brief.quantities)

    def _article_problems(self) -> Iterator[Problem]:
        info, article = self._brief.article, self._article
        if info.sha256 != article.sha256:
            yield Problem("article.sha256", "the brief is of another text, or of another version of this one")
        if info.length != len(article.text):
            yield Problem("article.length", f"the article has {len(article.text)} characters, not {info.length}")
        if info.id != article.id:
            yield Problem("article.id", f"the article's id is {article.id}")

    def _evidence(self, where: str, evidence: Iterable[Evidence]) -> Iterator[Problem]:
        for index, one in enumerate(evidence):
            found = self._article.text[one.start : one.end]
            if found != one.text or one.end - one.start != len(one.text):
                what = f"the article has {found!r} at {one.start}–{one.end}, not {one.text!r}"
                yield Problem(f"{where}[{index}]", what)

    def _some_evidence(self, item: str, evidence: tuple[Evidence, ...]) -> Iterator[Problem]:
        if not evidence:
            yield Problem(f"{item}.evidence", "there is none")
        yield from self._evidence(f"{item}.evidence", evidence)

    def _prose(self, item: str, prose: str | None, facts: Facts) -> Iterator[Problem]:
        """Names must occur in the article, numbers in the part of it that is given."""
        if prose is None:
            return
        if message := objection(prose, self._facts, self._brief.provenance.language, part=facts):
            yield Problem(item, message)

    def _printed(self, item: str, words: str | None) -> Iterator[Problem]:
        if words is not None and not re.search(rf"(?<!\w){re.escape(words)}(?!\w)", self._article.text):
            yield Problem(item, f"the article does not say {words!r}")

    def _facts_around(self, evidence: tuple[Evidence, ...]) -> Facts:
        """The facts of the sentences from the first evidence to the last."""
        if not evidence or evidence[-1].end > len(self._article.text):
            return self._facts
        first = self._article.sentence_at(evidence[0].start)
        last = self._article.sentence_at(max(evidence[-1].end - 1, evidence[0].start))
        return facts_of(self._article.text[first.start : last.end], self._article.language)

    def _summary(self, item: str, sentence: "SummarySentence") -> Iterator[Problem]:
        borne_out = "\n".join(self._article.text[one.start : one.end] for one in sentence.evidence)
        yield from self._prose(f"{item}.text", sentence.text, facts_of(borne_out, self._article.language))
        yield from self._some_evidence(item, sentence.evidence)

    def _key_figure(self, item: str, figure: "KeyFigure") -> Iterator[Problem]:
        if figure.name not in self._names:
            yield Problem(f"{item}.name", f"the article has no {figure.name!r}")
        for alias in figure.aliases:
            yield from self._printed(f"{item}.aliases", alias)
        yield from self._printed(f"{item}.role", figure.role)
        yield from self._some_evidence(item, figure.evidence)

    def _quantity(self, item: str, quantity: "Quantity") -> Iterator[Problem]:
        yield from self._some_evidence(item, quantity.evidence)
        if quantity.text != " … ".join(one.text for one in quantity.evidence):
            yield Problem(f"{item}.text", f"{quantity.text!r} is not what its evidence says")
        first = quantity.evidence[0] if quantity.evidence else None
        number = self._numbers.get((first.start, first.end)) if first else None
        yield from self._parsed(item, quantity, number)
        yield from self._prose(f"{item}.measures", quantity.measures, self._facts_around(quantity.evidence))
        if quantity.attributed_to is not None and quantity.attributed_to not in self._speakers:
            yield Problem(f"{item}.attributed_to", f"the article attributes nothing to {quantity.attributed_to!r}")

    def _parsed(self, item: str, quantity: "Quantity", number: Number | None) -> Iterator[Problem]:
        if number is None:
            yield Problem(f"{item}.evidence", "no number stands there")
            return
        for name in ("value", "minimum", "maximum", "unit", "bound", "direction"):
            printed, given = getattr(number, name), getattr(quantity, name)
            if printed != given:
                yield Problem(f"{item}.{name}", f"{quantity.text!r} gives {printed}, not {given}")

    def _statement(self, item: str, statement: "Statement") -> Iterator[Problem]:
        yield from self._some_evidence(item, statement.evidence)
        if statement.text != " … ".join(one.text for one in statement.evidence):
            yield Problem(f"{item}.text", "it is not what its evidence says")
        yield from self._form(item, statement)
        yield from self._speaker(item, statement)
        yield from self._mention(f"{item}.speaker_mention", statement.speaker_mention, statement.speaker_evidence)
        yield from self._evidence(f"{item}.speaker_evidence", statement.speaker_evidence)
        yield from self._mention(f"{item}.cue", statement.cue, statement.cue_evidence)
        yield from self._evidence(f"{item}.cue_evidence", statement.cue_evidence)
        for name in ("channel", "addressee", "said_at"):
            yield from self._printed(f"{item}.{name}", getattr(statement, name))
        yield from self._prose(f"{item}.claim", statement.claim, self._facts_around(statement.evidence))

    def _speaker(self, item: str, statement: "Statement") -> Iterator[Problem]:
        """Where the article settles the speaker, it is that one; elsewhere one of its names, or nobody."""
        utterance = self._utterances.get(tuple(Span(one.start, one.end) for one in statement.evidence))
        if utterance is None:
            yield Problem(f"{item}.evidence", "nothing is said there, or something else")
            return
        settled = utterance.speaker
        if settled and (settled.name, settled.kind) != (statement.speaker, statement.speaker_kind):
            yield Problem(f"{item}.speaker", f"by the article it is {settled.name} ({settled.kind})")
        if not settled and statement.speaker is not None and statement.speaker not in self._names:
            yield Problem(f"{item}.speaker", f"the article has no {statement.speaker!r}")

    def _form(self, item: str, statement: "Statement") -> Iterator[Problem]:
        """The form follows from the quotation marks; a transcript needs none."""
        quoted = [*self._quotations, *self._cues.turns]
        touched = [any(start < one.end and one.start < end for start, end in quoted) for one in statement.evidence]
        within = [any(start <= one.start and one.end <= end for start, end in quoted) for one in statement.evidence]
        form = "direct" if all(within) else ("mixed" if any(touched) else "indirect")
        if form != statement.form:
            yield Problem(f"{item}.form", f"by its quotation marks it is {form}, not {statement.form}")

    def _mention(self, item: str, words: str | None, evidence: tuple[Evidence, ...]) -> Iterator[Problem]:
        if words != (evidence[0].text if evidence else None):
            yield Problem(item, f"{words!r} is not what its evidence says")

    def _open_question(self, item: str, question: "OpenQuestion") -> Iterator[Problem]:
        yield from self._prose(f"{item}.question", question.question, self._facts_around(question.evidence))
        yield from self._some_evidence(item, question.evidence)
        if (question.kind == "inferred") != (question.basis == "inferred"):
            yield Problem(f"{item}.basis", f"{question.kind} is not {question.basis}")

    def _own_item(self, item: str, one: "OwnItem") -> Iterator[Problem]:
        yield from self._some_evidence(item, one.evidence)
        for name, value in one.fields.items():
            for text in texts_in(value):
                yield from self._prose(f"{item}.fields.{name}", text, self._facts)

    def _coverage(
        self, item: str, coverage: "CueCoverage", cues: Sequence[Cue], items: "Sequence[Statement] | Sequence[Quantity]"
    ) -> Iterator[Problem]:
        """The account must be the one that the brief's own items give."""
        held = overlapping(cues, [(one.start, one.end) for held in items for one in held.evidence])
        left = sorted(cue for cue, is_held in zip(cues, held, strict=True) if not is_held)
        listed = [*(one.evidence for one in coverage.dismissed), *coverage.unaccounted]
        yield from self._evidence(f"{item}.dismissed", [one.evidence for one in coverage.dismissed])
        yield from self._evidence(f"{item}.unaccounted", coverage.unaccounted)
        if coverage.found != len(cues):
            yield Problem(f"{item}.found", f"the article has {len(cues)}, not {coverage.found}")
        if coverage.reported != sum(held):
            yield Problem(f"{item}.reported", f"the items hold {sum(held)}, not {coverage.reported}")
        if sorted((one.start, one.end) for one in listed) != left:
            yield Problem(item, "what is dismissed or left is not what the items leave out")
