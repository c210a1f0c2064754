"""What is known of words is kept, and neither grows without bound nor holds what is long."""

from hypothesis import given
from hypothesis import strategies as st

from newsbrief.kept import LONGEST, MOST, Kept


def test_a_word_is_read_once() -> None:
    read: list[str] = []

    def length(word: str) -> int:
        read.append(word)
        return len(word)

    lengths = Kept(length)
    assert [lengths[word] for word in ("boat", "quay", "boat")] == [4, 4, 4]
    assert read == ["boat", "quay"]


def test_no_more_than_so_many_words_are_kept() -> None:
    lengths = Kept(len)
    assert all(lengths[str(number)] == len(str(number)) for number in range(2 * MOST + 5))
    assert 0 < len(lengths) <= MOST


def test_what_is_long_is_read_but_not_kept() -> None:
    lengths = Kept(len)
    assert lengths["a" * (LONGEST + 1)] == LONGEST + 1
    assert len(lengths) == 0


@given(st.lists(st.text()))
def test_what_is_kept_is_what_is_said(words: list[str]) -> None:
    upper = Kept(str.upper)
    assert [upper[word] for word in words * 2] == list(map(str.upper, words * 2))
