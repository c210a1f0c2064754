"""What of datasets needs no Ray: what a row is known by, and what is said where Ray is missing."""

import json
import sys
from pathlib import Path

import pytest

from newsbrief.article import Article
from newsbrief.batch import brief_folder
from newsbrief.briefer import Briefer
from newsbrief.due import asked_with
from newsbrief.errors import ArticleError, MissingExtra
from newsbrief.prompts import Prompts
from newsbrief.questionnaire import Questionnaire
from newsbrief.ray import _article, _key, brief_dataset
from tests.endpoint import ScriptedEndpoint


def test_without_ray_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ray", "ray.data"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtra, match=r"pip install 'newsbrief\[ray\]'"):
        brief_dataset(None)


def test_a_row_has_the_key_that_a_folder_run_enters_in_its_ledger(endpoint: ScriptedEndpoint, tmp_path: Path) -> None:
    text = "About 40 people came to the pier."
    (tmp_path / "a.txt").write_text(text)
    with Briefer("m", endpoint.base_url) as briefer:
        list(brief_folder(briefer, tmp_path / "a.txt", tmp_path / "out"))
    entry = json.loads((tmp_path / "out" / "ledger.jsonl").read_text())
    row = _article({"body": text, "title": "Another title"}, "body")
    assert _key(row, asked_with("m", Questionnaire(Prompts(), 8192))) == f"{entry['content']}:{entry['asked']}"


@pytest.mark.parametrize(
    ("text", "why"),
    [(None, "has no text"), (7, "no string, but int"), (["a"], "no string, but list"), (" \n", "holds no text")],
)
def test_a_row_without_a_text_says_why(text: object, why: str) -> None:
    error = _article({"text": text, "title": "Mist"}, "text")
    assert isinstance(error, ArticleError)
    assert why in str(error)
    assert error.article == "Mist"
    assert _key(error, "asked") is None


def test_what_a_table_has_no_value_for_is_no_metadata() -> None:
    nan = float("nan")
    article = _article({"text": "Rain fell on the pier.", "title": nan, "author": [nan], "language": nan}, "text")
    assert article == Article.from_text("Rain fell on the pier.")
