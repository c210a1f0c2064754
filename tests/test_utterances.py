"""Who says what: names resolved, pronouns settled only where one person fits, forms by the quotation marks."""

import pytest

from newsbrief.article import Article
from newsbrief.cues import find_cues
from newsbrief.cues.utterances import Utterance

INTRO = "Mayor Anna Lind opened the meeting. "


def utterances_in(text: str, language: str = "en") -> tuple[Utterance, ...]:
    return find_cues(Article.from_text(text, language=language)).utterances


def speakers_in(text: str, language: str = "en") -> list[str | None]:
    return [one.speaker.name if one.speaker else None for one in utterances_in(text, language)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Anna Lind said the bridge was safe.", "Anna Lind"),
        (INTRO + "Lind said the bridge was safe.", "Anna Lind"),
        (INTRO + "Ms. Lind said the bridge was safe.", "Anna Lind"),
        (INTRO + "She said the bridge was safe.", "Anna Lind"),
        (INTRO + "The mayor said the bridge was safe.", "Anna Lind"),
        (INTRO + "“The bridge is safe,” she said.", "Anna Lind"),
        ("The bridge was safe, according to the Nordfax news agency.", "Nordfax"),
        ("The Ostby Institute sent two divers. The institute said the bridge was safe.", "Ostby Institute"),
        ("A senior official said the bridge was safe.", "A senior official"),
        ("The bridge was unsafe, the report said.", "the report"),
    ],
)
def test_a_source_is_resolved_to_the_full_name_or_kept_as_printed(text: str, speaker: str) -> None:
    assert speakers_in(text) == [speaker]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Anna Lind said the bridge was safe.", "named"),
        ("The Ostby Harbour Board said the bridge was safe.", "organisation"),
        ("The police said the bridge was safe.", "organisation"),
        ("A senior official said the bridge was safe.", "anonymous"),
        ("A report said the bridge was safe.", "document"),
    ],
)
def test_the_kind_of_a_speaker(text: str, kind: str) -> None:
    assert [one.speaker.kind for one in utterances_in(text) if one.speaker] == [kind]


def test_a_pronoun_that_two_people_fit_is_left_open_with_both_as_candidates() -> None:
    text = "Anna Lind met Clara Voss at the pier.\n\nThey argued.\n\n“The bridge is safe,” she said."
    utterance = utterances_in(text)[-1]
    assert utterance.speaker is None
    assert set(utterance.candidates) >= {"Anna Lind", "Clara Voss"}


def test_a_quotation_without_any_source_is_left_open() -> None:
    text = "Anna Lind walked to the pier and looked at the water.\n\n“Nobody told me that the bridge was closed.”"
    utterance = utterances_in(text)[-1]
    assert utterance.report is None
    assert utterance.candidates[0] == "Anna Lind"


@pytest.mark.parametrize(
    ("text", "form", "words"),
    [
        ("“It is safe,” Anna Lind said.", "direct", ["“It is safe,”"]),
        ("“It is safe,” Anna Lind said, “and it will stay so.”", "direct", ["“It is safe,”", "“and it will stay so.”"]),
        ("Anna Lind said the bridge was “perfectly safe.”", "mixed", None),
        ("Anna Lind said that the bridge was safe.", "indirect", ["the bridge was safe"]),
    ],
)
def test_the_form_follows_from_the_quotation_marks(text: str, form: str, words: list[str] | None) -> None:
    utterance = utterances_in(text)[0]
    assert utterance.form == form
    if words:
        assert [text[slice(*span)] for span in utterance.spans] == words


def test_every_quotation_is_in_an_utterance_or_set_apart() -> None:
    text = "“One,” said Anna Lind. The “Old Pier” was shut. “Two words,” she said.\n\n“Nobody knows this one yet.”"
    cues = find_cues(Article.from_text(text, language="en"))
    held = {index for one in cues.utterances for index in one.quotations}
    apart = {index for index, one in enumerate(cues.quotations) if one.start in cues.set_apart}
    assert (held, apart) == ({0, 2, 3}, {1})


def test_an_attribution_inside_the_quotation_marks_is_no_part_of_the_words_said() -> None:
    text = "«Мосту більше немає, — сказала голова громади Ганна Лід. — Човен один на всіх»."
    utterance = utterances_in(text, "uk")[0]
    assert [text[slice(*span)] for span in utterance.spans] == ["«Мосту більше немає", "Човен один на всіх»"]
    assert utterance.form == "direct"
    assert utterance.speaker
    assert utterance.speaker.name == "Ганна Лід"
