"""Sections of the user's own: they ask, are held against the article, and stand in the brief's extra part."""

import asyncio
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field, RootModel
from rich.console import Console

from newsbrief import errors
from newsbrief.article import Article
from newsbrief.briefer import Briefer
from newsbrief.coverage import SWITCHED_OFF
from newsbrief.due import asked_with
from newsbrief.evidence import Evidence
from newsbrief.questions import Answer, Failure, Question, Reply
from newsbrief.render.tables import rows
from newsbrief.render.terminal import show
from newsbrief.schema import Brief, OwnItem
from newsbrief.sections import SECTIONS, Headline, OwnSection, Section, Statements
from newsbrief.settings import MIN_CONTEXT_TOKENS, Settings
from tests.endpoint import Body, Response, ScriptedEndpoint, completion, filled
from tests.test_pipeline import ARTICLE, COST, QUESTIONNAIRE, reply_to, run


class Place(BaseModel):
    """A place, and what happens there."""

    name: str
    event: str
    certain: bool = True


class Places(OwnSection[Place]):
    """Which places the article names, and what happens there."""

    name = "places"
    draft = Place
    template = "Which places are named, and what happens there? Use the article's words. Write {{ language }}."

    def ground(self, item: Place) -> Iterable[Evidence]:
        """Where the name stands."""
        return [self.find(item.name)]


class Events(OwnSection[Place]):
    """What happens, with nothing said about how it is borne out."""

    name = "events"
    draft = Place
    template = "What happens where?"


PIER = {"name": "The Old Pier", "event": "the harbour board plans to vote", "certain": False}
MOON = {"name": "The Moon", "event": "nothing", "certain": True}
ONLY_PLACES: tuple[type[Section], ...] = (Places,)


def naming(*places: dict[str, Any]) -> Callable[[Question], Reply]:
    """A model that names these places, in all parts of an article."""

    def reply(question: Question) -> Reply:
        if question.section not in ("places", "events"):
            return reply_to(question)
        slots = question.draft.schema["properties"]
        return Answer(question.draft.read({slot: list(places) for slot in slots}), COST)

    return reply


def brief_of(*places: dict[str, Any], sections: Iterable[type[Section]] = ONLY_PLACES, **options: Any) -> Brief:
    brief, _ = run(naming(*places), sections=(*SECTIONS, *sections), **options)
    return brief


def test_items_stand_in_the_extra_part_with_their_evidence() -> None:
    brief = brief_of(PIER)
    assert brief.extra == {"places": (OwnItem(fields=PIER, evidence=brief.extra["places"][0].evidence),)}
    assert [one.text for one in brief.extra["places"][0].evidence] == ["The Old Pier"]
    assert brief.verify(ARTICLE) == []


def test_items_come_back_as_what_the_user_made_of_them() -> None:
    assert Places.of(brief_of(PIER)) == [Place.model_validate(PIER)]


def test_the_other_sections_are_as_they_are_without_it() -> None:
    assert brief_of(PIER).model_dump(exclude={"extra", "provenance"}) == run(reply_to)[0].model_dump(
        exclude={"extra", "provenance"}
    )


def test_the_template_asks_with_the_article_before_it() -> None:
    _, rounds = run(naming(PIER), sections=ONLY_PLACES)
    asked = rounds[0][0].user
    assert asked.endswith("Which places are named, and what happens there? Use the article's words. Write English.")
    assert "Mayor Anna Lind said" in asked


def test_what_the_article_does_not_name_is_rejected_with_the_reason() -> None:
    brief = brief_of(PIER, MOON)
    assert [item.fields for item in brief.extra["places"]] == [PIER]
    rejected = [one for one in brief.rejected if one.section == "places"]
    assert len(rejected) == 1
    assert "The Moon" in rejected[0].item


@pytest.mark.parametrize("event", ["Zorblax Vey rang", "a vote of 4,000 members"])
def test_names_and_numbers_in_any_text_of_an_item_must_be_the_articles(event: str) -> None:
    assert brief_of({**PIER, "event": event}).extra["places"] == ()


