"""Many named tuples at once: made one by one, the tokens of a text cost more than it takes to read them."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar, cast

Tuple = TypeVar("Tuple", bound=tuple[Any, ...])


def tuples_of(kind: type[Tuple], *columns: Iterable[Any]) -> list[Tuple]:
    """The named tuples whose fields stand in some columns: ``list(map(kind, *columns))``, at a fraction of its time.

    Args:
        kind: the named tuple.
        columns: its fields in their order; the shortest column ends the list.
    """
    make = cast("Callable[[tuple[Any, ...]], Tuple]", partial(tuple.__new__, kind))
    return list(map(make, zip(*columns, strict=False)))
