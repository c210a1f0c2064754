"""What is asked about every article, and how: sections, prompts, language, and how much fits in one question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from newsbrief.errors import SettingsError
from newsbrief.prompts import Prompt, Prompts
from newsbrief.sections import SECTIONS, OwnSection, Section
from newsbrief.sections.own import VARIABLES


@dataclass(frozen=True)
class Questionnaire:
    """What is asked about every article.

    Attributes:
        prompts: what is asked with.
        context_tokens: how many tokens the model can read and write in one request.
        language: the language of the prose to be written; None for the article's own.
        sections: the sections of the briefs, in the order in which they are asked.
    """

    prompts: Prompts
    context_tokens: int
    language: str | None = None
    sections: Sequence[type[Section]] = SECTIONS

    def prompt(self, name: str) -> Prompt:
        """A prompt: a section's own template, else that of the folder.

        Raises:
            PromptError: there is none.
        """
        return self._templates.get(name) or self.prompts[name]

    @cached_property
    def _templates(self) -> Mapping[str, Prompt]:
        return {one.name: one.prompt() for one in self.sections if issubclass(one, OwnSection) and one.template}

    def check(self) -> None:
        """Whether what is the user's own can be asked with; told before anything is asked, and paid for.

        Raises:
            SettingsError: a section of the user's own is called as one of newsbrief's prompts.
            PromptError: a prompt is missing or broken.
        """
        built_in = self.prompts.built_in
        for name in self.extra:
            if name in built_in:
                raise SettingsError(f"a section is called {name!r}, as a prompt is", hint="give it another name")
            self.prompt(name).check(VARIABLES)
        for prompt in self.prompts:
            if prompt is not (replaced := built_in.get(prompt.name, prompt)):
                prompt.check(replaced.variables)

    @property
    def extra(self) -> Sequence[str]:
        """The names of the sections that are not newsbrief's own."""
        return [section.name for section in self.sections if issubclass(section, OwnSection)]

    def identity(self) -> list[Any]:
        """What of it a brief depends on, for a hash: language, prompts and sections, by their content."""
        prompts = {prompt.name: prompt.sha256 for prompt in self.prompts}
        prompts |= {name: prompt.sha256 for name, prompt in self._templates.items()}
        schemas = {one.name: one.schema() for one in self.sections if issubclass(one, OwnSection)}
        return [self.language, sorted(prompts.items()), [one.name for one in self.sections], schemas]
