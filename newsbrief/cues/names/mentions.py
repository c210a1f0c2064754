"""Where names stand in an article: runs of capitalised words, without the titles and descriptions before them."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from newsbrief.cues.names.reading import ELISIONS, FOLD, SPACES, Page
from newsbrief.evidence import Span

_SHORT = 3
_PAIR = 2
_ELIDED = "l'"
_LONGEST = 10  # words; a longer run of capitals is no name
_DATELINE = re.compile(r"(?:, [^\W\d_]{2,9}\.?)?(?P<agency> \([^()\n]{2,30}\))? ?(?:--?|–|—) ")
_QUOTED = frozenset((' "', " “", " „", " «", " ‘"))
_ACRONYM = re.compile(r"\(([^\W\d_]{2,8})\)")
_JOINS_IN_LIST = frozenset("ministry department office committee commission institute administration agency".split())

Range = tuple[int, int]


class Mention(NamedTuple):
    """A printed name: the words ``[start, stop)`` of the page, its place in the text, and its folded words."""

    start: int
    stop: int
    span: Span
    key: tuple[str, ...]

    @property
    def is_full(self) -> bool:
        """Whether it has more than one word."""
        return len(self.key) > 1


def find_mentions(page: Page) -> list[Mention]:
    """All stretches of an article that look like names by form, in order."""
    ranges = [
        each
        for run in _with_acronyms(page, _runs(page))
        for part in _credible_parts(page, run)
        for each in _without_titles(page, part)
    ]
    in_full = {word.low for start, stop in ranges if stop - start > 1 for word in page.words[start:stop]}
    return [_mention(page, each) for each in ranges if _is_name(page, each, in_full)]


def acronym_after(page: Page, stop: int) -> str | None:
    """The acronym in parentheses right after a name."""
    if stop < len(page.words) and page.words[stop].gap.endswith(" ("):
        match = _ACRONYM.match(page.text, page.words[stop].start - 1)
        return match[1] if match and match[1].isupper() else None
    return None


def is_dateline(page: Page, each: Range) -> bool:
    """Whether a name at the start of a line says where the article was written."""
    start, stop = each
    word = page.words[start]
    if not word.weak or (word.start and "\n" not in word.gap):
        return False
    match = _DATELINE.match(page.text, page.words[stop - 1].end)
    return match is not None and (bool(match["agency"]) or page.text[slice(*_span(page, each))].isupper())


def _span(page: Page, each: Range) -> Span:
    """Where a name is printed: with the full stop of an initial at its end, without an article elided before it."""
    first, last = page.words[each[0]], page.words[each[1] - 1]
    elided = len(_ELIDED) * first.text.translate(FOLD).startswith(ELISIONS)
    initial = each[1] - each[0] > 1 and len(last.text) == 1 and page.text.startswith(".", last.end)
    return Span(first.start + elided, last.end + initial)


def _mention(page: Page, each: Range) -> Mention:
    span, key = _span(page, each), [word.low for word in page.words[slice(*each)]]
    if span.start > page.words[each[0]].start:
        key[0] = key[0][len(_ELIDED) :]
    return Mention(*each, span, tuple(key))


def _runs(page: Page) -> Iterator[Range]:
    start, count = 0, len(page.words)
    while start < count:
        if not page.able[start]:
            start += 1
            continue
        stop = start + 1
        while (longer := _continued(page, start, stop)) > stop:
            stop = longer
        if stop - start <= _LONGEST:
            yield start, stop
        start = stop


def _continued(page: Page, start: int, stop: int) -> int:
    """Where a run that reaches to ``stop`` reaches to with its next part; ``stop`` if it ends there."""
    if stop >= len(page.words) or (page.words[stop].weak and not page.loud[stop]):
        return stop
    if page.able[stop]:
        return stop + 1 if _joins(page, stop) else stop
    reach = range(stop, min(stop + _PAIR + 1, len(page.words)))
    after = next((index for index in reach if page.able[index]), stop)
    plain = all(word.gap in SPACES and not word.weak for word in page.words[stop : after + 1])
    between = [word.low for word in page.words[stop:after]]
    return after + 1 if plain and between and _may_stand_between(page, start, stop, between) else stop


def _joins(page: Page, index: int) -> bool:
    before, gap = page.words[index - 1], page.words[index].gap
    if before.possessive:
        return False
    plural = gap in ("' ", "’ ") and before.low.endswith("s")
    return page.is_plain(index) or gap == " & " or plural


def _may_stand_between(page: Page, start: int, stop: int, between: Sequence[str]) -> bool:
    lexicon, before = page.lexicon, page.words[stop - 1]
    if before.possessive:
        return False
    if all(word in lexicon.particles for word in between):
        if lexicon.capital_nouns:
            return before.low in lexicon.given or any(page.is_role(at) for at in range(start, stop - 1))
        return not page.is_role(stop - 1)
    heads = {word.low for word in page.words[start:stop]} & lexicon.heads
    if between == ["and"]:
        return bool(heads & _JOINS_IN_LIST) or _is_first_half(page, start, stop)
    joint = between[0] in lexicon.joints and between[0] not in ("and", "the") and between[1:] in ([], ["the"])
    return joint and before.low in heads


def _is_first_half(page: Page, start: int, stop: int) -> bool:
    """Whether "and" continues a name that an article introduces: "the Trade and Investment Council"."""
    lexicon, words = page.lexicon, page.words
    if not start or words[start - 1].low != "the" or words[stop + 1].is_acronym:
        return False
    complete = (
        words[at].is_acronym or lexicon.is_group(words[at].low) or _makes_name(page, at) for at in range(start, stop)
    )
    return not is_well_known(page, start, stop) and not any(complete)


def _with_acronyms(page: Page, runs: Iterator[Range]) -> list[Range]:
    """The runs, one before an acronym in parentheses as long as that spells ("Bus and Tram Association (BTA)")."""
    kept: list[Range] = []
    for start, stop in runs:
        acronym = acronym_after(page, stop)
        spelled = _spelled(page, stop, acronym) if acronym else None
        first = start if spelled is None else spelled
        while kept and kept[-1][1] > first:
            kept.pop()
        kept.append((first, stop))
    return kept


def _spelled(page: Page, stop: int, acronym: str) -> int | None:
    """Where the words begin that an acronym after them is made of; None if it is not so simple."""
    index = stop
    for letter in reversed(acronym):
        index -= 1
        for _ in range(2):
            if index > 0 and page.words[index].text.islower() and len(page.words[index].low) <= _SHORT:
                index -= 1
        if index < 0 or page.words[index].text[0] != letter:
            return None
    plain = all(not word.weak and len(word.gap) <= len(". ") for word in page.words[index + 1 : stop])
    return index if plain else None


def _credible_parts(page: Page, run: Range) -> Iterator[Range]:
    """What is left of a run without weak words that nothing bears out, without words of no name at its edges."""
    start, stop = run
    for index in range(start, stop):
        if page.able[index] and (page.words[index].weak or page.loud[index]) and not _is_credible(page, index, stop):
            yield from _trimmed(page, (start, index))
            start = index + 1
    yield from _trimmed(page, (start, stop))


def _trimmed(page: Page, each: Range) -> Iterator[Range]:
    start, stop = each
    while start < stop and not page.able[start]:
        start += 1
    while start < stop and not page.able[stop - 1]:
        stop -= 1
    if start < stop:
        yield start, stop


def _is_credible(page: Page, index: int, stop: int) -> bool:
    """Whether a word whose capital says nothing is a name's all the same."""
    word, loud, more = page.words[index], page.loud[index], stop - index > 1
    if word.low in page.known or is_well_known(page, index, stop) or names_company(page, index):
        return True
    if is_dateline(page, (index, stop)):
        return True
    if more and not loud and (word.low in page.lexicon.particles or _makes_name(page, index)):
        return True
    body = stop - index > _PAIR and _makes_name(page, stop - 1)  # "Consumer Protection Agency"
    if loud or (word.low in page.lower and not body):
        return False
    return _can_begin(page, index) if more else _can_stand_alone(page, index, stop)


