"""What is known of words, kept: most words of an article come again, in it and in the next one."""

from collections.abc import Callable
from typing import Final, TypeVar

MOST: Final = 1 << 12
"""So many words are kept; then all are forgotten, which costs less than to know which of them was used last."""
LONGEST: Final = 60
"""A longer word, in code points, is not kept, so that what is kept stays small."""

T = TypeVar("T")


class Kept(dict[str, T]):
    """What a function says of words: ``kept[word]`` is ``function(word)``, looked up at the speed of a dict.

    Args:
        function: what it says must depend on the word alone.
    """

    def __init__(self, function: Callable[[str], T]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, word: str) -> T:
        said = self._function(word)
        if len(word) <= LONGEST:
            if len(self) >= MOST:
                self.clear()
            self[word] = said
        return said
