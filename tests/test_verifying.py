"""A brief that was altered, by as little as one character, no longer holds, and the item is named."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from newsbrief.article import Article
from newsbrief.questions import Answer, Failure, Question, Reply
from newsbrief.schema import Brief
from tests.test_pipeline import ARTICLE, reply_to, run

BRIEF, _ROUNDS = run(reply_to)
DATA: dict[str, Any] = json.loads(BRIEF.model_dump_json())


def altered(path: tuple[str | int, ...], value: Any) -> Brief:
    data = json.loads(json.dumps(DATA))
    part = data
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return Brief.model_validate_json(json.dumps(data))


def leaves(part: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(part, dict):
        for key, inner in part.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(part, list):
        for index, inner in enumerate(part):
            yield from leaves(inner, (*path, index))
    else:
        yield path, part


def is_span_or_evidence(path: tuple[str | int, ...]) -> bool:
    return (
        path[-1] in ("start", "end")
        or (path[-1] == "text" and path[0] != "summary")
        or (path[-1] == "text" and len(path) > 3)
    )


SPANS_AND_TEXTS = [(path, value) for path, value in leaves(DATA) if is_span_or_evidence(path)]
PARSED = [
    (path, value)
    for path, value in leaves(DATA)
    if path[0] == "quantities" and path[-1] in ("value", "minimum", "maximum", "unit", "bound", "direction")
]


def test_the_brief_to_alter_has_something_of_everything() -> None:
    assert BRIEF.verify(ARTICLE) == []
    assert all(DATA[section] for section in ("summary", "key_figures", "quantities", "statements", "open_questions"))
    assert len(SPANS_AND_TEXTS) > 30


def item_of(path: tuple[str | int, ...]) -> str:
    return f"{path[0]}[{path[1]}]" if isinstance(path[1], int) else f"{path[0]}.{path[1]}"


@pytest.mark.parametrize(("path", "value"), SPANS_AND_TEXTS, ids=str)
def test_one_altered_span_or_character_of_evidence_is_found_and_named(path: tuple[str | int, ...], value: Any) -> None:
    changed = value + 1 if isinstance(value, int) else value[:-1] + ("x" if value[-1] != "x" else "y")
    problems = altered(path, changed).verify(ARTICLE)
    assert any(problem.item.startswith(item_of(path)) for problem in problems)


@pytest.mark.parametrize(("path", "value"), PARSED, ids=str)
def test_one_altered_number_is_found_and_named(path: tuple[str | int, ...], value: Any) -> None:
    others: dict[str | int, Any] = {"unit": "boats", "bound": "at_most", "direction": "up"}
    changed = others[path[-1]] if path[-1] in others else (value or 0) + 1
    problems = altered(path, changed).verify(ARTICLE)
    assert [problem.item for problem in problems] == [f"quantities[{path[1]}].{path[2]}"]


@pytest.mark.parametrize(
    ("path", "value", "item"),
    [
        (("headline",), "Karlsson to sail again in spring, says Karlsson", "headline"),
        (("headline",), "Ferry to sail again in 7 springs", "headline"),
        (("summary", 0, "text"), "The ferry of Malmby would sail again.", "summary[0].text"),
        (("key_figures", 0, "name"), "Anna Lund", "key_figures[0].name"),
        (("key_figures", 0, "role"), "Major", "key_figures[0].role"),
        (("statements", 0, "speaker"), "Anna Lund", "statements[0].speaker"),
        (("statements", 0, "speaker_mention"), "Lund", "statements[0].speaker_mention"),
        (("statements", 0, "cue"), "denied", "statements[0].cue"),
        (("statements", 0, "form"), "direct", "statements[0].form"),
        (("statements", 0, "claim"), "The ferry sinks in 12 days", "statements[0].claim"),
        (("statements", 0, "channel"), "in a letter", "statements[0].channel"),
        (("quantities", 0, "measures"), "people who wrote 12 letters", "quantities[0].measures"),
        (("quantities", 0, "attributed_to"), "Karlsson", "quantities[0].attributed_to"),
        (("open_questions", 0, "question"), "What did Malmby and Karlsson pay?", "open_questions[0].question"),
        (("coverage", "numbers", "found"), 9, "coverage.numbers.found"),
        (("coverage", "quotations", "reported"), 0, "coverage.quotations.reported"),
        (("statements", 1, "speaker"), None, "statements[1].speaker"),
        (("statements", 1, "speaker_kind"), "anonymous", "statements[1].speaker"),
        (("statements", 0, "speaker"), "Anna Lin", "statements[0].speaker"),
        (("article", "sha256"), "0" * 64, "article.sha256"),
        (("statements", 0, "claim"), "The ferry sails with 1,200 people", "statements[0].claim"),
        (("article", "length"), 1, "article.length"),
        (("article", "id"), "another", "article.id"),
    ],
)
def test_each_part_that_no_longer_holds_is_named(path: tuple[str | int, ...], value: Any, item: str) -> None:
    assert item in [problem.item for problem in altered(path, value).verify(ARTICLE)]


def test_where_the_article_settles_no_speaker_it_is_one_of_its_names_or_nobody() -> None:
    article = Article.from_text("Anna Lind met Tom Vey.\n\n“We mended it.”\n\nThen Tom Vey left.", language="en")
    brief, _ = run(reply_to, article)
    [statement] = brief.statements
    problems = {
        speaker: brief.model_copy(
            update={"statements": (statement.model_copy(update={"speaker": speaker}),)},
        ).verify(article)
        for speaker in ("Anna Lind", "Tom Vey", None, "Karlsson")
    }
    told = {speaker: [problem.item for problem in found] for speaker, found in problems.items()}
    assert told == {"Anna Lind": [], "Tom Vey": [], None: [], "Karlsson": ["statements[0].speaker"]}


def test_the_text_written_beside_a_brief_is_as_good_as_the_file_it_came_from() -> None:
    assert BRIEF.verify(Article.from_text(ARTICLE.text + "\n")) == []


def test_another_article_is_told() -> None:
    problems = BRIEF.verify(Article.from_text("Something else entirely."))
    assert problems[0].item == "article.sha256"


@pytest.mark.parametrize(("section", "item"), [("statements", "quotations"), ("quantities", "numbers")])
def test_an_item_that_was_dropped_is_missed(section: str, item: str) -> None:
    kept = [one for one in DATA[section] if one.get("form") == "indirect"]
    problems = Brief.model_validate_json(json.dumps({**DATA, section: kept})).verify(ARTICLE)
    assert f"coverage.{item}.reported" in [problem.item for problem in problems]


def test_a_brief_in_another_language_holds() -> None:
    brief, _ = run(german_reply, language="de")
    assert brief.headline == "Fähre soll im Frühling wieder fahren"
    assert brief.summary[0].text == "Die Bürgermeisterin sprach am Montag."
    assert brief.verify(ARTICLE) == []


def german_reply(question: Question) -> Reply:
    prose: dict[str, Any] = {
        "headline": "Fähre soll im Frühling wieder fahren",
        "summary": {"text": "Die Bürgermeisterin sprach am Montag.", "sentence": 1},
        "quantities": "Zahl der Unterschriften",
        "statements": "Die Fähre fährt wieder.",
        "open_questions": "Was hat die Reparatur gekostet?",
    }
    answer = reply_to(question)
    if question.section not in prose or question.prompt.name == "speakers" or isinstance(answer, Failure):
        return answer
    filled = dict.fromkeys(question.draft.forms, prose[question.section])
    return Answer(question.draft.read(filled), answer.cost)
