"""Sentences: what the split promises about any text, and the rules for news."""

import pytest
import sentencex  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.sentences import LONGEST_SENTENCE, sentence_spans

LANGUAGES = st.sampled_from([None, "en", "de", "uk", "fr", "ja", "xx"])
NEWS_LIKE = st.lists(
    st.sampled_from(
        ["U.S.", "5 p.m.", "Dr.", "A.", "no", "He", "“", "”", '"', ")", ".", "!", "?", "3.", "\n", " ", "р."]
    )
).map(" ".join)


def sentences(text: str, language: str | None = "en") -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, language)]


@given(text=st.text(st.characters()) | NEWS_LIKE, language=LANGUAGES)
def test_spans_are_ordered_trimmed_and_cover_all_that_is_not_white_space(text: str, language: str | None) -> None:
    spans = sentence_spans(text, language)
    covered = [offset for start, end in spans for offset in range(start, end)]
    assert covered == sorted(set(covered))
    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
    assert {offset for offset, character in enumerate(text) if not character.isspace()} <= set(covered)


@given(text=NEWS_LIKE)
def test_no_sentence_runs_over_a_line_break(text: str) -> None:
    assert not any("\n" in sentence for sentence in sentences(text))


def test_offsets_are_code_points() -> None:
    text = "Der 😀 lacht. Ann Doe geht."
    assert sentence_spans(text, "de") == [(0, 12), (13, 26)]


def test_half_a_surrogate_pair_does_no_harm() -> None:
    assert sentences("One \ud800 half. Two.") == ["One \ud800 half.", "Two."]


@pytest.mark.parametrize(
    "sentence",
    [
        "See Vol. 3 of the report.",
        "The vote began at 9 a.m. Monday in the town hall.",
        "Polls close at 8 p.m. ET across the county.",
        "The gates open at 10 a.m. June 3 for members.",
        "There were approx. 50 people at No. 10 Elm Street.",
        "They met Gen. Ada Roe, Lt. Col. Ben Poe and Sgt. Cy Moe.",
        "Sen. Dora Voss and Rep. Emil Katz met Gov. Fay Lund.",
        "Mr. Holt, Mrs. Ives, Ms. Jett, Dr. King and Prof. Lowe came to St. Alban.",
        "The book by J. K. Marlow was read by George W. Finch.",
        "The U.S. Army and the U.N. Security Council met in the U.S. on Friday.",
        "“Why now?” she asked.",
        'Why now?" she asked.',
        "It rained. ...",
    ],
)
def test_english_abbreviations_do_not_end_a_sentence(sentence: str) -> None:
    assert sentences(f"{sentence} Then it ended.") == [sentence, "Then it ended."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Am 3. Oktober kam der 1. FC Süderbrück in die 2. Bundesliga.",
        "Die Rede zum 28. Jahrestag hielt Prof. Dr. Meier.",
        "Gefördert werden z. B. Brücken, d. h. auch Stege, u. a. in Nr. 5.",
        "Das kostet ca. 5 Mio. Euro.",
        "Der 5.-Platzierte gewann.",
    ],
)
def test_german_ordinals_and_abbreviations_do_not_end_a_sentence(sentence: str) -> None:
    assert sentences(f"{sentence} Dann ging er.", "de") == [sentence, "Dann ging er."]


@pytest.mark.parametrize(
    "sentence",
    [
        "У 2024 р. відкрили школу ім. Лесі Малої на вул. Садовій у м. Вербівка.",
        "За ст. 5 закону виділили 5 тис. грн. на ремонт і 2 млн. на міст.",
        "Про це сказав проф. Орест Гай.",
        "І. П. Калина очолив раду.",
        "І. В. Калина очолив раду.",
        "«Так!» — сказала вона.",
        "— Чому? — спитала вона.",
    ],
)
def test_ukrainian_abbreviations_do_not_end_a_sentence(sentence: str) -> None:
    assert sentences(f"{sentence} Він поїхав.", "uk") == [sentence, "Він поїхав."]


@pytest.mark.parametrize(
    "text",
    [
        "The shop closed at 5 p.m.|The owner went home.",
        "She lives in the U.S.|He does not.",
        "They live on Main St.|He moved there.",
        "This was plan B.|He left.",
    ],
)
def test_an_abbreviation_before_a_new_sentence_ends_one(text: str) -> None:
    assert sentences(text.replace("|", " ")) == text.split("|")


def test_a_number_at_a_sentence_end_is_no_ordinal_before_a_function_word() -> None:
    assert sentences("Sie blieb bis zum 30. Dann ging sie.", "de") == ["Sie blieb bis zum 30.", "Dann ging sie."]


@pytest.mark.parametrize("mark", [")", '"', "”", "»"])
def test_a_closing_mark_belongs_to_the_sentence_before_it(mark: str) -> None:
    assert sentences(f"It rained. {mark} Then they left.") == [f"It rained. {mark}", "Then they left."]


def test_a_quotation_of_several_sentences_stays_whole() -> None:
    assert sentences("“It rained. We left,” she said. He stayed.") == ["“It rained. We left,” she said.", "He stayed."]


def test_a_text_without_full_stops_is_cut_at_white_space() -> None:
    found = sentences("word " * 3_000)
    assert len(found) > 1
    assert all(len(sentence) <= LONGEST_SENTENCE for sentence in found)
    assert {word for sentence in found for word in sentence.split()} == {"word"}


def test_a_long_sentence_is_cut_at_the_end_of_one_within_it() -> None:
    quotation = "“" + "It rained all day in the town. " * 100 + "”"
    assert all(sentence.endswith("town.") for sentence in sentences(quotation)[:-1])


def test_a_word_longer_than_a_sentence_is_cut() -> None:
    assert [len(sentence) for sentence in sentences("x" * (2 * LONGEST_SENTENCE))] == [LONGEST_SENTENCE] * 2


@pytest.mark.parametrize("padding", range(8, 56, 8))
def test_a_long_line_is_split_as_if_it_were_short(padding: int) -> None:
    line = ["x" * padding + "."] + [f"He said “it is {number} o'clock. We go” again." for number in range(400)]
    assert sentences(" ".join(line)) == line


@pytest.mark.effort
@pytest.mark.parametrize("text", ["“" * 100_000, "a. " * 30_000, "x" * 100_000, "word " * 20_000, "«a. " * 25_000])
def test_sentencex_sees_short_stretches_and_no_character_more_than_a_few_times(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    split = sentencex.get_sentence_boundaries

    def spy(language: str, window: str) -> object:
        seen.append(len(window))
        return split(language, window)

    monkeypatch.setattr(sentencex, "get_sentence_boundaries", spy)
    sentence_spans(text, "en")
    assert max(seen) <= 2 * LONGEST_SENTENCE
    assert sum(seen) <= 4 * len(text)
