"""Mentions put together: which of them are one name, of what kind it is, and what else they tell of it."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

from newsbrief.cues.names.lexicon import Lexicon, is_given_feminine
from newsbrief.cues.names.mentions import Mention, acronym_after, is_dateline, names_company, says
from newsbrief.cues.names.reading import SPACES, Page
from newsbrief.cues.names.roles import Role, courtesy_before, gives_age, role_of

NameKind = Literal["person", "organisation", "group", "place", "unknown"]

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
BODIES = frozenset("news newspaper agency magazine network company broadcaster party group airline bank".split())
"""Words beside a name that say what kind of body it is: "the Yonhap news agency"."""
_RULERS = frozenset("mayor governor king queen prince capital outskirts".split())
_PRONOUN_REACH = 30  # words
_CERTAIN = 5
_LIKELY = 2
_STEM, _ENDING = 4, 3  # letters that the forms of an inflected word share at least, and differ in at most
_BUCKET = 8
_NEAR = 8  # full names that are considered for one word

Key = tuple[str, ...]
Vote = tuple[NameKind, int]


@dataclass(eq=False)
class Cluster:
    """The mentions of one name.

    Attributes:
        mentions: all of them, in order once `gather` is done.
        roles: the roles beside them, by the mention's start.
        votes: how strongly the mentions speak for each kind.
        women: above 0 if they tell a woman, below 0 if a man.
        said: whether a reporting verb stands beside one of them.
    """

    mentions: list[Mention] = field(default_factory=list)
    roles: dict[int, Role] = field(default_factory=dict)
    votes: Counter[NameKind] = field(default_factory=Counter)
    women: int = 0
    said: bool = False

    @property
    def kind(self) -> NameKind:
        """The kind that most speaks for."""
        return max(self.votes, key=self.votes.__getitem__) if self.votes else "unknown"

    def may_be(self, *, woman: bool | None) -> bool:
        """Whether nothing speaks against its being a woman (True) or a man (False)."""
        return woman is None or self.women == 0 or (self.women > 0) is woman

    def tell(self, weight: int, *, woman: bool | None) -> None:
        """Let something speak for a woman (True) or a man (False); None says nothing."""
        if woman is not None:
            self.women += weight if woman else -weight

    def vote(self, kind: NameKind, weight: int) -> None:
        """Let something speak for a kind; a weight of 0 says nothing."""
        if weight:
            self.votes[kind] += weight


def gather(page: Page, mentions: Sequence[Mention]) -> list[Cluster]:
    """Put the mentions of one name together, by first mention."""
    gathering = _Gathering(page, mentions)
    clusters = list({id(cluster): cluster for cluster in gathering.clusters.values()}.values())
    for cluster in clusters:
        cluster.mentions.sort()
    _listen(page, clusters)
    return sorted(clusters, key=lambda cluster: cluster.mentions[0])


def _stemmer(page: Page) -> Callable[[str], str]:
    """What makes one word of a word's forms."""
    if page.lexicon.inflected:
        return _Stems()
    return _without_genitive if page.lexicon.capital_nouns else str


def _without_genitive(word: str) -> str:
    return word.removesuffix("s") if len(word) > _STEM else word


