"""Coverage: what became of each quotation and each number that is visibly there."""

from collections.abc import Mapping, Sequence

from newsbrief.checks import overlapping
from newsbrief.evidence import Evidence, Span
from newsbrief.schema import Coverage, CueCoverage, Dismissal, Quantity, Statement
from newsbrief.sections import Findings
from newsbrief.sections.section import ArticleView


def coverage_of(view: ArticleView, findings: Mapping[str, Findings]) -> Coverage:
    """Hold the cues of an article against what its brief reports and dismisses."""
    statements: Sequence[Statement] = findings["statements"].items
    quantities: Sequence[Quantity] = findings["quantities"].items
    quotations = [Span(one.start, one.end) for one in view.cues.quotations]
    numbers = [Span(one.start, one.end) for one in view.cues.numbers]
    return Coverage(
        quotations=_of(view, quotations, _evidence(statements), findings["statements"].dismissed),
        numbers=_of(view, numbers, _evidence(quantities), findings["quantities"].dismissed),
    )


def _evidence(items: Sequence[Statement] | Sequence[Quantity]) -> list[Evidence]:
    return [evidence for item in items for evidence in item.evidence]


def _of(
    view: ArticleView, cues: Sequence[Span], reported: Sequence[Evidence], dismissed: Mapping[int, str]
) -> CueCoverage:
    held = overlapping(cues, [(one.start, one.end) for one in reported])
    open_cues = [cue for cue, is_held in zip(cues, held, strict=True) if not is_held]
    return CueCoverage(
        found=len(cues),
        reported=sum(held),
        dismissed=tuple(
            Dismissal(evidence=view.at(cue), reason=dismissed[cue.start]) for cue in open_cues if cue.start in dismissed
        ),
        unaccounted=tuple(view.at(cue) for cue in open_cues if cue.start not in dismissed),
    )