def _can_begin(page: Page, index: int) -> bool:
    """Whether the first of several capitalised words can be part of their name: "Gay Rights", "Geplante Reformen"."""
    low, lexicon = page.words[index].low, page.lexicon
    if low in lexicon.ordinary or low.endswith(lexicon.ordinary_ends):
        return _makes_name(page, index + 1)
    adjective = low.endswith(("e", "er", "en", "es", "em")) and not page.is_role(index)
    return not lexicon.capital_nouns or low in lexicon.given or not adjective


def _can_stand_alone(page: Page, index: int, stop: int) -> bool:
    word, lexicon = page.words[index], page.lexicon
    if word.low in lexicon.ordinary or word.low.endswith(lexicon.ordinary_ends):
        return False
    if word.is_acronym or word.low in lexicon.given or lexicon.is_group(word.low):
        return True
    return not word.low.endswith("s") and (word.possessive or says(page, index, stop))


def names_company(page: Page, index: int) -> bool:
    """Whether a word begins the quoted name of what the word before it says: "ТОВ «Верболіз»"."""
    quoted = index > 0 and page.words[index].gap in _QUOTED
    return quoted and page.lexicon.is_organisation_word(page.words[index - 1].low)


def _makes_name(page: Page, index: int) -> bool:
    low = page.words[index].low
    return page.lexicon.is_organisation_word(low) or low in page.lexicon.place_words


