"""Briefs outlive the version that wrote them: what was stored as schema 1 is read for ever."""

import io
import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError
from rich.console import Console

from newsbrief import Article, Brief
from newsbrief.commands import load_brief
from newsbrief.errors import BriefError
from newsbrief.formats import FORMATS
from newsbrief.render.tables import SECTIONS, csv_rows
from newsbrief.render.terminal import show

STORED = Path(__file__).parent / "stored"
PATH = STORED / "brief-schema-1.json"


@pytest.fixture(scope="module")
def brief() -> Brief:
    return load_brief(PATH)


@pytest.fixture(scope="module")
def article() -> Article:
    return Article.load(STORED / "brief-schema-1.article.txt")


def changed(tmp_path: Path, **fields: Any) -> Path:
    """The stored brief, with other fields."""
    path = tmp_path / "b.brief.json"
    path.write_text(json.dumps({**json.loads(PATH.read_bytes()), **fields}))
    return path


def records_in(part: object) -> Iterator[BaseModel]:
    """A record, and all the records within it."""
    if isinstance(part, BaseModel):
        yield part
        yield from records_in([getattr(part, name) for name in type(part).model_fields])
    elif isinstance(part, dict):
        yield from records_in(list(part.values()))
    elif isinstance(part, list | tuple):
        for one in part:
            yield from records_in(one)


def bare(schema: Any) -> Any:
    """A JSON Schema without its words."""
    if isinstance(schema, dict):
        words = [key for key in ("title", "description") if isinstance(schema.get(key), str)]
        return {key: bare(value) for key, value in schema.items() if key not in words}
    return [bare(one) for one in schema] if isinstance(schema, list) else schema


def test_a_stored_brief_is_written_as_it_was_read(brief: Brief) -> None:
    assert json.loads(brief.model_dump_json()) == json.loads(PATH.read_bytes())


def test_a_stored_brief_holds_against_its_article(brief: Brief, article: Article) -> None:
    assert brief.verify(article) == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_stored_brief_is_shown_in_every_format(name: str, brief: Brief, article: Article) -> None:
    assert "We begin with the old ferry" in FORMATS[name].text(brief, article)


def test_a_stored_brief_is_shown_in_terminals_notebooks_and_tables(brief: Brief, article: Article) -> None:
    console = Console(file=io.StringIO(), width=100)
    show(console, brief, article)
    assert isinstance(console.file, io.StringIO)
    assert brief.headline
    assert brief.headline in console.file.getvalue()
    assert brief.headline in brief._repr_html_()
    assert [name for name in SECTIONS if not csv_rows(brief, name)] == []


def test_the_stored_brief_has_something_in_every_field(brief: Brief) -> None:
    filled = {
        (type(one), name)
        for one in records_in(brief)
        for name, field in type(one).model_fields.items()
        if field.is_required() or getattr(one, name) != field.default
    }
    known = {(type(one), name) for one in records_in(brief) for name in type(one).model_fields}
    assert known - filled == {(Brief, "schema_version")}


def test_the_form_of_a_brief_is_that_of_its_schema_version() -> None:
    stored = json.loads((STORED / "schema-1.json").read_bytes())
    assert bare(Brief.model_json_schema()) == stored, "another form needs another schema_version"


def test_a_brief_of_a_later_schema_asks_for_an_update(tmp_path: Path) -> None:
    with pytest.raises(BriefError) as caught:
        load_brief(changed(tmp_path, schema_version=2, mood="calm"))
    assert caught.value.message == f"{tmp_path / 'b.brief.json'} is a brief of schema 2, and newsbrief reads schema 1"
    assert caught.value.hint == f"update newsbrief, which is {version('newsbrief')} here"


def test_pydantic_says_so_too_of_a_brief_of_a_later_schema(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="a brief of schema 2, and newsbrief reads schema 1"):
        Brief.model_validate_json(changed(tmp_path, schema_version=2).read_bytes())


@pytest.mark.parametrize("wrong", [0, "1", None, [2]])
def test_what_is_no_schema_version_makes_no_brief(tmp_path: Path, wrong: object) -> None:
    with pytest.raises(BriefError, match="is not a brief: schema_version: "):
        load_brief(changed(tmp_path, schema_version=wrong))


def test_a_field_that_the_schema_does_not_have_is_refused_and_named(tmp_path: Path) -> None:
    with pytest.raises(BriefError, match="is not a brief: mood: "):
        load_brief(changed(tmp_path, mood="calm"))
