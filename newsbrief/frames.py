"""Briefs as pandas DataFrames."""

from typing import TYPE_CHECKING

from newsbrief.errors import MissingExtra
from newsbrief.outcome import Outcome
from newsbrief.render.tables import Column, columns_of, rows
from newsbrief.schema import Brief

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

_DTYPES = {"text": "string", "integer": "Int64", "number": "Float64"}


def to_frame(briefs: "Brief | Outcome | Iterable[Brief | Outcome]", section: str) -> "pd.DataFrame":
    """A section of briefs as a pandas DataFrame, a row an item.

    Every row has ``article_id``, ``title``, ``source``, its ``position`` in the section, what the item says, and its
    evidence: ``start`` and ``end`` of the first span, ``evidence`` (the words there), ``match``, and all ``spans``,
    such as ``10..20; 35..60`` (half-open Unicode code points). Columns and their types are the same for any briefs, and
    for none: whole numbers are Int64, numbers Float64, text is string, and closed vocabularies are categories.

    Args:
        briefs: briefs, or outcomes of a run; those that failed are passed over.
        section: ``summary``, ``key_figures``, ``quantities``, ``statements``, ``open_questions``, ``extra`` (of
            sections of your own), ``coverage`` (what is dismissed or unaccounted for), ``rejected`` or ``incomplete``.

    Raises:
        MissingExtra: pandas is not installed.
        SettingsError: there is no such section.
    """
    columns = columns_of(section)
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtra("data frames need pandas", hint="pip install 'newsbrief[pandas]'") from error
    given = [briefs] if isinstance(briefs, Brief | Outcome) else briefs
    found = (one if isinstance(one, Brief) else one.brief for one in given)
    cells = [list(row.values()) for brief in found if brief for row in rows(brief, section)]
    frame = pd.DataFrame(cells, columns=[column.name for column in columns], dtype=object)
    return frame.astype({column.name: _dtype(column) for column in columns})


def _dtype(column: Column) -> "str | pd.CategoricalDtype":
    import pandas as pd

    return pd.CategoricalDtype(list(column.terms)) if column.terms else _DTYPES[column.kind]
