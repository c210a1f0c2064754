"""Desks: a section at work. What is asked of a model, what was accepted, what is open, and what becomes of it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from newsbrief.drafts import Slot, Unfit, value_of
from newsbrief.errors import ModelError
from newsbrief.questions import Failure, Reply
from newsbrief.schema import Brief, IncompleteSection, RejectedItem
from newsbrief.sections.section import Findings, Section, shown

MOST_ASKED = 2
"""How often a slot is asked for at most."""
NO_VALUE = "(no usable value in the answer)"
"""What stands for a rejected item where the model said nothing that could be shown."""


@dataclass
class Desk:
    """A section at work: its slots, what was accepted, and what is still open."""

    section: Section
    slots: dict[str, Slot]
    accepted: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    unfit: dict[str, str] = field(default_factory=dict)
    failures: dict[str, ModelError] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    found: Findings | None = None

    def open_slots(self) -> list[Slot]:
        """What is to be asked: neither accepted nor asked for twice, nor failed in a way that would be the same."""
        return [
            slot
            for key, slot in self.slots.items()
            if key not in self.accepted and self.asked[key] < MOST_ASKED and not self._failed_for_good(key)
        ]

    def _failed_for_good(self, key: str) -> bool:
        return key in self.failures and not self.failures[key].retryable

    def add_later(self) -> None:
        """Take up the slots that the section has once all else is settled."""
        self.slots |= {slot.id: slot for slot in self.section.later(self.accepted)}

    def is_done(self) -> bool:
        """Whether nothing is to be asked any more, now or later."""
        return not self.open_slots() and all(slot.id in self.slots for slot in self.section.later(self.accepted))

    def findings(self) -> Findings:
        """What the section makes of the accepted values, and of what stands in for those that were not fit."""
        if self.found is None:
            instead = {key: self.slots[key].otherwise() for key in self.problems}
            known = {key: value for key, value in instead.items() if value is not None}
            self.found = self.section.finish(known | self.accepted)
        return self.found

    def take(self, slot: Slot, reply: Reply) -> None:
        """Take what a reply says of a slot, in place of what an earlier one said."""
        self.asked[slot.id] += 1
        for earlier in (self.problems, self.failures, self.unfit):
            earlier.pop(slot.id, None)
        if isinstance(reply, Failure):
            self.failures[slot.id] = reply.error
            return
        try:
            value = value_of(slot, reply.filled)
            self.unfit[slot.id] = shown(value)
            self.accepted[slot.id] = self.section.accept(slot, value)
        except Unfit as error:
            self.problems[slot.id] = str(error)

    def rejected(self) -> list[RejectedItem]:
        """What was answered for the slots for which nothing fit was answered."""
        name = self.section.name
        return [
            RejectedItem(section=name, item=self.unfit.get(key, NO_VALUE), reason=problem)
            for key, problem in self.problems.items()
        ]

    def incomplete(self) -> list[IncompleteSection]:
        """One entry for each different error."""
        errors: dict[tuple[str, str], list[str]] = {}
        for key, error in self.failures.items():
            errors.setdefault((error.message, error.hint), []).append(key)
        return [
            IncompleteSection(section=self.section.name, error=error, hint=hint, missing=tuple(keys))
            for (error, hint), keys in errors.items()
        ]


def desk_of(section: Section, before: Brief | None) -> Desk:
    """A section with all its slots; where a brief is completed, with those that were not answered."""
    if before is None:
        return Desk(section, {slot.id: slot for slot in section.slots()})
    missing = {key for one in before.incomplete if one.section == section.name for key in one.missing}
    known = {key: value for key, value in section.known(before).items() if key not in missing}
    return Desk(section, {slot.id: slot for slot in section.slots() if slot.id in missing}, known)
