"""Datasets, on a real Ray on this machine: rows in and out, resumed, with whatever goes wrong on the way."""

import json
import re
import runpy
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsbrief.article import Article
from newsbrief.errors import SettingsError
from newsbrief.ray import ADDED, brief_dataset
from newsbrief.schema import Brief
from newsbrief.settings import Settings
from tests.conftest import ROOT
from tests.endpoint import Body, Response, ScriptedEndpoint
from tests.faults import KEY, good

# What Ray warns of within itself is not for us to mend; what it warns of in our code still fails a test.
pytestmark = [pytest.mark.ray, pytest.mark.filterwarnings(r"ignore::Warning:ray\.")]

RAY = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_DATA_DISABLE_PROGRESS_BARS": "1", "RAY_enable_export_api_write": "1"}
"""Nothing is sent anywhere, nothing drawn, and the plans are written to the logs."""
ROWS: list[dict[str, Any]] = [
    {
        "n": 1,
        "text": "“We mended the roof,” said Vera Holm. About 40 people came.",
        "title": "Roof",
        "tags": ["a", "b"],
    },
    {"n": 2, "text": None, "title": "Nothing", "tags": []},
    {"n": 3, "text": "The ferry is refused.", "title": None, "tags": None},
    {"n": 4, "text": " ", "title": None, "tags": ["c"]},
    {"n": 5, "text": "Rain fell for 20 minutes.", "title": "Rain", "tags": ["d"]},
]


@pytest.fixture(scope="module")
def logs() -> Iterator[Path]:
    """A Ray of two CPUs; gives the folder in which it keeps its logs."""
    with tempfile.TemporaryDirectory(prefix="ray") as folder, pytest.MonkeyPatch.context() as patch:
        for name, value in RAY.items():
            patch.setenv(name, value)
        patch.delenv("OPENAI_API_KEY", raising=False)
        import ray  # it reads its environment here

        ray.init(
            num_cpus=2,
            object_store_memory=200_000_000,
            include_dashboard=False,
            logging_level="ERROR",
            log_to_driver=False,
            _node_ip_address="127.0.0.1",
            _temp_dir=folder,
        )
        yield Path(folder)
        ray.shutdown()


