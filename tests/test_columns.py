"""Named tuples made of columns are those that are made one by one."""

from typing import NamedTuple

from newsbrief.columns import tuples_of


class Pair(NamedTuple):
    left: int
    right: str


def test_they_are_what_making_each_gives() -> None:
    made = tuples_of(Pair, [1, 2], ["a", "b"])
    assert made == [Pair(1, "a"), Pair(2, "b")]
    assert [type(one) for one in made] == [Pair, Pair]
    assert made[1].right == "b"


def test_the_shortest_column_ends_them() -> None:
    assert tuples_of(Pair, [1, 2, 3], iter("a")) == [Pair(1, "a")]
    assert tuples_of(Pair, [], []) == []
