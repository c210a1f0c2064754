"""Names for what has no address of its own: a text, a passage of it, a brief and its items.

They are made of what they name, so the same brief has the same names wherever and whenever it is exported.
"""

from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import NAMESPACE_OID, uuid5

if TYPE_CHECKING:
    from newsbrief.evidence import Evidence
    from newsbrief.schema import Brief


def text_urn(sha256: str) -> str:
    """The name of a text: its SHA-256."""
    return f"urn:sha256:{quote(sha256, safe='')}"


def passage_urn(sha256: str, evidence: "Evidence") -> str:
    """The name of a stretch of a text, as RFC 5147 has it: its half-open range of code points."""
    return f"{text_urn(sha256)}#char={evidence.start},{evidence.end}"


def brief_urn(brief: "Brief") -> str:
    """The name of a brief: the same for two that differ only in what making them took."""
    return urn_of(brief.model_dump_json(exclude={"provenance"}), brief.provenance.model)


def urn_of(*parts: object) -> str:
    """A name for what is told apart by its parts."""
    return uuid5(NAMESPACE_OID, "\n".join(map(str, parts))).urn
