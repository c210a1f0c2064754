"""What a report of somebody's words is, and the kinds of words that tell of one in a language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from newsbrief.evidence import Span

Kind = Literal["speech", "quote", "sometimes", "shows", "object"]
"""What must stand beside a verb for it to report something.

- ``speech``: a clause, a quotation or an object ("said", "announced", "claimed");
- ``quote``: a quotation, a "that" or a question word ("continued", "wrote", "asked");
- ``sometimes``: as ``speech``, but it is no proof of words spoken ("believes", "hinted at");
- ``shows``: besides, a subject that can speak: somebody or a document ("indicates", "underscored");
- ``object``: somebody or something that is spoken of ("criticised", "praised", "called for").
"""

Shape = Literal["finite", "base", "participle", "perfect"]
"""``base`` is a plural and the infinitive ("say"), a ``participle`` borrows the subject of the main clause ("adding"),
a ``perfect`` needs an auxiliary ("gesagt")."""


class Verb(NamedTuple):
    """One form of a reporting verb; one of its ``particles`` must follow a separable one ("mit" of "teilte … mit")."""

    kind: Kind
    shape: Shape
    particles: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Words:
    """What must be known of a language; all words are in lower case, with the straight apostrophe.

    Attributes:
        verbs: the forms of the reporting verbs.
        nouns: those of them that may be nouns ("claims"), and so count only where a noun is out of place.
        markers: phrases before a source by their first word ("according to"); ``postmarkers`` stand after it
            ("zufolge"), ``side_markers`` count only after a comma ("so"), and ``marker_nouns`` are the ends of the
            words that make "nach" a marker.
        that: what opens a reported clause; ``questions`` open a reported question.
        as_words: what makes a clause of an attribution ("as she put it").
        auxiliaries: and ``adverbs``, may stand between subject and verb; ``negations`` there, and ``modals``, tell that
            nothing was said.
        passives: auxiliaries of the passive voice.
        subordinators: what a noun phrase cannot run over; ``doubtful`` are those that leave open whether it is so.
        loose: prepositions that end a source that follows its verb.
        about: prepositions before what is spoken of.
        relatives: pronouns that stand for the noun before them.
        finite: frequent verbs of other clauses; ``past`` may be participles, too.
        times: and ``before_times``, make adverbials of time.
        channels: what something is said in or on; ``platforms`` are those with a name.
        documents: nouns for what can say something without being somebody.
        breaks: what ends a reported clause after a comma; ``asides`` do after an attribution.
        towards: prepositions before an addressee.
        told: verbs with an addressee; ``listeners`` are addressees of a single word.
        hearsay: adverbs that report without a source; ``rumoured`` are participles that do.
        quoted_as: words before a participle whose subject is that of the passive clause.
        statements: nouns that report ("the claim that").
        anaphora: what refers to the sentence before ("Das meldet …").
        subjunctive: verbs of reported speech that goes on.
        datives: articles of an addressee; ``genitives`` go on with a noun phrase.
        within: prepositions between a verb and a source after it.
        fronting: whether the subject may follow the verb if something else stands first.
        comma_clause: whether a comma is enough to open a reported clause.
    """

    verbs: Mapping[str, Verb]
    nouns: frozenset[str]
    markers: Mapping[str, tuple[tuple[str, ...], ...]]
    that: frozenset[str]
    questions: frozenset[str]
    as_words: frozenset[str]
    auxiliaries: frozenset[str]
    passives: frozenset[str]
    adverbs: frozenset[str]
    negations: frozenset[str]
    modals: frozenset[str]
    subordinators: frozenset[str]
    doubtful: frozenset[str]
    conjunctions: frozenset[str]
    prepositions: frozenset[str]
    loose: frozenset[str]
    about: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    relatives: frozenset[str]
    finite: frozenset[str]
    past: frozenset[str]
    times: frozenset[str]
    before_times: frozenset[str]
    channels: frozenset[str]
    platforms: frozenset[str]
    documents: frozenset[str]
    titles: frozenset[str]
    breaks: frozenset[str]
    asides: frozenset[str]
    towards: frozenset[str]
    told: frozenset[str]
    listeners: frozenset[str]
    hearsay: frozenset[str]
    rumoured: frozenset[str] = frozenset()
    quoted_as: frozenset[tuple[str, ...]] = frozenset()
    statements: frozenset[str] = frozenset()
    title_ends: tuple[str, ...] = ()
    postmarkers: frozenset[str] = frozenset()
    side_markers: frozenset[str] = frozenset()
    marker_nouns: tuple[str, ...] = ()
    anaphora: frozenset[str] = frozenset()
    subjunctive: frozenset[str] = frozenset()
    datives: frozenset[str] = frozenset()
    genitives: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    fronting: bool = False
    comma_clause: bool = False

    @cached_property
    def marker_starts(self) -> frozenset[str]:
        """The words with which a marker may begin."""
        return self.side_markers.union(self.markers, ("nach",) if self.marker_nouns else ())

    @cached_property
    def cue_starts(self) -> frozenset[str]:
        """The words with which a reporting cue may begin."""
        return self.marker_starts.union(self.postmarkers, self.verbs, self.statements)

    @cached_property
    def joints(self) -> frozenset[str]:
        """The words with which another report may begin where no comma stands before them."""
        return self.marker_starts | self.conjunctions


@dataclass(frozen=True, slots=True)
class Report:
    """Something that a text reports somebody to say.

    Attributes:
        sentence: index of the sentence in which the content begins.
        cue: the reporting verb or marker ("said", "according to").
        source: the words that name who says it, with appositions; None if there are none.
        head: the core of the source: the name, the pronoun or the noun.
        content: what is said, without source, cue, "that" and the final full stop, in the order of the text; one
            span a contiguous stretch, quotations with their marks.
        channel: where or how it was said ("in a statement on X"), if that is plain.
        addressee: to whom it was said ("reporters"), if that is plain.
        certain: whether the words leave little doubt; else this is a hint.
        verbatim: whether the content is the speaker's own words though no quotation marks say so.
    """

    sentence: int
    cue: Span
    source: Span | None
    head: Span | None
    content: tuple[Span, ...]
    channel: Span | None = None
    addressee: Span | None = None
    certain: bool = False
    verbatim: bool = False