def is_well_known(page: Page, start: int, stop: int) -> bool:
    """Whether the words from ``start`` on begin with the name of a place or an organisation that everybody knows."""
    well_known = page.lexicon.well_known
    if stop - start == 1:
        return page.words[start].low in well_known
    lows = [word.low for word in page.words[start : min(stop, start + 4)]]
    beginnings = {" ".join(lows[:count]) for count in range(1, len(lows) + 1)}
    return not beginnings.isdisjoint(well_known)


def says(page: Page, start: int, stop: int) -> bool:
    """Whether a reporting verb stands directly before or after a name."""
    words, lexicon = page.words, page.lexicon
    after = stop < len(words) and words[stop].gap in SPACES and lexicon.is_verb(words[stop].low)
    return after or (start > 0 and words[start].gap in SPACES and lexicon.is_verb(words[start - 1].low))


def _without_titles(page: Page, each: Range) -> Iterator[Range]:
    """The names in a run: what stands before a title, and what stands after it."""
    start, stop = each
    title = next((at for at in range(stop - 2, start - 1, -1) if _is_title(page, at, each)), None)
    after = start if title is None else _after_title(page, title, stop)
    if title is None or any(_makes_name(page, at) for at in range(after, stop)):
        yield from _plain_names(page, each)
        return
    while title > start and _belongs_to_title(page, title - 1, each):
        title -= 1
    yield from _trimmed(page, (start, title))
    yield from _plain_names(page, (after, stop))


def _after_title(page: Page, title: int, stop: int) -> int:
    """Where the name begins that follows a title, or a title of something ("Secretary of State")."""
    after = title + 1
    if page.words[after].low in page.lexicon.joints:
        after += 2 + (page.words[after + 1].low == "the")
    return min(after, stop)


def _plain_names(page: Page, each: Range) -> Iterator[Range]:
    """A run without a title before a name: perhaps with a body, an adjective or a place noun before it."""
    start, stop = each
    body = stop - start > 1 and _is_body(page, start) and page.words[start + 1].low in page.lexicon.given
    if body or (stop - start > 1 and _is_genitive(page, start)):
        yield start, start + 1
        start += 1
    while page.lexicon.capital_nouns and stop - start > 1 and page.words[start].low in page.lexicon.place_words:
        start += 1
    yield from _trimmed(page, _without_last_title(page, _without_first_adjective(page, (start, stop))))


def _is_body(page: Page, index: int) -> bool:
    """Whether one word is the name by itself of what the person after it works for or governs."""
    low, lexicon = page.words[index].low, page.lexicon
    known = low in lexicon.known_organisations or (lexicon.inflected and low in lexicon.known_places)
    return known or page.words[index].is_acronym


