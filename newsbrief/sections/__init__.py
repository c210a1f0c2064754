"""The sections of a brief: what each asks of the model, what it accepts, and what it makes of it."""

from collections.abc import Sequence

from newsbrief.drafts import Unfit
from newsbrief.errors import SettingsError
from newsbrief.sections.key_figures import KeyFigures
from newsbrief.sections.open_questions import OpenQuestions
from newsbrief.sections.own import OwnSection
from newsbrief.sections.prose import Headline, Summary
from newsbrief.sections.quantities import Quantities
from newsbrief.sections.section import Findings, Section
from newsbrief.sections.statements import Statements

__all__ = [
    "SECTIONS",
    "Findings",
    "Headline",
    "KeyFigures",
    "OpenQuestions",
    "OwnSection",
    "Quantities",
    "Section",
    "Statements",
    "Summary",
    "Unfit",
    "check_names",
]

SECTIONS: tuple[type[Section], ...] = (KeyFigures, Quantities, Statements, Headline, Summary, OpenQuestions)
"""The sections of a brief, in the order in which they are asked."""


def check_names(sections: Sequence[type[Section]]) -> None:
    """Whether these are sections, and can be told apart by their names.

    Raises:
        SettingsError: one is no section, two have the same name, or one has the name of another kind of section;
            or they are an iterator, of which nothing would be left.
    """
    if not isinstance(sections, Sequence):
        raise SettingsError("sections is no list or tuple of sections", hint="for instance (*SECTIONS, Places)")
    for section in sections:
        if not (isinstance(section, type) and issubclass(section, (*SECTIONS, OwnSection))):
            hint = "newsbrief.sections has them, such as Summary or Quantities"
            raise SettingsError(f"{section!r} is no class of a section", hint=hint)
    standard, names = {section.name: section for section in SECTIONS}, [section.name for section in sections]
    for section in sections:
        if names.count(section.name) > 1:
            raise SettingsError(f"two sections are called {section.name!r}", hint="give each a name of its own")
        if not issubclass(section, standard.get(section.name, OwnSection)):
            raise SettingsError(
                f"{section.__name__} is called {section.name!r}, as one of newsbrief's own sections is",
                hint="give it another name",
            )
