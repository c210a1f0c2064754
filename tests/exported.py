"""Exports read back: against the vocabulary they are written in, and as spans of the article."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import jsonschema
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pyld import jsonld

from newsbrief.schema import Brief

Node = Mapping[str, Any]
Passage = tuple[int, int, str]
SCHEMA = "http://schema.org/"

# Which class of schema.org is a kind of which.
PARENTS = {
    "Article": "CreativeWork",
    "Audience": "Intangible",
    "Claim": "CreativeWork",
    "Comment": "CreativeWork",
    "CreativeWork": "Thing",
    "Intangible": "Thing",
    "MediaObject": "CreativeWork",
    "NewsArticle": "Article",
    "Organization": "Thing",
    "Person": "Thing",
    "Place": "Thing",
    "PropertyValue": "StructuredValue",
    "QuantitativeValue": "StructuredValue",
    "Question": "Comment",
    "Quotation": "CreativeWork",
    "StructuredValue": "Intangible",
    "TextObject": "MediaObject",
}
# Which property belongs to what, and what its values may be. Text, Number, Date and URL are values, not nodes.
PROPERTIES = {
    "abstract": ("CreativeWork", "Text"),
    "additionalProperty": ("QuantitativeValue Place", "PropertyValue"),
    "alternateName": ("Thing", "Text"),
    "appearance": ("Claim", "CreativeWork"),
    "audience": ("CreativeWork", "Audience"),
    "author": ("CreativeWork", "Person Organization"),
    "citation": ("CreativeWork", "CreativeWork Text"),
    "creativeWorkStatus": ("CreativeWork", "Text"),
    "creditText": ("CreativeWork", "Text"),
    "datePublished": ("CreativeWork", "Date"),
    "description": ("Thing", "Text"),
    "digitalSourceType": ("CreativeWork", "URL"),
    "encoding": ("CreativeWork", "MediaObject"),
    "encodingFormat": ("CreativeWork MediaObject", "Text"),
    "hasPart": ("CreativeWork", "CreativeWork"),
    "headline": ("CreativeWork", "Text"),
    "inLanguage": ("CreativeWork", "Text"),
    "interpretedAsClaim": ("CreativeWork MediaObject", "Claim"),
    "isBasedOn": ("CreativeWork", "CreativeWork URL"),
    "isPartOf": ("CreativeWork", "CreativeWork URL"),
    "jobTitle": ("Person", "Text"),
    "keywords": ("CreativeWork Organization Place", "Text"),
    "maxValue": ("QuantitativeValue PropertyValue", "Number"),
    "mentions": ("CreativeWork", "Thing"),
    "minValue": ("QuantitativeValue PropertyValue", "Number"),
    "name": ("Thing", "Text"),
    "publisher": ("CreativeWork", "Person Organization"),
    "sha256": ("MediaObject", "Text"),
    "spokenByCharacter": ("Quotation", "Person Organization"),
    "subjectOf": ("Thing", "CreativeWork Event"),
    "temporal": ("CreativeWork", "Date Text"),
    "text": ("CreativeWork", "Text"),
    "unitCode": ("QuantitativeValue PropertyValue", "Text URL"),
    "unitText": ("QuantitativeValue PropertyValue", "Text"),
    "url": ("Thing", "URL"),
    "value": ("QuantitativeValue PropertyValue", "Text Number StructuredValue"),
}
DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d)?)?")

# What the context of schema.org makes of the properties: a URL is a reference, a date a typed value.
_SCHEMA_ORG = {
    "@vocab": SCHEMA,
    **{
        name: {"@id": f"{SCHEMA}{name}", "@type": "@id" if "URL" in ranges else f"{SCHEMA}Date"}
        for name, (_, ranges) in PROPERTIES.items()
        if "URL" in ranges or ranges == "Date"
    },
}
_OA, _AS, _DC, _TERMS = (
    "http://www.w3.org/ns/oa#",
    "http://www.w3.org/ns/activitystreams#",
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
)
# The terms of the Web Annotation context; a term that is in neither half means nothing in an annotation.
_REFERENCES = {
    "body": f"{_OA}hasBody",
    "conformsTo": f"{_TERMS}conformsTo",
    "first": f"{_AS}first",
    "generator": f"{_AS}generator",
    "last": f"{_AS}last",
    "partOf": f"{_AS}partOf",
    "selector": f"{_OA}hasSelector",
    "source": f"{_OA}hasSource",
    "state": f"{_OA}hasState",
    "target": f"{_OA}hasTarget",
}
_ANNOTATION: dict[str, Any] = {
    "schema": SCHEMA,
    "id": "@id",
    "type": "@type",
    **{name: f"{_OA}{name}" for name in ("Annotation", "SpecificResource", "TextualBody", "exact", "prefix", "suffix")},
    **{name: f"{_OA}{name}" for name in ("TextPositionSelector", "TextQuoteSelector", "start", "end")},
    **{name: f"{_OA}{name}" for name in ("classifying", "describing", "highlighting", "questioning", "tagging")},
    **{name: {"@id": iri, "@type": "@id"} for name, iri in _REFERENCES.items()},
    "AnnotationCollection": f"{_AS}OrderedCollection",
    "AnnotationPage": f"{_AS}OrderedCollectionPage",
    "Software": f"{_AS}Application",
    "format": f"{_DC}format",
    "items": {"@id": f"{_AS}items", "@type": "@id", "@container": "@list"},
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
    "language": f"{_DC}language",
    "motivation": {"@id": f"{_OA}motivatedBy", "@type": "@vocab"},
    "name": "http://xmlns.com/foaf/0.1/name",
    "purpose": {"@id": f"{_OA}hasPurpose", "@type": "@vocab"},
    "startIndex": f"{_AS}startIndex",
    "total": f"{_AS}totalItems",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
}
_CONTEXTS = {"https://schema.org": _SCHEMA_ORG, "http://www.w3.org/ns/anno.jsonld": _ANNOTATION}

_IRI = {"type": "string", "pattern": r"^[a-z]+:[^\s<>\"{}|\\^`]+$"}
_NATURAL = {"type": "integer", "minimum": 0}
# What the Web Annotation Data Model demands of what is used of it ("MUST"), and the number of things it recommends.
ANNOTATION_MODEL = {
    "type": "object",
    "required": ["@context", "id", "type", "label", "total"],
    "if": {"properties": {"total": {"minimum": 1}}},
    "then": {"required": ["first", "last"]},
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": _IRI,
        "type": {"const": "AnnotationCollection"},
        "label": {"type": "string"},
        "total": _NATURAL,
        "last": _IRI,
        "first": {
            "required": ["id", "type", "items", "partOf", "startIndex"],
            "not": {"required": ["@context"]},
            "properties": {
                "id": _IRI,
                "type": {"const": "AnnotationPage"},
                "partOf": _IRI,
                "startIndex": {"const": 0},
                "items": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/annotation"}},
            },
        },
    },
    "$defs": {
        "annotation": {
            "required": ["id", "type", "motivation", "target"],
            "not": {"required": ["bodyValue"]},
            "properties": {
                "id": _IRI,
                "type": {"const": "Annotation"},
                "motivation": {"$ref": "#/$defs/motivation"},
                "body": {"type": "array", "items": {"$ref": "#/$defs/body"}},
                "target": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/target"}},
            },
        },
        "motivation": {"enum": ["classifying", "describing", "highlighting", "questioning", "tagging"]},
        "body": {
            "required": ["type", "value", "purpose"],
            "properties": {
                "type": {"const": "TextualBody"},
                "value": {"type": "string"},
                "purpose": {"$ref": "#/$defs/motivation"},
                "format": {"const": "text/plain"},
                "language": {"type": "string", "pattern": "^[a-z]{2,3}$"},
            },
        },
        "target": {
            "required": ["type", "source", "selector"],
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": _IRI,
                "selector": {"prefixItems": [{"$ref": "#/$defs/position"}, {"$ref": "#/$defs/quote"}], "items": False},
            },
        },
        "position": {
            "required": ["type", "start", "end"],
            "properties": {"type": {"const": "TextPositionSelector"}, "start": _NATURAL, "end": _NATURAL},
        },
        "quote": {
            "required": ["type", "exact", "prefix", "suffix"],
            "properties": {
                "type": {"const": "TextQuoteSelector"},
                "exact": {"type": "string"},
                "prefix": {"type": "string", "maxLength": 32},
                "suffix": {"type": "string", "maxLength": 32},
            },
        },
    },
}


def expanded(document: Node) -> list[Any]:
    """A JSON-LD document with every term as the address that its context gives it; a term without one is gone."""

    def load(url: str, _options: Node) -> Node:
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": _CONTEXTS[url]}}

    nodes: list[Any] = jsonld.expand(document, {"documentLoader": load})
    return nodes


def nodes_in(value: Any) -> Iterator[Node]:
    """All objects in JSON, from the outermost on."""
    if isinstance(value, Mapping):
        yield value
    for inner in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from nodes_in(inner)


def misuses(document: Node) -> list[str]:
    """Where a document breaks the rules of schema.org: unknown classes, properties, and values out of range."""
    nodes = [node for node in nodes_in(expanded(document)) if "@value" not in node]
    types: dict[str, list[str]] = {}
    for node in nodes:
        found = [one.removeprefix(SCHEMA) for one in node.get("@type", [])]
        types.setdefault(node.get("@id", ""), []).extend(found)
    return [problem for node in nodes for problem in _misuses_of(node, types)]


def _misuses_of(node: Node, types: Mapping[str, list[str]]) -> Iterator[str]:
    kinds = [one.removeprefix(SCHEMA) for one in node.get("@type", [])]
    yield from (f"no class {kind}" for kind in kinds if kind not in (*PARENTS, "Thing"))
    for iri, values in node.items():
        if not iri.startswith("@"):
            name = iri.removeprefix(SCHEMA)
            domain, ranges = PROPERTIES.get(name, ("", ""))
            if not _is_any(kinds, domain):
                yield f"{kinds} has no {name}"
            yield from (f"{name} is not {value}" for value in values if not _fits(value, ranges, types))


def _is_any(kinds: list[str], wanted: str) -> bool:
    if not kinds:
        return False
    return not set(kinds).isdisjoint(wanted.split()) or _is_any(
        [PARENTS[kind] for kind in kinds if kind in PARENTS], wanted
    )


def _fits(value: Node, ranges: str, types: Mapping[str, list[str]]) -> bool:
    literal = value.get("@value")
    if literal is None:
        kinds = [one.removeprefix(SCHEMA) for one in value.get("@type", [])] or types.get(value.get("@id", ""), [])
        return _is_any(kinds, ranges) or ("URL" in ranges and set(value) == {"@id"} and ":" in value["@id"])
    if value.get("@type") == f"{SCHEMA}Date":
        return bool(DATE.fullmatch(literal))
    return ("Text" if isinstance(literal, str) else "Number") in ranges and "@type" not in value


def annotation_problems(document: Node) -> list[str]:
    """Where a document breaks the Web Annotation Data Model, or uses terms that its context does not know."""
    validator = jsonschema.Draft202012Validator(ANNOTATION_MODEL)
    problems = [error.message for error in validator.iter_errors(document)]
    written = {key for node in nodes_in(document) for key in node if not key.startswith("@")} - {"id", "type"}
    addresses = {
        term: definition if isinstance(definition, str) else definition["@id"]
        for term, definition in _ANNOTATION.items()
    }
    known = {addresses.get(term, term.replace("schema:", SCHEMA)) for term in written}
    read = {key for node in nodes_in(expanded(document)) for key in node if not key.startswith("@")}
    return problems + [f"not understood: {term}" for term in known ^ read]


def annotated(document: Node, quoted: Callable[[int, int], str]) -> list[tuple[str, list[Passage]]]:
    """The section and the passages of each annotation.

    Args:
        document: an annotation collection.
        quoted: the words at two offsets of the text, in the document's own units.
    """
    found = []
    for annotation in document.get("first", {"items": []})["items"]:
        selectors = [target["selector"] for target in annotation["target"]]
        passages = [_passage(position, quote, quoted) for position, quote in selectors]
        found.append((annotation["body"][0]["value"], passages))
    return found


def _passage(position: Node, quote: Node, quoted: Callable[[int, int], str]) -> Passage:
    assert quoted(position["start"], position["end"]) == quote["exact"]
    assert quoted(0, position["start"]).endswith(quote["prefix"])
    assert quoted(position["end"], 1 << 40).startswith(quote["suffix"])
    return position["start"], position["end"], quote["exact"]


def passages_of(document: Node) -> set[Passage]:
    """The passages that a JSON-LD document names."""
    named = (
        (re.fullmatch(r"urn:sha256:\w+#char=(\d+),(\d+)", node.get("@id", "")), node) for node in nodes_in(document)
    )
    return {(int(match[1]), int(match[2]), node["text"]) for match, node in named if match}


def evidence_of(brief: Brief, section: str) -> list[list[Passage]]:
    """The passages that each item of a section rests on."""
    return [[(one.start, one.end, one.text) for one in item.evidence] for item in getattr(brief, section)]


def table_of(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def utf16_of(text: str) -> Callable[[int, int], str]:
    """The words of a text at two offsets in UTF-16 code units."""
    units = text.encode("utf-16-le")
    return lambda start, end: units[2 * start : 2 * end].decode("utf-16-le")


def tokens_of(page: str) -> Iterator[Token]:
    """What a page is made of, as CommonMark has it, with the tables and strikethrough of GitHub."""

    def flat(tokens: Sequence[Token]) -> Iterator[Token]:
        for token in tokens:
            yield token
            yield from flat(token.children or [])

    return flat(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(page))
