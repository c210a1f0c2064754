"""Whom a source means, as it is printed: a pronoun, a name, a description, or somebody who is called by no name.

What a pronoun or a description means follows from who is in focus there. So the text is read from left to right, and
whom the writer's own pronouns and descriptions mean comes into focus as well.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

from newsbrief.cues.cast import OTHER, SUBJECT, Stage, actors_of
from newsbrief.cues.descriptions import Descriptions, head_noun
from newsbrief.cues.focus import Actor, Focus, Scene
from newsbrief.cues.names import Register
from newsbrief.cues.names.reading import words_of
from newsbrief.cues.names.words import lexicon_for
from newsbrief.cues.speaker_words import (
    ANYBODY,
    BODY_NOUNS,
    COLLECTIVES,
    CONJUNCTIONS,
    DEFINITE,
    DOCUMENTS,
    INDEFINITE,
    PEOPLE,
    PLURALS,
    PRONOUNS,
    THINGS,
)
from newsbrief.evidence import Span

CLEAR: Final = 1.8
"""So many times the weight of the next one is what makes somebody the only one who can be meant."""
UNSURE: Final = 0.8
"""What somebody weighs of whom it is not known whether it is a man or a woman."""

LEAST: Final = 0.5
"""So much in focus must be what is no single person: much that has no name could be meant as well."""
MOST_NAMED: Final = 100

_AGED: Final = re.compile(r"\d{1,3}-(?:year-old|jährige)")
_JOINED: Final = ("_", "'", "’", "-")
_LONGEST_PRONOUN: Final = 4

Fits = Callable[[Actor], float]


class _Event(NamedTuple):
    """Words of the writer's own that stand for somebody: a pronoun, or a sentence's subject."""

    span: Span
    is_pronoun: bool


class References:
    """Reads the references of an article with its names from left to right."""

    def __init__(self, scene: Scene, register: Register, language: str) -> None:
        self.focus: Focus = Focus(scene)
        self.actors: list[Actor] = actors_of(register)
        self._text = scene.text
        self._sentences = scene.sentences
        self._language = language
        self._lexicon = lexicon_for(language)
        self._pronouns = PRONOUNS.get(language, {})
        self._register = register
        self._descriptions = Descriptions(scene.text, register, self._lexicon)
        self._index = {id(name): index for index, name in enumerate(register.names)}
        self._firsts = [name.mentions[0].start for name in register.names]
        self._unnamed: dict[str, Actor] = {}
        stage = Stage(scene, self.focus, self._lexicon, language)
        stage.bring_named(register, self.actors)
        subjects = [_Event(span, is_pronoun=False) for span in stage.subjects(register)]
        self._events = iter(sorted([*subjects, *self._find_pronouns()]))
        self._next = next(self._events, None)

    def read_on(self, at: int) -> None:
        """Bring into focus whom the writer's own words mean up to a place."""
        while self._next and self._next.span.start < at:
            span, is_pronoun = self._next
            actor = self.pronoun(span) if is_pronoun else self._subject(span)
            if actor:
                self.focus.add(span.start, actor, OTHER if self.focus.is_said(span.start) else SUBJECT)
            self._next = next(self._events, None)

    def _find_pronouns(self) -> Iterator[_Event]:
        for match in _telling_pronouns(self._language).finditer(self._text):
            start, end = match.span()
            before = self._text[start - 1 : start]
            if not (before.isalnum() or before in _JOINED) and not self.focus.is_quoted(start):
                yield _Event(Span(start, end), is_pronoun=True)

    def _subject(self, span: Span) -> Actor:
        possible = self.described(span)
        return possible[0] if len(possible) == 1 else self.nameless(span, span)

    def _printed(self, span: Span) -> str:
        return self._text[slice(*span)]

    # Pronouns

    def is_pronoun(self, span: Span) -> bool:
        """Whether a source is one."""
        return self._printed(span).lower() in self._pronouns

    def fits(self, span: Span) -> Fits | None:
        """Whom a pronoun may stand for; None for a plural, and for what is no pronoun."""
        word = self._printed(span).lower()
        gender = self._pronouns.get(word, "any")
        if gender == "any":
            is_thing, is_plural = word in THINGS.get(self._language, ()), word in PLURALS.get(self._language, ())
            return is_body if is_thing else is_group if is_plural else None
        return _is_woman if gender == "feminine" else _is_man

    def pronoun(self, span: Span) -> Actor | None:
        """Whom a pronoun can only mean."""
        fits = self.fits(span)
        return (self.clear(span.start, fits) or self._only(span.start, fits)) if fits else None

    def clear(self, at: int, fits: Fits) -> Actor | None:
        """Who is so much more in focus than others that nobody else can be meant."""
        ranked = self.focus.ranked(at, fits)
        if not ranked or (len(ranked) > 1 and ranked[0][1] < CLEAR * ranked[1][1]):
            return None
        actor, weight = ranked[0]
        return actor if is_person(actor) or weight >= LEAST else None

    def _only(self, at: int, fits: Fits) -> Actor | None:
        """The only one so far who can be meant, if nobody is in focus and not many have been named."""
        known = bisect_left(self._firsts, at)
        if known > MOST_NAMED or self.focus.ranked(at, fits):
            return None
        found = [actor for actor in self.actors[:known] if fits(actor)]
        return found[0] if len(found) == 1 else None

    # Names and descriptions

    def named(self, report_source: Span, head: Span) -> Actor | None:
        """Whom a source names, or beside whose name it is printed."""
        printed = self._printed(head)
        found = self._register.resolve(printed, head.start)
        if found:
            return self.actors[self._index[id(found)]]
        index = self._descriptions.labelled(head)
        if index is None and not self._joins(head):
            index = self._descriptions.apposed(report_source)
        return None if index is None else self.actors[index]

    def _joins(self, head: Span) -> bool:
        return not CONJUNCTIONS.isdisjoint(words_of(self._printed(head)))

    def described(self, span: Span) -> list[Actor]:
        """Whom "the minister" or "the company" may mean: the one, several if it is not clear which, or none."""
        words = words_of(self._printed(span))
        if len(words) < 2 or words[0] not in DEFINITE.get(self._language, ()):  # noqa: PLR2004 - article and noun
            return []
        noun = head_noun(words, self._lexicon)
        called = [self.actors[index] for index in self._descriptions.called(words)]
        if called:
            return self._clearest(called, span.start)
        if noun in self._unnamed:
            return [self._unnamed[noun]]
        fits = self._fits_noun(noun, self._printed(span))
        if fits is None:
            return []
        ranked = [actor for actor, _ in self.focus.ranked(span.start, fits)]
        clear = None if self._is_crowded(span) else self.clear(span.start, fits)
        return [clear] if clear else ranked * (len(ranked) > 1)

    def _clearest(self, possible: list[Actor], at: int) -> list[Actor]:
        clear = self.clear(at, lambda actor: float(actor in possible)) if len(possible) > 1 else None
        return [clear] if clear else possible

    def _is_crowded(self, span: Span) -> bool:
        """Whether people are named in the same sentence before: a description then may be of somebody else."""
        start = self._sentences[self.focus.sentence_at(span.start)].start if self._sentences else 0
        return any(
            self.actors[index].figure == "person" and not self.focus.is_said(mention.start)
            for mention, index in self._register.within(start, span.start)
        )

    def _fits_noun(self, noun: str, printed: str) -> Fits | None:
        """Whom a noun may stand for by what is meant by it, though nobody is called so."""
        if noun in BODY_NOUNS.get(self._language, ()):
            return is_body
        woman = self._lexicon.is_feminine(noun)
        fits = is_person if woman is None else _is_woman if woman else _is_man
        if noun in PEOPLE.get(self._language, ()):
            return lambda actor: fits(actor) * (actor.figure is None)
        return fits if noun in ANYBODY.get(self._language, ()) or _AGED.search(printed) else None

    # Others

    def nameless(self, source: Span, head: Span) -> Actor:
        """Somebody who is called by no name, as printed."""
        printed, words = self._printed(source), words_of(self._printed(head))
        noun = head_noun(words, self._lexicon)
        if not DOCUMENTS.get(self._language, frozenset()).isdisjoint(words):
            return Actor(printed, "document", "other")
        if not COLLECTIVES.get(self._language, frozenset()).isdisjoint(words) or self._is_body(noun):
            return Actor(printed, "organisation", "organisation")
        if self._joins(head) and any(True for _ in self._register.within(*head)):
            return Actor(printed, "named", "group")
        is_new = bool(words) and words[0] in INDEFINITE.get(self._language, ())
        is_single = is_new or (not noun.endswith("s") and words[:1] != [noun])
        actor = Actor(printed, "anonymous", None if is_single else "group", self._lexicon.is_feminine(noun))
        if is_new:
            self._unnamed[noun] = actor
        return actor

    def _is_body(self, noun: str) -> bool:
        return self._lexicon.capital_nouns and self._lexicon.is_organisation_word(noun)


def is_person(actor: Actor) -> float:
    """1 for a single person, with a name or without."""
    return float(actor.figure in {None, "person"})


def is_body(actor: Actor) -> float:
    """1 for an organisation."""
    return float(actor.figure == "organisation")


def is_group(actor: Actor) -> float:
    """1 for a group, and for several people without a name."""
    return float(actor.figure == "group")


def _is_woman(actor: Actor) -> float:
    return is_person(actor) * (UNSURE if actor.feminine is None else float(actor.feminine))


def _is_man(actor: Actor) -> float:
    return is_person(actor) * (UNSURE if actor.feminine is None else float(not actor.feminine))


@cache
def _telling_pronouns(language: str) -> re.Pattern[str]:
    """The pronouns that tell a woman or a man, perhaps with more of the same word before them."""
    told = [word for word, gender in PRONOUNS.get(language, {}).items() if gender != "any"]
    short = [word for word in told if len(word) <= _LONGEST_PRONOUN]
    either = "|".join("".join(f"[{letter}{letter.upper()}]" for letter in word) for word in short)
    return re.compile(rf"(?:{either})(?![\w-])" if short else r"(?!)")
