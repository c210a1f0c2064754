"""What a system found in an article, in the form that is scored."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.scoring import Figure, Said, Tally, count_fabricated
from newsbrief import Article, Brief
from newsbrief.cues import Cues, find_cues
from newsbrief.cues.quotations import find_quotations
from newsbrief.evidence import Span
from newsbrief.schema import CueCoverage, Provenance


@dataclass(frozen=True)
class Cost:
    """Wall time, and tokens read, read from a cache (a part of those read), and written."""

    seconds: float
    read: int
    cached: int
    written: int


@dataclass(frozen=True)
class Findings:
    """What a system found in one article.

    Attributes:
        said: the statements, one entry for each contiguous stretch of words.
        figures: the key figures.
        fabricated: how many words given as the article's are not what stands there; None if that
            can't happen or was not looked at.
        ungrounded: how many items the article does not bear out; None likewise.
        cues: the quotations and numbers that are accounted for, and those that are not.
        cost: what it took; None if no model was asked.
    """

    said: tuple[Said, ...] = ()
    figures: tuple[Figure, ...] = ()
    fabricated: int | None = None
    ungrounded: int | None = None
    cues: Tally = field(default_factory=Tally)
    cost: Cost | None = None


def found_by_brief(brief: Brief, article: Article) -> Findings:
    """What a brief says, held against its article once more."""
    return Findings(
        said=tuple(
            Said(one.start, one.end, statement.speaker, statement.form)
            for statement in brief.statements
            for one in statement.evidence
        ),
        figures=tuple(Figure(figure.name, figure.role) for figure in brief.key_figures),
        fabricated=count_fabricated(article.text, brief.model_dump(mode="json")),
        ungrounded=len(brief.verify(article)),
        cues=_accounted(brief.coverage.quotations) + _accounted(brief.coverage.numbers),
        cost=_cost(brief.provenance),
    )


def _accounted(coverage: CueCoverage) -> Tally:
    hits = coverage.reported + len(coverage.dismissed)
    return Tally(hits, 0, coverage.found - hits)


def _cost(provenance: Provenance) -> Cost:
    usage = provenance.usage
    return Cost(provenance.seconds, usage.input_tokens, usage.cached_tokens, usage.output_tokens)


def found_by_code(article: Article) -> Findings:
    """What newsbrief's code sees without a model: utterances with their settled speakers, and people."""
    cues = find_cues(article)
    return Findings(
        said=tuple(
            Said(span.start, span.end, utterance.speaker.name if utterance.speaker else None, utterance.form)
            for utterance in cues.utterances
            for span in utterance.spans
        ),
        figures=tuple(
            Figure(name.name, article.text[name.role.start : name.role.end] if name.role else None)
            for name in cues.names
            if name.kind == "person"
        ),
    )


def quoted_stretches(said: Sequence[Said], article: Article) -> list[Said]:
    """The statements with each mixed one replaced by what stands in it between quotation marks, as direct ones."""
    quotations = find_quotations(article.text)
    kept = [one for one in said if one.form != "mixed"]
    mixed = [one for one in said if one.form == "mixed"]
    return kept + [
        Said(quotation.start, quotation.end, one.speaker, "direct")
        for one in mixed
        for quotation in quotations
        if one.start <= quotation.start and quotation.end <= one.end
    ]


def nothing_found(article: Article) -> Findings:
    """What a system has of an article that it failed on: no cue is accounted for."""
    return Findings(cues=held_cues(find_cues(article), ()))


def held_cues(cues: Cues, reported: Sequence[Span]) -> Tally:
    """Which quotations and numbers lie within what a system reports."""
    spans = [Span(one.start, one.end) for one in cues.quotations]
    spans += [Span(one.start, one.end) for one in cues.numbers]
    hits = sum(any(one.start <= span.start and span.end <= one.end for one in reported) for span in spans)
    return Tally(hits, 0, len(spans) - hits)
