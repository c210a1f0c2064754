"""The names of an article, and the look-up of which of them printed words stand for."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Final

from newsbrief.cues.names.clusters import NameKind
from newsbrief.cues.names.reading import words_of
from newsbrief.evidence import Span

_PART: Final = re.compile(r"(?:(?! --? )[^,()–—:;/])+")
_PREPOSITIONS: Final = frozenset(
    "of for in at on from with by to von vom für aus bei im in des der з із у в для від".split()
)
_CONJUNCTIONS: Final = frozenset("and or und oder і й та".split())
_COURTESY: Final = {"mr": False, "herr": False, "herrn": False, "пан": False} | dict.fromkeys(
    ("ms", "mrs", "miss", "frau", "пані"), True
)
_split = lru_cache(512)(words_of)


@dataclass(frozen=True)
class Name:
    """A name and everything that the article prints of it.

    Attributes:
        name: the fullest form as printed, without titles.
        aliases: the other printed forms, in order of appearance.
        mentions: where they stand, in order, without titles and possessive endings.
        kind: judged by form and context; "unknown" if nothing tells.
        role: where the role or title is printed that stands beside the earliest mention that has one.
        feminine: whether titles, roles, pronouns and given names tell a woman (True) or a man (False); None if nothing
            tells.
    """

    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Span, ...]
    kind: NameKind
    role: Span | None
    feminine: bool | None


class Register:
    """The names of an article, looked up by their words and by where they stand; no look-up goes through them all.

    Attributes:
        names: the names, in the order given.
        mentions: where each is printed, with its index among the names, in the order of the text.
    """

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = names
        self.mentions: list[tuple[Span, int]] = sorted(
            (span, index) for index, name in enumerate(names) for span in name.mentions
        )
        self._bearers: dict[str, dict[int, Name]] = defaultdict(dict)
        for index, name in enumerate(names):
            for phrase in _phrases(name):
                self._bearers[phrase][index] = name
        self._found: dict[tuple[str, bool | None], _Namesakes] = {}

    def place(self, at: int) -> int:
        """How many mentions begin before a place."""
        return bisect_left(self.mentions, (at,), key=itemgetter(0))

    def within(self, start: int, end: int) -> Iterator[tuple[Span, int]]:
        """The mentions that begin in a range of the text, in order, each with its index among the names."""
        at = self.place(start)
        while at < len(self.mentions) and self.mentions[at][0].start < end:
            yield self.mentions[at]
            at += 1

    def resolve(self, mention: str, at: int) -> Name | None:
        """Tell which name printed words stand for.

        Args:
            mention: the words, such as "Ms. White", "President Lee", "the NIS", "Ann Lee, a spokeswoman for the port".
            at: where they are printed; of several bearers of a name the one named in full last before it is meant.

        Returns:
            The name; None if the words are none, or may stand for several.
        """
        parts = [(part[0], at + part.start()) for part in _PART.finditer(mention) if part[0].strip()]
        meant = [name for part, start in parts if (name := self._resolve_part(part, start))]
        people = [name for name in meant if name.kind == "person"]
        return next(iter([*people, *meant]), None)

    def _resolve_part(self, part: str, at: int) -> Name | None:
        words = words_of(part)
        for start in range(len(words)):
            if start and words[start - 1] in _PREPOSITIONS | _CONJUNCTIONS:
                break
            phrase = " ".join(words[start:])
            if phrase in self._bearers:
                return self._printed_there(phrase, at, len(part)) or self._meant(phrase, words[:start], at)
        joint = next((index for index, word in enumerate(words) if word in _PREPOSITIONS), 0)
        if not joint or not _CONJUNCTIONS.isdisjoint(words):
            return None
        return self._resolve_part(" ".join(words[:joint]), at)

    def _printed_there(self, phrase: str, at: int, length: int) -> Name | None:
        bearers = self._bearers[phrase]
        return next((bearers[index] for _, index in self.within(at, at + length) if index in bearers), None)

    def _meant(self, phrase: str, titles: Sequence[str], at: int) -> Name | None:
        """The only bearer whom the titles fit, or the one of them whose full name stands last before ``at``."""
        told = {_COURTESY[title] for title in titles if title in _COURTESY}
        woman = told.pop() if len(told) == 1 else None
        if (phrase, woman) not in self._found:
            bearers = self._bearers[phrase].values()
            fitting = [name for name in bearers if woman is None or name.feminine in {None, woman}]
            self._found[phrase, woman] = _Namesakes(fitting)
        return self._found[phrase, woman].meant(at)


class _Namesakes:
    """The bearers of one name, by where their full names stand."""

    def __init__(self, bearers: Sequence[Name]) -> None:
        self._bearers = bearers
        self._full = sorted(
            (span.start, index)
            for index, name in enumerate(bearers)
            for span in name.mentions
            if span.end - span.start == len(name.name)
        )

    def meant(self, at: int) -> Name | None:
        """The only bearer, or the one whose full name stands last before ``at``."""
        if len(self._bearers) == 1:
            return self._bearers[0]
        before = bisect_left(self._full, (at, -1))
        return self._bearers[self._full[before - 1][1]] if before else None


def _phrases(name: Name) -> set[str]:
    """All that may stand for a name: its forms, their last words, and a person's given name."""
    words = _split(name.name)
    shorter = {
        " ".join(words[start:])
        for start in range(1, len(words))
        if _PREPOSITIONS.isdisjoint(words[start - 1 : start + 1])
    }
    if name.kind == "place":
        shorter = set()
    elif name.kind != "organisation":
        shorter.add(words[0])
    return {" ".join(_split(form)) for form in (name.name, *name.aliases)} | shorter
