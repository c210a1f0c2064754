"""What somebody is, as printed beside the name: a title, a description before it, an apposition after it."""

import re
from typing import NamedTuple

from newsbrief.cues.names.mentions import Mention
from newsbrief.cues.names.reading import Page
from newsbrief.evidence import Span

_APPOSITION = re.compile(r"(?: \([^()\n]{1,30}\))?(?P<age>, (?:aged )?\d{1,3}\b)?(?:,| --?| [–—]) (?=[^\W_])")
_AFTER_NAME = re.compile(r"(?: \([^()\n]{1,30}\))?(?:[,.;:!?—–]| -|[\"”’']|\s*$)")
_AGED = re.compile(r"\d{1,3}[-‑](?:jähr|річн|year)")
_RELATIVES = frozenset({"who", "which", "that", "whose", "where"})
_OF = frozenset({"of", "for", "von", "für"})
_SUBJECTS = frozenset({"he", "she", "they", "it", "who", "i", "we"})
_WORDS_BEFORE = 10
_WORDS_AFTER = 20
_GENITIVE_WORDS = 4


class Role(NamedTuple):
    """What somebody is.

    Attributes:
        span: where it is printed.
        certain: it has a word for what people are, not just the form of a description.
        personal: that word is used of people alone.
        feminine: whether the word tells a woman (True) or a man (False).
    """

    span: Span
    certain: bool
    personal: bool
    feminine: bool | None


def role_of(page: Page, mention: Mention) -> Role | None:
    """The role that stands beside one mention of a name."""
    word = page.words[mention.start]
    if page.loud[mention.start] or (word.is_acronym and not mention.is_full):
        return None
    return _title(page, mention.start) or _description_before(page, mention) or _apposition(page, mention)


def courtesy_before(page: Page, mention: Mention) -> str | None:
    """The courtesy title ("ms") right before a name."""
    if mention.start and page.is_plain(mention.start):
        before = page.words[mention.start - 1].low
        return before if page.lexicon.is_courtesy(before) else None
    return None


def gives_age(page: Page, mention: Mention) -> bool:
    """Whether an age in figures follows a name, between commas."""
    match = _APPOSITION.match(page.text, mention.span.end)
    return match is not None and bool(match["age"])


def _role(page: Page, start: int, stop: int) -> Role:
    words, head = page.words, _head(page, start, stop)
    end = words[stop - 1].end
    end += page.text[end : end + 1] == "." and page.is_abbreviation(words[stop - 1].low)
    span = Span(words[start].start, end)
    certain, low = page.is_role(head), words[head].low
    return Role(span, certain, certain and low not in page.lexicon.trades, page.lexicon.is_feminine(low))


def _head(page: Page, start: int, stop: int) -> int:
    """The noun of a description: the last word before a preposition or the like, else its last word."""
    lexicon = page.lexicon
    for index in range(start + 1, stop):
        low = page.words[index].low
        if lexicon.capital_nouns and page.is_role(index - 1):
            return index - 1
        if low in lexicon.function and (low not in lexicon.determiners or lexicon.capital_nouns):
            return index - 1
    return stop - 1


def _title(page: Page, start: int) -> Role | None:
    """The words right before a name: "Ukrainian President" of "Ukrainian President Volodymyr Zelenskiy"."""
    if start and page.is_plain(start):
        anchor = start - 1 if page.is_role(start - 1) else _distant_title(page, start)
        if anchor is not None:
            return _role(page, _leftmost(page, anchor), start)._replace(certain=True)
    return None


def _distant_title(page: Page, start: int) -> int | None:
    """The title that other words part from the name: "Secretary of State", "голова громади"."""
    if page.words[start - 1].low in page.lexicon.function:
        return None
    for index in range(start - 2, max(-1, start - 2 - _GENITIVE_WORDS), -1):
        follower = page.words[index + 1].low
        if not page.is_plain(index + 1) or page.lexicon.is_verb(follower):
            return None
        if page.is_role(index) and (page.lexicon.inflected or (follower in _OF and index + 2 < start)):
            return index
        if follower in page.lexicon.function and follower not in _OF and follower != "the":
            return None
    return None


