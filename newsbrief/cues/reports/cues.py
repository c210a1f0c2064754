"""Whether a word is a reporting verb, on which side its source stands, and how plain that is."""

from typing import Final, NamedTuple

from newsbrief.cues.reports.ahead import Ahead, turn
from newsbrief.cues.reports.clauses import Clause
from newsbrief.cues.reports.contents import ends_in_quote
from newsbrief.cues.reports.phrases import (
    Phrase,
    core,
    has_finite,
    is_adverb,
    run_start,
    starts_noun,
    subject_after,
    subject_before,
    time_length,
)
from newsbrief.cues.reports.terms import Verb

_LONGEST_GROUP: Final = 8
_REACH: Final = 40


class Group(NamedTuple):
    """Where a verb begins with its auxiliaries and adverbs, and whether it is in the passive voice."""

    start: int
    is_passive: bool


def verb_at(clause: Clause, index: int) -> Verb | None:
    """The reporting verb at an index; None if the word is none, or another word here."""
    verb = clause.words.verbs.get(clause.low(index))
    return None if verb is None or _is_other_word(clause, index, verb) else verb


def _is_other_word(clause: Clause, index: int, verb: Verb) -> bool:
    """Whether the form of a verb is another word here: a noun, a name, an attribute, a part of another verb."""
    token, before, words = clause[index], clause[index - 1], clause.words
    if token.capital and index and before.kind == "word" and not before.capital:
        return True
    is_attribute = before.low in words.determiners or before.low in words.prepositions or before.low.endswith("'s")
    if is_attribute and before.low not in words.modals and not (index == 1 and before.low in words.anaphora):
        return True
    if words.fronting and _belongs_to_another(clause, index):
        return True
    is_ambiguous = token.low in words.nouns and verb.shape != "participle"
    return is_ambiguous and turn(clause, index + 1).how != "clause" and not _is_verbal(clause, index)


def _belongs_to_another(clause: Clause, index: int) -> bool:
    """Whether a form is the infinitive or the participle of another verb."""
    if clause.low(index + 1) in clause.words.finite:
        return True
    before = range(run_start(clause, index), index)
    helped = any(clause.low(at) in clause.words.modals or clause.low(at) in clause.words.passives for at in before)
    return helped and clause[index + 1].kind != "word"


def _is_verbal(clause: Clause, index: int) -> bool:
    """Whether a form that may be a noun cannot be one beside its neighbours."""
    words, before = clause.words, clause.low(index - 1)
    if before in words.pronouns or before in words.relatives or before in words.auxiliaries:
        return True
    if index and is_adverb(clause, index - 1):
        return True
    if clause[index + 1].kind == "end":
        return True
    opens = starts_noun(clause, index + 1) or clause.low(index + 1) in words.pronouns
    return opens and has_finite(clause, index + 2, index + _LONGEST_GROUP)


def verb_group(clause: Clause, index: int) -> Group | None:
    """What belongs to the verb at an index; None if it tells that nothing was said."""
    start, is_passive, words = index, False, clause.words
    if words.fronting and clause.low(index + 1) in words.negations:
        return None
    while start > 0 and index - start < _LONGEST_GROUP:
        low = clause.low(start - 1)
        if low in words.negations or low in words.modals or low.endswith("n't"):
            return None
        is_passive = is_passive or low in words.passives
        is_first_of_all = words.fronting and start == 1
        if low not in words.auxiliaries and (is_first_of_all or not is_adverb(clause, start - 1)):
            break
        start -= 1
    return Group(start, is_passive)


def source_follows(clause: Clause, start: int, after: int) -> bool:
    """Whether the source of a verb stands after it: the verb begins at ``start``, the source would at ``after``."""
    words, before = clause.words, clause[start - 1]
    if not starts_noun(clause, after) or (not words.fronting and clause.low(after) in words.pronouns):
        return False
    if before.kind in {"comma", "dash"}:
        return ends_in_quote(clause, start) or subject_before(clause, start) is None or _is_only_a_name(clause, after)
    if before.kind == "quote" or before.low in words.as_words:
        return True
    return words.fronting and before.kind == "word" and is_fronted(clause, start)


def _is_only_a_name(clause: Clause, index: int) -> bool:
    """Whether nothing but a name follows, which is somebody who speaks rather than what is said."""
    name = None if clause.words.comma_clause else subject_after(clause, index)
    return name is not None and clause[name.end - 1].capital and clause[name.end].kind in {"comma", "end"}


def impersonal_source(clause: Clause, start: int, index: int) -> Phrase | None:
    """The document of "heißt es in dem Bericht" or "In dem Bericht heißt es"; the verb stands at ``index``."""
    words, first = clause.words, run_start(clause, start)
    if clause.low(index + 2) in words.prepositions:
        return subject_after(clause, index + 3)
    is_within = clause.low(first) in words.prepositions and first + 1 < start
    return Phrase(first + 1, start) if is_within else None


def is_fronted(clause: Clause, verb: int) -> bool:
    """Whether something else than a subject stands before a verb."""
    first = run_start(clause, verb)
    low, words = clause.low(first), clause.words
    is_particle = low in words.prepositions or low in words.adverbs or low in words.anaphora
    return is_particle or first == verb or time_length(clause, first) > 0


def is_quoted_as(clause: Clause, start: int) -> bool:
    """Whether "was quoted as" stands before a participle."""
    return (clause.low(start - 2), clause.low(start - 1)) in clause.words.quoted_as


def particle_of(clause: Clause, index: int, verb: Verb) -> int | None:
    """Where the second part of a separable verb stands; None if there is none, or the clause denies it."""
    words = clause.words
    for at in range(index + 1, index + _REACH):
        low = clause.low(at)
        if low in verb.particles:
            return at
        if clause[at].kind not in {"word", "aside"} or low in words.negations or low in words.verbs:
            return None
    return None


def may_report(clause: Clause, left: int, source: Phrase, verb: Verb) -> bool:
    """Whether a source can say anything, and no word before it (at ``left``) leaves open whether it does."""
    words = clause.words
    if clause.low(left - 1) in words.doubtful or verb.kind != "shows":
        return clause.low(left - 1) not in words.doubtful
    start, end = core(clause, source)
    is_common = words.comma_clause and clause.low(source.start) in words.determiners
    is_name = clause[end - 1].capital and not is_common
    return is_name or any(clause.low(at) in words.documents for at in range(start, end))


def is_plain(clause: Clause, source: Phrase, verb: Verb, ahead: Ahead, *, content_before: bool) -> bool:
    """Whether there is little doubt that a source before its verb says what follows, or what stands before it."""
    if verb.kind == "shows":
        return ahead.how == "clause" and clause[core(clause, source)[1] - 1].capital
    is_clause = clause.low(ahead.at) in clause.words.pronouns or has_finite(clause, ahead.at, ahead.at + _REACH)
    return verb.kind in {"speech", "quote"} and (ahead.how != "bare" or is_clause or content_before)
