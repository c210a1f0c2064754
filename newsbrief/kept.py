"""What is known of words, kept: most words of an article come again, in it and in the next one."""

from collections.abc import Callable
from typing import Final, TypeVar

MOST: Final = 1 << 12
"""No more words are kept. A half are those that came last; when it is full, it takes the place of the other half, and
what came in neither is forgotten: that costs less than to know which word was used last."""
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
        self._before: dict[str, T] = {}

    def __missing__(self, word: str) -> T:
        try:
            said = self._before[word]
        except KeyError:
            said = self._function(word)
        if len(word) <= LONGEST:
            if len(self) >= MOST // 2:
                self._before = self.copy()
                self.clear()
            self[word] = said
        return said
