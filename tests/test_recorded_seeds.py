"""Briefs of the seed articles from recorded answers of the embedded model: real answers, replayed without it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsbrief import Article, Briefer, Recording, Settings
from newsbrief.article import article_paths
from newsbrief.exchanges import load_exchanges
from newsbrief.prompts import Prompts
from newsbrief.schema import Brief

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "recordings"
SEEDS = article_paths(ROOT / "seeds")
NAMES = [path.name for path in SEEDS]


@pytest.fixture(scope="module")
def briefer() -> Iterator[Briefer]:
    with Briefer("local", settings=Settings(recording=Recording(FOLDER))) as replaying:
        yield replaying


@pytest.fixture(scope="module")
def briefs(briefer: Briefer) -> dict[str, tuple[Article, Brief]]:
    """The brief of each seed, with its article."""
    articles = {path.name: Article.load(path) for path in SEEDS}
    return {name: (article, briefer.brief(article)) for name, article in articles.items()}


@pytest.mark.parametrize("name", NAMES)
def test_every_seed_is_briefed_in_full_and_everything_holds(
    name: str, briefs: dict[str, tuple[Article, Brief]]
) -> None:
    article, brief = briefs[name]
    assert brief.status == "ok"
    assert brief.verify(article) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_quotation_and_number_is_accounted_for(name: str, briefs: dict[str, tuple[Article, Brief]]) -> None:
    coverage = briefs[name][1].coverage
    assert coverage.quotations.unaccounted == ()
    assert coverage.numbers.unaccounted == ()


def test_the_first_seed_has_its_quotation_its_numbers_and_its_speakers(
    briefs: dict[str, tuple[Article, Brief]],
) -> None:
    brief = briefs["01-prisoner-exchange.txt"][1]
    assert [one.speaker for one in brief.statements if one.form == "direct"] == ["Volodymyr Zelenskiy"]
    assert {"11,000", "300", "2,700"} <= {one.text for one in brief.quantities}
    assert len({one.speaker for one in brief.statements}) >= 4


def test_wrong_answers_were_repaired_or_rejected(briefs: dict[str, tuple[Article, Brief]]) -> None:
    made = [brief for _, brief in briefs.values()]
    assert sum(brief.provenance.repairs.mended for brief in made) > 0
    assert sum(len(brief.rejected) for brief in made) > 0


def test_no_recording_is_of_a_prompt_that_has_changed() -> None:
    now = {prompt.name: prompt.sha256 for prompt in Prompts()}
    stale = [path.name for path, one in load_exchanges(FOLDER) if any(now[p.name] != p.sha256 for p in one.prompts)]
    assert stale == []
