"""Coverage: what became of each quotation and each number that is visibly there."""

from collections.abc import Mapping, Sequence

from newsbrief.checks import overlapping
from newsbrief.evidence import Evidence, Span
from newsbrief.schema import Coverage, CueCoverage, Dismissal, Quantity, Statement
from newsbrief.sections import Findings
from newsbrief.sections.section import ArticleView

SWITCHED_OFF = "its section is switched off"
"""Why a cue is no item if nothing was asked about any of its kind."""


def coverage_of(view: ArticleView, findings: Mapping[str, Findings]) -> Coverage:
    """Hold the cues of an article against what its brief reports and dismisses."""
    quotations = [Span(one.start, one.end) for one in view.cues.quotations]
    numbers = [Span(one.start, one.end) for one in view.cues.numbers]
    statements = findings.get("statements") or _switched_off(quotations)
    quantities = findings.get("quantities") or _switched_off(numbers)
    return Coverage(
        quotations=_of(view, quotations, _evidence(statements.items), statements.dismissed),
        numbers=_of(view, numbers, _evidence(quantities.items), quantities.dismissed),
    )


def _switched_off(cues: Sequence[Span]) -> Findings:
    return Findings(dismissed=dict.fromkeys((cue.start for cue in cues), SWITCHED_OFF))


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
