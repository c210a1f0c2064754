"""JSON as text that is safe wherever it is put, also inside a page's ``<script>``."""

import json
from typing import Any

# Outside of strings JSON has none of these, and inside they may be written as escapes.
_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def json_text(document: dict[str, Any], *, indent: int | None = 2) -> str:
    """A JSON document that ends with a line break.

    Args:
        document: what `Brief.to_jsonld` or `Brief.to_annotations` returns.
        indent: blanks a level; None puts the document on one line, as in a file of JSON lines.
    """
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent).translate(_ESCAPES) + "\n"
