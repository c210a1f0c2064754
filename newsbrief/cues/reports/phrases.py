"""Noun phrases and adverbials in a sentence, as far as word lists and capitals tell them.

Every search goes over a bounded number of tokens, so that all of it takes time linear in the length of the text.
"""

from typing import Final, NamedTuple

from newsbrief.cues.reports.clauses import Clause

_LONGEST_PHRASE: Final = 30
_LONGEST_ADDRESSEE: Final = 12
_MOST_APPOSITIONS: Final = 4
_MOST_BEFORE_TIME: Final = 4
_CHANNEL_REACH: Final = 7
_SHORTEST_ADVERB: Final = 5
_SHORTEST_NAME: Final = 2


class Phrase(NamedTuple):
    """A noun phrase: its tokens from ``start`` to before ``end``.

    ``is_antecedent`` tells that a relative pronoun stands between it and its verb. ``name`` is where the name begins
    that follows a description ("a spokeswoman, Anna Vey"), 0 if there is no such.
    """

    start: int
    end: int
    is_antecedent: bool = False
    name: int = 0


def time_length(clause: Clause, index: int) -> int:
    """How many tokens from an index on name a time ("late on Monday"), 0 if none do."""
    words, at = clause.words, index
    while clause.low(at) in words.before_times and at - index < _MOST_BEFORE_TIME:
        at += 1
    first = at
    while clause.low(at) in words.times or (at > first and clause.low(at).isdigit()):
        at += 1
    return at - index if at > first else 0


def channel_length(clause: Clause, index: int) -> int:
    """How many tokens from an index on name a channel ("in a statement on X"), 0 if none do."""
    words = clause.words
    if clause.low(index) not in words.prepositions:
        return 0
    noun = index + 1
    while clause.low(noun) not in words.channels:
        if clause[noun].kind != "word" or noun - index >= _CHANNEL_REACH or _ends_adverbial(clause, noun):
            return 0
        noun += 1
    at = noun + 1
    while clause[at].kind in {"word", "aside"} and at - index < _LONGEST_PHRASE and not _ends_adverbial(clause, at):
        at += 1
    return at - index


def _ends_adverbial(clause: Clause, index: int) -> bool:
    words, low = clause.words, clause.low(index)
    if low in words.that or low in words.pronouns or low in words.conjunctions or low in words.adverbs:
        return True
    if low in words.verbs and clause.low(index - 1) not in words.determiners and low not in words.channels:
        return True
    starts_anew = low in words.determiners and clause.low(index - 1) not in words.prepositions
    before = clause[index - 1]
    is_place = before.low in words.platforms or (before.low in words.channels and not before.capital)
    starts_anew = starts_anew or (clause[index].capital and is_place)
    return starts_anew or is_finite(clause, index) or time_length(clause, index) > 0


def is_adverb(clause: Clause, index: int) -> bool:
    """Whether an adverb stands there that may come between subject, verb and content."""
    token = clause[index]
    is_regular = token.low.endswith("ly") and len(token.low) >= _SHORTEST_ADVERB and not token.capital
    return token.low in clause.words.adverbs or is_regular


def is_finite(clause: Clause, index: int) -> bool:
    """Whether a word looks like the verb of a clause."""
    token, words = clause[index], clause.words
    if token.low in words.finite:
        return True
    if token.kind != "word":
        return False
    following, before = clause[index + 1], clause.low(index - 1)
    verb = words.verbs.get(token.low)
    if verb and verb.shape == "finite" and before not in words.determiners and token.low not in words.nouns:
        return following.low not in words.prepositions
    if token.low not in words.past and (not token.low.endswith("ed") or token.capital):
        return False
    return following.low in words.determiners or (following.kind == "word" and following.capital)


def has_finite(clause: Clause, start: int, end: int) -> bool:
    """Whether one of the tokens looks like the verb of a clause."""
    return any(is_finite(clause, index) for index in range(start, min(end, start + _LONGEST_PHRASE, len(clause))))


def starts_noun(clause: Clause, index: int) -> bool:
    """Whether a noun phrase may begin at an index."""
    low, words = clause.low(index), clause.words
    if clause[index].kind != "word" or is_adverb(clause, index) or time_length(clause, index):
        return False
    particles = (words.prepositions, words.that, words.finite, words.subordinators, words.breaks, words.conjunctions)
    return not any(low in kind for kind in particles) and (low not in words.relatives or low in words.determiners)


def run_start(clause: Clause, end: int) -> int:
    """Where the run of words that ends before ``end`` begins: after a mark, a quotation or a subordinator."""
    at = end
    while at > 0 and end - at < _LONGEST_PHRASE:
        token = clause[at - 1]
        if token.kind not in {"word", "aside"} or token.low in clause.words.subordinators:
            break
        at -= 1
    return at


def after_lead(clause: Clause, start: int, end: int) -> int:
    """``start`` moved past the conjunctions, adverbs, times and channels that stand before a noun phrase."""
    while start < end:
        if clause.low(start) in clause.words.conjunctions or is_adverb(clause, start):
            start += 1
            continue
        length = time_length(clause, start) or channel_length(clause, start)
        if not length or start + length >= end:
            break
        start += length
    return start