@pytest.fixture
def data(logs: Path) -> Any:
    """Ray's module for datasets."""
    import ray.data

    assert logs.exists()
    return ray.data


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A file of articles, of which one has no text, one a blank one, and one is refused by the endpoint."""
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


def refusing(_number: int, body: Body) -> Response:
    """Good answers, but none about the ferry."""
    refused = "ferry" in json.dumps(body["messages"])
    return Response(400, {"error": {"message": "not \ud800 about ferries"}}) if refused else good(body)


def test_rows_keep_their_columns_and_get_their_briefs_and_a_second_run_asks_about_failures_only(
    data: Any, lines: Path, tmp_path: Path, endpoint: ScriptedEndpoint
) -> None:
    import pyarrow.parquet

    endpoint.respond = refusing
    out = tmp_path / "out"

    def run() -> None:
        briefed = brief_dataset(data.read_json(str(lines)), base_url=endpoint.base_url, done=out, block_rows=2)
        briefed.write_parquet(str(out))

    run()
    rows = sorted(data.read_parquet(str(out)).take_all(), key=lambda row: row["n"])
    assert [{name: row[name] for name in ROWS[0]} for row in rows] == ROWS
    assert [row["status"] for row in rows] == ["ok", "failed", "failed", "failed", "ok"]
    for row in (rows[0], rows[4]):
        brief = Brief.model_validate_json(row["brief"])
        assert brief.verify(Article.from_text(row["text"])) == []
        assert brief.article.title == row["title"]
        assert brief.provenance.usage.model_dump() == {name: row[name] for name in ADDED[4:]}
        assert row["error"] is None
    assert [row["error"].partition(":")[0] for row in rows[1:4]] == ["ArticleError", "RequestRejected", "ArticleError"]
    answered = len([body for body in endpoint.requests if "ferry" not in json.dumps(body["messages"])])
    assert sum(row["input_tokens"] for row in rows) == answered * 100

    asked = len(endpoint.requests)
    (out / "cut-off.parquet").write_bytes(b"PAR1")
    run()
    again = [json.dumps(body["messages"]) for body in endpoint.requests[asked:]]
    assert again
    assert all("ferry" in messages for messages in again)
    (out / "cut-off.parquet").unlink()
    assert pyarrow.parquet.read_table(out).num_rows == len(ROWS) + 3


def test_a_dataset_tells_what_is_done_too_but_not_for_another_language(data: Any, endpoint: ScriptedEndpoint) -> None:
    articles = data.from_items([{"body": "Rain fell."}], override_num_blocks=1)
    options: dict[str, Any] = {"base_url": endpoint.base_url, "text_column": "body"}
    first = brief_dataset(articles, **options).materialize()
    asked = len(endpoint.requests)
    assert brief_dataset(articles, **options, done=first).take_all() == []
    assert len(endpoint.requests) == asked
    assert brief_dataset(articles, **options, done=first, settings=Settings(language="de")).count() == 1


def test_one_actor_works_on_many_rows_at_once(data: Any, endpoint: ScriptedEndpoint, tmp_path: Path) -> None:
    piers, released, alone = set[str](), threading.Event(), list[int]()

    def respond(number: int, body: Body) -> Response:
        piers.update(re.findall(r"pier \d", json.dumps(body["messages"])))
        if len(piers) == len(rows):
            released.set()
        if not released.wait(30):
            alone.append(number)
            released.set()
        return good(body)

    endpoint.respond = respond
    rows = [{"text": f"Rain fell on pier {number}."} for number in range(4)]
    briefed = brief_dataset(data.from_items(rows), base_url=endpoint.base_url, done=tmp_path).take_all()
    assert [row["status"] for row in briefed] == ["ok"] * 4
    assert not alone


def test_what_was_written_before_the_dataset_failed_is_not_asked_about_again(
    data: Any, endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    import pyarrow.parquet

    out, pause = tmp_path / "out", threading.Event()

    def fail_once_there_is_a_file(_number: int, body: Body) -> Response:
        if "pier 3" not in json.dumps(body["messages"]):
            return good(body)
        for _ in range(600):
            if any(out.glob("*.parquet")):
                break
            pause.wait(0.1)
        return Response(401, {"error": {"message": "no"}})

    def run() -> None:
        rows = data.from_items([{"n": n, "text": f"Rain fell on pier {n}."} for n in range(4)], override_num_blocks=1)
        brief_dataset(rows, base_url=endpoint.base_url, done=out, block_rows=1).write_parquet(str(out))

    endpoint.respond = fail_once_there_is_a_file
    with pytest.raises(Exception, match="AccessDenied"):
        run()
    written = pyarrow.parquet.read_table(out)["text"].to_pylist()
    asked, endpoint.respond = len(endpoint.requests), lambda _number, body: good(body)
    run()
    again = json.dumps([body["messages"] for body in endpoint.requests[asked:]])
    assert written
    assert not [text for text in written if text in again]
    assert sorted(pyarrow.parquet.read_table(out)["n"].to_pylist()) == [0, 1, 2, 3]


def test_a_key_that_is_not_accepted_ends_the_dataset_and_stands_in_no_plan_and_no_log(
    data: Any, logs: Path, lines: Path, endpoint: ScriptedEndpoint
) -> None:
    endpoint.respond = lambda _number, _body: Response(401, {"error": {"message": "no"}})
    briefed = brief_dataset(data.read_json(str(lines)), base_url=endpoint.base_url, api_key=KEY)
    with pytest.raises(Exception, match=r"newsbrief\.errors\.AccessDenied") as caught:
        briefed.materialize()
    assert {headers["authorization"] for headers in endpoint.headers} == {f"Bearer {KEY}"}
    assert KEY not in f"{briefed!r} {caught.value}"
    written = [path for path in logs.rglob("*") if path.is_file() and not path.is_symlink()]
    assert any("_fn_constructor_args" in path.read_text(errors="replace") for path in written)
    assert not [path for path in written if KEY in path.read_text(errors="replace")]


@pytest.mark.parametrize(
    ("row", "why"),
    [({"body": "Rain fell."}, "no column 'text'"), ({"text": "Rain fell.", "key": 1}, "to be added: key")],
)
def test_columns_that_do_not_fit_end_the_dataset_before_anything_is_asked(
    data: Any, endpoint: ScriptedEndpoint, row: dict[str, Any], why: str
) -> None:
    with pytest.raises(Exception, match=why):
        brief_dataset(data.from_items([row]), base_url=endpoint.base_url).materialize()
    assert not endpoint.requests


def test_settings_that_cannot_be_sent_are_refused_at_once(data: Any, endpoint: ScriptedEndpoint) -> None:
    lock = threading.Lock()
    settings = Settings(on_event=lambda _event: lock.release())
    with pytest.raises(SettingsError, match="cannot be sent to an actor"):
        brief_dataset(data.range(1), base_url=endpoint.base_url, settings=settings)


def test_a_place_of_something_else_is_refused(data: Any, endpoint: ScriptedEndpoint, tmp_path: Path) -> None:
    import pyarrow.parquet

    pyarrow.parquet.write_table(pyarrow.table({"text": ["Rain fell."]}), tmp_path / "articles.parquet")
    for done in (tmp_path, data.read_parquet(str(tmp_path)), data.from_items([{"text": "Rain fell."}])):
        with pytest.raises(SettingsError, match="something else than briefs"):
            brief_dataset(data.range(1), base_url=endpoint.base_url, done=done)


@pytest.mark.parametrize("actors", [0, (2, 1)])
def test_a_number_of_actors_that_is_none_is_refused(
    data: Any, endpoint: ScriptedEndpoint, actors: int | tuple[int, int]
) -> None:
    with pytest.raises(SettingsError, match="actors is"):
        brief_dataset(data.range(1), base_url=endpoint.base_url, actors=actors)


def test_a_place_of_briefs_in_another_format_is_no_first_run(
    data: Any, endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    articles = data.from_items([{"text": "Rain fell."}])
    brief_dataset(articles, base_url=endpoint.base_url).write_json(str(tmp_path / "lines"))
    with pytest.raises(SettingsError, match="no Parquet files, but others"):
        brief_dataset(articles, base_url=endpoint.base_url, done=tmp_path / "lines")
    asked, done = len(endpoint.requests), data.read_json(str(tmp_path / "lines"))
    assert brief_dataset(articles, base_url=endpoint.base_url, done=done).take_all() == []
    assert len(endpoint.requests) == asked


def test_a_place_that_is_parted_by_status_tells_what_is_done(
    data: Any, endpoint: ScriptedEndpoint, tmp_path: Path
) -> None:
    articles = data.from_items([{"text": "Rain fell."}, {"text": None}])
    brief_dataset(articles, base_url=endpoint.base_url).write_parquet(str(tmp_path), partition_cols=["status"])
    (row,) = brief_dataset(articles, base_url=endpoint.base_url, done=tmp_path).take_all()
    assert row["text"] is None


def test_the_example_briefs_a_folder_into_parquet(
    data: Any,
    endpoint: ScriptedEndpoint,
    seeds: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert data
    names, folder = ["02-ferry-fire.md", "07-mist.json"], tmp_path / "articles"
    folder.mkdir()
    for name in names:
        shutil.copy(seeds / name, folder)
    monkeypatch.setenv("NEWSBRIEF_BASE_URL", endpoint.base_url)
    monkeypatch.setattr(sys, "argv", ["brief_dataset.py", str(folder), str(tmp_path / "out")])
    runpy.run_path(str(ROOT / "examples" / "brief_dataset.py"), run_name="__main__")
    assert sorted(re.findall(r"([\w-]+\.\w+): ok", capsys.readouterr().out)) == names
