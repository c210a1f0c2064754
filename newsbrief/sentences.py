"""Where the sentences of a text are: sentencex splits it, and a few rules for news undo its wrong splits."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from newsbrief.language import FUNCTION_WORDS

LONGEST_SENTENCE: Final = 2_000
"""A sentence that is longer, in code points, is cut."""

# sentencex takes quadratic time over unpaired quotation marks, so it is shown one window of a line at a time. A window
# has room for the longest sentence and for enough of the next one; a split close to its end is not to be trusted, as a
# quotation may still be open there.
_WINDOW = LONGEST_SENTENCE * 3 // 2
_UNSURE = 500
# How far the rules look back and ahead from a split.
_TAIL, _HEAD = 60, 40
_LONGEST_ABBREVIATION = 12  # with what stands before and after it

_LINE = re.compile(r"[^\n]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CUT_AT = (re.compile(r"[.!?…。！？][\"'”’“»)\]]*\s"), re.compile(r"[\s。！？]"))
_CLOSING_MARKS = re.compile(r"\s{0,9}[)\]}\"”“’'»]{1,9}(?=\s|$)")
_AFTER_QUOTATION = re.compile(r"[\"”“’'»]$")
_FIRST_WORD = re.compile(r"[\"'“”„«»‘’(\[]*([^\W\d_]*)(\.?)")
_CANNOT_START = re.compile(r"[,;:%]|-\w|[.…]{1,9}\s")
_INITIAL = re.compile(r"(?:^|[\s(\"“„«»‘.-])([^\W\d_])\.$")
_CLOCK = re.compile(r"\b[ap]\. ?m\.$", re.IGNORECASE)
_AFTER_CLOCK = re.compile(
    r"[\d(]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Today|Tonight|Tomorrow|Yesterday|Local)\b"
    r"|(?:Eastern|Central|Mountain|Pacific|Atlantic|Greenwich) |(?:[A-Z]{1,3}[SD]?T|UTC)\b"
    r"|(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d"
)
_ORDINAL = re.compile(
    r"(?:^|\b(?:am|im|der|die|das|dem|den|des|vom|zum|zur|beim|bis|ab|seit|und|(?:ihr|sein)(?:e[mnrs]?)?) )\d{1,3}\.$",
    re.IGNORECASE,
)


class _Abbreviations(NamedTuple):
    """What ends in a full stop without ending a sentence: in any case, before a digit, or before most words.

    They are parted by spaces; "_" stands for a space within one, which may be left out.
    """

    always: str
    before_number: str
    unless_new_sentence: str


_ABBREVIATIONS = MappingProxyType(
    {
        "en": _Abbreviations(
            "Mr Mrs Ms Messrs Dr Prof Rev Hon Gen Brig Lt Col Maj Capt Cmdr Sgt Cpl Pvt Adm Sen Sens Rep Reps Gov Pres "
            "Atty Asst Supt Det Insp approx Approx vs cf e.g i.e",
            "No Nos Vol Fig Figs Art Sec vol fig p pp ca c est",
            "St Mt Ft Dept U.S U.N U.K E.U",
        ),
        "de": _Abbreviations(
            "z._B Z._B d._h D._h u._a i._d._R o._ä v._a Dr Prof Hr Ing St ca Ca bzw evtl inkl geb vgl Vgl sog lt Lt",
            "Nr Abs Art Bd Ziff S Str max mind Jan Feb Okt Nov Dez",
            "Mio Mrd Tsd e._V",
        ),
        "uk": _Abbreviations(
            "вул ім просп бульв пл ген полк проф акад доц див Див напр св смт т._зв",
            "ст Ст рис п пп кв буд",
            "м р рр тис млн млрд грн обл год",
        ),
        "fr": _Abbreviations("M MM Dr Me Mgr St Ste cf env p._ex", "n art Art p av", "apr J.-C"),
        "es": _Abbreviations("Sr Sra Srta Dr Dra Gral Prof Lic EE p._ej aprox", "núm art pág", "Ud Uds"),
        "it": _Abbreviations("Sig Dott dott Ing Avv On on Prof prof gen ca cfr", "art n pag", "S.p.A"),
        "pt": _Abbreviations("Sr Sra Dr Dra Prof Eng Gen p._ex aprox", "n art pág", "Lda S.A"),
        "nl": _Abbreviations("dhr mevr mw dr Dr drs mr Mr ir prof Prof gen bijv o.a d.w.z ca", "nr art blz", "mln mld"),
        "pl": _Abbreviations(
            "prof gen płk ppłk kpt mjr dr inż mgr ul św im np tj ok m.in tzw", "nr art str", "tys mln mld"
        ),
        "ru": _Abbreviations(
            "ул им просп бульв пл ген полк проф акад доц см См напр св т._н т._е т._к",
            "ст Ст рис п кв д",
            "г гг тыс млн млрд руб обл",
        ),
    }
)


def sentence_spans(text: str, language: str | None) -> list[tuple[int, int]]:
    """The sentences of a text, found in linear time.

    A line break always ends a sentence. A quotation of several sentences stays whole.

    Args:
        text: any text.
        language: a code such as "en"; None is split like English.

    Returns:
        Half-open code-point ranges in order. None overlaps another, is empty, begins or ends with white space, or is
        longer than `LONGEST_SENTENCE`; every character that is not white space lies in one of them.
    """
    whole = (span for line in _LINE.finditer(text) for span in _line_sentences(text, line.span(), language or "en"))
    return [trimmed for span in whole for piece in _cut(text, *span) if (trimmed := _trim(text, *piece))]


def _line_sentences(text: str, line: tuple[int, int], language: str) -> Iterator[tuple[int, int]]:
    start, end = line
    for split in _splits(text, line, language):
        closing = _CLOSING_MARKS.match(text, split, end)
        new = closing.end() if closing else split
        before, after = text[max(start, new - _TAIL) : new].rstrip(), text[new : min(new + _HEAD, end)].lstrip()
        if start < new and not any(continues(before, after, language) for continues in _RULES):
            yield start, new
            start = new
    yield start, end


def _splits(text: str, line: tuple[int, int], language: str) -> Iterator[int]:
    """Where sentencex begins a new sentence in a line, and where a line without sentences must be cut anyway."""
    from sentencex import get_sentence_boundaries  # type: ignore[import-untyped]

    start, end = line
    while start < end:
        stop = min(start + _WINDOW, end)
        window = _SURROGATE.sub("\ufffd", text[start:stop])
        found = [start + sentence["start_index"] for sentence in get_sentence_boundaries(language, window)[1:]]
        if stop == end:
            yield from found
            return
        sure = [split for split in found if split < stop - _UNSURE] or [_cut_point(text, start)]
        yield from sure
        start = sure[-1]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The range itself, or the parts of one that is too long."""
    start, end = _trim(text, start, end) or (start, start)
    while end - start > LONGEST_SENTENCE:
        cut = _cut_point(text, start)
        yield start, cut
        start = cut
    yield start, end


