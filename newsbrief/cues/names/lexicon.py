"""What is known beforehand of a language's words: the shape of a lexicon, and how to ask it.

All words are in lower case, with straight apostrophes and without a full stop at the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from newsbrief.cues.names.lists import GIVEN_MEN, GIVEN_WOMEN


def words(text: str) -> frozenset[str]:
    """The words in a text; "_" stands for a space inside one."""
    return frozenset(word.replace("_", " ") for word in text.split())


def ends(text: str) -> tuple[str, ...]:
    """The endings, or beginnings, in a text."""
    return tuple(text.split())


_NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """What is known of one language's words; an ``…_ends`` holds the endings of further words of its kind.

    Attributes:
        function: words of no name, whatever their case, unless they are among the particles and joints.
        ordinary: words that are no name by themselves, though they may begin a sentence or be part of a name.
        women: courtesy titles of women; ``men`` and ``others`` likewise. They are no roles.
        roles: titles, and nouns for what somebody is or does. ``role_stems`` are beginnings of such words.
        surnames: roles that are surnames as well.
        trades: roles that companies have as well.
        civic: organisation words before which the place stands that the body belongs to.
        modifiers: words that belong to a role in front of them ("vice", "finance").
        abbreviations: words after which a full stop ends no sentence.
        organisations: words that make a name an organisation's; ``known_organisations`` are names by themselves.
        place_words: words that make a name a place's; ``known_places`` are names by themselves.
        demonyms: adjectives of countries, faiths and parties. ``adjective_ends`` are endings that make one probable.
        given: given names.
        particles: lower-case words inside the names of people.
        joints: words that continue a name after a head; ``heads`` are words that may be continued so.
        verbs: reporting verbs in the forms that stand beside a subject. ``verb_stems`` are beginnings of such words.
        other_verbs: verbs that stand before an object.
        inside: prepositions that say where; ``prepositions`` may stand inside the description of a role.
        determiners: articles and possessive pronouns.
        pronouns: pronouns of one person, and whether they tell a woman (True) or a man (False).
        feminine: roles of women; ``masculine`` likewise.
        capital_nouns: whether all nouns are capitalised.
        inflected: whether names have case endings.
    """

    function: frozenset[str] = _NONE
    ordinary: frozenset[str] = _NONE
    ordinary_ends: tuple[str, ...] = ()
    women: frozenset[str] = _NONE
    men: frozenset[str] = _NONE
    others: frozenset[str] = _NONE
    roles: frozenset[str] = _NONE
    role_ends: tuple[str, ...] = ()
    role_stems: tuple[str, ...] = ()
    surnames: frozenset[str] = _NONE
    trades: frozenset[str] = _NONE
    civic: frozenset[str] = _NONE
    modifiers: frozenset[str] = _NONE
    abbreviations: frozenset[str] = _NONE
    organisations: frozenset[str] = _NONE
    organisation_ends: tuple[str, ...] = ()
    known_organisations: frozenset[str] = _NONE
    place_words: frozenset[str] = _NONE
    place_ends: tuple[str, ...] = ()
    known_places: frozenset[str] = _NONE
    demonyms: frozenset[str] = _NONE
    demonym_ends: tuple[str, ...] = ()
    adjective_ends: tuple[str, ...] = ()
    given: frozenset[str] = _NONE
    particles: frozenset[str] = _NONE
    joints: frozenset[str] = _NONE
    heads: frozenset[str] = _NONE
    verbs: frozenset[str] = _NONE
    other_verbs: frozenset[str] = _NONE
    verb_stems: tuple[str, ...] = ()
    inside: frozenset[str] = _NONE
    prepositions: frozenset[str] = _NONE
    determiners: frozenset[str] = _NONE
    pronouns: Mapping[str, bool] = field(default_factory=dict)
    feminine: frozenset[str] = _NONE
    feminine_ends: tuple[str, ...] = ()
    masculine: frozenset[str] = _NONE
    masculine_ends: tuple[str, ...] = ()
    capital_nouns: bool = False
    inflected: bool = False

    def is_role(self, word: str, *, capitalised: bool) -> bool:
        """Whether a word is a role; the endings prove little of a capitalised word where only names are such."""
        bare = word.rpartition("-")[2]
        forms = {bare, bare.removesuffix("s"), bare.removesuffix("es")}
        if not forms.isdisjoint(self.roles) or bare.startswith(self.role_stems):
            return True
        return bare.endswith(self.role_ends) and bare not in self.function and (self.capital_nouns or not capitalised)

    @cached_property
    def well_known(self) -> frozenset[str]:
        """Names of places and organisations that need no other evidence."""
        return self.known_places | self.known_organisations

    @cached_property
    def generic(self) -> frozenset[str]:
        """Words that are no name by themselves because they are part of so many."""
        return self.organisations | self.place_words | self.modifiers

    def is_courtesy(self, word: str) -> bool:
        """Whether a word is a title that says no role."""
        return word in self.women or word in self.men or word in self.others

    def is_organisation_word(self, word: str) -> bool:
        """Whether a word makes a name an organisation's."""
        return word in self.organisations or (word.endswith(self.organisation_ends) and word not in self.given)

    def is_demonym(self, word: str) -> bool:
        """Whether a word is the adjective of a country, a faith or a party."""
        return word in self.demonyms or (word.endswith(self.demonym_ends) and word not in self.given)

    def is_group(self, word: str) -> bool:
        """Whether a word means people of one country, faith or party ("Ukrainians")."""
        return word.endswith("s") and self.is_demonym(word[:-1])

    def is_verb(self, word: str) -> bool:
        """Whether a word is a reporting verb."""
        return word in self.verbs or word.startswith(self.verb_stems)

    def is_feminine(self, word: str) -> bool | None:
        """Whether a title or role tells a woman (True) or a man (False)."""
        if word in self.feminine or word in self.women or word.endswith(self.feminine_ends):
            return True
        return False if word in self.masculine or word in self.men or word.endswith(self.masculine_ends) else None


def is_given_feminine(word: str) -> bool | None:
    """Whether a given name tells a woman (True) or a man (False)."""
    if word in GIVEN_WOMEN:
        return True
    return False if word in GIVEN_MEN else None
