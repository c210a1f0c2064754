"""The closed vocabularies of a brief, in the field's own terms."""

from typing import Literal

FigureKind = Literal["person", "organisation", "group", "place", "other"]
"""What a name stands for."""

SpeakerKind = Literal["named", "anonymous", "organisation", "document"]
"""On what footing a speaker speaks."""

Form = Literal["direct", "mixed", "indirect"]
"""How an article gives somebody's words: all, some or none of them between quotation marks. The turns of a transcript
are direct without any."""

Bound = Literal["exact", "about", "at_least", "at_most", "range"]
"""How closely a printed number is meant."""

Direction = Literal["up", "down", "none"]
"""Whether a printed number is a change, and which way."""

QuestionKind = Literal["stated_unknown", "undisclosed", "no_comment", "pending", "conflicting_accounts", "inferred"]
"""Why a question is open; all but the last are stated by the article itself."""

Basis = Literal["stated", "inferred"]
"""Whether an article says itself that a question is open."""
