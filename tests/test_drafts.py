"""Drafts: a strict schema goes out, and what comes back is taken slot by slot."""

import json
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from newsbrief.drafts import Choice, Parts, Slot, Text, Unfit, Whole, draft_of, value_of

PAIR = Parts("PairForm", (("left", Text(10)), ("right", Whole())), about="Two things.")
SLOTS = (Slot("a", "p", 0, Text(20)), Slot("b", "p", 0, PAIR), Slot("c", "p", 0, Choice(("x", "y"))))
DRAFT = draft_of("test", SLOTS)


def test_the_schema_requires_every_slot_in_order() -> None:
    assert DRAFT.schema["required"] == ["a", "b", "c"]


def test_the_schema_forbids_anything_else_at_every_level() -> None:
    schema = DRAFT.schema
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["PairForm"]["additionalProperties"] is False


def test_the_schema_of_several_parts_is_defined_once_by_its_name() -> None:
    draft = draft_of("test", [Slot("a", "p", 0, PAIR), Slot("b", "p", 0, PAIR)])
    schema = draft.schema
    assert [schema["properties"][key] for key in "ab"] == [{"$ref": "#/$defs/PairForm"}] * 2
    assert schema["$defs"]["PairForm"]["description"] == "Two things."
    assert schema["$defs"]["PairForm"]["required"] == ["left", "right"]


def test_different_forms_of_one_name_are_told_apart() -> None:
    other = Parts("PairForm", (("left", Text(10)), ("right", Choice(("x",)))))
    schema = draft_of("test", [Slot("a", "p", 0, PAIR), Slot("b", "p", 0, other)]).schema
    named = [schema["properties"][key]["$ref"].rpartition("/")[2] for key in "ab"]
    assert [schema["$defs"][name]["properties"]["right"]["type"] for name in named] == ["integer", "string"]


def test_the_schema_is_the_one_that_pydantic_would_make() -> None:
    class PairForm(BaseModel):
        """Two things."""

        model_config = ConfigDict(json_schema_extra={"additionalProperties": False})

        left: str = Field(json_schema_extra={"maxLength": 10})
        right: int

    fields: dict[str, Any] = {
        "a": (str, Field(json_schema_extra={"maxLength": 20})),
        "b": (PairForm, ...),
        "c": (str, Field(json_schema_extra={"enum": ["x", "y"]})),
    }
    closed = ConfigDict(json_schema_extra={"additionalProperties": False})
    made = create_model("test", __config__=closed, **fields)
    assert json.dumps(DRAFT.schema) == json.dumps(made.model_json_schema())


def test_the_schema_bounds_texts_and_closes_choices() -> None:
    properties = DRAFT.schema["properties"]
    assert properties["a"]["maxLength"] == 20
    assert properties["c"]["enum"] == ["x", "y"]


def test_a_pattern_stands_in_the_schema_only() -> None:
    draft = draft_of("test", [slot := Slot("q", "p", 0, Text(20, "^Who .*"))])
    assert draft.schema["properties"]["q"]["pattern"] == "^Who .*"
    assert value_of(slot, draft.read({"q": "What is it?"})) == "What is it?"


def test_one_bad_value_costs_one_slot() -> None:
    draft = DRAFT.read({"a": "fine", "b": {"left": "l", "right": "no number"}, "c": "x"})
    assert value_of(SLOTS[0], draft) == "fine"
    with pytest.raises(Unfit, match="form"):
        value_of(SLOTS[1], draft)


@pytest.mark.parametrize("raw", [5, None, ["x"], {"left": "l"}, {"left": 1, "right": 2}])
def test_a_value_of_another_form_is_unfit(raw: object) -> None:
    for slot in (Slot("s", "p", 0, Text(5)), Slot("s", "p", 0, Choice(("x",))), Slot("s", "p", 0, PAIR)):
        with pytest.raises(Unfit):
            value_of(slot, draft_of("test", [slot]).read({"s": raw}))


def test_a_whole_number_may_come_as_a_string() -> None:
    slot = Slot("s", "p", 0, Whole())
    assert value_of(slot, draft_of("test", [slot]).read({"s": "7"})) == 7


def test_a_slot_that_is_left_out_says_so() -> None:
    with pytest.raises(Unfit, match="left out"):
        value_of(SLOTS[1], DRAFT.read({"a": "fine"}))


def test_unknown_keys_cost_nothing() -> None:
    assert value_of(SLOTS[0], DRAFT.read({"a": "fine", "thoughts": "hm"})) == "fine"


@pytest.mark.parametrize("answer", [{}, {"other": 1}, [], "text", None])
def test_an_answer_with_none_of_the_slots_is_invalid(answer: object) -> None:
    with pytest.raises(ValidationError):
        DRAFT.read(answer)
