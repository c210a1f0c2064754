"""Whether a model could be asked now is found out without starting or fetching anything."""

import asyncio
from pathlib import Path

import pytest

from newsbrief import errors
from newsbrief.briefer import Briefer
from newsbrief.weights import DEFAULT
from tests.endpoint import ScriptedEndpoint

pytestmark = pytest.mark.usefixtures("made_once")


def ready(model: str | None, base_url: str | None = None) -> str:
    async def ask() -> str:
        async with Briefer(model, base_url) as briefer:
            return await briefer.aready()

    return asyncio.run(ask())


@pytest.mark.parametrize("model", [None, "scripted"])
def test_a_model_that_the_endpoint_lists_is_ready(model: str | None, endpoint: ScriptedEndpoint) -> None:
    assert ready(model, endpoint.base_url) == "scripted"
    assert endpoint.requests == []


def test_a_name_without_its_tag_is_listed_with_one(endpoint: ScriptedEndpoint) -> None:
    endpoint.models = ["other:8b", "small:latest"]
    assert ready("small", endpoint.base_url) == "small"


def test_a_model_that_the_endpoint_does_not_list_is_not_ready(endpoint: ScriptedEndpoint) -> None:
    with pytest.raises(errors.ModelNotFound, match="does not list 'script'"):
        ready("script", endpoint.base_url)


def test_an_endpoint_that_is_down_is_asked_once_and_not_ready() -> None:
    endpoint = ScriptedEndpoint()
    with pytest.raises(errors.ModelUnreachable):
        ready("scripted", endpoint.base_url)
    endpoint.close()


@pytest.fixture
def embedded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The embedded model's packages are there, its cache is empty, and starting it fails the test."""
    (tmp_path / "xllamacpp.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("NEWSBRIEF_CACHE", str(tmp_path))
    monkeypatch.setattr("newsbrief.local.open_local", lambda *_, **__: pytest.fail("the embedded model was started"))
    return tmp_path


@pytest.mark.usefixtures("embedded")
def test_an_embedded_model_without_weights_is_not_ready_and_nothing_is_fetched() -> None:
    with pytest.raises(errors.WeightsError, match="newsbrief models pull smollm2-135m"):
        ready("local:smollm2-135m")


def test_an_embedded_model_with_weights_is_ready_and_not_started(embedded: Path) -> None:
    weights = embedded / "toy.gguf"
    weights.write_bytes(b"GGUF")
    assert ready(f"local:{weights}") == "toy"


def test_weights_are_sought_where_they_were_kept_when_the_briefer_was_made(
    embedded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    briefer = Briefer("local")
    monkeypatch.setenv("NEWSBRIEF_CACHE", "elsewhere")
    monkeypatch.setattr("newsbrief.weights.is_here", lambda weights: weights.folder == embedded / "models")
    assert asyncio.run(briefer.aready()) == DEFAULT


def test_an_embedded_model_that_is_not_installed_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsbrief.local.find_spec", lambda _name: None)
    with pytest.raises(errors.MissingExtra):
        ready("local")
