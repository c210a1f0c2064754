"""The sections of a brief: what each asks of the model, what it accepts, and what it makes of it."""

from newsbrief.sections.key_figures import KeyFigures
from newsbrief.sections.open_questions import OpenQuestions
from newsbrief.sections.prose import Headline, Summary
from newsbrief.sections.quantities import Quantities
from newsbrief.sections.section import Findings, Section
from newsbrief.sections.statements import Statements

__all__ = ["Findings", "Headline", "KeyFigures", "OpenQuestions", "Quantities", "Section", "Statements", "Summary"]
