"""A section of the user's own: a template that asks, a pydantic model of one item, and what bears an item out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from json import dumps
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from newsbrief.checks import texts_in
from newsbrief.drafts import Items, Schema, Slot, Unfit
from newsbrief.errors import SettingsError
from newsbrief.evidence import Evidence, Span
from newsbrief.grounding import locate
from newsbrief.prompts import NAME, Prompt
from newsbrief.schema import Brief, OwnItem, RejectedItem
from newsbrief.sections.section import ArticleView, Findings, Section, shown

ITEM_TOKENS = 80
"""What one item may take at most, by and large."""
AGAIN = "{% for slot in slots if slot.problem %} (Your last answer was not good: {{ slot.problem }}.){% endfor %}"
"""What stands behind a template: the second time, what was wrong the first time."""
VARIABLES = ("slots", "language", "example")
"""What a template can show: what is asked for, the language to write in, and an example in that language."""

Item = TypeVar("Item", bound=BaseModel)


@dataclass(frozen=True)
class _Accepted:
    items: tuple[OwnItem, ...]
    rejected: tuple[RejectedItem, ...] = ()


class OwnSection(Section, Generic[Item]):
    """A section of your own; give its class to a `Briefer` among its ``sections``.

    The model lists items of the form ``draft``. Every name and every number in an item's texts must occur in the
    article, and some words of the article must bear it out, or it is rejected; what passes is in ``brief.extra``. Of a
    long article each part is asked about.

    Attributes:
        name: what the section, its prompt and its place in ``brief.extra`` are called.
        draft: one item as the model fills it in: texts, numbers, choices (``Literal``) and lists of these.
        template: what asks for the items, as Jinja; left out, it is the file ``NAME.v1.j2`` in your prompts folder.
        most: how many items are asked for at most, of each part of a long article.

    Raises:
        SettingsError: the class cannot be used; when it is defined.
    """

    is_late: ClassVar[bool] = True
    draft: type[Item]
    template: ClassVar[str | None] = None
    most: ClassVar[int] = 12

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if not NAME.fullmatch(getattr(cls, "name", "")):
            raise SettingsError(f"{cls.__name__} has no name that fits", hint="name = 'places': small letters and _")
        if not issubclass(getattr(cls, "draft", object), BaseModel):
            raise SettingsError(f"{cls.__name__} has no draft", hint="draft = Place, a pydantic model of one item")
        schema, hint = cls.draft.model_json_schema(), "use texts, numbers, Literal, and lists of these"
        if "$defs" in schema:
            raise SettingsError(f"the draft of {cls.__name__} has models or enumerations within it", hint=hint)
        if "properties" not in schema:
            raise SettingsError(f"the draft of {cls.__name__} has no fields", hint=hint)

    def __init__(self, view: ArticleView) -> None:
        self.view = view

    @classmethod
    @cache
    def schema(cls) -> Schema:
        """The JSON schema of one item, as it is sent: nothing besides its fields, and each required."""
        schema = cls.draft.model_json_schema()
        return schema | {"additionalProperties": False, "required": list(schema["properties"])}

    @classmethod
    @cache
    def prompt(cls) -> Prompt:
        """The prompt made of the template, which is compiled once for all articles."""
        body = (cls.template or "").rstrip() + AGAIN
        digest, asks = sha256(body.encode()).hexdigest(), (cls.__doc__ or cls.name).strip().partition("\n")[0]
        return Prompt(cls.name, 1, asks, VARIABLES, most_slots=1, examples={}, body=body, sha256=digest)

    @classmethod
    def of(cls, brief: Brief) -> list[Item]:
        """The section's items in a brief, as drafts; their evidence is in ``brief.extra``, in the same order."""
        return [cls.draft.model_validate(item.fields) for item in brief.extra.get(cls.name, ())]

    def ground(self, item: Item) -> Iterable[Evidence]:
        """What bears an item out; unless this is overridden, the sentences that together say what its texts say.

        Raises:
            Unfit: nothing does; the message says why, for the model to read.
        """
        spans = self.view.grounds.sentences_for(" ".join(_texts(_json_of(item))))
        return [self.view.at(span) for span in spans]

    def find(self, words: str) -> Evidence:
        """Where words stand in the article; for `ground`.

        Raises:
            Unfit: they do not.
        """
        found = locate(self.view.article.text, words)
        if found is None:
            raise Unfit(f"the article does not say {words!r}; copy its words")
        return found

    def sentence(self, number: int) -> Evidence:
        """A sentence of the article by its number, as the model sees it; for `ground`.

        Raises:
            Unfit: there is none.
        """
        sentence = self.view.sentence_told(number)
        if sentence is None:
            raise Unfit(f"there is no sentence {number}")
        return self.view.at(Span(sentence.start, sentence.end))

    def slots(self) -> Sequence[Slot]:
        """One for each part of the article: its items."""
        form, tokens = Items(self.schema(), self.most), self.most * ITEM_TOKENS
        return [
            Slot(f"{self.name}{number}", self.name, start, form, tokens=tokens)
            for number, start in enumerate(self.view.starts, start=1)
        ]

    def accept(self, _slot: Slot, value: Any) -> _Accepted:  # noqa: ANN401 - a list of whatever a model answered
        """The items that hold; if none does, the model is told why of the first."""
        kept: list[OwnItem] = []
        rejected: list[RejectedItem] = []
        for raw in value[: self.most]:
            try:
                kept.append(self._grounded(raw))
            except Unfit as error:
                rejected.append(RejectedItem(section=self.name, item=shown(raw), reason=str(error)))
        if rejected and not kept:
            raise Unfit(rejected[0].reason)
        return _Accepted(tuple(kept), tuple(rejected))

    def _grounded(self, raw: Any) -> OwnItem:  # noqa: ANN401
        try:
            item = self.draft.model_validate(raw)
        except ValidationError as error:
            first = error.errors()[0]
            raise Unfit(f"{'.'.join(map(str, first['loc'])) or 'an item'}: {first['msg']}") from None
        fields = _json_of(item)
        for text in _texts(fields):
            self.view.check_prose(text)
        evidence = tuple(dict.fromkeys(self.ground(item)))
        if not evidence:
            raise Unfit("no sentence of the article says this")
        return OwnItem(fields=fields, evidence=evidence)

    def known(self, brief: Brief) -> Mapping[str, Any]:
        """The items of each part."""
        slots = self.slots()
        ends = [*(slot.at for slot in slots[1:]), len(self.view.article.text) + 1]
        items = brief.extra.get(self.name, ())
        return {
            slot.id: _Accepted(tuple(one for one in items if slot.at <= one.evidence[0].start < end))
            for slot, end in zip(slots, ends, strict=True)
        }

    def finish(self, accepted: Mapping[str, Any]) -> Findings:
        """The items of all parts, each once."""
        parts: list[_Accepted] = [accepted[slot.id] for slot in self.slots() if slot.id in accepted]
        items = {item.model_dump_json(): item for part in parts for item in part.items}
        return Findings(tuple(items.values()), rejected=tuple(one for part in parts for one in part.rejected))


def _json_of(item: BaseModel) -> dict[str, Any]:
    """The fields of an item as the model calls them, so that `OwnSection.of` knows them again."""
    fields = item.model_dump(mode="json", by_alias=True)
    try:
        dumps(fields, allow_nan=False)
    except ValueError:
        raise Unfit("a number in it has no finite value") from None
    return fields


def _texts(fields: Mapping[str, Any]) -> Iterator[str]:
    return (text for value in fields.values() for text in texts_in(value))