def _is_genitive(page: Page, index: int) -> bool:
    """Whether a word is the German genitive of a place: "Bremens"."""
    low, lexicon = page.words[index].low, page.lexicon
    return lexicon.capital_nouns and low not in lexicon.known_places and low.removesuffix("s") in lexicon.known_places


def _is_title(page: Page, index: int, run: Range) -> bool:
    low, lexicon = page.words[index].low, page.lexicon
    if not (page.is_role(index) or lexicon.is_courtesy(low)):
        return False
    return low not in lexicon.surnames or index == run[0] or _belongs_to_title(page, index - 1, run)


def _belongs_to_title(page: Page, index: int, run: Range) -> bool:
    low, lexicon = page.words[index].low, page.lexicon
    return low in lexicon.modifiers or lexicon.is_demonym(low) or _is_title(page, index, run)


def _without_last_title(page: Page, each: Range) -> Range:
    start, stop = each
    if stop - start == _PAIR and page.words[start].low in page.lexicon.given:
        return each
    while stop > start and _is_title(page, stop - 1, each) and not page.words[stop - 1].low.endswith("s"):
        stop -= 1
    while start < stop < each[1] and page.words[stop - 1].low in page.lexicon.modifiers:
        stop -= 1
    return start, stop


def _without_first_adjective(page: Page, each: Range) -> Range:
    """A run without the party of "Democrat Ann Lee"; an adjective without its noun is no name at all."""
    start, stop = each
    lexicon = page.lexicon
    if is_well_known(page, start, stop):
        return each
    first = start
    while first < stop and lexicon.is_demonym(page.words[first].low):
        first += 1
    if first < stop:
        return (first, stop) if page.words[first].low in lexicon.given else each
    return (stop, stop) if stop - start > 1 else each


def _is_name(page: Page, each: Range, in_full: AbstractSet[str]) -> bool:
    """Whether words left over from a run are a name at all; ``in_full`` are the words of longer names."""
    start, stop = each
    if stop - start == 1:
        return _is_single_name(page, start, in_full)
    ordinary = all(
        word.low in page.lexicon.ordinary or word.low in page.lexicon.modifiers for word in page.words[start:stop]
    )
    return not ordinary or _makes_name(page, stop - 1) or is_well_known(page, start, stop)


def _is_single_name(page: Page, index: int, in_full: AbstractSet[str]) -> bool:
    word, lexicon = page.words[index], page.lexicon
    role = page.is_role(index) and word.low not in lexicon.surnames
    if index and lexicon.is_courtesy(page.words[index - 1].low):
        return not role
    if word.low in lexicon.well_known or lexicon.is_group(word.low):
        return True
    generic = _makes_name(page, index) or lexicon.is_demonym(word.low)
    if word.low in in_full and not generic:
        return len(word.low) > 1 and (word.low not in lexicon.ordinary or says(page, index, index + 1))
    forms = {word.low, word.low.removesuffix("n"), word.low.removesuffix("s")}
    generic = generic or role or not lexicon.generic.isdisjoint(forms)
    return not _is_doubtful(page, index) and (not generic or word.is_acronym)


def _is_doubtful(page: Page, index: int) -> bool:
    """Whether a single word is more likely an ordinary one, or a cry."""
    word = page.words[index]
    if len(word.low) == 1 or word.low in page.lexicon.ordinary:
        return True
    if word.low in page.lower and not (word.is_acronym and len(word.low) <= _SHORT):
        return True
    if word.is_cry and word.low not in page.known and not is_dateline(page, (index, index + 1)):
        return True
    return (
        bool(page.lexicon.adjective_ends) and word.low.endswith(page.lexicon.adjective_ends) and _qualifies(page, index)
    )


def _qualifies(page: Page, index: int) -> bool:
    """Whether a noun in lower case seems to follow a word: "the Iberian blackout"."""
    if index + 1 == len(page.words) or page.words[index].possessive or page.words[index + 1].gap not in SPACES:
        return False
    after, lexicon = page.words[index + 1], page.lexicon
    return after.text.islower() and not (after.low in lexicon.function or lexicon.is_verb(after.low))
