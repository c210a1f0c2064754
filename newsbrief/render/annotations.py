"""A brief as annotations of its article, after the Web Annotation Data Model of the W3C.

Each item of a brief that has evidence is an Annotation; each of its spans is a target, with the words themselves and
those around them, so that it is found again in a copy of the text that has shifted.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from newsbrief.errors import BriefError
from newsbrief.render.identifiers import brief_urn, text_urn, urn_of
from newsbrief.render.wording import link_of

if TYPE_CHECKING:
    from newsbrief.article import Article
    from newsbrief.evidence import Evidence
    from newsbrief.schema import Brief

Node = dict[str, Any]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
CODE_UNITS = "https://infra.spec.whatwg.org/#code-unit"
"""What offsets in UTF-16 conform to, instead of the model."""
AROUND = 32
"""How many code points before and behind a span are quoted with it."""

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def to_annotations(brief: "Brief", article: "Article", *, utf16: bool = False) -> Node:
    """The brief as an AnnotationCollection with one page.

    The target's ``source`` is the article's link, or a name made of its text's hash; its ``state`` is the text that the
    offsets count in, with its SHA-256. Offsets are half-open ranges of Unicode code points, as the model demands.

    Args:
        brief: the brief.
        article: its article; the annotations quote what stands around each span.
        utf16: count UTF-16 code units instead, as JavaScript does; every position selector then says so
            (``conformsTo``).

    Raises:
        BriefError: the brief is of another article.
    """
    if brief.article.sha256 != article.sha256:
        raise BriefError("the brief is of another article, or of another version", hint="give it its own article")
    name = urn_of(brief_urn(brief), "annotations", "utf-16" if utf16 else "code points")
    items = list(_Annotations(brief, _Targets(brief, article.text, utf16=utf16)).all_of(name))
    page = urn_of(name, "page")
    pages = {"first": _page(page, name, items), "last": page} if items else {}
    return {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": f"Brief of {brief.article.title or brief.article.id}",
        "generator": {
            "type": "Software",
            "name": "newsbrief",
            "schema:softwareVersion": brief.provenance.newsbrief_version,
        },
        "total": len(items),
        **pages,
    }


def utf16_offsets(text: str) -> Callable[[int], int]:
    """A function from the code points of a text to its UTF-16 code units.

    Characters beyond U+FFFF have two. Making it takes time linear in the text's length, each call the logarithm of how
    many such characters there are.
    """
    astral = [match.start() for match in _ASTRAL.finditer(text)]
    return lambda offset: offset + bisect_left(astral, offset)


def _page(name: str, collection: str, items: list[Node]) -> Node:
    return {"id": name, "type": "AnnotationPage", "partOf": collection, "startIndex": 0, "items": items}


class _Targets:
    """Makes the targets that spans of one article are."""

    def __init__(self, brief: "Brief", text: str, *, utf16: bool) -> None:
        self._text = text
        self._source = link_of(brief.article.source) or text_urn(brief.article.sha256)
        self._state = {"type": "schema:TextObject", "format": "text/plain", "schema:sha256": brief.article.sha256}
        self._unit = {"conformsTo": CODE_UNITS} if utf16 else {}
        self._offset: Callable[[int], int] = utf16_offsets(text) if utf16 else int

    def at(self, evidence: "Evidence") -> Node:
        return {
            "type": "SpecificResource",
            "source": self._source,
            "state": self._state,
            "selector": [self._position(evidence), self._quote(evidence)],
        }

    def _position(self, evidence: "Evidence") -> Node:
        start, end = self._offset(evidence.start), self._offset(evidence.end)
        return {"type": "TextPositionSelector", **self._unit, "start": start, "end": end}

    def _quote(self, evidence: "Evidence") -> Node:
        return {
            "type": "TextQuoteSelector",
            "exact": evidence.text,
            "prefix": self._text[max(0, evidence.start - AROUND) : evidence.start],
            "suffix": self._text[evidence.end : evidence.end + AROUND],
        }


class _Mark(NamedTuple):
    """What is said of some evidence."""

    motivation: str
    bodies: Sequence[Node]
    evidence: Sequence["Evidence"]


class _Annotations:
    def __init__(self, brief: "Brief", targets: _Targets) -> None:
        self._brief = brief
        self._targets = targets

    def all_of(self, collection: str) -> Iterator[Node]:
        for number, mark in enumerate(self._marks()):
            if mark.evidence:
                yield {
                    "id": urn_of(collection, number),
                    "type": "Annotation",
                    "motivation": mark.motivation,
                    "body": mark.bodies,
                    "target": [self._targets.at(one) for one in mark.evidence],
                }

    def _marks(self) -> Iterator[_Mark]:
        brief = self._brief
        for sentence in brief.summary:
            bodies = _bodies("summary", self._own("describing", sentence.text))
            yield _Mark("describing", bodies, sentence.evidence)
        for figure in brief.key_figures:
            bodies = _bodies("key_figures", _plain("tagging", figure.name), self._printed("describing", figure.role))
            yield _Mark("tagging", bodies, figure.evidence)
        for quantity in brief.quantities:
            bodies = _bodies("quantities", self._own("describing", quantity.measures))
            yield _Mark("highlighting", bodies, quantity.evidence)
        for statement in brief.statements:
            speaker, claim = _plain("tagging", statement.speaker), self._own("describing", statement.claim)
            yield _Mark("highlighting", _bodies("statements", speaker, claim), statement.evidence)
        for question in brief.open_questions:
            bodies = _bodies("open_questions", self._own("questioning", question.question))
            yield _Mark("questioning", bodies, question.evidence)

    def _own(self, purpose: str, prose: str | None) -> Node | None:
        """A body of the brief's own prose."""
        return _plain(purpose, prose, self._brief.provenance.language or self._brief.article.language)

    def _printed(self, purpose: str, words: str | None) -> Node | None:
        """A body of the article's words."""
        return _plain(purpose, words, self._brief.article.language)


def _bodies(section: str, *said: Node | None) -> list[Node]:
    """Which section an item is of, then what it says."""
    return [one for one in (_plain("classifying", section), *said) if one]


def _plain(purpose: str, value: str | None, language: str | None = None) -> Node | None:
    """A body that is plain text; None if there is no text."""
    body = {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}
    return body | ({"language": language} if language else {}) if value else None
