"""The keys that a request was sent with, so that nobody who quotes it passes them on."""

from collections.abc import Iterable, Mapping

SHORTEST_KEY = 8
"""Code points; what is shorter is a placeholder for endpoints that want no key."""
HEADERS = ("authorization", "api-key", "x-api-key")


def sent_keys(headers: Mapping[str, str]) -> list[str]:
    """The keys in the headers of a request, without the scheme before them."""
    keys = [headers.get(name, "").rpartition(" ")[2] for name in HEADERS]
    return [key for key in keys if len(key) >= SHORTEST_KEY]


def without_keys(text: str, keys: Iterable[str]) -> str:
    """A text of an endpoint's: some repeat the key that they were sent."""
    for key in keys:
        text = text.replace(key, "…") if len(key) >= SHORTEST_KEY else text
    return text