def noun_phrase(clause: Clause, start: int, end: int) -> int | None:
    """Where the noun phrase begins that ends a run of words; None if the run ends otherwise."""
    words = clause.words
    start = after_lead(clause, start, end)
    verb = next((index for index in range(end - 1, start - 1, -1) if is_finite(clause, index)), None)
    if verb is not None:
        joint = next((index for index in range(verb, end) if clause.low(index) in words.conjunctions), None)
        start = _tail(clause, verb + 1, end) if joint is None else after_lead(clause, joint, end)
    elif clause.low(start) in words.prepositions or clause.low(end - 1) in words.pronouns:
        start = _tail(clause, start, end)
    return start if start < end and clause.low(end - 1) not in words.prepositions else None


def _tail(clause: Clause, start: int, end: int) -> int:
    """Where the last noun phrase of a run of words begins."""
    words, at = clause.words, end - 1
    if clause.low(at) in words.pronouns:
        return max(at, start)
    while at >= start:
        low = clause.low(at)
        if low in words.determiners and clause.low(at - 1) != "of":
            return at
        if (low in words.prepositions and low != "of") or time_length(clause, at) or is_finite(clause, at):
            break
        at -= 1
    return at + 1


def subject_before(clause: Clause, verb: int) -> Phrase | None:
    """The noun phrase, with its appositions, that stands directly before a verb."""
    previous = clause[verb - 1]
    if previous.low in clause.words.relatives and (previous.low == "who" or clause[verb - 2].kind == "comma"):
        return _antecedent(clause, verb - 1)
    if previous.kind in {"comma", "dash"}:
        return _with_appositions(clause, verb)
    if previous.kind not in {"word", "aside"}:
        return None
    start = noun_phrase(clause, run_start(clause, verb), verb)
    return None if start is None else _widened(clause, start, verb)


def main_subject(clause: Clause, end: int) -> Phrase | None:
    """The subject of the main clause, if its verb stands before ``end``."""
    verbs = (at for at in range(1, min(end, _LONGEST_PHRASE, len(clause))) if is_finite(clause, at))
    verb = next(verbs, None)
    return None if verb is None else subject_before(clause, verb)


def _antecedent(clause: Clause, relative: int) -> Phrase | None:
    """What a "who" stands for: the noun phrase before it."""
    end = relative - (clause[relative - 1].kind == "comma")
    start = noun_phrase(clause, run_start(clause, end), end) if clause[end - 1].kind in {"word", "aside"} else None
    if start is None:
        return None
    whole = _widened(clause, start, end)
    return Phrase(whole.start, end, is_antecedent=True)


def _widened(clause: Clause, start: int, end: int) -> Phrase:
    """A name with the description before it: "a spokeswoman, Anna Vey"."""
    if clause[start - 1].kind != "comma" or not clause[start].capital or clause[start - 2].capital:
        return Phrase(start, end)
    first = after_lead(clause, run_start(clause, start - 1), start - 1)
    is_description = clause.low(first) in clause.words.determiners and is_nominal(clause, first, start - 1)
    return Phrase(first, end, name=start) if is_description else Phrase(start, end)


def _with_appositions(clause: Clause, verb: int) -> Phrase | None:
    """The noun phrase before a verb that a comma or dash parts from it: "Vey, a chemist from Ulm, said"."""
    end = stop = verb - 1
    for number in range(_MOST_APPOSITIONS):
        start = run_start(clause, end)
        if start == end:
            return None
        if number == 0 and _is_inserted(clause, start):
            stop = 0
        head = noun_phrase(clause, start, end) if number and _is_free(clause, start, end) else None
        if head is not None and is_nominal(clause, head, end):
            whole = _widened(clause, head, end)
            return Phrase(whole.start, stop or end)
        start -= clause.low(start - 1) in clause.words.relatives or clause.low(start - 1) in clause.words.subordinators
        if clause[start - 1].kind not in {"comma", "dash"}:
            return None
        end = start - 1
    return None


def _is_inserted(clause: Clause, index: int) -> bool:
    """Whether what begins between two commas is a remark, and no apposition."""
    low, words = clause.low(index), clause.words
    return low in words.prepositions or low in words.breaks or is_adverb(clause, index)


def _is_free(clause: Clause, start: int, end: int) -> bool:
    """Whether a run of words has no verb that a conjunction does not part from its end."""
    verb = next((index for index in range(end - 1, start - 1, -1) if is_finite(clause, index)), end)
    return verb == end or any(clause.low(index) in clause.words.conjunctions for index in range(verb, end))


def is_nominal(clause: Clause, start: int, end: int) -> bool:
    """Whether a run of words may be what somebody is called."""
    low, words = clause.low(start), clause.words
    if low in words.prepositions or low in words.breaks or has_finite(clause, start, end):
        return False
    return any(clause[index].low.isalpha() or clause[index].capital for index in range(start, end))


