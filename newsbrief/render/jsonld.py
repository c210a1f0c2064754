"""A brief as JSON-LD in the vocabulary of schema.org.

| of a brief | schema.org |
| --- | --- |
| the brief | CreativeWork: headline, abstract, isBasedOn the article, mentions, hasPart |
| the article | NewsArticle: headline, url, publisher, creditText, datePublished, encoding |
| its text | TextObject: sha256, encodingFormat |
| evidence | CreativeWork: text; its name is the text's with ``#char=start,end`` (RFC 5147: half-open code points) |
| summary sentence | CreativeWork: text, isBasedOn the evidence |
| person, organisation or group, place | Person, Organization, Place: name, alternateName, jobTitle or description |
| quantity | QuantitativeValue: name (what it measures), description (as printed), value, minValue, maxValue, unitText |
| direct statement | Quotation: text, spokenByCharacter, hasPart the evidence |
| mixed or indirect statement | Claim: text, author, appearance the evidence |
| the claim of a statement | interpretedAsClaim |
| a document that speaks | citation |
| open question | Question: name, isBasedOn the evidence |

The ``text`` of a statement and of evidence is the article's own. Headline, abstract, summary, interpreted claims,
questions and the names of quantities are a model's, as ``digitalSourceType`` says. ``keywords`` holds the brief's own
terms: a statement's form, a question's kind. How closely a number is meant, whether it is a change, and who gives it,
is its ``additionalProperty``. What was rejected or left out, a statement's channel, and the words that name speakers
are in the brief only.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from newsbrief.render.identifiers import brief_urn, passage_urn, text_urn, urn_of
from newsbrief.render.wording import link_of

if TYPE_CHECKING:
    from newsbrief.evidence import Evidence
    from newsbrief.schema import ArticleInfo, Brief, KeyFigure, OpenQuestion, Quantity, Statement, SummarySentence

Node = dict[str, Any]

CONTEXT = "https://schema.org"
FIGURE_TYPES = {
    "person": "Person",
    "organisation": "Organization",
    "group": "Organization",
    "place": "Place",
    "other": "Thing",
}
PARTLY_BY_A_MODEL = "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource"
PERCENT = "P1"
"""The code of UN/CEFACT."""


def to_jsonld(brief: "Brief") -> Node:
    """The brief as a JSON-LD document."""
    return {"@context": CONTEXT, **_Nodes(brief).whole()}


def graph_of(briefs: Iterable["Brief"]) -> Node:
    """Several briefs as one JSON-LD document."""
    return {"@context": CONTEXT, "@graph": [_Nodes(brief).whole() for brief in briefs]}


class _Nodes:
    def __init__(self, brief: "Brief") -> None:
        self._brief = brief
        self._id = brief_urn(brief)
        self._article_id = _id_of(brief.article)
        self._figures = {(one.name, FIGURE_TYPES[one.kind]): number for number, one in enumerate(brief.key_figures)}

    def whole(self) -> Node:
        brief = self._brief
        figures = [self._figure(number, one) for number, one in enumerate(brief.key_figures)]
        quantities = [self._quantity(number, one) for number, one in enumerate(brief.quantities)]
        return _given(
            {
                "@type": "CreativeWork",
                "@id": self._id,
                "headline": brief.headline,
                "abstract": " ".join(one.text for one in brief.summary),
                "inLanguage": brief.provenance.language or brief.article.language,
                "creditText": f"newsbrief {brief.provenance.newsbrief_version}, {brief.provenance.model}",
                "digitalSourceType": PARTLY_BY_A_MODEL,
                "creativeWorkStatus": "Incomplete" if brief.status == "partial" else None,
                "isBasedOn": self._article(),
                "mentions": [*figures, *quantities],
                "hasPart": list(self._parts()),
            }
        )

    def _parts(self) -> Iterator[Node]:
        brief = self._brief
        yield from (self._summary(number, one) for number, one in enumerate(brief.summary))
        yield from (self._statement(number, one) for number, one in enumerate(brief.statements))
        yield from (self._open_question(number, one) for number, one in enumerate(brief.open_questions))

    def _item(self, section: str, number: int, kind: str) -> Node:
        return {"@type": kind, "@id": urn_of(self._id, section, number)}

    def _article(self) -> Node:
        info = self._brief.article
        link = link_of(info.source)
        text = {"@type": "TextObject", "@id": text_urn(info.sha256), "sha256": info.sha256}
        return _given(
            {
                "@type": "NewsArticle",
                "@id": self._article_id,
                "headline": info.title,
                "url": link,
                "publisher": {"@type": "Organization", "name": info.source} if info.source and not link else None,
                "creditText": info.author,
                "datePublished": _iso(info.published),
                "inLanguage": info.language,
                "encoding": {**text, "encodingFormat": "text/plain"},
            }
        )

    def _passages(self, evidence: Sequence["Evidence"]) -> list[Node]:
        sha256 = self._brief.article.sha256
        return [{"@type": "CreativeWork", "@id": passage_urn(sha256, one), "text": one.text} for one in evidence]

    def _summary(self, number: int, sentence: "SummarySentence") -> Node:
        node = self._item("summary", number, "CreativeWork")
        return node | {"text": sentence.text, "isBasedOn": self._passages(sentence.evidence)}

    def _figure(self, number: int, figure: "KeyFigure") -> Node:
        is_person = figure.kind == "person"
        return _given(
            {
                **self._item("key_figures", number, FIGURE_TYPES[figure.kind]),
                "name": figure.name,
                "alternateName": list(figure.aliases),
                "jobTitle" if is_person else "description": figure.role,
                "subjectOf": self._passages(figure.evidence),
            }
        )

    def _quantity(self, number: int, quantity: "Quantity") -> Node:
        return _given(
            {
                **self._item("quantities", number, "QuantitativeValue"),
                "name": quantity.measures,
                "description": quantity.text,
                "value": _finite(quantity.value),
                "minValue": _finite(quantity.minimum),
                "maxValue": _finite(quantity.maximum),
                "unitText": quantity.unit,
                "unitCode": PERCENT if quantity.unit == "percent" else None,
                "additionalProperty": _further(quantity),
                "subjectOf": self._passages(quantity.evidence),
            }
        )

    def _statement(self, number: int, statement: "Statement") -> Node:
        is_quotation = statement.form == "direct"
        by_document = statement.speaker_kind == "document"
        spoken = "spokenByCharacter" if is_quotation else "author"
        return _given(
            {
                **self._item("statements", number, "Quotation" if is_quotation else "Claim"),
                "text": statement.text,
                "inLanguage": self._brief.article.language,
                "keywords": [statement.form],
                "citation" if by_document else spoken: self._speaker(statement),
                "interpretedAsClaim": {"@type": "Claim", "text": statement.claim} if statement.claim else None,
                "audience": {"@type": "Audience", "name": statement.addressee} if statement.addressee else None,
                "temporal": statement.said_at,
                "isPartOf": {"@id": self._article_id},
                "hasPart" if is_quotation else "appearance": self._passages(statement.evidence),
            }
        )

    def _speaker(self, statement: "Statement") -> Node | None:
        """Who speaks; an unnamed one is described, and one of the key figures goes by its name there."""
        if statement.speaker is None:
            return None
        types = {"document": "CreativeWork", "organisation": "Organization"}
        kind = types.get(statement.speaker_kind, "Person")
        number = self._figures.get((statement.speaker, kind))
        node = {"@type": kind} if number is None else self._item("key_figures", number, kind)
        return node | {"description" if statement.speaker_kind == "anonymous" else "name": statement.speaker}

    def _open_question(self, number: int, question: "OpenQuestion") -> Node:
        return self._item("open_questions", number, "Question") | {
            "name": question.question,
            "keywords": [question.kind],
            "isBasedOn": self._passages(question.evidence),
        }


def _given(node: Node) -> Node:
    """The node without what there is none of."""
    return {key: value for key, value in node.items() if value is not None and value not in ("", [])}


def _id_of(info: "ArticleInfo") -> str:
    return link_of(info.source) or urn_of("article", info.sha256)


def _further(quantity: "Quantity") -> list[Node]:
    """What schema.org has no property for."""
    told = {
        "bound": None if quantity.bound == "exact" else quantity.bound,
        "direction": None if quantity.direction == "none" else quantity.direction,
        "attributed to": quantity.attributed_to,
    }
    return [{"@type": "PropertyValue", "name": name, "value": value} for name, value in told.items() if value]


def _finite(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None


def _iso(printed: str | None) -> str | None:
    """A date or a moment in ISO 8601, if it is printed as one or with a blank in the place of the T."""
    for kind in (date, datetime):
        try:
            return kind.fromisoformat(printed or "").isoformat()
        except ValueError:
            continue
    return None
