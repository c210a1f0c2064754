"""Drafts: a strict schema goes out, and what comes back is taken slot by slot."""

import pytest
from pydantic import ValidationError

from newsbrief.drafts import Form, Slot, Unfit, choice_of, draft_of, text_of, value_of


class PairForm(Form):
    left: text_of(10)  # type: ignore[valid-type]
    right: int


SLOTS = (Slot("a", "p", 0, text_of(20)), Slot("b", "p", 0, PairForm), Slot("c", "p", 0, choice_of(["x", "y"])))
DRAFT = draft_of("test", SLOTS)


def test_the_schema_requires_every_slot_in_order() -> None:
    assert DRAFT.model_json_schema()["required"] == ["a", "b", "c"]


def test_the_schema_forbids_anything_else_at_every_level() -> None:
    schema = DRAFT.model_json_schema()
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["PairForm"]["additionalProperties"] is False


def test_the_schema_bounds_texts_and_closes_choices() -> None:
    properties = DRAFT.model_json_schema()["properties"]
    assert properties["a"]["maxLength"] == 20
    assert properties["c"]["enum"] == ["x", "y"]


def test_a_pattern_stands_in_the_schema_only() -> None:
    draft = draft_of("test", [slot := Slot("q", "p", 0, text_of(20, "^Who .*"))])
    assert draft.model_json_schema()["properties"]["q"]["pattern"] == "^Who .*"
    assert value_of(slot, draft.model_validate({"q": "What is it?"})) == "What is it?"


def test_one_bad_value_costs_one_slot() -> None:
    draft = DRAFT.model_validate({"a": "fine", "b": {"left": "l", "right": "no number"}, "c": "x"})
    assert value_of(SLOTS[0], draft) == "fine"
    with pytest.raises(Unfit, match="form"):
        value_of(SLOTS[1], draft)


def test_a_slot_that_is_left_out_says_so() -> None:
    with pytest.raises(Unfit, match="left out"):
        value_of(SLOTS[1], DRAFT.model_validate({"a": "fine"}))


def test_unknown_keys_cost_nothing() -> None:
    assert value_of(SLOTS[0], DRAFT.model_validate({"a": "fine", "thoughts": "hm"})) == "fine"


@pytest.mark.parametrize("answer", [{}, {"other": 1}, [], "text", None])
def test_an_answer_with_none_of_the_slots_is_invalid(answer: object) -> None:
    with pytest.raises(ValidationError):
        DRAFT.model_validate(answer)
