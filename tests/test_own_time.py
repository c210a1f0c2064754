"""The benchmark of what newsbrief takes itself: whole briefs, no time counted twice, and texts that differ."""

import time
from pathlib import Path

import pytest

from benchmarks import own_time
from benchmarks.own_time import ASIDE, STAGES, Row, Watch, table, varied
from newsbrief import Article, Brief
from newsbrief.cues import find_cues
from newsbrief.prompts import Prompts
from tests.effort import calls

TEXT = (
    "The ferry Ostara left Vell at noon with 48 people on board. “We saw smoke,” said Ida Marrek, who runs the kiosk. "
    "It was not clear who had raised the alarm. The harbour board, led by Tor Fenwick, declined to comment."
)


def write(folder: Path, text: str = TEXT) -> Path:
    path = folder / "a.md"
    path.write_text(f"---\ntitle: Smoke\n---\n\n{text}\n", encoding="utf-8")
    return path


def test_it_times_the_making_of_a_whole_brief(tmp_path: Path) -> None:
    out = tmp_path / "brief.json"
    row = own_time.measure("ferry", write(tmp_path), out, runs=2)
    brief = Brief.model_validate_json(out.read_bytes())
    assert brief.status == "ok"
    assert [one.speaker for one in brief.statements if one.form == "direct"] == ["Ida Marrek"]
    assert row.words == len(TEXT.split())
    assert all(row.stages[stage] > 0 for stage in STAGES)
    assert row.model > 0


def test_an_inner_stage_is_no_part_of_the_outer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 3.0, 7.0, 15.0])
    monkeypatch.setattr(time, "process_time", lambda: next(clock))
    watch = Watch()
    watch.timed("outer", watch.timed("inner", lambda: None))()
    assert watch.seconds == {ASIDE: 1.0, "outer": 2.0 + 8.0, "inner": 4.0}


def test_a_varied_text_has_other_people_and_numbers() -> None:
    article = Article.from_text(TEXT, language="en")
    other = Article.from_text(varied(article, 1), language="en")
    before, after = (find_cues(one) for one in (article, other))
    assert varied(article, 0) == TEXT
    assert {one.name for one in before.names if one.kind == "person"}.isdisjoint(one.name for one in after.names)
    assert [one.value for one in before.numbers] != [one.value for one in after.numbers]
    assert len(after.utterances) == len(before.utterances)


@pytest.mark.effort
@pytest.mark.parametrize("kind", ["numbers", "names", "quotations"])
def test_the_work_grows_with_the_text_and_no_faster(kind: str, tmp_path: Path) -> None:
    def work(words: int) -> int:
        pieces = own_time.kinds([Article.from_text(TEXT, language="en")])[kind]
        path, prompts = write(tmp_path, own_time.cut(pieces, words)), Prompts()
        return calls(lambda: own_time.run(path, tmp_path / "brief.json", prompts, own_time.answer_to))

    _first, small, medium, large = map(work, (300, 600, 1_200, 2_400))
    assert large - medium < 2.3 * (medium - small)


def test_a_text_is_held_against_one_with_an_eighth_of_its_words() -> None:
    rows = [Row("a", words, dict.fromkeys(STAGES, 0.0), total, 0.0) for words, total in ((600, 0.01), (4_800, 0.075))]
    small, large = table(rows).splitlines()[2:]
    assert "| 7.5 |" in large
    assert "|  |" in small
