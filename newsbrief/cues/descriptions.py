"""Whom a description means: "the minister", "the Ostby institute", "the Nordfax news agency"."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from newsbrief.cues.names import Name, Register
from newsbrief.cues.names.clusters import BODIES
from newsbrief.cues.names.lexicon import Lexicon
from newsbrief.cues.names.reading import words_of
from newsbrief.cues.speaker_words import SHORT_TITLES
from newsbrief.evidence import Span

_SHORTEST_END: Final = 6
_LONGEST_NAME: Final = 60
_MOST_CALLED: Final = 40  # who share a noun with more others is not told by it
_PAUSE: Final = re.compile(r"(?:,| --?| ?[–—]) ")
_ENDS_APPOSITION: Final = re.compile(r",| --?| ?[–—]")


class Descriptions:
    """The names of an article by the nouns that describe them: their roles, and the nouns in organisations' names."""

    def __init__(self, text: str, register: Register, lexicon: Lexicon) -> None:
        self._text = text
        self._register = register
        self._lexicon = lexicon
        self._by_noun: dict[str, list[int]] = defaultdict(list)
        self._by_role: dict[int, int] = {}
        self._told: dict[int, set[str]] = {}
        for index, name in enumerate(register.names):
            for noun in dict.fromkeys(self._nouns(name)):
                self._by_noun[noun].append(index)
            if name.role and name.kind != "organisation":
                self._by_role.setdefault(name.role.start, index)
                self._told[index] = self._demonyms(words_of(text[slice(*name.role)]))

    def called(self, words: Sequence[str]) -> list[int]:
        """The indexes of the names that a description fits: by its noun, and by adjectives of parties and countries."""
        told = self._demonyms(words)
        found = self._by_noun.get(head_noun(words, self._lexicon), ())
        if len(found) > _MOST_CALLED:
            return []
        return [index for index in found if not told or told & (self._told.get(index) or told)]

    def _demonyms(self, words: Sequence[str]) -> set[str]:
        return {word for word in words if self._lexicon.is_demonym(word)}

    def apposed(self, source: Span) -> int | None:
        """The index of the name beside which a source is printed: as its role, or between commas or dashes after it."""
        if source.start in self._by_role:
            return self._by_role[source.start]
        if not _ENDS_APPOSITION.match(self._text, source.end):
            return None
        near = self._register.within(source.start - _LONGEST_NAME, source.start)
        before = [index for span, index in near if _PAUSE.fullmatch(self._text, span.end, source.start)]
        return before[0] if before else None

    def labelled(self, head: Span) -> int | None:
        """The index of the one name in a phrase, if all else in it says what kind of body that is: "Nordfax agency"."""
        inside = list(self._register.within(head.start, head.end))
        if len(inside) != 1:
            return None
        span, index = inside[0]
        rest = words_of(self._text[head.start : span.start]) + words_of(self._text[span.end : head.end])
        is_body = self._register.names[index].kind == "organisation"
        return index if is_body and all(word in BODIES | self._lexicon.determiners for word in rest) else None

    def _nouns(self, name: Name) -> Iterator[str]:
        if name.role and name.kind != "organisation":
            yield from self._forms(head_noun(words_of(self._text[slice(*name.role)]), self._lexicon))
        if name.kind == "organisation":
            for word in words_of(name.name):
                if self._lexicon.is_organisation_word(word):
                    yield from self._forms(word)
            if name.role:
                yield words_of(self._text[slice(*name.role)])[-1]

    def _forms(self, noun: str) -> Iterator[str]:
        """A noun as it may be taken up again: in full, and in German without what it is composed with."""
        yield SHORT_TITLES.get(noun, noun)
        if self._lexicon.capital_nouns:
            ends = self._lexicon.role_ends + self._lexicon.organisation_ends
            yield from (end for end in ends if len(end) >= _SHORTEST_END and noun.endswith(end))


def head_noun(words: Sequence[str], lexicon: Lexicon) -> str:
    """The noun of a description, the last word before what qualifies it: "mayor" of "the mayor of Ostby"."""
    for index, word in enumerate(words):
        if index and word in lexicon.function:
            return words[index - 1]
    return words[-1] if words else ""
