"""What `import newsbrief` promises: these names, each explained, called in these ways.

A change here is a change for users: it needs a line in the changelog, and from 1.0 on a release that warns of it.
"""

import inspect
from operator import attrgetter
from typing import Any, get_args

import pytest

import newsbrief

CALLS = {
    "Article.from_text": "(text, *, title=None, source=None, author=None, published=None, language=None)",
    "Article.load": "(path)",
    "Article.sentence_at": "(self, offset)",
    "Brief.to_annotations": "(self, article, *, utf16=False)",
    "Brief.to_html": "(self, article)",
    "Brief.to_jsonld": "(self)",
    "Brief.to_markdown": "(self)",
    "Brief.verify": "(self, article)",
    "Briefed": "(source, article, brief, *, reused=False)",
    "Briefer": "(model=None, base_url=None, api_key=None, *, prompts=None, client=None, settings=None)",
    "Briefer.abrief": "(self, article)",
    "Briefer.abrief_many": "(self, articles, *, in_order=False)",
    "Briefer.aclose": "(self)",
    "Briefer.acomplete": "(self, brief, article)",
    "Briefer.astream": "(self, article)",
    "Briefer.brief": "(self, article)",
    "Briefer.brief_many": "(self, articles, *, in_order=False)",
    "Briefer.close": "(self)",
    "Briefer.complete": "(self, brief, article)",
    "Evidence": "(*, start, end, text, match='exact')",
    "Failed": "(source, article, error, *, reused=False)",
    "Limits": "(max_tokens=None, max_cost=None, max_articles=None, deadline=None, prices=None)",
    "Prices": "(input, output, cached=None)",
    "Problem": "(item, message)",
    "Recording": "(folder, mode='none', hint=None)",
    "Recording.async_transport": "(self, inner=None)",
    "Recording.transport": "(self, inner=None)",
    "Settings": "(timeout=300.0, deadline=None, attempts=4, concurrency=8, rpm=None, tpm=None, context_tokens=8192, "
    "language=None, sections=..., recording=None, on_event=...)",
    "abrief_folder": "(briefer, source, out, *, formats=('json',), limits=..., retry_failed=False)",
    "brief": "(text, *, model=None, base_url=None, api_key=None)",
    "brief_folder": "(briefer, source, out, *, formats=('json',), limits=..., retry_failed=False)",
    "grounding.locate": "(text, quote)",
    "load_articles": "(path, *, on_error=None)",
    "to_frame": "(briefs, section)",
}
OTHERS = {"Article", "Brief", "Outcome", "Outcomes", "errors", "grounding"}
"""Names that users do not call: Article and Brief are read, an Outcome is a union, Outcomes a list; two modules."""


class _Left(str):
    """What is shown of a default that has no short form."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def call(function: Any) -> str:
    """A signature without its types, which `tests/typing` checks."""
    signature = inspect.signature(function)
    return str(
        signature.replace(
            parameters=[
                one.replace(annotation=one.empty, default=_shown(one.default)) for one in signature.parameters.values()
            ],
            return_annotation=signature.empty,
        )
    )


def _shown(default: Any) -> Any:
    is_plain = default is inspect.Parameter.empty or default is None or isinstance(default, bool | float | int | str)
    return default if is_plain or default == ("json",) else _Left("...")


def test_the_names_are_these() -> None:
    assert newsbrief.__all__ == sorted(newsbrief.__all__)
    assert set(newsbrief.__all__) == {name for name in CALLS if "." not in name} | OTHERS


@pytest.mark.parametrize("name", newsbrief.__all__)
def test_every_name_is_explained(name: str) -> None:
    known = getattr(newsbrief, name)
    for one in get_args(known) or [known]:
        written = vars(one).get("__doc__") if isinstance(one, type) else one.__doc__
        assert written
        assert not written.startswith(f"{name}("), "that is what a dataclass writes by itself"


@pytest.mark.parametrize(("name", "signature"), CALLS.items(), ids=CALLS)
def test_what_is_called_is_called_as_it_was(name: str, signature: str) -> None:
    assert call(attrgetter(name)(newsbrief)) == signature


def test_every_error_stands_in_the_tree_that_explains_them() -> None:
    kinds = [name for name, kind in vars(newsbrief.errors).items() if isinstance(kind, type)]
    tree = newsbrief.errors.__doc__ or ""
    assert [name for name in kinds if name not in tree.split()] == []