def subject_after(clause: Clause, start: int, *, apposed: bool = True) -> Phrase | None:
    """The noun phrase, with its appositions if asked for, that begins at an index; times and channels end it."""
    if not starts_noun(clause, start):
        return None
    end = whole = phrase_end(clause, start)
    if clause.low(start) in clause.words.pronouns:
        return Phrase(start, end)
    for _ in range(_MOST_APPOSITIONS if apposed else 0):
        inner = whole + 1
        if clause[whole].kind != "comma" or not (starts_noun(clause, inner) or clause.low(inner).isdigit()):
            break
        stop = phrase_end(clause, inner)
        is_common = clause.low(start) in clause.words.determiners and not clause[inner].capital
        is_whole = clause[stop].kind in {"comma", "end"} or time_length(clause, stop) > 0
        if is_common or not is_whole or has_finite(clause, inner, stop):
            break
        whole = stop
    return Phrase(start, whole)


def phrase_end(clause: Clause, start: int) -> int:
    """Where the noun phrase ends that begins at an index."""
    at, words = start + 1, clause.words
    if clause.low(start) in words.pronouns:
        return at
    is_name = clause.low(start) not in words.determiners
    while clause[at].kind in {"word", "aside"} and at - start < _LONGEST_PHRASE and not _ends_phrase(clause, at):
        if is_name and clause.low(at) in words.datives:
            break
        at += 1
    return at


def _ends_phrase(clause: Clause, index: int) -> bool:
    low, words = clause.low(index), clause.words
    is_relative = low in words.relatives and low not in words.determiners
    if low in words.subordinators or low in words.loose or is_relative or is_finite(clause, index):
        return True
    length = time_length(clause, index) or channel_length(clause, index)
    if low in words.adverbs or (length and clause.low(index + length) not in {"by", "from", "of"}):
        return True
    return words.comma_clause and _is_after_noun(clause, index)


def _is_after_noun(clause: Clause, index: int) -> bool:
    """Whether a word that belongs to no noun phrase follows a noun, in a language that capitalises nouns."""
    token, words = clause[index], clause.words
    if token.capital or token.kind != "word" or not (clause[index - 1].capital or clause[index - 1].kind == "aside"):
        return False
    return not (token.low in words.genitives or token.low in words.prepositions or token.low in {"und", "oder"})


def addressee_end(clause: Clause, start: int) -> int:
    """Where the noun phrase ends that begins at an index and may be followed by a clause without "that"."""
    at, named = start, False
    if clause.low(start) in clause.words.listeners:
        return start + 1
    while clause[at].kind in {"word", "aside"} and at - start < _LONGEST_ADDRESSEE:
        token = clause[at]
        is_joint = token.low in {"and", "of", "for"}
        if at > start and not is_joint and (_ends_addressee(clause, at) or (named and not token.capital)):
            break
        named = named or (token.capital and token.low not in clause.words.determiners)
        at += 1
    return at


def _ends_addressee(clause: Clause, index: int) -> bool:
    low, words = clause.low(index), clause.words
    if low in words.determiners or low in words.pronouns or low in words.prepositions or low in words.subordinators:
        return True
    return is_finite(clause, index) or time_length(clause, index) > 0


def core(clause: Clause, phrase: Phrase) -> tuple[int, int]:
    """The name in a noun phrase with its appositions, without titles; else the phrase up to its first preposition."""
    start, end = phrase.start, phrase.end
    parts = [start, *(at + 1 for at in range(start, end) if clause[at].kind in {"comma", "dash"}), end + 1]
    named = (first for first in parts[:-1] if first < end and clause.low(first) not in clause.words.determiners)
    cores = [_core(clause, first, end) for first in (*named, start)]
    return next((part for part in cores if clause[part[1] - 1].capital), cores[-1])


def _core(clause: Clause, start: int, end: int) -> tuple[int, int]:
    stop = start + 1
    while stop < end and clause[stop].kind == "word" and not _ends_core(clause, stop):
        stop += 1
    first = stop
    while first > start and _is_named(clause, first - 1) and not (first < stop and _is_title(clause, first - 1, stop)):
        first -= 1
    while first < stop and not clause[first].capital:
        first += 1
    return (first, stop) if first < stop else (start, stop)


def _is_title(clause: Clause, index: int, end: int) -> bool:
    """Whether a capital word before a name is none of its parts: a title, a role, the initials of an organisation."""
    low, words = clause.low(index), clause.words
    if low in words.titles or (words.title_ends and low.endswith(words.title_ends)):
        return True
    printed = clause.text[slice(*clause.span(index, index + 1))]
    return len(printed) > 1 and printed.isupper() and end - index > _SHORTEST_NAME


def _ends_core(clause: Clause, index: int) -> bool:
    low, words, following = clause.low(index), clause.words, clause.low(index + 1)
    if low in words.prepositions or (low in words.relatives and low not in words.determiners):
        return True
    is_participle = low.endswith(("ed", "ing")) and not clause[index].capital
    return is_participle and (following in words.prepositions or following in words.determiners)


def _is_named(clause: Clause, index: int) -> bool:
    """Whether a word may be part of a name: a capital one, or an "and" between two."""
    if clause.low(index) in clause.words.conjunctions:
        return clause[index - 1].capital and clause[index + 1].capital
    return clause[index].capital and clause.low(index) not in clause.words.determiners
