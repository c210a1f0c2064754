"""The bytes of a file become an article's text and what else the file says about it, one reader a format."""

import codecs
import json
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from newsbrief.errors import ArticleError
from newsbrief.language import detect_language

if TYPE_CHECKING:
    from yaml import Token

MAX_BYTES: Final = 5_000_000
"""The size of the largest file that is read."""

_MAX_FRONT_MATTER = 16_384
_MAX_DEPTH = 100

_BINARY: Final = {
    b"%PDF-": "this is a PDF: extract its text first",
    b"PK\x03\x04": "this is an archive or an office document: save it as plain text",
    b"\xd0\xcf\x11\xe0": "this is an office document: save it as plain text",
    b"{\\rtf": "this is rich text: save it as plain text",
    b"\x89PNG": "this is a picture",
    b"\xff\xd8\xff": "this is a picture",
    b"GIF8": "this is a picture",
    b"\x1f\x8b": "this is a compressed file: unpack it first",
}
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Guessing among all code pages finds one in which a text looks like another language; these are the common ones.
_WESTERN = ("cp1252", "mac_roman")
_CENTRAL = ("cp1250", "iso8859_2")
_CYRILLIC = ("cp1251", "koi8_u", "koi8_r")
_EAST_ASIAN = ("cp932", "euc_jp", "gb18030", "big5", "euc_kr")
_OTHER = ("cp1253", "cp1254", "cp1255", "cp1256", "cp1257")
_CODE_PAGES: Final = [*_WESTERN, *_CENTRAL, *_CYRILLIC, *_EAST_ASIAN, *_OTHER]
_USUAL_PAGES: Final = {
    **dict.fromkeys(("en", "de", "fr", "es", "it", "pt", "nl"), _WESTERN),
    **dict.fromkeys(("uk", "ru"), _CYRILLIC),
    "pl": _CENTRAL,
}
# charset-normalizer's measure of how garbled a decoded text looks, from 0 to 1.
_MOST_CHAOS = 0.1
_CLEAR_LEAD = 0.03

_KEYS: Final = {
    "title": ("title",),
    "author": ("author", "authors"),
    "published": ("published", "date", "date_publish"),
    "language": ("language",),
}
_WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)

