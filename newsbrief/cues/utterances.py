"""Who says what: reporting cues and quotations put together, each with its speaker or the names it may be.

A reporting cue tells which words are said and which words name the source; a quotation that no cue claims stands for
itself. Where the source is a name, or can only mean one, the speaker is settled here, in code. The rest is left to the
model, as a closed choice.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from newsbrief.cues.cast import kind_of
from newsbrief.cues.focus import Scene
from newsbrief.cues.names import Name
from newsbrief.cues.quotations import Quotation
from newsbrief.cues.reports import Report
from newsbrief.cues.speakers import Speaker, Speakers
from newsbrief.evidence import Span
from newsbrief.terms import Form

__all__ = ["Speaker", "Utterance", "find_utterances", "kind_of"]

INSET_DASHES = "—–"


@dataclass(frozen=True)
class Utterance:
    """Something said.

    Attributes:
        spans: the words said, one span a contiguous stretch, quotation marks included.
        form: by the quotation marks.
        report: the reporting cue; None for a quotation that none claims.
        quotations: which quotations it holds, as indexes.
        speaker: who says it, where that is settled.
        candidates: the names it may be, likeliest first, where it is not.
    """

    spans: tuple[Span, ...]
    form: Form
    report: Report | None
    quotations: tuple[int, ...]
    speaker: Speaker | None = None
    candidates: tuple[str, ...] = ()


def find_utterances(
    text: str,
    sentences: Sequence[Span],
    reports: Sequence[Report],
    groups: Sequence[Sequence[Quotation]],
    names: Sequence[Name],
    language: str | None,
) -> tuple[Utterance, ...]:
    """The utterances of an article, in its order.

    Args:
        text: the article's text.
        sentences: its sentences.
        reports: its reporting cues, the turns of a transcript among them.
        groups: its quotations, those of one utterance together.
        names: its names.
        language: its language.
    """
    firsts = [0, *accumulate(len(group) for group in groups)]
    by_certainty = sorted(reports, key=lambda report: not report.certain)
    reported = [_reported(text, report, groups, firsts) for report in by_certainty]
    kept = _without_doubles(reported)
    claimed = {index for utterance in kept for index in utterance.quotations}
    unclaimed = _unclaimed(groups, claimed)
    ordered = sorted([*kept, *unclaimed], key=lambda utterance: utterance.spans)
    quoted = [Span(quotation.start, quotation.end) for group in groups for quotation in group]
    said = _merged([span for utterance in ordered for span in utterance.spans])
    speakers = Speakers(Scene(text, sentences, quoted, said), names, language or "en")
    return tuple(_settled(speakers, utterance) for utterance in ordered)


def _settled(speakers: Speakers, utterance: Utterance) -> Utterance:
    speaker, candidates = speakers.settle(utterance.report, utterance.spans)
    return replace(utterance, speaker=speaker, candidates=candidates)


def _reported(text: str, report: Report, groups: Sequence[Sequence[Quotation]], firsts: Sequence[int]) -> Utterance:
    touched = _touched(groups, report.content)
    own = [quotation for index in touched for quotation in groups[index]]
    quoted = [Span(quotation.start, quotation.end) for quotation in own]
    form = _form(text, report.content, quoted)
    spans = [part for span in quoted for part in _around_inset(text, span, report)]
    if report.verbatim:
        form, spans = "direct", list(report.content)
    elif form != "direct":
        spans = [*report.content, *spans]
    held = tuple(firsts[index] + number for index in touched for number in range(len(groups[index])))
    return Utterance(_merged(spans), form, report, held)


def _around_inset(text: str, quoted: Span, report: Report) -> list[Span]:
    """The words said in a quotation that has its attribution inside: «Words, — said she. — More words»."""
    if not quoted.start < report.cue.start < quoted.end:
        return [quoted]
    ends = [report.cue.end, *([report.source.end] if report.source else [])]
    before = max(text.rfind(dash, quoted.start, report.cue.start) for dash in INSET_DASHES)
    after = min((at for dash in INSET_DASHES if (at := text.find(dash, max(ends), quoted.end)) >= 0), default=-1)
    if before < 0:
        return [quoted]
    parts = [_stripped(text, quoted.start, before)]
    return [*parts, _stripped(text, after + 1, quoted.end)] if after >= 0 else parts


def _stripped(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip(" ,")))


def _touched(groups: Sequence[Sequence[Quotation]], spans: Sequence[Span]) -> list[int]:
    """The indexes of the groups that any span touches; groups come in the article's order."""
    touched: set[int] = set()
    for span in spans:
        index = bisect_right(groups, span.start, key=lambda group: group[-1].end)
        while index < len(groups) and groups[index][0].start < span.end:
            if any(one.start < span.end and span.start < one.end for one in groups[index]):
                touched.add(index)
            index += 1
    return sorted(touched)


def _form(text: str, content: Sequence[Span], quoted: Sequence[Span]) -> Form:
    """Direct if all words stand between quotation marks, mixed if some do, indirect if none does."""
    if not quoted:
        return "indirect"
    bare = any(character.isalnum() for span in content for character in _outside(text, span, quoted))
    return "mixed" if bare else "direct"


def _outside(text: str, span: Span, quoted: Sequence[Span]) -> str:
    kept, at = [], span.start
    for start, end in sorted(quoted):
        if end > at and start < span.end:
            kept.append(text[at : max(at, start)])
            at = max(at, end)
    return "".join(kept) + text[at : span.end]


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _without_doubles(utterances: Sequence[Utterance]) -> list[Utterance]:
    """One utterance for the same words; the first, that is the more certain, stays."""
    kept: dict[tuple[Span, ...], Utterance] = {}
    for utterance in utterances:
        kept.setdefault(utterance.spans, utterance)
    return list(kept.values())


def _unclaimed(groups: Sequence[Sequence[Quotation]], claimed: set[int]) -> list[Utterance]:
    found, index = [], 0
    for group in groups:
        held = tuple(range(index, index + len(group)))
        index += len(group)
        if not claimed.intersection(held):
            spans = tuple(Span(quotation.start, quotation.end) for quotation in group)
            found.append(Utterance(spans, "direct", None, held))
    return found