class _Stems:
    """Takes the forms of inflected words for one word: the first form that was seen."""

    def __init__(self) -> None:
        self._buckets: dict[str, list[str]] = defaultdict(list)

    def __call__(self, word: str) -> str:
        bucket = self._buckets[word[:_STEM]]
        for known in bucket if len(word) >= _STEM else ():
            if max(len(word), len(known)) - _shared(word, known) <= _ENDING:
                return known
        if len(bucket) < _BUCKET:
            bucket.append(word)
        return word


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with in common."""
    shorter = min(len(one), len(other))
    return next((index for index in range(shorter) if one[index] != other[index]), shorter)


class _Namesakes:
    """Who may be meant by one word, by where their full names stand."""

    def __init__(self) -> None:
        self._starts: dict[str, list[int]] = defaultdict(list)
        self._clusters: dict[str, list[Cluster]] = defaultdict(list)
        self._different: dict[str, set[int]] = defaultdict(set)
        self._seconds: dict[str, int] = {}
        self._owners: dict[str, Cluster] = {}

    def add(self, word: str, start: int, cluster: Cluster) -> None:
        """Note a full name; in the order of the text."""
        self._starts[word].append(start)
        self._clusters[word].append(cluster)
        self._different[word].add(id(cluster))
        if len(self._different[word]) > 1:
            self._seconds.setdefault(word, start)

    def meant(self, word: str, at: int, *, woman: bool | None) -> Cluster | None:
        """The only one; the one who was meant before anybody else came up; else who was named last before ``at``."""
        if word not in self._starts:
            return None
        named = bisect_left(self._starts[word], at)
        near = self._clusters[word][max(0, named - _NEAR) : max(1, named)]
        latest = next((cluster for cluster in reversed(near) if cluster.may_be(woman=woman)), near[-1])
        if named and self._seconds.get(word, at + 1) > at:
            self._owners[word] = latest
        owner = self._owners.get(word, latest)
        return owner if owner.may_be(woman=woman) else latest

    def only(self, word: str) -> Cluster | None:
        """The only one."""
        return self._clusters[word][0] if len(self._different.get(word, ())) == 1 else None


class _Gathering:
    """Full names first, then the single words that stand for them."""

    def __init__(self, page: Page, mentions: Sequence[Mention]) -> None:
        self.clusters: dict[Key, Cluster] = {}
        self._page = page
        self._tails: dict[Key, Cluster | None] = {}
        self._acronyms: dict[str, Cluster] = {}
        self._last, self._first, self._heads, self._civic = (_Namesakes() for _ in range(4))
        self._stem = _stemmer(page)
        self._votes: dict[tuple[Key, bool], Sequence[Vote]] = {}
        full = [mention for mention in mentions if mention.is_full]
        found = [(mention, self._of_full(mention)) for mention in sorted(full, key=lambda mention: -len(mention.key))]
        for mention, cluster in sorted(found, key=lambda pair: pair[0]):
            self._index(mention, cluster)
        for mention in mentions:
            if not mention.is_full:
                self._add(self._of_word(mention), mention)

    def _key(self, mention: Mention) -> Key:
        return tuple(map(self._stem, mention.key))

    def _add(self, cluster: Cluster, mention: Mention) -> None:
        cluster.mentions.append(mention)
        said = says(self._page, mention.start, mention.stop)
        cluster.said = cluster.said or said
        cluster.vote("person", said and mention.is_full)
        for kind, weight in chain(self._form_votes(mention), _votes_of_surroundings(self._page, mention)):
            cluster.vote(kind, weight)
        courtesy, role = courtesy_before(self._page, mention), role_of(self._page, mention)
        if role:
            cluster.roles[mention.start] = role
            cluster.vote("person", 4 * role.personal)
        cluster.vote("person", _CERTAIN * (courtesy is not None))
        told = self._page.lexicon.is_feminine(courtesy) if courtesy else role.feminine if role else None
        cluster.tell(_CERTAIN, woman=told)
        cluster.tell(_LIKELY, woman=_told_by_verb(self._page, mention))
        if mention.is_full and not cluster.women:
            cluster.tell(_LIKELY, woman=is_given_feminine(mention.key[0]))

    def _form_votes(self, mention: Mention) -> Sequence[Vote]:
        key, acronym = form = (mention.key, self._page.words[mention.start].is_acronym)
        if form not in self._votes:
            self._votes[form] = tuple(_votes_of_form(self._page.lexicon, key, acronym=acronym))
        return self._votes[form]

    def _of_full(self, mention: Mention) -> Cluster:
        key = self._key(mention)
        cluster = self.clusters.get(key) or self.clusters.get(_ends(key)) or self._tails.get(key)
        if cluster is None:
            cluster = Cluster()
            self.clusters[_ends(key)] = cluster
            for start in range(1, len(key) - 1):
                self._tails[key[start:]] = None if key[start:] in self._tails else cluster
        self.clusters[key] = cluster
        self._add(cluster, mention)
        return cluster

    def _index(self, mention: Mention, cluster: Cluster) -> None:
        """Note which single words may stand for a full name."""
        key, acronym = self._key(mention), acronym_after(self._page, mention.stop)
        if acronym and _abbreviates(acronym.casefold(), mention.key):
            self._acronyms.setdefault(acronym.casefold(), cluster)
            cluster.vote("organisation", 3)
        if cluster.kind in ("person", "unknown"):
            self._last.add(key[-2] if key[-1] in _SUFFIXES else key[-1], mention.start, cluster)
            self._first.add(key[0], mention.start, cluster)
        elif cluster.kind == "organisation":
            civic = mention.key[-1] in self._page.lexicon.civic
            if not self._is_ordinary(mention.key[0]):
                (self._civic if civic else self._heads).add(key[0], mention.start, cluster)
            if not self._page.words[mention.stop - 2].text.islower():
                self._heads.add(key[-1], mention.start, cluster)

    def _is_ordinary(self, word: str) -> bool:
        lexicon = self._page.lexicon
        return word in lexicon.ordinary or word in lexicon.generic or lexicon.is_demonym(word)

    def _of_word(self, mention: Mention) -> Cluster:
        """The cluster that a single word belongs to."""
        (printed,), (key,), lexicon = mention.key, self._key(mention), self._page.lexicon
        if key in self._acronyms:
            return self._acronyms[key]
        courtesy = courtesy_before(self._page, mention)
        if courtesy is None and (printed in lexicon.known_places or key in lexicon.known_places):
            return self.clusters.setdefault((key,), Cluster())
        woman = lexicon.is_feminine(courtesy) if courtesy else None
        full = self._last.meant(key, mention.start, woman=woman)
        if full is not None and full.kind == "unknown":
            full.vote("person", 2)  # mostly people go by their last word
        full = full or self._first.only(key) or self._heads.only(key)
        if full is not None:
            return full
        cluster = self.clusters.setdefault((key,), Cluster())
        cluster.vote("place", 2 * (self._civic.only(key) is not None))
        cluster.vote("group", 3 * (key.endswith("s") and self._last.only(key[:-1]) is not None))
        return cluster


def _ends(key: Key) -> Key:
    """The first and the last word of a name, with what tells father from son: "John F. Kennedy" is John Kennedy."""
    return (key[0], *key[-2:]) if key[-1] in _SUFFIXES and key[2:] else (key[0], key[-1])


def _abbreviates(acronym: str, key: Key) -> bool:
    """Whether an acronym's letters occur in a name in their order, beginning with its first."""
    letters = iter("".join(key))
    return key[0][0] == acronym[0] and all(letter in letters for letter in acronym)


