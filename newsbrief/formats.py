"""The formats that briefs are given out in: what each is called, the end of its file's name, and what makes it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from newsbrief.article import Article
from newsbrief.errors import SettingsError
from newsbrief.render.json_text import json_text
from newsbrief.schema import Brief

Writer = Callable[[Brief, Article], str]

GATHERED = ("csv", "html")
"""Formats that a whole run is written in, beside or instead of its single briefs."""


@dataclass(frozen=True)
class Format:
    """A format of a single brief.

    Attributes:
        suffix: the end of its file's name.
        text: what stands in the file.
        line: the same in a single line, where one can: for several on standard output.
    """

    suffix: str
    text: Writer
    line: Writer | None = None


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "html": Format(".brief.html", lambda brief, article: brief.to_html(article)),
        "md": Format(".brief.md", lambda brief, _article: brief.to_markdown()),
        "jsonld": Format(
            ".brief.jsonld",
            lambda brief, _article: json_text(brief.to_jsonld()),
            lambda brief, _article: json_text(brief.to_jsonld(), indent=None),
        ),
        "annotations": Format(
            ".annotations.jsonld",
            lambda brief, article: json_text(brief.to_annotations(article)),
            lambda brief, article: json_text(brief.to_annotations(article), indent=None),
        ),
        "json": Format(
            ".brief.json",
            lambda brief, _article: f"{brief.model_dump_json(indent=2)}\n",
            lambda brief, _article: f"{brief.model_dump_json()}\n",
        ),
    }
)
"""The formats, in the order in which a brief's files are written: JSON, by which a brief is known, comes last."""


def check_formats(names: Collection[str]) -> None:
    """See to it that all these are formats.

    Raises:
        SettingsError: one of them is none.
    """
    known = dict.fromkeys((*FORMATS, *GATHERED))
    hint = f"some of {', '.join(known)}"
    if isinstance(names, str):
        raise SettingsError(f"formats are several: [{names!r}], not {names!r}", hint=hint)
    unknown = set(names) - set(known)
    if unknown:
        raise SettingsError(f"unknown format: {', '.join(sorted(unknown))}", hint=hint)
