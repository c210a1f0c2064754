"""Quotations and transcript turns: the stretches of a news text that are visibly somebody's own words.

All of it is found by typography, without a model and with next to no knowledge of a language, in time linear in
the length of the text. ``_marks`` finds the quotation marks of a paragraph and judges what each may do by what stands
around it, ``_pair`` decides which closes which, ``_outermost`` takes those that lie in no other, and
``find_quotations`` follows quotations over several paragraphs.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Literal, NamedTuple

_PARAGRAPH = re.compile(r"[^\n\v\f\r\x85\u2028\u2029]+")
_MARK_RUN = re.compile(r"(?:``|[\"“”„«»‹›‘’‚'「」『』])+")
_LONGEST_RUN = 5  # more marks in a row are a ruled line or rubbish, not nested quotations
_MARK_FROM_OUTSIDE_IN = re.compile(r"``|''|.")
_MARK_FROM_INSIDE_OUT = re.compile(r"``|'(?=''(?!'))|''|.")  # the last of ''' belong together
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+(?:['’.-][^\W_]+)*")
_ELIDED = re.compile(r"(?:\d\d(?:s|er)|n|s|t|d|em|til|tis|twas)(?![\w-])")  # the '90s, rock 'n' roll

_FRAGMENT_WORDS = 2
_SMALL_WORD = 3  # letters of the words that stay small in titles
_STOPS = frozenset(".,!?…。，！？")
_SOURCE_WORDS = 12  # between two halves of a sentence; more is no insertion
_PAUSES = frozenset(",;—–-…،、，")
_ENDS_INSIDE = re.compile(r"[!?…]\s|\b(?![A-Z]\w{0,3}\.)\w+\.\s")  # not after Mr., Sen. or an initial
_I = re.compile(r"I(?!\w)")  # the English word, a capital in mid-sentence
_LABEL = re.compile(r"([^:：,(]{1,60})(?:[,(][^:：]{0,60})?(?::\s+|：\s*)")
_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
_NAME_WORDS = 5
_ENDS_OF_SPEECH = frozenset(".!?…—–-)]\"'”’“»«。！？」』")
_NO_SPEAKER = re.compile(
    r"(?:notes?|nota|updated?|actualización|corrections?|corrección|korrektur|clarification|editor['’]s|hinweis|anmerkung"
    r"|photos?|pictures?|images?|videos?|fotos?|bild|caption|credit|sources?|quellen?|fuentes?|read|lire|see|siehe"
    r"|watch|related|more|mehr)\b",
    re.IGNORECASE,
)

_BEFORE_OPENING = frozenset("([{<—–-/>*|¿¡")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–-/*|。，、；：！？）")
_SINGLE = frozenset("'’‘")
_STRAIGHT = frozenset(('"', "''", "'"))
_OPENERS = frozenset(("“", "„", "‚", "‘", "«", "‹", "「", "『", "``"))
_TURNABLE = frozenset("”»›")  # closing marks that some languages open with as well
_REOPENERS = {"“": "”", "«": "»"}  # marks that may open a further paragraph, besides the first one's own

# Closing mark, what it closes (the likeliest first) | what it also closes where it plainly stands at an end, out of
# carelessness or by another convention.
_TABLE = """
" "       | “ „ ”
'' '' ``  |
' ' ‘ ‚   |
” “ „     | ” "
“ „       | “
’ ‘ ‚     | '
‘ ‚       | ‘
» «       | »
« »       |
› ‹       | ›
‹ ›       |
」 「      |
』 『      |
""".strip().splitlines()


def _by_closing_mark(rows: Iterable[str]) -> dict[str, tuple[str, ...]]:
    return {closing: tuple(opening) for closing, *opening in map(str.split, rows)}


_CLOSES = _by_closing_mark(row.partition("|")[0] for row in _TABLE)
_CLOSES_AT_AN_END = _by_closing_mark(row.replace("|", "") for row in _TABLE)
_Context = Literal["start", "end", "tight", "loose"]  # of words; tight: words on both sides, loose: on neither


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch of text between quotation marks, or one paragraph of it.

    All offsets are half-open code points: ``text[start:end]`` is the stretch with its outer quotation marks,
    ``text[inner_start:inner_end]`` the words between them without surrounding white space.

    Attributes:
        closed: False for a paragraph of a longer quotation that has no closing mark: it ends with the paragraph.
        continues: It takes up the quotation that the item before it in the list left open.
        words: The number of words between the marks (in Chinese and Japanese script, of characters).
        is_fragment: A hint: one or two words that don't end as a sentence does, often held at a distance.
        is_title: A hint: capitalised throughout, as the titles of books and programmes and other names are.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool
    continues: bool
    words: int
    is_fragment: bool
    is_title: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """A paragraph of a transcript: who speaks, and the words.

    ``text[speaker_start:speaker_end]`` is the name before the colon, ``text[start:end]`` what follows the colon to
    the end of the paragraph; half-open code points, without surrounding white space.
    """

    speaker_start: int
    speaker_end: int
    start: int
    end: int


class _Mark(NamedTuple):
    start: int
    end: int
    kind: str
    opens: bool
    closes: tuple[str, ...]  # the kinds of mark that it may close here
    weak: bool  # more likely an apostrophe or a measure than a closing mark


class _Paragraph(NamedTuple):
    start: int
    end: int
    marks: list[_Mark]


def find_quotations(text: str) -> list[Quotation]:
    """The quotations of an article in order, not overlapping; one inside another is part of the outer one.

    Understood are the marks “…” "…" ''…'' ``…'' «…» »…« „…“ „…” ”…” ‚…‘ ‘…’ '…' ‹…› 「…」 『…』. Apostrophes and
    measures (``6'2"``) are told apart by what stands around them. A quotation never crosses the end of a paragraph,
    which is any line break, unless the next paragraph opens with the mark again: then each paragraph is an item of
    its own. An opening mark without a closing one otherwise counts for nothing.
    """
    paragraphs = chain(_paragraphs(text), [_Paragraph(len(text), len(text), [])])
    found: list[Quotation] = []
    left_open = ""
    for paragraph, following in pairwise(paragraphs):
        continues = _opens_with(paragraph, left_open)
        left_open = ""
        for opening, closing in _outermost(paragraph, following, continues=continues):
            taken_up = continues and opening is paragraph.marks[0]
            quotation = _quotation(text, opening, closing or paragraph.end, continues=taken_up)
            if quotation.words:
                found.append(quotation)
                left_open = "" if closing else opening.kind
    return found


def _quotation(text: str, opening: _Mark, until: _Mark | int, *, continues: bool) -> Quotation:
    inner_end, end, closed = (until, until, False) if isinstance(until, int) else (until.start, until.end, True)
    inner_start, inner_end = _trimmed(text, opening.end, inner_end)
    words = _WORD.findall(text, inner_start, inner_end)
    last = text[inner_end - 1]
    fragment = len(words) <= _FRAGMENT_WORDS and last not in _STOPS
    title = len(words) > 1 and _is_title(words, last)
    return Quotation(opening.start, end, inner_start, inner_end, closed, continues, len(words), fragment, title)


def _is_title(words: list[str], last: str) -> bool:
    """Whether a stretch of these words and this last character is capitalised as titles are."""
    if last in "!?" or words[-1] == "I" or not (words[0][0].isupper() and words[-1][0].isupper()):
        return False
    small = [word for word in words if not word[0].isupper()]
    return all(len(word) <= _SMALL_WORD for word in small) and 2 * len(small) < len(words) + (last not in _STOPS)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The same span without white space at its ends."""
    stretch = text[start:end].rstrip()
    end = start + len(stretch)
    return end - len(stretch.lstrip()), end


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    for line in _PARAGRAPH.finditer(text):
        start, end = _trimmed(text, *line.span())
        if start < end:
            yield _Paragraph(start, end, list(_marks(text, start, end)))


def _marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    """The quotation marks of a paragraph; marks next to each other are judged by what stands around all of them."""
    for run in _MARK_RUN.finditer(text, start, end):
        position, behind = run.span()
        before = text[position - 1] if position > start else ""
        if behind - position > _LONGEST_RUN or before == "=":  # the value of an attribute in markup
            continue
        after = "…" if text.startswith("...", behind) else text[behind : min(behind + 1, end)]
        context = _context(before, after)
        for kind in _split(run[0], context):
            position += len(kind)
            if (
                kind in _SINGLE
                and after.isalnum()
                and (kind == "’" or before.isalnum() or _ELIDED.match(text, position))
            ):
                continue  # an apostrophe
            opens, closes, weak = _roles(kind, context, before, after, text[behind + 1 : behind + 2])
            yield _Mark(position - len(kind), position, kind, opens, closes, weak)


def _split(run: str, context: _Context) -> Iterable[str]:
    """The marks of a run, where two straight single ones are one mark."""
    if len(run) == 1:
        return run
    return (_MARK_FROM_INSIDE_OUT if context == "end" else _MARK_FROM_OUTSIDE_IN).findall(run)


@lru_cache(maxsize=1024)
def _context(before: str, after: str) -> _Context:
    """Whether words start or end here, judged by the characters around ("" at the ends of a paragraph)."""
    starts = not before or before.isspace() or before in _BEFORE_OPENING
    ends = not after or after.isspace() or after in _AFTER_CLOSING
    if starts:
        return "loose" if ends else "start"
    return "end" if ends else "tight"


@lru_cache(maxsize=4096)
def _roles(kind: str, context: _Context, before: str, after: str, then: str) -> tuple[bool, tuple[str, ...], bool]:
    """Whether such a mark may open, which kinds it may close, and whether it is weak."""
    weak = _is_weak(kind, before, after, then)
    if kind in _OPENERS:
        opens = context != "end" or kind in "«‹"  # L'« affaire »
        closes = context in {"end", "tight"}
    elif kind in _STRAIGHT:
        opens = context == "start" or (kind != "'" and context != "end")
        closes = context != "start"
    else:
        opens = kind in _TURNABLE and (context == "start" or not before)
        closes = True
    closable = _CLOSES_AT_AN_END if context == "end" and not weak else _CLOSES
    return opens and not weak, closable.get(kind, ()) if closes else (), weak


def _is_weak(kind: str, before: str, after: str, then: str) -> bool:
    """Whether it is more likely an apostrophe (the soldiers' tents, goin' home) or a measure (12") than an end."""
    if kind in _STRAIGHT and before.isdigit():
        return True
    return kind in "'’" and before.isalpha() and (before in "sS" or (after.isspace() and then.isalpha()))


class _StillOpen:
    """The marks open at a point of a paragraph, the innermost last. All its work together is linear."""

    def __init__(self) -> None:
        self._stack: list[tuple[int, str]] = []
        self._kinds: defaultdict[str, int] = defaultdict(int)

    def add(self, index: int, kind: str) -> None:
        self._stack.append((index, kind))
        self._kinds[kind] += 1

    def closed_by(self, index: int, mark: _Mark) -> int | None:
        """The index of the mark that this one closes, if any; what was opened within it is given up."""
        if mark.kind in _SINGLE:
            return self._pop() if self._may_close_last(index, mark) else None
        kind = next((kind for kind in mark.closes if self._kinds[kind]), None)
        if kind is None:
            return None
        while self._stack[-1][1] != kind:
            self._pop()
        return self._pop()

    def _may_close_last(self, index: int, mark: _Mark) -> bool:
        """Single marks are too often apostrophes to be allowed to cut through other quotations."""
        if not self._stack:
            return False
        last, kind = self._stack[-1]
        return kind in mark.closes and (not mark.weak or last == index - 1)

    def _pop(self) -> int:
        index, kind = self._stack.pop()
        self._kinds[kind] -= 1
        return index


def _pair(marks: Sequence[_Mark]) -> dict[int, int]:
    """Which marks belong together: index of the opening one to index of the closing one."""
    pairs: dict[int, int] = {}
    still_open = _StillOpen()
    for index, (mark, superseded) in enumerate(zip(marks, _superseded(marks), strict=True)):
        opening = None if superseded else still_open.closed_by(index, mark)
        if opening is not None:
            pairs[opening] = index
        elif mark.opens:
            still_open.add(index, mark.kind)
    return pairs


def _superseded(marks: Sequence[_Mark]) -> list[bool]:
    """For each mark whether it is a weak one with a better closing mark after it, before anything opens again."""
    better: dict[str, bool] = {}
    answers: list[bool] = []
    for mark in reversed(marks):
        family = "'" if mark.kind in _SINGLE else mark.kind
        answers.append(mark.weak and better.get(family, False))
        if not mark.weak:
            better[family] = not mark.opens
    return answers[::-1]


def _outermost(
    paragraph: _Paragraph, following: _Paragraph, *, continues: bool
) -> Iterator[tuple[_Mark, _Mark | None]]:
    """The outermost pairs of a paragraph; the last one's closing mark may be missing."""
    marks = paragraph.marks
    pairs = _pair(marks) if marks[1:] else {}
    last_closing = {kind: index for index, mark in enumerate(marks) if not mark.weak for kind in mark.closes}
    index = 0
    while index < len(marks):
        mark = marks[index]
        if index in pairs:
            yield mark, marks[pairs[index]]
            index = pairs[index]
        elif (
            mark.opens
            and last_closing.get(mark.kind, -1) <= index  # nothing after it could close it
            and ((continues and index == 0) or _opens_with(following, mark.kind))
        ):
            yield mark, None
            return
        index += 1


def _opens_with(paragraph: _Paragraph, kind: str) -> bool:
    """Whether the paragraph begins by opening a quotation of this kind (again)."""
    if not paragraph.marks or paragraph.marks[0].start != paragraph.start:
        return False
    first = paragraph.marks[0]
    return first.opens and first.kind in {kind, _REOPENERS.get(kind)}


def group_quotations(text: str, quotations: Sequence[Quotation]) -> list[tuple[Quotation, ...]]:
    """The same quotations in the same order, those together that are one utterance.

    Together are the paragraphs of a quotation that runs over several, and the halves of a sentence that is
    interrupted by its source: ``"We left," she said, "and never came back."`` Where the first half ends its sentence,
    or the second begins one, they stay apart.
    """
    groups: list[list[Quotation]] = []
    for quotation in quotations:
        if groups and (quotation.continues or _is_resumed(text, groups[-1][-1], quotation)):
            groups[-1].append(quotation)
        else:
            groups.append([quotation])
    return [tuple(group) for group in groups]


def _is_resumed(text: str, first: Quotation, second: Quotation) -> bool:
    """Whether what stands between the two is set off from both by commas or dashes, and the sentence goes on."""
    said = text[first.inner_start : first.inner_end].rstrip("\"'”’“‘»« ").replace("...", "…")
    if said.endswith((".", "!", "?", "。", "！", "？")):
        return False
    source = text[first.end : second.start].strip()
    set_off = (said[-1:] in _PAUSES or source[:1] in _PAUSES) and source[-1:] in _PAUSES
    one_sentence = _PARAGRAPH.fullmatch(text, first.end, second.start) and not _ENDS_INSIDE.search(source)
    resumed = _WORD.search(text, second.inner_start, second.inner_end)
    goes_on = resumed and (not resumed[0][0].isupper() or _I.match(resumed[0]))
    return bool(set_off and one_sentence and goes_on) and 1 <= len(_WORD.findall(source)) <= _SOURCE_WORDS


def find_turns(text: str) -> list[Turn]:
    """The paragraphs of an interview or a transcript that begin with who speaks, such as ``Q: …`` or ``Ada Lind: …``.

    A speaker's name has up to five words, all capitalised; an office may follow it after a comma or in brackets. What
    is said must end as a sentence does. Labels such as ``Note:`` don't count, neither does a lone capitalised word
    that occurs once, and one turn makes no transcript: the list is empty or has two items or more.
    """
    turns = [turn for line in _PARAGRAPH.finditer(text) if (turn := _turn(text, *_trimmed(text, *line.span())))]
    names = Counter(text[turn.speaker_start : turn.speaker_end] for turn in turns)
    clear = {name for name, count in names.items() if count > 1 or " " in name or name.isupper()}
    turns = [turn for turn in turns if text[turn.speaker_start : turn.speaker_end] in clear]
    return turns if len(turns) > 1 else []


def _turn(text: str, start: int, end: int) -> Turn | None:
    label = _LABEL.match(text, start, end)
    if label is None or text[end - 1] not in _ENDS_OF_SPEECH or not _is_name(label[1].split()):
        return None
    return Turn(*_trimmed(text, *label.span(1)), label.end(), end)


def _is_name(words: list[str]) -> bool:
    if not 1 <= len(words) <= _NAME_WORDS or _NO_SPEAKER.match(words[0]):
        return False
    small = [word for word in words if word == word.lower() != word.upper()]
    inside = words[1:-1]  # where "von", "de" or "al" may stand
    return all(map(_NAME_WORD.fullmatch, words)) and all(len(w) <= _SMALL_WORD and w in inside for w in small)
