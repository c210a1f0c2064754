"""The words that every rendering uses for the parts of a brief."""

import re
from typing import TYPE_CHECKING

from newsbrief.article import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsbrief.schema import Brief, CueCoverage, IncompleteSection, OwnItem, Quantity, Statement

_LINK = re.compile(r"https?://[^\s<>\"'`\\]+")

QUESTION_KINDS = {
    "stated_unknown": "not known",
    "undisclosed": "not disclosed",
    "no_comment": "no comment",
    "pending": "pending",
    "conflicting_accounts": "accounts conflict",
    "inferred": "inferred",
}
FORMS = {"direct": "quoted", "mixed": "partly quoted", "indirect": "in other words"}
_BOUNDS = {"about": "about ", "at_least": "at least ", "at_most": "at most "}


def plain(text: str) -> str:
    """The text on one line, without what cannot be seen: no escape sequence and no mark of direction gets through."""
    visible = text if text.isprintable() else normalise(text)
    return " ".join(visible.split())


def shortened(text: str, most: int = 72) -> str:
    """The text on one line that is not long; what is left out is shown by dots."""
    line = plain(text[: 4 * most])
    return line if len(line) <= most and len(text) <= 4 * most else f"{line[:most].rstrip()}…"


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
    bound = _BOUNDS.get(quantity.bound, "")
    return printed if not bound or printed.lower().startswith(bound) else f"{bound}{printed}"


def reading_of(quantity: "Quantity") -> str:
    """What a quantity was understood as; empty if it was not, or `amount_of` says the same."""
    number = _number(quantity)
    direction = "" if quantity.direction == "none" else f"{quantity.direction} "
    reading = f"{direction}{number} {plain(quantity.unit or '')}".rstrip()
    return "" if not number or reading == amount_of(quantity) else reading


def _number(quantity: "Quantity") -> str:
    low, value, high = (
        None if one is None else f"{one:,.12g}" for one in (quantity.minimum, quantity.value, quantity.maximum)
    )
    if quantity.bound == "range" and low and high:
        return f"{low}–{high}"
    return _BOUNDS.get(quantity.bound, "") + one if (one := value or low or high) else ""


def fields_of(item: "OwnItem") -> str:
    """An item of a section of the user's own, for a reader: its fields with their names."""
    said = {name: value for name, value in item.fields.items() if value not in (None, "", [])}
    return "; ".join(f"{section_name(name).lower()}: {_value(value)}" for name, value in said.items())


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(_value, value)) if isinstance(value, list) else plain(str(value))


def section_name(section: str) -> str:
    """What a reader calls a section."""
    return plain(section).replace("_", " ").capitalize()


def accounted_line(kind: str, coverage: "CueCoverage") -> str:
    """One line on how many of the cues of one kind, which is named in the singular, are reported or set aside."""
    if not coverage.found:
        return f"no {kind}s found"
    return f"{coverage.found - len(coverage.unaccounted):,} of {counted(coverage.found, kind)} accounted for"


def coverage_line(kind: str, coverage: "CueCoverage") -> str:
    """One line on what became of the cues of one kind, which is named in the singular."""
    parts = [f"{counted(coverage.found, kind)} found", f"{coverage.reported:,} reported"]
    if coverage.dismissed:
        parts.append(f"{len(coverage.dismissed):,} set aside")
    if coverage.unaccounted:
        parts.append(f"{len(coverage.unaccounted):,} not accounted for")
    return ", ".join(parts)


def incomplete_line(gap: "IncompleteSection") -> str:
    """One line on a part that has no answer, and what to do about it."""
    hint = f" ({plain(gap.hint)})" if gap.hint else ""
    return f"Incomplete: {section_name(gap.section)}: {plain(gap.error)}{hint}"


def rejected_line(count: int) -> str:
    """One line on the answers that were rejected."""
    return f"{counted(count, 'answer')} rejected: not borne out by the article"


def counted(count: int, what: str) -> str:
    """A number of things, which are named in the singular."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def statuses_line(counts: "Mapping[str, int]") -> str:
    """One line on how many articles ended in which way; empty if there are none."""
    return ", ".join(f"{counts[one]:,} {one}" for one in ("ok", "partial", "failed") if counts.get(one))


def provenance_line(brief: "Brief") -> str:
    """One line on how the brief came about."""
    used = brief.provenance.usage
    return (
        f"{plain(brief.provenance.model)}, newsbrief {brief.provenance.newsbrief_version}, "
        f"{brief.provenance.seconds:.0f} s, {counted(brief.provenance.requests, 'request')}, "
        f"{used.input_tokens} tokens read ({used.cached_tokens} from cache), {used.output_tokens} written"
    )