def _cut_point(text: str, start: int) -> int:
    """The best place in the second half of the longest sentence from `start`: a sentence's end, else white space."""
    stop = start + LONGEST_SENTENCE
    for pattern in _CUT_AT:
        ends = [match.end() for match in pattern.finditer(text, start + LONGEST_SENTENCE // 2, stop)]
        if ends:
            return ends[-1]
    return stop


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The range without the white space at its ends; None if nothing is left."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    return (start, end) if start < end else None


def _cannot_start(_before: str, after: str, _language: str) -> bool:
    without_dash = after.lstrip("–—- ")
    return bool(_CANNOT_START.match(after)) or (without_dash != after and without_dash[:1].islower())


def _says_who(before: str, after: str, _language: str) -> bool:
    return after[:1].islower() and bool(_AFTER_QUOTATION.search(before))


def _tells_time(before: str, after: str, _language: str) -> bool:
    return bool(_CLOCK.search(before)) and (after[:1].islower() or bool(_AFTER_CLOCK.match(after)))


def _is_initial(before: str, after: str, language: str) -> bool:
    initial = _INITIAL.search(before)
    return bool(initial and initial[1].isupper()) and after[:1].isupper() and not _is_new_sentence(after, language)


def _is_abbreviation(before: str, after: str, language: str) -> bool:
    known = _ABBREVIATIONS.get(language)
    if known is None or not before.endswith("."):
        return False
    return (
        _ends_in(known.always, before)
        or (after[:1].isdigit() and _ends_in(known.before_number, before))
        or (_ends_in(known.unless_new_sentence, before) and not _is_new_sentence(after, language))
    )


def _ends_in(abbreviations: str, text: str) -> bool:
    return bool(_ending_in(abbreviations).search(text, max(0, len(text) - _LONGEST_ABBREVIATION)))


@cache
def _ending_in(abbreviations: str) -> re.Pattern[str]:
    either = "|".join(re.escape(each).replace("_", " ?") for each in abbreviations.split())
    return re.compile(rf"(?:^|[^\w.])(?:{either})\.$")


def _is_ordinal(before: str, after: str, language: str) -> bool:
    return language == "de" and bool(_ORDINAL.search(before)) and not _is_new_sentence(after, language)


def _is_new_sentence(after: str, language: str) -> bool:
    """Whether text begins with a function word in upper case; "A." is an initial and none."""
    first = _FIRST_WORD.match(after)
    word, full_stop = first.groups() if first else ("", "")
    is_initial = len(word) == 1 and full_stop
    return word[:1].isupper() and not is_initial and word.lower() in FUNCTION_WORDS.get(language, ())


# Each says whether a sentence goes on after a split, given the text before and after it.
_RULES: tuple[Callable[[str, str, str], bool], ...] = (
    _cannot_start,
    _says_who,
    _tells_time,
    _is_initial,
    _is_abbreviation,
    _is_ordinal,
)