@pytest.mark.parametrize("hidden", [{"who": "Zorblax Vey rang"}, [["a vote of 4,000 members"]]])
def test_texts_deep_within_an_item_are_no_exception(hidden: object) -> None:
    class Loose(BaseModel):
        event: str
        more: Any = None

    loose = type("Loosely", (Events,), {"draft": Loose})
    item = {"event": PIER["event"], "more": ["vote"]}
    assert len(brief_of(item, sections=(loose,)).extra["events"]) == 1
    brief = brief_of({**item, "more": hidden}, sections=(loose,))
    assert brief.extra["events"] == ()


def test_a_field_is_called_as_the_model_calls_it() -> None:
    class Trip(BaseModel):
        start: str = Field(alias="from")

    class Trips(OwnSection[Trip]):
        name = "trips"
        draft = Trip
        template = "Where from?"

    def reply(question: Question) -> Reply:
        filled = {slot: [{"from": PIER["event"]}] for slot in question.draft.schema["properties"]}
        return Answer(question.draft.read(filled), COST)

    brief, _ = run(reply, sections=(Trips,))
    assert [item.fields for item in brief.extra["trips"]] == [{"from": PIER["event"]}]
    assert [trip.start for trip in Trips.of(brief)] == [PIER["event"]]


@pytest.mark.parametrize("number", ["inf", float("nan")])
def test_a_number_that_json_does_not_have_is_rejected(number: object) -> None:
    class Count(BaseModel):
        event: str
        number: float

    counts = type("Counts", (Events,), {"draft": Count})
    brief = brief_of({"event": PIER["event"], "number": number}, sections=(counts,))
    assert brief.extra["events"] == ()
    assert "finite" in brief.rejected[-1].reason


def test_if_no_item_holds_the_model_is_told_why_and_asked_once_more() -> None:
    asked: list[Question] = []

    def learning(question: Question) -> Reply:
        asked.append(question)
        return naming(MOON if len(asked) == 1 else PIER)(question)

    brief, _ = run(learning, sections=ONLY_PLACES)
    assert len(asked) == 2
    assert [item.fields for item in brief.extra["places"]] == [PIER]


def test_an_item_of_another_form_is_rejected_by_itself() -> None:
    brief = brief_of(PIER, {"name": "The Old Pier"}, {"name": 7, "event": "x", "certain": True})
    assert len(brief.extra["places"]) == 1
    assert [one.reason for one in brief.rejected if one.section == "places"] == [
        "event: Field required",
        "name: Input should be a valid string",
    ]


def test_without_a_way_to_ground_it_an_item_rests_on_the_sentences_that_say_it() -> None:
    brief = brief_of({**PIER, "event": "the harbour board plans to vote"}, sections=(Events,))
    assert ["harbour board" in one.text for one in brief.extra["events"][0].evidence] == [True]
    assert brief_of({**PIER, "name": "", "event": "wolves howl"}, sections=(Events,)).extra["events"] == ()


def test_an_item_that_comes_twice_is_kept_once() -> None:
    assert len(brief_of(PIER, PIER).extra["places"]) == 1


def test_no_more_items_are_taken_than_were_asked_for() -> None:
    many = [{**PIER, "event": "vote" + "s" * number} for number in range(Places.most + 1)]
    assert len(brief_of(*many).extra["places"]) <= Places.most


def test_of_a_long_article_each_part_is_asked_about() -> None:
    long = Article.from_text("\n\n".join(f"{ARTICLE.text} Ship {n} left Ulm." for n in range(60)), language="en")
    brief, rounds = run(naming(PIER), long, sections=ONLY_PLACES, context_tokens=MIN_CONTEXT_TOKENS)
    assert len(rounds[0]) > 1
    assert len({question.user for question in rounds[0]}) == len(rounds[0])
    assert len(brief.extra["places"]) == 1