def _leftmost(page: Page, index: int) -> int:
    """Where the description begins whose noun is at ``index``."""
    lexicon = page.lexicon
    for _ in range(_WORDS_BEFORE):
        if index == 0 or not page.is_plain(index) or page.words[index].weak:
            break
        before = page.words[index - 1].low
        if before in lexicon.joints and index > 1 and page.words[index - 2].low in lexicon.heads:
            index -= 2
            continue
        if before in lexicon.determiners:
            return index - 1
        ended = "." in before and before not in lexicon.known_places
        if ended or before in lexicon.function or lexicon.is_verb(before) or _is_other_verb(page, index - 1):
            break
        index -= 1
    return index


def _is_other_verb(page: Page, index: int) -> bool:
    """Whether a word is a verb: "he echoed Senator Lee" against "the disgraced Senator Lee"."""
    if page.words[index].low in page.lexicon.other_verbs:
        return True
    if not index or not page.words[index].low.endswith("ed"):
        return False
    return page.able[index - 1] or page.words[index - 1].low in _SUBJECTS


def _description_before(page: Page, mention: Mention) -> Role | None:
    """What a comma parts from the name after it: "their leader" of "their leader, Kim Jong Un,"."""
    words, lexicon, stop = page.words, page.lexicon, mention.start
    if not stop or words[stop].gap != ", " or not _AFTER_NAME.match(page.text, mention.span.end):
        return None
    first = stop
    while first > 0 and stop - first < _WORDS_BEFORE:
        low = words[first - 1].low
        crossed = low in _OF or low in lexicon.determiners
        if (low in lexicon.function and not crossed) or lexicon.is_verb(low):
            break
        first -= 1
        if low in lexicon.determiners and page.is_role(_head(page, first, stop)):
            break
        if not page.is_plain(first) or words[first].weak:
            break
    role = _role(page, first, stop) if first < stop else None
    return role if role and role.certain else None


def _apposition(page: Page, mention: Mention) -> Role | None:
    """What a comma parts from the name before it: "a spokeswoman for the port" of "Anna Vey, a spokeswoman …,"."""
    match = _APPOSITION.match(page.text, mention.span.end)
    if match is None:
        return None
    start = mention.stop
    while page.words[start].start < match.end():
        start += 1
    role = _role(page, start, _end_of_phrase(page, start))
    described = mention.is_full and page.words[start].low in ("a", "an")
    return role if _is_description(page, start, role, described=described) else None


def _end_of_phrase(page: Page, start: int) -> int:
    stop, relative = start + 1, None
    while stop < len(page.words) and stop - start <= _WORDS_AFTER:
        if not (page.is_plain(stop) or page.words[stop].gap in ("' ", "’ ")) or page.words[stop].weak:
            return stop
        if relative is None and page.words[stop].low in _RELATIVES:
            relative = stop
        stop += 1
    return relative or stop


def _is_description(page: Page, start: int, role: Role, *, described: bool) -> bool:
    """Whether a phrase says what somebody is; ``described`` if it does so by its form, whatever its noun."""
    words, lexicon = page.words, page.lexicon
    stop = start
    while stop < len(words) and words[stop].end <= role.span.end and words[stop].low not in _RELATIVES:
        if lexicon.is_verb(words[stop].low):
            return False
        stop += 1
    last = _head(page, start, stop)
    head = words[last]
    if last + 1 < stop and page.able[last + 1] and not words[last + 1].low.endswith("s"):
        return False
    if _AGED.match(words[start].low):
        return True
    if head.low.endswith("s") and (head.low[:-1] in lexicon.roles or not role.certain):
        return False
    return role.certain or (described and head.text[0].islower())
