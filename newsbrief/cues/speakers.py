"""Settles who says what: by a printed source, by the place of a quotation, or not at all, then with likely names.

A speaker is settled only where the article leaves little doubt: one who is wrongly settled is worse than one left open.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from newsbrief.cues.cast import SPOKE, SUBJECT
from newsbrief.cues.focus import Actor, Scene
from newsbrief.cues.names import Name, Register
from newsbrief.cues.names.words import lexicon_for
from newsbrief.cues.references import References, is_body, is_group, is_person
from newsbrief.cues.reports import Report
from newsbrief.cues.speaker_words import DEFINITE
from newsbrief.evidence import Span
from newsbrief.terms import SpeakerKind

MOST_CANDIDATES: Final = 8
LEAST_BODIES: Final = 2
"""So many candidates are organisations or groups, if there are any."""
SPEAKING: Final = ("person", "organisation", "group")
"""The kinds of names that can be a speaker whom nothing else points to."""
FEWEST_WORDS: Final = 3
"""Quotations of fewer words are given to nobody for the place where they stand."""
MOST_BETWEEN: Final = 4
"""Words from a subject's verb to a quotation."""
LONGEST_DESCRIPTION: Final = 8
"""Words of a description before its verb."""
LONGEST_LEAD: Final = 300
NEARBY: Final = 200
"""Mentions before a place that are looked through for candidates; a fifth of that after it."""

OWN_WORDS: Final = re.compile(
    r"(?:eigene[nr]?|seine[nr]?|ihre[nr]?|deren|dessen)\s+(?:Angaben?|Worten|Aussagen?|Darstellung|Auskunft)",
    re.IGNORECASE,
)
"""A source that names nobody, only that the words are somebody's own: "nach eigenen Angaben"."""
_WORD: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_PAUSE: Final = re.compile(r"(?:[:,–—]| --?)\s*$")
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’“»]*\s?$")


Found = tuple[Actor | None, Span | None]
"""Who it is, and where that is printed."""
NOBODY: Final[Found] = (None, None)


@dataclass(frozen=True)
class Speaker:
    """Who says it: the full name, or the printed words where there is none; ``mention`` is where that is printed."""

    name: str
    kind: SpeakerKind
    mention: Span | None


