"""Answers of the stub endpoint: made of the question's own words, so that they fit its form and mostly hold.

They are the same for the same request, and cost next to nothing.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

LONG = 200
"""A string slot that may be as long as this wants a whole sentence."""
_SENTENCE = re.compile(r"^\[\d+\] (.+)$", re.MULTILINE)
_NUMBER = re.compile(r"\[[^\]]*\]")
_MARKER = re.compile(r"=== article (\w+) ===")
_EXTRACTIONS = "extractions"

Body = Mapping[str, Any]


def answer_to(body: Body) -> str:
    """The content of the answer to a request for a chat completion."""
    asked = str(body["messages"][-1]["content"])
    wanted = body.get("response_format", {}).get("json_schema", {}).get("schema", {"properties": {_EXTRACTIONS: {}}})
    answer = _extractions(asked) if _EXTRACTIONS in wanted["properties"] else filled(asked, wanted)
    return json.dumps(answer, ensure_ascii=False)


def article_of(body: Body) -> str | None:
    """What tells the article that newsbrief asks about from others; None where another client asks."""
    marker = _MARKER.search(str(body["messages"][-1]["content"]))
    return marker[1] if marker else None


def filled(asked: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """An answer with a value for each property of a schema.

    Args:
        asked: the question, with a line ``PROPERTY: PASSAGE`` for each property that asks about a passage.
        schema: a JSON Schema of objects, enumerations, integers and strings.
    """
    sentences = _sentences(asked)
    return {
        key: _value(part, schema.get("$defs", {}), _passage(asked, key, sentences))
        for key, part in schema["properties"].items()
    }


def _sentences(asked: str) -> Iterator[str]:
    return (match[1] for match in _SENTENCE.finditer(asked))


def _passage(asked: str, key: str, sentences: Iterator[str]) -> str:
    """The passage that is asked about; else the next sentence of the article."""
    start = asked.rfind(f"\n{key}: ")
    if start < 0 or key.startswith("part"):
        return next(sentences, "Nothing is known.")
    return asked[start + len(key) + 3 :].partition("\n")[0].partition(" (Your last answer")[0]


def _value(part: Body, parts: Body, passage: str) -> Any:  # noqa: ANN401 - JSON
    if "$ref" in part:
        part = parts[part["$ref"].rpartition("/")[2]]
    if "enum" in part:
        return part["enum"][0]
    if part.get("type") == "object":
        return {key: _value(inner, parts, "") for key, inner in part["properties"].items()}
    return 1 if part.get("type") == "integer" else _words(part, passage)


def _words(part: Body, passage: str) -> str:
    """So much of a passage as a string slot takes: a question, a sentence, or some words."""
    pattern = part.get("pattern", "")
    if "0-9" in pattern:  # what a number counts, without it: what stands behind it, and if need be before it
        before, _, after = _NUMBER.sub("|", passage).partition("|")
        words = [word for word in f"{after} {before}".split() if not any(map(str.isdigit, word))]
        return " ".join(words[:8]).strip(" ,.;:–")
    if part.get("maxLength", 0) >= LONG:
        return passage
    line = " ".join(passage.split()[:12]).strip(" ,;:")
    return f"{line}?" if "\\?" in pattern else line


def _extractions(asked: str) -> dict[str, Any]:
    """LangExtract's form: the first words of the passage as a statement."""
    words = " ".join(asked.rpartition("Q: ")[2].split(" ")[:8])
    return {_EXTRACTIONS: [{"statement": words, "statement_attributes": {"speaker": "somebody"}}]}
