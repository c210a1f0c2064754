"""What is known of words, kept: most words of an article come again, in it and in the next one."""

import re
from collections.abc import Callable
from typing import Final, TypeVar

MOST: Final = 1 << 12
"""No more words are kept. A half are those that came last; when it is full, it takes the place of the other half, and
what came in neither is forgotten: that costs less than to know which word was used last."""
LONGEST: Final = 60
"""A longer word, in code points, is not kept, so that what is kept stays small. Nor are numbers: few come again."""

_DIGIT = re.compile("[0-9]")
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
        before = self._before  # another thread may put another one there
        said = before[word] if word in before else self._function(word)
        if len(word) <= LONGEST and not _DIGIT.search(word):
            if len(self) >= MOST // 2:
                self._before = self.copy()
                self.clear()
            self[word] = said
        return said
