"""Which model is asked, and where: the order of arguments and environment."""

import pytest

from newsbrief.errors import SettingsError
from newsbrief.settings import Endpoint, Settings, find_endpoint

URL = "http://127.0.0.1:1/v1"


def test_the_embedded_model_is_the_default() -> None:
    assert find_endpoint(None, None, None, {}) == Endpoint("local")


def test_a_key_in_the_environment_alone_sends_nothing_to_a_hosted_model() -> None:
    assert find_endpoint(None, None, None, {"OPENAI_API_KEY": "k"}).is_local


def test_an_argument_comes_before_the_environment() -> None:
    environment = {"NEWSBRIEF_MODEL": "theirs", "NEWSBRIEF_BASE_URL": "http://other/v1", "OPENAI_API_KEY": "k"}
    assert find_endpoint("mine", URL, "key", environment) == Endpoint("mine", URL, "key")


def test_our_own_base_url_comes_before_openais() -> None:
    environment = {"NEWSBRIEF_BASE_URL": URL, "OPENAI_BASE_URL": "http://other/v1"}
    assert find_endpoint("m", None, None, environment).base_url == URL


def test_a_base_url_without_a_model_leaves_the_model_to_the_endpoint() -> None:
    assert find_endpoint(None, URL, None, {}).model is None


def test_the_embedded_model_ignores_a_base_url_of_the_environment() -> None:
    assert find_endpoint("local", None, None, {"OPENAI_BASE_URL": URL}) == Endpoint("local")


def test_the_embedded_model_and_a_base_url_contradict_each_other() -> None:
    with pytest.raises(SettingsError, match="leave one of them out"):
        find_endpoint("local:smollm2-135m", URL, None, {})


def test_a_hosted_model_without_a_key_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        find_endpoint("gpt-x", None, None, {})


def test_the_key_is_in_no_repr() -> None:
    assert "secret" not in repr(find_endpoint("m", URL, "secret", {}))


@pytest.mark.parametrize(
    "wrong", [{"timeout": 0}, {"deadline": -1}, {"attempts": 0}, {"concurrency": 0}, {"context_tokens": 100}]
)
def test_settings_that_make_no_sense_are_refused_by_name(wrong: dict[str, int]) -> None:
    with pytest.raises(SettingsError, match=next(iter(wrong))):
        Settings(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["sk-x\nX-Header: y", "sk-ü", "sk\x00"])
def test_a_key_that_is_none_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        find_endpoint("m", URL, key, {})
    assert "sk" not in str(caught.value)


def test_white_space_around_a_key_is_no_part_of_it() -> None:
    assert find_endpoint("m", URL, None, {"OPENAI_API_KEY": " sk-x\n"}).api_key == "sk-x"


@pytest.mark.parametrize("url", ["http://[::1", "foo", "ftp://host/v1", "http://"])
def test_a_base_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="base URL"):
        find_endpoint("m", url, None, {})


def test_a_language_that_is_none_is_refused() -> None:
    with pytest.raises(SettingsError, match="language"):
        Settings(language="12")
