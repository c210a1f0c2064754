"""Which name printed words stand for."""

import pytest

from newsbrief.cues.names import Name, Register, find_names
from newsbrief.sentences import sentence_spans


def names_of(text: str) -> tuple[Name, ...]:
    return find_names(text, sentence_spans(text, "en"), "en")


NAMES = names_of(
    "Spokeswoman Ann Halden met spokesman Eric Halden. Ms. Halden wept. Mr. Halden left the Norrland Rescue "
    "Service (NRS). The Bank of Ostry paid Kim Dae Ho in Ostry. Ann Halden slept."
)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Ann Halden", "Ann Halden"),
        ("Ms. Halden", "Ann Halden"),
        ("Mr. Halden", "Eric Halden"),
        ("the poet Eric Halden", "Eric Halden"),
        ("Eric Halden’s", "Eric Halden"),
        ("Eric", "Eric Halden"),
        ("President Kim", "Kim Dae Ho"),
        ("the NRS", "Norrland Rescue Service"),
        ("Eric Halden, a friend of Kim", "Eric Halden"),
        ("a friend of Kim, Eric Halden", "Eric Halden"),
        ("Eric Halden of the NRS", "Eric Halden"),
        ("the NRS in Ostry", "Norrland Rescue Service"),
        ("Kim of the NRS and others", None),
        ("the Bank of Ostry", "Bank of Ostry"),
        ("the mayor of Ostry", None),
        ("Eric Halden’s son", None),
        ("Ann Halden and Kim", None),
        ("someone else", None),
        ("", None),
    ],
)
def test_printed_words_stand_for_a_name(words: str, name: str | None) -> None:
    found = Register(NAMES).resolve(words, 10_000)
    assert (found.name if found else None) == name


def test_of_two_bearers_the_one_named_in_full_last_before_is_meant() -> None:
    text = "Ann Halden left. Eric Halden wept. Ann Halden came back."
    register = Register(names_of(text))
    found = [register.resolve("Halden", at) for at in (11, 29, 56)]
    assert [name.name if name else None for name in found] == ["Ann Halden", "Eric Halden", "Ann Halden"]


def test_a_mention_at_its_own_place_is_the_name_it_was_found_for() -> None:
    text = "Eric Halden resigned. Halden said so. His wife, Ann Halden, wept. Halden left."
    found = Register(names_of(text)).resolve("Halden", text.rindex("Halden"))
    assert found is not None
    assert found.name == "Eric Halden"


def test_nobody_is_meant_before_anybody_is_named() -> None:
    assert Register(names_of("There is Ann Halden. There is Eric Halden.")).resolve("Halden", 0) is None


def test_a_part_of_the_words_is_looked_for_where_it_stands() -> None:
    text = "Ann Halden left. Eric Halden wept. The son, Halden, slept. Ann Halden laughed."
    register = Register(names_of(text))
    found = register.resolve("The son, Halden", text.index("The son"))
    assert found is not None
    assert found.name == "Eric Halden"


def test_the_mentions_within_a_range_come_in_order_each_with_its_name() -> None:
    text = "Ann Halden left. Eric Voss wept. Halden laughed."
    register = Register(names_of(text))
    within = [register.names[index].name for _, index in register.within(5, len(text))]
    assert within == ["Eric Voss", "Ann Halden"]
