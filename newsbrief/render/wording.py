"""The words that every rendering uses for the parts of a brief."""

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsbrief.schema import Brief, CueCoverage, Quantity, Statement

_LINK = re.compile(r"https?://[^\s<>\"'`\\]+")

QUESTION_KINDS = {
    "stated_unknown": "not known",
    "undisclosed": "not disclosed",
    "no_comment": "no comment",
    "pending": "pending",
    "conflicting_accounts": "accounts conflict",
    "inferred": "inferred",
}


def plain(text: str) -> str:
    """The text on one line, without control and invisible formatting characters: no escape sequence gets through."""
    seen = (char for char in text if char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co"))
    return " ".join("".join(seen).split())


def link_of(source: str | None) -> str | None:
    """The source as a link, if it is one with http or https; None otherwise."""
    return source if source and _LINK.fullmatch(source) and plain(source) == source else None


def speaker_of(statement: "Statement") -> str:
    """Who says it, for a reader."""
    if statement.speaker is None:
        return "Speaker not named"
    return plain(statement.speaker) + (" (anonymous)" if statement.speaker_kind == "anonymous" else "")


def amount_of(quantity: "Quantity") -> str:
    """A quantity as printed, with what it was understood as where that tells more."""
    printed = plain(quantity.text)
    bound = {"about": "about ", "at_least": "at least ", "at_most": "at most "}.get(quantity.bound, "")
    return printed if not bound or printed.lower().startswith(bound) else f"{bound}{printed}"


def coverage_line(kind: str, coverage: "CueCoverage") -> str:
    """One line on what became of the cues of one kind, which is named in the singular."""
    parts = [f"{counted(coverage.found, kind)} found", f"{coverage.reported} reported"]
    if coverage.dismissed:
        parts.append(f"{len(coverage.dismissed)} set aside")
    if coverage.unaccounted:
        parts.append(f"{len(coverage.unaccounted)} not accounted for")
    return ", ".join(parts)


def rejected_line(count: int) -> str:
    """One line on the answers that were rejected."""
    return f"{counted(count, 'answer')} rejected: not borne out by the article"


def counted(count: int, what: str) -> str:
    """A number of things, which are named in the singular."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def provenance_line(brief: "Brief") -> str:
    """One line on how the brief came about."""
    used = brief.provenance.usage
    return (
        f"{plain(brief.provenance.model)}, newsbrief {brief.provenance.newsbrief_version}, "
        f"{brief.provenance.seconds:.0f} s, {counted(brief.provenance.requests, 'request')}, "
        f"{used.input_tokens} tokens read ({used.cached_tokens} from cache), {used.output_tokens} written"
    )