_FRONT_MATTER_START = re.compile(r"---[ \t]*\n")
_FRONT_MATTER_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_QUOTE_MARKS = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}(?:[ \t]+|$)")
_LIST_ITEM = re.compile(r"[ \t]*(?:[-*+][ \t]+|(?=[0-9]{1,9}[.)][ \t]))")
_LINK_DEFINITION = re.compile(r"[ \t]{0,3}\[[^\[\]\n]+\]:[ \t]*\S")
_CLOSING_HASHES = re.compile(r"[ \t]#+[ \t]*$")
_HARD_BREAK = ("  ", "\\")
_TARGET = r"\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"
_EMPHASIS = (
    ("*", re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^*\n]+)(?<=\S)\1(?![\w*])"), r"\2"),
    ("_", re.compile(r"(?<![\w\\])(_{1,3})(?=[^\s_])([^_\n]+)(?<=\S)\1(?!\w)"), r"\2"),
)
_INLINE = (  # each with what a text must have for it to match
    ("![", re.compile(rf"!\[[^\[\]\n]*\]{_TARGET}"), ""),
    ("](", re.compile(rf"\[([^\[\]\n]*)\]{_TARGET}"), r"\1"),
    ("][", re.compile(r"\[([^\[\]\n]+)\]\[[^\[\]\n]*\]"), r"\1"),
    ("<http", re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    ("`", re.compile(r"(?<!`)(`{1,3})([^`\n]+)\1(?!`)"), r"\2"),
    *_EMPHASIS * 2,  # one may lie within another
    ("\\", re.compile(r"\\([\\`*_{}\[\]()#+.!>~|<-])"), r"\1"),
)


class Contents(NamedTuple):
    """What a file holds: the article's text, and any of title, source, author, published and language."""

    text: str
    metadata: dict[str, str]


def read_file(path: Path) -> Contents:
    """Read an article from a file, by the format that its suffix names.

    Args:
        path: a file with one of the `SUFFIXES`.

    Returns:
        The text and the metadata as they stand in the file, not normalised.

    Raises:
        ArticleError: the file cannot be read or holds no article; it names the file and what to do.
    """
    try:
        return _reader(path)(_read(path))
    except ArticleError as error:
        error.article = str(path)
        raise
    except FileNotFoundError as error:
        raise ArticleError("does not exist", hint="check the path", article=str(path)) from error
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise ArticleError(f"cannot be read: {reason}", hint="check the file", article=str(path)) from error


def _reader(path: Path) -> Callable[[bytes], Contents]:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise ArticleError("is a folder", hint="name a file in it, or read it with load_articles")
    if not stat.S_ISREG(mode):
        raise ArticleError("is not a regular file", hint="save its contents to a file first")
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        raise ArticleError(f"has a suffix that is not known: {suffix!r}", hint=f"use one of {', '.join(SUFFIXES)}")
    return _READERS[suffix]


def _read(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MAX_BYTES:
        limit = f"{MAX_BYTES // 1_000_000} MB"
        raise ArticleError(f"is larger than {limit}", hint="an article is much smaller: split the file")
    with path.open("rb") as file:
        data = file.read(MAX_BYTES)
    if not data:
        raise ArticleError("is empty", hint="put the article's text into it")
    return data


def _decode(data: bytes) -> str:
    """The text that the bytes are, in UTF-8, UTF-16 with its mark, or an older encoding that can be told."""
    _refuse_binary(data)
    encoding = "utf-16" if data.startswith(_UTF_16) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(_guess_encoding(data))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refuse_binary(data: bytes) -> None:
    for magic, hint in _BINARY.items():
        if data.startswith(magic):
            raise ArticleError("is not text", hint=hint)
    if b"\0" in data and not data.startswith(_UTF_16):
        raise ArticleError("is not text", hint="save the article as plain text in UTF-8")


def _guess_encoding(data: bytes) -> str:
    """The code page in which the bytes read best, where either the text's language or a clear lead bears it out."""
    from charset_normalizer import from_bytes

    matches = [match for match in from_bytes(data, cp_isolation=_CODE_PAGES) if match.chaos <= _MOST_CHAOS]
    for match in matches:
        usual = _USUAL_PAGES.get(detect_language(str(match)) or "", ())
        fitting = [page for page in usual if page in match.could_be_from_charset]
        if fitting:
            return fitting[0]
    if matches and all(other.chaos - matches[0].chaos >= _CLEAR_LEAD for other in matches[1:]):
        return matches[0].encoding
    raise ArticleError("cannot tell the encoding", hint="save it as UTF-8")


def _plain(data: bytes) -> Contents:
    return Contents(_decode(data), {})


def _json(data: bytes) -> Contents:
    """An article as news-please writes it, or with our own names for the fields."""
    try:
        record = json.loads(_decode(data))
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"is not valid JSON: {error}", hint="correct or export the file again") from error
    if not isinstance(record, dict):
        raise ArticleError("is not a JSON object", hint='write {"title": …, "text": …}, one article a file')
    text = record.get("maintext") or record.get("text")
    if not text:
        raise ArticleError("has no text", hint='put the article\'s text under "maintext" or "text"')
    if not isinstance(text, str):
        raise ArticleError("has a text that is not a string", hint="write the whole text as one JSON string")
    return Contents(text, metadata_of(record))


def _markdown(data: bytes) -> Contents:
    record, body = _front_matter(_decode(data))
    metadata = metadata_of(record)
    body = _without_comments(body)
    if "title" not in metadata:
        title, body = _leading_heading(body)
        metadata |= {"title": title} if title else {}
    return Contents(_inline("".join(_lines(body))), metadata)


_READERS: Final = MappingProxyType({".txt": _plain, ".md": _markdown, ".json": _json})
SUFFIXES: Final = tuple(_READERS)
"""The suffixes of the files that can be read, in lower case."""


def metadata_of(record: Mapping[Any, Any]) -> dict[str, str]:
    """What a record says about its article, under our names; what is missing or no text is left out."""
    found = {field: _first(record, keys) for field, keys in _KEYS.items()}
    url = _first(record, ("url",))
    address = url if _WEB_ADDRESS.match(url) else ""
    found["source"] = _first(record, ("source",)) or address or _first(record, ("source_domain",)) or url
    return {field: value for field, value in found.items() if value}


def _first(record: Mapping[Any, Any], keys: tuple[str, ...]) -> str:
    return next((text for key in keys if (text := _as_text(record.get(key)))), "")


def _as_text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(text for each in value if not isinstance(each, list) and (text := _as_text(each)))
    if isinstance(value, date):
        return value.isoformat()
    is_text = isinstance(value, str | int | float) and not isinstance(value, bool)
    return str(value).strip() if is_text and value == value else ""  # noqa: PLR0124 - a NaN is how tables say nothing


def _front_matter(text: str) -> tuple[Mapping[Any, Any], str]:
    """The mapping between two `---` lines at the top, and the text below it."""
    opening = _FRONT_MATTER_START.match(text)
    if not opening:
        return {}, text
    closing = _FRONT_MATTER_END.search(text, opening.end(), opening.end() + _MAX_FRONT_MATTER)
    if not closing:
        limit = f"{_MAX_FRONT_MATTER // 1024} KB"
        raise ArticleError(f"has front matter that does not end within {limit}", hint="end it with a line `---`")
    record = _load_yaml(text[opening.end() : closing.start()])
    if not isinstance(record, dict | None):
        raise ArticleError("has front matter that is no mapping", hint="write lines such as `title: …`")
    return record or {}, text[closing.end() :]


def _load_yaml(text: str) -> object:
    """Parse plain YAML: aliases and tags can make a small file expand, and deep nesting can exhaust the stack."""
    import yaml

    loader = yaml_loader()
    try:
        if text.count("[") + text.count("{") <= _MAX_DEPTH and _is_plain(yaml.scan(text, loader)):
            return yaml.load(text, loader)  # noqa: S506 - both loaders are safe ones
    except (yaml.YAMLError, ValueError, ArithmeticError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise ArticleError(f"has front matter that is not valid YAML: {reason}", hint="quote its values") from error
    raise ArticleError(
        "has front matter with YAML aliases, tags or deep nesting", hint="write it as plain `key: value`"
    )


def yaml_loader() -> Any:  # noqa: ANN401 - one of two classes that have nothing in common
    """What reads plain YAML: the loader in C, ten times as fast, where PyYAML was built with it."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _is_plain(tokens: "Iterable[Token]") -> bool:
    """Whether YAML has no aliases, tags and directives, and not many blocks within each other."""
    import yaml

    refused = (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken, yaml.DirectiveToken)
    starts, depth = (yaml.BlockSequenceStartToken, yaml.BlockMappingStartToken), 0
    for token in tokens:
        depth += isinstance(token, starts) - isinstance(token, yaml.BlockEndToken)
        if depth > _MAX_DEPTH or isinstance(token, refused):
            return False
    return True


def _without_comments(text: str) -> str:
    before, *commented = text.split("<!--")
    return before + "".join(part.partition("-->")[2] for part in commented)


def _leading_heading(body: str) -> tuple[str, str]:
    """The heading of the first level that the text begins with, and what follows; ("", body) without one."""
    first, _, rest = body.lstrip().partition("\n")
    if not first.startswith("# "):
        return "", body
    return _inline(_CLOSING_HASHES.sub("", first[2:]).strip()), rest


def _lines(body: str) -> Iterator[str]:
    """The lines of Markdown without the marks of its blocks; the lines of a paragraph are joined to one."""
    fenced = within = False
    for marked in body.split("\n"):
        quote = _QUOTE_MARKS.match(marked)
        line = marked[quote.end() :] if quote else marked
        if _FENCE.match(line):
            fenced, within = not fenced, False
        elif fenced:
            yield f"\n{line}"
        elif _is_rule(line) or _LINK_DEFINITION.match(line):
            within = False
        else:
            heading = _HEADING.match(line)
            mark = heading or _LIST_ITEM.match(line)
            text = (line[mark.end() :] if mark else line).strip().removesuffix("\\")
            yield (" " if within and text and not mark else "\n") + (_CLOSING_HASHES.sub("", text) if heading else text)
            within = bool(text) and not heading and not line.endswith(_HARD_BREAK)


def _is_rule(line: str) -> bool:
    marks = "".join(line.split())
    return len(marks) > 2 and len(set(marks)) == 1 and marks[0] in "*-_="  # noqa: PLR2004 - three make a rule


def _inline(text: str) -> str:
    for sign, pattern, replacement in _INLINE:
        if sign in text:
            text = pattern.sub(replacement, text)
    return text