def _votes_of_form(lexicon: Lexicon, key: Key, *, acronym: bool) -> Iterator[Vote]:
    """What a name's words tell of its kind, and how strongly."""
    phrase = " ".join(key)
    if lexicon.is_group(phrase):
        yield "group", _CERTAIN
    if phrase in lexicon.known_organisations or any(map(lexicon.is_organisation_word, key)):
        yield "organisation", _CERTAIN
    elif acronym and len(key) == 1:
        yield "organisation", 1
    ends = {key[0], key[-1]} if len(key) > 1 else set[str]()
    if phrase in lexicon.known_places or phrase.removesuffix("s") in lexicon.known_places:
        yield "place", _CERTAIN
    elif not ends.isdisjoint(lexicon.place_words) or key[-1].endswith(lexicon.place_ends):
        yield "place", 3
    if len(key) > 1 and key[0] in lexicon.given:
        yield "person", 2


def _votes_of_surroundings(page: Page, mention: Mention) -> Iterator[Vote]:
    """What stands around a mention tells of its kind, and how strongly."""
    words, lexicon, start = page.words, page.lexicon, mention.start
    before = words[start - 1].low if start and words[start].gap in SPACES else ""
    after = words[mention.stop].low if mention.stop < len(words) and words[mention.stop].gap in SPACES else ""
    if before in lexicon.inside and not (lexicon.capital_nouns and after in lexicon.determiners):
        yield "place", 2
    if after in lexicon.place_words or before in lexicon.place_words:
        yield "place", 3
    if is_dateline(page, (start, mention.stop)):
        yield "place", 3
    if before in BODIES or (before in lexicon.determiners and after in BODIES) or names_company(page, start):
        yield "organisation", 3
    if before == "of" and (words[start - 2].low in lexicon.place_words or words[start - 2].low in _RULERS):
        yield "place", 3
    if before == "for" and page.is_role(start - 2):
        yield "organisation", 2
    if gives_age(page, mention):
        yield "person", 3


def _listen(page: Page, clusters: Sequence[Cluster]) -> None:
    """Let a pronoun tell whether a person is a woman, if nobody else is named before it in the sentence."""
    people = [(mention, cluster) for cluster in clusters if cluster.kind == "person" for mention in cluster.mentions]
    people.sort(key=lambda pair: pair[0])
    for index, (mention, cluster) in enumerate(people):
        before = people[index - 1][0].stop if index else 0
        if not any(word.weak for word in page.words[max(before, mention.start - _PRONOUN_REACH) : mention.start + 1]):
            continue
        reach = mention.stop + _PRONOUN_REACH
        stop = people[index + 1][0].start if index + 1 < len(people) else reach
        told = _pronoun(page, mention.stop, min(stop, reach, len(page.words)))
        cluster.tell(1, woman=told)


def _told_by_verb(page: Page, mention: Mention) -> bool | None:
    """What the ending of a past tense beside a name tells, in a language where it has the subject's gender."""
    if not page.lexicon.inflected or not says(page, mention.start, mention.stop):
        return None
    beside = [page.words[index].low for index in (mention.start - 1, mention.stop) if 0 <= index < len(page.words)]
    verb = next(word for word in beside if page.lexicon.is_verb(word))
    return True if verb.endswith("ла") else False if verb.endswith("в") else None


def _pronoun(page: Page, start: int, stop: int) -> bool | None:
    """What the first pronoun in the rest of a sentence tells, or the one that begins the next."""
    for index in range(start, stop):
        word = page.words[index]
        told = page.lexicon.pronouns.get(word.low)
        if told is not None and word.gap[-1:] in (*SPACES, "\n"):
            return told
        if word.weak:
            break
    return None