class Speakers:
    """Settles the speakers of an article with its names from left to right."""

    def __init__(self, scene: Scene, names: Sequence[Name], language: str) -> None:
        self._text = scene.text
        self._sentences = scene.sentences
        self._lexicon = lexicon_for(language)
        self._articles = DEFINITE.get(language, frozenset())
        self._register = Register(names)
        self._references = References(scene, self._register, language)
        self._focus = self._references.focus
        self._named = frozenset(self._references.actors)

    def settle(self, report: Report | None, spans: Sequence[Span]) -> tuple[Speaker | None, tuple[str, ...]]:
        """Who says the words at some spans, or who may; to be called in the order of the text."""
        source = (report.head or report.source) if report else None
        at = source.start if source else spans[0].start
        self._references.read_on(at)
        actor, mention = self._by_source(report, source) if report and source else self._by_place(spans)
        if actor is None:
            return None, self._candidates(at, source)
        self._focus.add(at, actor, SPOKE)
        return Speaker(actor.name, actor.kind, mention), ()

    def _by_source(self, report: Report, head: Span) -> Found:
        references, source = self._references, report.source or head
        if OWN_WORDS.fullmatch(self._text, *source):
            return NOBODY
        if references.is_pronoun(head):
            return references.pronoun(head), head
        named = references.named(source, head)
        possible = [named] if named else references.described(head) or references.described(source)
        if possible:
            return (possible[0] if len(possible) == 1 else None), head
        return references.nameless(source, head), source

    # By the place where a quotation stands

    def _by_place(self, spans: Sequence[Span]) -> Found:
        """Whose a quotation is that nothing attributes: the subject's of its sentence, or of the one before it."""
        first, last = spans[0], spans[-1]
        if not self._sentences or len(_WORD.findall(self._text, first.start, last.end)) < FEWEST_WORDS:
            return NOBODY
        sentence = self._sentences[self._focus.sentence_at(first.start)]
        start = max(sentence.start, first.start - LONGEST_LEAD)
        if not any(map(str.isalnum, self._text[start : first.start])):
            return self._by_sentence_before(Span(first.start, last.end))
        ways = (self._by_verb, self._by_description, self._by_subject)
        return next((found for way in ways if (found := way(start, first.start))[0]), NOBODY)

    def _by_verb(self, start: int, end: int) -> Found:
        """Whose the words are before which a name stands with its verb: "whom Lee described as “…”"."""
        for span, index in reversed(list(self._register.within(start, end))):
            words = _WORD.findall(self._text, span.end, end)
            if len(words) > MOST_BETWEEN:
                break
            if words and self._text[span.end] == " " and self._lexicon.is_verb(words[0].lower()):
                return self._references.actors[index], span
        return NOBODY

    def _by_description(self, start: int, end: int) -> Found:
        """Whose the words are before which a description stands with its verb: "the mother of three replied, “…”"."""
        words = list(_WORD.finditer(self._text, start, end))
        if not words or not self._lexicon.is_verb(words[-1][0].lower()):
            return NOBODY
        before = words[-1 - LONGEST_DESCRIPTION : -1]
        article = next((word.start() for word in reversed(before) if word[0].lower() in self._articles), None)
        if article is None:
            return NOBODY
        span = Span(article, before[-1].end())
        possible = self._references.described(span)
        return (possible[0], span) if len(possible) == 1 else NOBODY

    def _by_subject(self, start: int, end: int) -> Found:
        """Whose the words are that a pause parts from their sentence: its subject's."""
        pause = _PAUSE.search(self._text[start:end])
        words = _WORD.findall(self._text, start, end)
        if not pause or (pause[0].strip() == "," and not self._lexicon.is_verb(words[-1].lower())):
            return NOBODY
        subjects = [seen for seen in self._focus.before(end, start) if seen.weight >= SUBJECT and is_person(seen.actor)]
        if len({seen.actor for seen in subjects}) != 1:
            return NOBODY
        first = subjects[-1]
        return first.actor, next((span for span, _ in self._register.within(first.at, first.at + 1)), None)

    def _by_sentence_before(self, quotation: Span) -> Found:
        """Whose a quotation is that follows a sentence about somebody, in one paragraph: "Lee was furious. “…”"."""
        paragraph = self._text.rfind("\n", 0, quotation.start) + 1
        is_first = not self._text[paragraph : quotation.start].strip()
        if is_first or not _SENTENCE_END.search(self._text[quotation.start : quotation.end + 1]):
            return NOBODY
        actor = self._references.clear(quotation.start, is_person)
        is_here = any(seen.actor is actor for seen in self._focus.before(quotation.start, paragraph))
        return (actor, None) if is_here else NOBODY

    # Candidates

    def _candidates(self, at: int, source: Span | None) -> tuple[str, ...]:
        """The names that may be meant, likeliest first."""
        fits = (self._references.fits(source) if source else None) or _is_anybody
        is_no_person = fits in {is_body, is_group}
        fits = _is_anybody if is_no_person else fits
        rivals = self._references.described(source) if source else []
        focused = [actor for actor, _ in self._focus.ranked(at, fits)]
        nearby = list(self._nearby(at))
        speaking = [actor for actor in nearby if actor.figure in SPEAKING and (fits(actor) or is_body(actor))]
        people = self._names(actor for actor in (*focused, *speaking) if actor.figure == "person")
        bodies = self._names(actor for actor in (*focused, *speaking) if actor.figure != "person")
        if is_no_person:
            people, bodies = bodies, people
        people = people[: MOST_CANDIDATES - min(LEAST_BODIES, len(bodies))]
        others = self._names(actor for actor in nearby if actor.figure == "other")
        return tuple(dict.fromkeys([*self._names(rivals), *people, *bodies, *others]))[:MOST_CANDIDATES]

    def _names(self, actors: Iterable[Actor]) -> list[str]:
        return list(dict.fromkeys(actor.name for actor in actors if actor in self._named))

    def _nearby(self, at: int) -> Iterator[Actor]:
        """The actors mentioned before a place, the last first, then those after it."""
        here, mentions = self._register.place(at), self._register.mentions
        for _, index in (*mentions[max(0, here - NEARBY) : here][::-1], *mentions[here : here + NEARBY // 5]):
            yield self._references.actors[index]


def _is_anybody(actor: Actor) -> float:
    return float(actor.figure in {None, *SPEAKING})
