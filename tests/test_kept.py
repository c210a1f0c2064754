"""What is known of words is kept, and neither grows without bound nor holds what is long."""

from itertools import islice, product
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.kept import LONGEST, MOST, Kept

WORDS = tuple(islice(map("".join, product(ascii_lowercase, repeat=3)), 2 * MOST))


class Lengths(Kept[int]):
    """The lengths of words; ``read`` has the words that were read for it, in order."""

    def __init__(self) -> None:
        super().__init__(self._length)
        self.read: list[str] = []

    def _length(self, word: str) -> int:
        self.read.append(word)
        return len(word)

    def of(self, *words: str) -> None:
        """Look some words up."""
        assert [self[word] for word in words] == list(map(len, words))


def test_a_word_is_read_once() -> None:
    lengths = Lengths()
    lengths.of("boat", "quay", "boat")
    assert lengths.read == ["boat", "quay"]


def test_the_words_that_came_last_are_kept_and_no_more_than_so_many() -> None:
    lengths = Lengths()
    lengths.of(*WORDS)
    lengths.read.clear()
    lengths.of(*reversed(WORDS[-MOST // 2 :]))
    assert lengths.read == []
    lengths.of(*WORDS[:-MOST])
    assert lengths.read == list(WORDS[:-MOST])


def test_a_word_that_comes_again_and_again_is_read_once() -> None:
    lengths = Lengths()
    for start in range(0, len(WORDS), MOST // 4):
        lengths.of("boat", *WORDS[start : start + MOST // 4])
    assert lengths.read.count("boat") == 1


@pytest.mark.parametrize("word", ["a" * (LONGEST + 1), "12,400", "24-hour"])
def test_what_is_long_or_a_number_is_read_but_not_kept(word: str) -> None:
    lengths = Lengths()
    lengths.of(word, word)
    assert lengths.read == [word, word]


@given(st.lists(st.text()))
def test_what_is_kept_is_what_is_said(words: list[str]) -> None:
    upper = Kept(str.upper)
    assert [upper[word] for word in words * 2] == list(map(str.upper, words * 2))
