"""How much work something is: a measure that no clock disturbs."""

import cProfile
from collections.abc import Callable


def calls(work: Callable[[], object]) -> int:
    """How many calls of functions the work takes, those built into Python among them."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())