def test_a_section_that_fails_is_incomplete_and_completed_later() -> None:
    def failing(question: Question) -> Reply:
        failed = Failure(errors.AnswerTruncated("too long"), COST)
        return failed if question.section == "places" else reply_to(question)

    sections = (*SECTIONS, Places)
    before, _ = run(failing, sections=sections)
    assert [one.section for one in before.incomplete] == ["places"]
    brief, rounds = run(naming(PIER), sections=sections, before=before)
    assert [[question.section for question in one] for one in rounds] == [["places"]]
    assert [item.fields for item in brief.extra["places"]] == [PIER]


def test_what_is_there_is_kept_when_another_section_is_completed() -> None:
    def failing(question: Question) -> Reply:
        failed = Failure(errors.AnswerTruncated("too long"), COST)
        return failed if question.section == "headline" else naming(PIER)(question)

    sections = (*SECTIONS, Places)
    before, _ = run(failing, sections=sections)
    brief, _ = run(naming(), sections=sections, before=before)
    assert brief.extra == before.extra
    assert brief.headline


def test_a_section_that_is_left_out_is_not_asked_and_not_in_the_brief() -> None:
    brief, rounds = run(reply_to, sections=[section for section in SECTIONS if section is not Headline])
    assert brief.headline is None
    assert "headline" not in {question.section for one in rounds for question in one}
    assert brief.statements
    assert brief.status == "ok"


def test_quotations_and_numbers_that_nothing_was_asked_about_are_set_aside_with_that_reason() -> None:
    brief, _ = run(reply_to, sections=(Headline,))
    for cues in (brief.coverage.quotations, brief.coverage.numbers):
        assert {one.reason for one in cues.dismissed} == {SWITCHED_OFF}
        assert cues.unaccounted == ()
    assert brief.verify(ARTICLE) == []


def test_a_section_may_be_replaced_by_one_that_is_made_of_it() -> None:
    class OnlyDirect(Statements):
        def finish(self, accepted: Any) -> Any:
            found = super().finish(accepted)
            return replace(found, items=tuple(one for one in found.items if one.form == "direct"))

    brief, _ = run(reply_to, sections=[OnlyDirect if one is Statements else one for one in SECTIONS])
    assert {one.form for one in brief.statements} == {"direct"}
    assert brief.verify(ARTICLE) == []


@pytest.mark.parametrize("change", [{"evidence": ()}, {"evidence": (Evidence(start=0, end=4, text="Pier"),)}])
def test_items_are_verified(change: dict[str, Any]) -> None:
    brief = brief_of(PIER)
    altered = brief.model_copy(update={"extra": {"places": (brief.extra["places"][0].model_copy(update=change),)}})
    assert [problem.item.partition(".evidence")[0] for problem in altered.verify(ARTICLE)] == ["extra.places[0]"]


def test_the_texts_of_items_are_verified() -> None:
    brief = brief_of(PIER)
    item = brief.extra["places"][0].model_copy(update={"fields": {**PIER, "event": "a vote of Zorblax Vey"}})
    assert brief.model_copy(update={"extra": {"places": (item,)}}).verify(ARTICLE) != []


def test_a_brief_with_it_comes_back_from_json() -> None:
    brief = brief_of(PIER)
    assert Brief.model_validate_json(brief.model_dump_json()) == brief


def test_what_was_briefed_without_it_is_not_done_for_a_run_with_it() -> None:
    class Other(Places):
        template = "Where?"

    known = {asked_with("m", replace(QUESTIONNAIRE, sections=one)) for one in (SECTIONS, ONLY_PLACES, (Other,))}
    assert len(known) == 3


def test_over_an_endpoint_it_is_asked_like_the_others(endpoint: ScriptedEndpoint) -> None:
    def respond(_number: int, body: Body) -> Response:
        schema = body["response_format"]["json_schema"]["schema"]
        if "places1" in schema["properties"]:
            assert schema["properties"]["places1"]["items"]["required"] == ["name", "event", "certain"]
            return completion(json.dumps({"places1": [PIER]}))
        return completion(json.dumps(filled(body)))

    endpoint.respond = respond

    async def briefed() -> Brief:
        async with Briefer("m", endpoint.base_url, settings=Settings(sections=(*SECTIONS, Places))) as briefer:
            return await briefer.abrief(ARTICLE)

    assert Places.of(asyncio.run(briefed())) == [Place.model_validate(PIER)]


