"""The names in an article: people, organisations, places and groups, with their other forms and their roles.

All of it is code and word lists, in time linear in the length of the text. The work goes in five steps: the words
are read and judged (`reading`), mentions found by form (`mentions`), roles read beside them
(`roles`), the mentions of one name put together (`clusters`), and here it is told how a name is called.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsbrief.cues.names.clusters import BODIES, Cluster, NameKind, gather
from newsbrief.cues.names.mentions import Mention, find_mentions, says
from newsbrief.cues.names.reading import SPACES, Page, words_of
from newsbrief.cues.names.words import lexicon_for
from newsbrief.evidence import Span

__all__ = ["Name", "NameKind", "find_names", "resolve"]

_PARTS = re.compile(r"[,()–—:;/]| --? ")
_PREPOSITIONS = frozenset("of for in at on from with by to von vom für aus bei im in des der з із у в для від".split())
_CONJUNCTIONS = frozenset("and or und oder і й та".split())
_COURTESY = {"mr": False, "herr": False, "herrn": False, "пан": False}
_COURTESY |= dict.fromkeys(("ms", "mrs", "miss", "frau", "пані"), True)

_LABEL_WORDS = 3


@dataclass(frozen=True)
class Name:
    """A name and everything that the article prints of it.

    Attributes:
        name: the fullest form as printed, without titles.
        aliases: the other printed forms, in order of appearance.
        mentions: where they stand, in order, without titles and possessive endings.
        kind: judged by form and context; "unknown" if nothing tells.
        role: where the role or title is printed that stands beside the earliest mention that has one.
        feminine: whether titles, roles and pronouns tell a woman (True) or a man (False); None if nothing tells.
    """

    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Span, ...]
    kind: NameKind
    role: Span | None
    feminine: bool | None


def find_names(text: str, sentences: Sequence[tuple[int, int]], language: str | None) -> tuple[Name, ...]:
    """Find the names of an article, by first mention.

    Args:
        text: the article's text.
        sentences: where its sentences are, as half-open code-point offsets.
        language: its language code; English, German and Ukrainian are known well, others only by their capitals.
    """
    page = Page(text, sentences, lexicon_for(language))
    clusters = gather(page, find_mentions(page))
    organisations = {
        mention.start: mention for cluster in clusters if cluster.kind == "organisation" for mention in cluster.mentions
    }
    return tuple(_name(page, cluster, organisations) for cluster in clusters if _is_borne_out(page, cluster))


def resolve(mention: str, at: int, names: Sequence[Name]) -> Name | None:
    """Tell which name printed words stand for.

    Args:
        mention: the words, such as "Ms. White", "President Lee", "the NIS", "Ann Lee, a spokeswoman for the port".
        at: where they are printed; of several bearers of a name the one named in full last before it is meant.
        names: the article's names.

    Returns:
        The name; None if the words are none, or may stand for several.
    """
    parts = [part for part in _PARTS.split(mention) if part.strip()]
    meant = [name for part in parts if (name := _resolve_part(part, at, names))]
    people = [name for name in meant if name.kind == "person"]
    return next(iter([*people, *meant]), None)


def _is_borne_out(page: Page, cluster: Cluster) -> bool:
    """Whether a cluster is a name; where all nouns are capitalised, form alone is not enough."""
    if not page.lexicon.capital_nouns or cluster.votes:
        return True
    return cluster.said and not _after_determiner(page, cluster)


def _after_determiner(page: Page, cluster: Cluster) -> bool:
    return any(
        mention.start
        and page.words[mention.start].gap in SPACES
        and page.words[mention.start - 1].low in page.lexicon.determiners
        for mention in cluster.mentions
    )


def _name(page: Page, cluster: Cluster, organisations: dict[int, Mention]) -> Name:
    forms = list(dict.fromkeys(page.text[slice(*mention.span)] for mention in cluster.mentions))
    name = page.text[slice(*_fullest(page, cluster).span)]
    women = cluster.women if cluster.kind == "person" else 0
    return Name(
        name=name,
        aliases=tuple(form for form in forms if form != name),
        mentions=tuple(mention.span for mention in cluster.mentions),
        kind=cluster.kind,
        role=_role(page, cluster, organisations),
        feminine=None if not women else women > 0,
    )


def _fullest(page: Page, cluster: Cluster) -> Mention:
    """The mention that prints the name best: with all its words, not in capitals, as a subject if that matters."""

    def worth(mention: Mention) -> tuple[int, bool, bool, int]:
        printed = page.text[slice(*mention.span)]
        subject = page.lexicon.inflected and says(page, mention.start, mention.stop)
        return len(mention.key), not printed.isupper(), subject, -len(printed)

    return max(cluster.mentions, key=worth)


def _role(page: Page, cluster: Cluster, organisations: dict[int, Mention]) -> Span | None:
    if cluster.kind == "organisation":
        return next((label for one in cluster.mentions if (label := _label(page, one))), None)
    if cluster.kind not in ("person", "unknown"):
        return None
    for mention in cluster.mentions:
        role = cluster.roles.get(mention.start)
        if role and (role.certain or cluster.kind == "person"):
            return role.span
    if cluster.kind == "person":
        return next((employer for one in cluster.mentions if (employer := _employer(page, one, organisations))), None)
    return None


def _label(page: Page, mention: Mention) -> Span | None:
    """What kind of body a name is followed by: "news agency" of "the Yonhap news agency"."""
    first, stop = mention.stop, mention.stop
    for index in range(first, min(first + _LABEL_WORDS, len(page.words))):
        if not page.is_plain(index) or not page.words[index].text.islower():
            break
        if page.words[index].low in BODIES:
            stop = index + 1
    return Span(page.words[first].start, page.words[stop - 1].end) if stop > first else None


def _employer(page: Page, mention: Mention, organisations: dict[int, Mention]) -> Span | None:
    """Where somebody works: "Port Authority" of "Ann Lee of the Port Authority"."""
    after = mention.stop
    if after + 2 < len(page.words) and page.words[after].low in page.lexicon.prepositions and page.is_plain(after):
        after += 2 if page.words[after + 1].low in page.lexicon.determiners else 1
        employer = organisations.get(after) if page.is_plain(after) else None
        return employer.span if employer else None
    return None


def _resolve_part(part: str, at: int, names: Sequence[Name]) -> Name | None:
    words = words_of(part)
    for start in range(len(words)):
        if start and words[start - 1] in _PREPOSITIONS | _CONJUNCTIONS:
            break
        bearers = [name for name in names if " ".join(words[start:]) in _phrases(name)]
        if bearers:
            return _printed_there(bearers, at, len(part)) or _nearest(_fitting(bearers, words[:start]), at)
    joint = next((index for index, word in enumerate(words) if word in _PREPOSITIONS), 0)
    if not joint or not _CONJUNCTIONS.isdisjoint(words):
        return None
    return _resolve_part(" ".join(words[:joint]), at, names)


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


_split = lru_cache(4096)(words_of)


def _printed_there(bearers: Sequence[Name], at: int, length: int) -> Name | None:
    inside = (name for name in bearers if any(at <= span.start < at + length for span in name.mentions))
    return next(inside, None)


def _fitting(bearers: Sequence[Name], titles: Sequence[str]) -> Sequence[Name]:
    told = {_COURTESY[title] for title in titles if title in _COURTESY}
    return [name for name in bearers if name.feminine is None or not told or name.feminine in told]


def _nearest(bearers: Sequence[Name], at: int) -> Name | None:
    """The only bearer, or the one whose full name stands last before ``at``."""
    if len(bearers) == 1:
        return bearers[0]
    before = [
        (span.start, index)
        for index, name in enumerate(bearers)
        for span in name.mentions
        if span.start < at and span.end - span.start == len(name.name)
    ]
    return bearers[max(before)[1]] if before else None
