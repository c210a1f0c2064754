"""A peer that needs no model: regular expressions for quotations, the nearest capitalised name for the speaker."""

import re
from collections.abc import Sequence

from benchmarks.scoring import Said
from newsbrief.evidence import Span

SHORTEST = 3
"""Quoted stretches of fewer words are left out, as titles and words set apart are short."""

_QUOTED = re.compile(
    r"“[^“”\n]{1,4000}”|\"[^\"\n]{1,4000}\"|''[^\n]{1,4000}?''|„[^„“”\n]{1,4000}[“”]|«[^«»\n]{1,4000}»|»[^«»\n]{1,4000}«"
)
_WORD = r"[^\W\d_a-zß-ÿ](?:\.|[\w’'-]+)"
_CAPITALISED = re.compile(rf"{_WORD}(?: {_WORD})*")
_NO_NAMES = frozenset("The A An He She They It We I You In On At But And As For This That There Mr Ms Mrs".split())


def said_by_regex(text: str) -> tuple[Said, ...]:
    """Every quoted stretch of three words or more, said by whoever's name stands nearest outside of quotations."""
    quoted = [Span(*match.span()) for match in _QUOTED.finditer(text) if len(match[0].split()) >= SHORTEST]
    found = [match for match in _CAPITALISED.finditer(text) if match[0] not in _NO_NAMES]
    names = [Span(*match.span()) for match in found]
    outside = [name for name in names if not any(one.start <= name.start < one.end for one in quoted)]
    return tuple(Said(one.start, one.end, _nearest(text, one, outside)) for one in quoted)


def _nearest(text: str, quoted: Span, names: Sequence[Span]) -> str | None:
    nearest = min(names, key=lambda name: max(quoted.start - name.end, name.start - quoted.end), default=None)
    return text[nearest.start : nearest.end].strip("’'-") if nearest else None
