"""Quotation marks that hold nobody's words: around names, titles, and words held at a distance.

Only quotations that no reporting cue claims come into question and, but for those in a sentence that talks to machines,
only those that are no sentence of their own.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import Final

from newsbrief.cues.quotations import Quotation
from newsbrief.cues.utterances import Utterance
from newsbrief.evidence import Span

NAME: Final = "a name"
TITLE: Final = "a title or a name"
WORDS: Final = "words set apart, given to nobody"
MACHINES: Final = "in a sentence that talks to machines"
FEW_WORDS: Final = 2
"""A quotation of more words is taken as somebody's, whoever that may be."""
REACH: Final = 8
"""How many characters back the end of the sentence before a quotation is looked for."""

_ARTICLE = re.compile(r"^(the|der|die|das)\s+", re.IGNORECASE)
_ENDS_OF_SENTENCE = ".!?…"
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_MARKS = "\"'“”„«»‹›‘’‚`」』 "


def why_set_apart(
    text: str,
    utterance: Utterance,
    quotations: Sequence[Quotation],
    names: Collection[str],
    instructions: Sequence[Span] = (),
) -> str | None:
    """Why the quotations of an utterance are nobody's words; None if they may be somebody's.

    Args:
        text: the article's text.
        utterance: the utterance.
        quotations: all quotations of the article, to which the utterance points.
        names: the names of the article in all their forms.
        instructions: the sentences that talk to machines, in order.
    """
    own = [quotations[index] for index in utterance.quotations]
    report = utterance.report
    if own and all(_is_within(one, instructions) for one in own):
        return MACHINES
    if report is not None or not own or _stands_alone(text, own):
        return None
    inner = [text[one.inner_start : one.inner_end].strip(" ,.") for one in own]
    if all(words in names or _ARTICLE.sub("", words) in names for words in inner):
        return NAME
    if all(one.is_title and not _in_title_case(text, one) for one in own):
        return TITLE
    return WORDS if all(one.words <= FEW_WORDS for one in own) else None


def _is_within(quotation: Quotation, spans: Sequence[Span]) -> bool:
    index = bisect_right(spans, quotation.start, key=lambda span: span.start) - 1
    return index >= 0 and quotation.end <= spans[index].end


def _stands_alone(text: str, quotations: Sequence[Quotation]) -> bool:
    """Whether quotations are sentences of their own, and not a part of the writer's."""
    first, last = quotations[0], quotations[-1]
    before = text[max(first.start - REACH, 0) : first.start].rstrip(_MARKS)[-1:]
    opens = not before or before in f"{_ENDS_OF_SENTENCE}:\n"
    closes = text[last.inner_end - 1] in _ENDS_OF_SENTENCE or text[last.end : last.end + 1] in ("", "\n")
    return opens and closes


def _in_title_case(text: str, quotation: Quotation) -> bool:
    """Whether the rest of the line is capitalised as well: in such a headline capitals tell nothing."""
    start = text.rfind("\n", 0, quotation.start) + 1
    end = text.find("\n", quotation.end)
    rest = text[start : quotation.start] + text[quotation.end : end if end >= 0 else len(text)]
    words = _LONG_WORD.findall(rest)
    return bool(words) and all(word[0].isupper() for word in words)
