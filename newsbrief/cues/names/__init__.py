"""The names in an article: people, organisations, places and groups, with their other forms and their roles.

All of it is code and word lists, in time linear in the length of the text. The work goes in five steps: the words
are read and judged (`reading`), mentions found by form (`mentions`), roles read beside them
(`roles`), the mentions of one name put together (`clusters`), and here it is told how a name is called. Which
name printed words stand for is then looked up in a `Register`.
"""

from collections.abc import Sequence

from newsbrief.cues.names.clusters import BODIES, Cluster, NameKind, gather
from newsbrief.cues.names.mentions import Mention, find_mentions, says
from newsbrief.cues.names.reading import SPACES, Page
from newsbrief.cues.names.register import Name, Register
from newsbrief.cues.names.words import lexicon_for
from newsbrief.evidence import Span

__all__ = ["Name", "NameKind", "Register", "find_names"]

_LABEL_WORDS = 3


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
