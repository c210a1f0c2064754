"""Everybody in an article who can speak, and what each mention of them weighs: names, and people without one."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from newsbrief.cues.focus import Actor, Focus, Scene
from newsbrief.cues.names import Name, Register
from newsbrief.cues.names.lexicon import Lexicon
from newsbrief.cues.speaker_words import CONJUNCTIONS, DEFINITE, INDEFINITE, PEOPLE
from newsbrief.evidence import Span
from newsbrief.terms import SpeakerKind

SPOKE: Final = 4.0
SUBJECT: Final = 3.0
OTHER: Final = 1.0
OBLIQUE: Final = 0.7
OWNER: Final = 0.4

_BEFORE: Final = 80
_NOUN_REACH: Final = 4
_LONGEST_LEAD: Final = 160
_WORD: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_POSSESSIVE: Final = re.compile(r"['’](?:s\b|(?=\s))")
_TOUCHES: Final = re.compile(r",? ?")


def kind_of(name: Name) -> SpeakerKind:
    """On what footing somebody of that name speaks; a place speaks as its government."""
    return "organisation" if name.kind in ("organisation", "group", "place") else "named"


def actors_of(register: Register) -> list[Actor]:
    """An actor for each name."""
    return [
        Actor(one.name, kind_of(one), "other" if one.kind == "unknown" else one.kind, one.feminine)
        for one in register.names
    ]


class Stage:
    """Finds who is mentioned in an article, and brings names into focus, each mention with its weight."""

    def __init__(self, scene: Scene, focus: Focus, lexicon: Lexicon, language: str) -> None:
        self._text = scene.text
        self._sentences = scene.sentences
        self._focus = focus
        self._lexicon = lexicon
        self._articles = INDEFINITE.get(language, frozenset()) | DEFINITE.get(language, frozenset())
        self._people = PEOPLE.get(language, frozenset())

    def bring_named(self, register: Register, actors: Sequence[Actor]) -> None:
        """The mentions of names that stand in no quotation."""
        led: set[tuple[int, bool]] = set()
        before, weight = 0, 0.0
        for span, index in register.mentions:
            if self._focus.is_quoted(span.start) or not self._sentences:
                continue
            number, actor = self._focus.sentence_at(span.start), actors[index]
            kind = number, actor.figure == "person"
            if not self._is_joined(before, span.start):
                weight = self._weight(self._sentences[number], span)
            if weight == OTHER and kind not in led and not self._focus.is_said(span.start):
                weight = SUBJECT
                led.add(kind)
            self._focus.add(span.start, actor, weight)
            before = span.end

    def _is_joined(self, before: int, start: int) -> bool:
        """Whether nothing but an "and", and titles, stands between two mentions: they are of one weight."""
        words = _WORD.findall(self._text, max(before, start - _BEFORE), start) if start - before < _BEFORE else []
        joined = [word.lower() in CONJUNCTIONS for word in words]
        return any(joined) and all(is_and or self._is_title(word) for is_and, word in zip(joined, words, strict=True))

    def _weight(self, sentence: Span, mention: Span) -> float:
        if _POSSESSIVE.match(self._text, mention.end):
            return OWNER
        start = max(sentence.start, mention.start - _BEFORE)
        start = max(start, self._text.rfind(",", start, mention.start))
        words = _WORD.findall(self._text, start, max(start, mention.start))
        while words and self._is_title(words[-1]):
            words.pop()
        return OBLIQUE if words and words[-1].lower() in self._lexicon.prepositions else OTHER

    def _is_title(self, word: str) -> bool:
        low = word.lower()
        if low in self._lexicon.prepositions:
            return False
        return word[0].isupper() or low in self._lexicon.determiners or self._lexicon.is_role(low, capitalised=False)

    def subjects(self, register: Register) -> Iterator[Span]:
        """Where sentences have people without a name for a subject: "A nurse was angry", "In Ulm, the mayor left"."""
        for sentence in self._sentences:
            phrase = self._subject(sentence)
            if phrase and not self._is_named(phrase, register):
                yield phrase

    def _subject(self, sentence: Span) -> Span | None:
        end = min(sentence.end, sentence.start + _LONGEST_LEAD)
        first = _WORD.search(self._text, sentence.start, end)
        leads = first is not None and first[0].lower() in self._lexicon.prepositions
        if first is None or not (leads or first[0].lower() in self._articles):
            return None
        words, at = list(_WORD.finditer(self._text, first.start(), end)), 0
        if leads:
            after = (index for index, word in enumerate(words) if self._text.startswith(",", word.end()))
            at = next(after, len(words)) + 1
        if at >= len(words) or words[at][0].lower() not in self._articles or self._focus.is_quoted(words[at].start()):
            return None
        for word in words[at + 1 : at + 1 + _NOUN_REACH]:
            if self._is_person(word[0].lower()):
                return Span(words[at].start(), word.end())
            if word[0].lower() in self._lexicon.function:
                break
        return None

    def _is_person(self, word: str) -> bool:
        return word in self._people or self._lexicon.is_role(word, capitalised=False)

    def _is_named(self, phrase: Span, register: Register) -> bool:
        """Whether a name follows a description, or one of its words is part of it."""
        touch = _TOUCHES.match(self._text, phrase.end)
        end = touch.end() if touch else phrase.end
        return any(True for _ in register.within(phrase.start, end + 1))
