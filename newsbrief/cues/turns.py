"""The turns of a transcript as reporting cues: who speaks stands before a colon, and what follows is word for word."""

from bisect import bisect_right
from collections.abc import Sequence

from newsbrief.cues.quotations import Turn
from newsbrief.cues.reports import Report
from newsbrief.evidence import Span


def with_turns(
    text: str, sentences: Sequence[Span], reports: Sequence[Report], turns: Sequence[Turn]
) -> tuple[Report, ...]:
    """The reporting cues of an article, those within a turn replaced by the turn itself.

    A turn is all its speaker's, also what that speaker reports of others.

    Args:
        text: the article's text.
        sentences: its sentences.
        reports: its reporting cues.
        turns: its turns, in order.
    """
    starts = [turn.speaker_start for turn in turns]
    kept = []
    for report in reports:
        index = bisect_right(starts, report.content[0].start) - 1
        if index < 0 or report.content[0].start >= turns[index].end:
            kept.append(report)
    return (*kept, *(_report(text, sentences, turn) for turn in turns))


def _report(text: str, sentences: Sequence[Span], turn: Turn) -> Report:
    colon = turn.speaker_end + len(text[turn.speaker_end : turn.start].rstrip()) - 1
    speaker = Span(turn.speaker_start, turn.speaker_end)
    return Report(
        sentence=bisect_right(sentences, (turn.start, turn.end)) - 1,
        cue=Span(colon, colon + 1),
        source=speaker,
        head=speaker,
        content=(Span(turn.start, turn.end),),
        certain=True,
        verbatim=True,
    )