@pytest.mark.parametrize(
    ("attributes", "what"),
    [
        ({"draft": Place}, "no name"),
        ({"draft": Place, "name": "my places"}, "no name"),
        ({"name": "places"}, "no draft"),
        ({"name": "places", "draft": dict}, "no draft"),
    ],
)
def test_a_section_that_cannot_work_is_an_error_when_it_is_defined(attributes: dict[str, Any], what: str) -> None:
    with pytest.raises(errors.SettingsError, match=what):
        type("Broken", (OwnSection,), attributes)


def test_a_draft_with_models_within_it_is_an_error() -> None:
    class Trip(BaseModel):
        stops: list[Place]

    with pytest.raises(errors.SettingsError, match="within it"):
        type("Trips", (OwnSection,), {"name": "trips", "draft": Trip})


def test_a_draft_without_fields_is_an_error() -> None:
    with pytest.raises(errors.SettingsError, match="no fields"):
        type("Words", (OwnSection,), {"name": "words", "draft": RootModel[str]})


def test_a_draft_may_have_choices_and_lists() -> None:
    class Mood(BaseModel):
        mood: Literal["calm", "upset"]
        words: list[str] = []

    class Moods(OwnSection[Mood]):
        name = "moods"
        draft = Mood
        template = "How?"

    assert Moods.schema()["required"] == ["mood", "words"]


def test_two_sections_of_one_name_are_an_error() -> None:
    with pytest.raises(errors.SettingsError, match="two sections"):
        Settings(sections=(*SECTIONS, Places, Places))


def test_a_section_of_its_own_may_not_take_a_name_that_is_taken() -> None:
    summary = type("Mine", (OwnSection,), {"name": "summary", "draft": Place, "template": "What?"})
    with pytest.raises(errors.SettingsError, match="summary"):
        Settings(sections=(summary,))


@pytest.mark.parametrize(
    ("attributes", "kind"),
    [
        ({"template": "{{ mood }}"}, errors.PromptError),
        ({"template": None}, errors.PromptError),
        ({"name": "speakers"}, errors.SettingsError),
        ({"name": "system"}, errors.SettingsError),
    ],
)
def test_what_it_cannot_be_asked_with_is_an_error_before_anything_is_asked(
    attributes: dict[str, Any], kind: type[errors.NewsbriefError]
) -> None:
    broken = type("Broken", (Places,), attributes)
    with pytest.raises(kind):
        Briefer("m", "http://127.0.0.1:1/v1", settings=Settings(sections=(*SECTIONS, broken)))


def test_every_rendering_shows_its_items() -> None:
    brief = brief_of(PIER)
    printed = io.StringIO()
    show(Console(file=printed, width=80), brief, ARTICLE)
    for page in (printed.getvalue(), brief.to_markdown(), brief.to_html(ARTICLE), brief._repr_html_()):
        assert "Places" in page
        assert "name: The Old Pier; event: the harbour board plans to vote; certain: no" in " ".join(page.split())


def test_it_has_rows_in_a_table() -> None:
    row = rows(brief_of(PIER), "extra")[0]
    assert (row["section"], json.loads(str(row["fields"])), row["evidence"]) == ("places", PIER, "The Old Pier")


@pytest.mark.parametrize("section", ["summary", Place, SECTIONS])
def test_what_is_no_section_is_an_error(section: Any) -> None:
    with pytest.raises(errors.SettingsError, match="no class of a section"):
        Settings(sections=(section,))


@pytest.mark.parametrize("sections", [iter(SECTIONS), Headline])
def test_sections_that_could_not_be_gone_through_twice_are_an_error(sections: Any) -> None:
    with pytest.raises(errors.SettingsError, match="no list or tuple"):
        Settings(sections=sections)
