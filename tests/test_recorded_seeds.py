"""Briefs of the seed articles from recorded answers of the embedded model: real answers, replayed without it."""

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from newsbrief import Article, Briefer, Recording, Settings
from newsbrief.article import article_paths
from newsbrief.exchanges import load_exchanges
from newsbrief.prompts import Prompts
from newsbrief.render.tables import guarded, to_csv
from newsbrief.render.wording import plain
from newsbrief.schema import Brief
from tests.exported import (
    annotated,
    annotation_problems,
    evidence_of,
    misuses,
    passages_of,
    table_of,
    tokens_of,
    utf16_of,
)

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "recordings"
SEEDS = article_paths(ROOT / "seeds")
NAMES = [path.name for path in SEEDS]
PRINTED = ("text", "softbreak", "blockquote_open")
"""The parts of a Markdown page that are words, or begin a line of a quotation."""
WITH_EVIDENCE = ("summary", "key_figures", "quantities", "statements", "open_questions")


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


@pytest.mark.parametrize("name", NAMES)
def test_json_ld_of_every_seed_is_schema_org_and_its_passages_are_the_evidence(
    name: str, briefs: dict[str, tuple[Article, Brief]]
) -> None:
    article, brief = briefs[name]
    document = brief.to_jsonld()
    assert misuses(document) == []
    found = passages_of(document)
    assert found == {one for section in WITH_EVIDENCE for item in evidence_of(brief, section) for one in item}
    assert all(article.text[start:end] == words for start, end, words in found)


@pytest.mark.parametrize("name", NAMES)
def test_annotations_of_every_seed_are_after_the_model_and_find_the_evidence(
    name: str, briefs: dict[str, tuple[Article, Brief]]
) -> None:
    article, brief = briefs[name]
    document = brief.to_annotations(article)
    assert annotation_problems(document) == []
    found = annotated(document, lambda start, end: article.text[start:end])
    assert found == [(section, item) for section in WITH_EVIDENCE for item in evidence_of(brief, section)]
    in_utf16 = annotated(brief.to_annotations(article, utf16=True), utf16_of(article.text))
    assert [[words for *_, words in item] for _, item in in_utf16] == [[one[2] for one in item] for _, item in found]


@pytest.mark.parametrize("name", NAMES)
def test_csv_of_every_seed_points_at_the_words_that_it_shows(
    name: str, briefs: dict[str, tuple[Article, Brief]]
) -> None:
    article, brief = briefs[name]
    for section in WITH_EVIDENCE:
        rows = table_of(to_csv([brief], section))
        assert len(rows) == len(getattr(brief, section))
        assert all(row["evidence"] == guarded(article.text[int(row["start"]) : int(row["end"])]) for row in rows)


@pytest.mark.parametrize("name", NAMES)
def test_markdown_of_every_seed_quotes_the_words_at_the_evidence_of_each_statement(
    name: str, briefs: dict[str, tuple[Article, Brief]]
) -> None:
    article, brief = briefs[name]
    shown = quoted_in(brief.to_markdown())
    evidence = [one for statement in brief.statements for one in statement.evidence]
    assert len(shown) == len(evidence)
    assert all(
        plain(article.text[one.start : one.end]).startswith(words) for one, words in zip(evidence, shown, strict=True)
    )


def quoted_in(page: str) -> list[str]:
    """What the quotations of a Markdown page show, without the dots of those that are cut short."""
    tokens = list(tokens_of(page))
    opened = [at for at, token in enumerate(tokens) if token.type == "blockquote_open"]
    inside = [one for at in opened for one in takewhile(lambda token: token.type != "blockquote_close", tokens[at:])]
    parts = [one.content if one.type == "text" else "\n" for one in inside if one.type in PRINTED]
    return [line.removesuffix(" …") for line in "".join(parts).splitlines() if line]
