"""Who says what: attribution in news sentences, found by word order and a lexicon of reporting words.

A *report* has a cue ("said", "according to"), a source beside it and the content that is reported. Each sentence is
read by itself (`newsbrief.cues.reports.reader`); here those are linked that take their attribution from a neighbour.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from newsbrief.cues.reports.clauses import clauses
from newsbrief.cues.reports.reader import Reader
from newsbrief.cues.reports.terms import Report
from newsbrief.cues.reports.words import words_of
from newsbrief.evidence import Span

__all__ = ["Report", "find_reports"]


def find_reports(
    text: str, sentences: Sequence[Span], quoted: Sequence[Span], language: str | None
) -> tuple[Report, ...]:
    """What the sentences of a news text report somebody to say, ordered by content; linear in the text's length.

    Args:
        text: any text.
        sentences: its sentences, in order and not overlapping.
        quoted: its quotations with their marks, in order and not overlapping; their words are not read.
        language: a code such as "en", "de" or "uk"; None is read as English, and in other languages nothing is found.
    """
    words = words_of(language)
    if words is None:
        return ()
    readers = map(Reader, clauses(text, sentences, quoted, words))
    starts = [sentence.start for sentence in sentences]
    found = (_placed(one, bisect_right(starts, one.content[0].start) - 1) for one in _linked(readers))
    return tuple(sorted(found, key=lambda report: report.content))


def _placed(report: Report, sentence: int) -> Report:
    return report if report.sentence == sentence else replace(report, sentence=sentence)


def _linked(readers: Iterable[Reader]) -> Iterator[Report]:
    """The reports of all clauses, and those of clauses without any that their neighbours attribute."""
    speaker: Report | None = None
    paragraph = 0
    for reader, following in _with_next(readers):
        is_near = reader.clause.paragraph == paragraph
        found = reader.reports or _from_neighbours(reader, speaker, following, is_near=is_near)
        yield from found
        speaker = found[-1] if found else reader.orphan or reader.introduction
        paragraph = reader.clause.paragraph


def _with_next(readers: Iterable[Reader]) -> Iterator[tuple[Reader, Reader | None]]:
    """Each with the one after it; no more of them are kept, for the tokens of a long text are many."""
    ahead = iter(readers)
    reader = next(ahead, None)
    while reader:
        following = next(ahead, None)
        yield reader, following
        reader = following


def _from_neighbours(reader: Reader, before: Report | None, following: Reader | None, *, is_near: bool) -> list[Report]:
    """What a clause without attribution reports by the one of the clause after or before it."""
    whole = reader.whole
    if whole is None:
        return []
    orphan = following.orphan if following and following.clause.paragraph == reader.clause.paragraph else None
    if following and orphan and (reader.is_quotation or following.refers_back):
        return [replace(orphan, content=(whole,), certain=reader.is_quotation)]
    if before and (reader.is_quotation or (is_near and reader.is_subjunctive)):
        certain = before.certain and is_near and reader.is_quotation
        return [replace(before, content=(whole,), certain=certain, channel=None, addressee=None)]
    return []
