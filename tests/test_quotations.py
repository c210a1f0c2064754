import re
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.cues.quotations import Quotation, find_quotations, find_turns, group_quotations


def outer(text: str) -> list[str]:
    return [text[found.start : found.end] for found in find_quotations(text)]


def groups(text: str) -> list[list[str]]:
    return [[text[q.start : q.end] for q in group] for group in group_quotations(text, find_quotations(text))]


def turns(text: str) -> list[tuple[str, str]]:
    return [(text[t.speaker_start : t.speaker_end], text[t.start : t.end]) for t in find_turns(text)]


@pytest.mark.parametrize(
    "quotation",
    [
        "“We shut the mill in May”",
        '"We shut the mill in May"',
        "''We shut the mill in May''",
        "``We shut the mill in May''",
        "«Nous fermons le moulin»",
        "« Nous fermons le moulin »",
        "«\N{NO-BREAK SPACE}Nous fermons le moulin\N{NO-BREAK SPACE}»",
        "»Wir schließen die Mühle«",
        "»Vi stänger kvarnen»",
        "„Wir schließen die Mühle“",
        "„Zamykamy młyn”",
        '„Wir schließen die Mühle"',
        "”Vi stänger kvarnen”",
        "‚Wir schließen die Mühle‘",
        "‘We shut the mill in May’",
        "'We shut the mill in May'",
        "‹Wir schließen die Mühle›",
        "›Wir schließen die Mühle‹",
        "“We shut the mill in May“",
        '“We shut the mill in May"',
        '"We shut the mill in May”',
    ],
)
@pytest.mark.parametrize("frame", ["{}", "Orla Venn said: {}.", "{}, Orla Venn said.", "({}) and {} – {}", "{} {}"])
def test_each_typography_is_found_with_its_marks(quotation: str, frame: str) -> None:
    assert outer(frame.replace("{}", quotation)) == [quotation] * frame.count("{}")


@pytest.mark.parametrize("quotation", ["「工場を閉める」", "『工場を閉める』", "“我们关闭工厂”", '"我们关闭工厂"'])
def test_scripts_without_spaces_are_read(quotation: str) -> None:
    assert outer(f"村長は{quotation}と述べた。") == [quotation]


def test_the_words_between_the_marks_come_without_white_space() -> None:
    text = "Elle a dit : « On part demain » hier."
    found = find_quotations(text)[0]
    assert (text[found.inner_start : found.inner_end], found.words) == ("On part demain", 3)


@pytest.mark.parametrize(
    "text",
    [
        "They don't know Kyiv's mayor or O'Brien, and the soldiers' tents are gone.",
        "They don’t know Kyiv’s mayor or O’Brien, and the soldiers’ tents are gone.",
        "In the '90s rock 'n' roll was loud, and the workers' party too.",
        "In the ’90s rock ’n’ roll was loud, and the workers’ party too.",
        "In the ‘90s rock ‘n’ roll was loud, and the workers’ party too.",
        "Tell 'em that 'tis the players' turn.",
        "The keeper is 6'2\" tall; a 12\" pipe and a 9' rope lay there.",
        'The keeper is 6\' 2" tall, the shelf 30"x40".',
        'An "" empty pair, and “…” an omission.',
        "A 5 o'clock \" alone",
        '""""""" a ruled line """""""',
        "",
    ],
)
def test_apostrophes_measures_and_stray_marks_are_no_quotations(text: str) -> None:
    assert outer(text) == []


def test_the_value_of_an_attribute_in_markup_is_no_quotation() -> None:
    assert outer('<post id="783499">We open at noon.</post>') == []


@pytest.mark.parametrize(
    "quotation",
    [
        "'The soldiers' tents aren't here, and rock 'n' roll is,'",
        "'The tents are the soldiers', not ours,'",
        "'Tell O'Brien to go,'",
        "‘They came ’round here,’",
        "‘The soldiers’ tents aren’t here, and rock ’n’ roll is,’",
        "\"The soldiers' tents aren't here,\"",
        '"The pipe is 12" wide and 6\'2" long,"',
    ],
)
def test_apostrophes_and_measures_do_not_end_a_quotation(quotation: str) -> None:
    assert outer(f"{quotation} Orla Venn said of the keepers' hut.") == [quotation]


def test_a_quoted_plural_ends_before_the_next_quotation() -> None:
    assert outer("The 'friends' left, and the 'neighbours' stayed.") == ["'friends'", "'neighbours'"]


@pytest.mark.parametrize(
    "quotation",
    [
        "“He told me ‘no’ yesterday”",
        "“‘No,’ he told me”",
        "“He told me ‘no.’”",
        "\"He told me 'no' yesterday\"",
        "\"He told me 'no.' \"",
        '"He told me "no" yesterday"',
        "“He told me “no” yesterday”",
        "''He told me 'no.'''",
        "'''No,' he told me''",
        "‘He told me “no” yesterday’",
        "„Er sagte ‚nein‘ zu mir“",
        "« Il m'a dit “non” hier »",
        "« Il m'a dit « non » hier »",
        "「彼は『行く』と言った」",
    ],
)
def test_a_nested_quotation_is_part_of_the_outer_one(quotation: str) -> None:
    assert outer(f"Bo Ruud: {quotation}.") == [quotation]


def test_a_single_mark_does_not_cut_through_another_quotation() -> None:
    assert outer("'Tis \"the boys' hut\" again.") == ['"the boys\' hut"']
    assert outer("The class of '08 saw \"it all\" in the boys' hut.") == ['"it all"']


def test_an_ellipsis_belongs_to_the_words_quoted() -> None:
    assert outer("She said '...and so on' twice.") == ["'...and so on'"]
    assert outer("She said 'and so...' twice.") == ["'and so...'"]


def test_a_word_may_go_on_after_a_quotation() -> None:
    assert outer("Das „Blatt“s und „Blatt“-Leser, das »Blatt«s.") == ["„Blatt“", "„Blatt“", "»Blatt«"]


def test_a_paragraph_may_open_with_a_mark_turned_the_wrong_way() -> None:
    assert outer("” … the mill was shut,” Venn wrote.") == ["” … the mill was shut,”"]


def test_marks_without_a_space_around_them_are_paired_in_turn() -> None:
    assert outer('He said:"Go."She said,"Stay."') == ['"Go."', '"Stay."']
    assert outer('It was "bad"—"very bad"—and "sad".') == ['"bad"', '"very bad"', '"sad"']
    assert outer("L’«affaire» et d'« autres »") == ["«affaire»", "« autres »"]


def test_an_opening_mark_without_a_closing_one_counts_for_nothing() -> None:
    assert outer('He had "a plan, she said. "We waited," she added.\nNobody came. "Go."') == ['"We waited,"', '"Go."']
    assert outer("”Vi går, sade Ek. ”Nu går vi.”") == ["”Nu går vi.”"]
    assert outer("He had “a plan. ‘Wait,’ she said.\nNobody came.") == ["‘Wait,’"]


def test_a_closing_mark_without_an_opening_one_counts_for_nothing() -> None:
    assert outer('We waited," she said. "And left."') == ['"And left."']
    assert outer("We waited,” she said. “And left.”") == ["“And left.”"]


@pytest.mark.parametrize("marks", ["“”", '""', "‘’", "''", "«»", "„“", "「」"])
def test_a_quotation_over_several_paragraphs_is_one_item_each_and_linked(marks: str) -> None:
    left, right = marks[0], marks[1]
    parts = [f"{left}The first was wet.", f"{left}The next, dry.", f"{left}The last is now.{right}"]
    text = "\n\n".join([f"Bo Ruud: {parts[0]}", parts[1], f"{parts[2]} {left}Alone{right}"])
    found = find_quotations(text)
    assert [text[q.start : q.end] for q in found] == [*parts, f"{left}Alone{right}"]
    assert [(q.closed, q.continues) for q in found] == [(False, False), (False, True), (True, True), (True, False)]
    assert [len(group) for group in group_quotations(text, found)] == [3, 1]


def test_the_last_paragraph_of_a_quotation_may_lack_the_closing_mark() -> None:
    text = "“The first was wet.\n“The next was dry.\nBo Ruud left."
    assert outer(text) == ["“The first was wet.", "“The next was dry."]


def test_a_possessive_does_not_end_a_paragraph_of_a_quotation() -> None:
    text = "‘He said “no” to the soldiers’ wives.\n‘And yes,’ she said."
    assert groups(text) == [["‘He said “no” to the soldiers’ wives.", "‘And yes,’"]]


def test_an_unclosed_quotation_before_a_closed_one_does_not_run_on() -> None:
    assert groups("“We waited, she said. “We left.”\n“And slept.”") == [["“We left.”"], ["“And slept.”"]]


def test_a_further_paragraph_may_open_with_the_closing_mark() -> None:
    assert groups("«On part.\n»On revient», dit Lou.") == [["«On part.", "»On revient»"]]


def test_a_paragraph_that_does_not_open_with_the_mark_ends_the_quotation() -> None:
    assert outer("“The first was wet.\nThe next was dry.”") == []
    assert outer("“The first was wet.\nOr “dry”.") == ["“dry”"]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\u2028", "\u2029", "\x0b"])
def test_no_line_break_is_crossed(line_break: str) -> None:
    assert outer(f'A "lone start{line_break}and a lone" end.') == []


@pytest.mark.parametrize(
    ("text", "fragment", "title"),
    [
        ('a "very small" boat', True, False),
        ('"Never!" he said', False, False),
        ('"We sail," he said', False, False),
        ('"We sail at dawn" he said', False, False),
        ('in "The Long Way to Vell" he', False, True),
        ('on "Morning With Orla."', False, True),
        ('"Neither do I," he said', False, False),
        ('"He is a Veller," she said', False, False),
        ('a "boat"', True, False),
        ('"Vote Ada Lind!"', False, False),
        ('"Ada sailed Home"', False, False),
    ],
)
def test_fragments_and_titles_are_hinted_at(text: str, *, fragment: bool, title: bool) -> None:
    (found,) = find_quotations(text)
    assert (found.is_fragment, found.is_title) == (fragment, title)


def test_words_are_counted_across_scripts() -> None:
    assert [q.words for q in find_quotations('"Don\'t be half-hearted" 「行かない」 "Ça va, 3.5 ?"')] == [3, 4, 3]


@pytest.mark.parametrize(
    "text",
    [
        '"We left," Ada Lind said, "and never came back."',
        "“We left,” said Mr. Lind, the mayor of Vell, “and never came back.”",
        "„Wir gehen“, sagte Ude, „und zwar sofort.“",
        "« Nous partons », a dit Lou, « et vite. »",
        "'We left' – Lind said – 'and never came back.'",
        '"If we leave," Lind said, "I stay."',
        '"We left..." Lind said, "or not."',
    ],
)
def test_the_halves_of_an_interrupted_sentence_are_one_utterance(text: str) -> None:
    assert [len(group) for group in groups(text)] == [2]


@pytest.mark.parametrize(
    "text",
    [
        '"We left." Lind said. "We never came back."',
        '"We left," Lind said. "We never came back."',
        '"We left," Lind said, "We never came back."',
        '"We left!" Lind said, "and never came back."',
        '"We left," Lind said. It rained, "and never stopped."',
        'They were "cold," "wet" and "sad".',
        'They were "cold," and "wet".',
        'The "cold" weather, "wet" roads.',
        'They were "cold," – "and wet".',
        'They were "cold" and, Lind said, were "sad".',
        '"Cold,"\nLind said, "and wet."',
        f'"We left," {"very " * 12}sad, "and never came back."',
    ],
)
def test_whole_sentences_and_scattered_words_stay_apart(text: str) -> None:
    assert {len(group) for group in groups(text)} == {1}


def test_an_interview_is_read_as_turns() -> None:
    text = "On the mill\n\nQ: Why close it?\n\nA: It's old.\n\nThe mayor smiled.\n\nQ: And then?"
    assert turns(text) == [("Q", "Why close it?"), ("A", "It's old."), ("Q", "And then?")]


def test_a_speaker_may_have_an_office_and_small_words_in_the_name() -> None:
    text = "ORLA VENN, HOST: Welcome.\nJan van der Berg (Greens): Thank you!\nÉlise d'Aubry: “Bonjour.”"
    assert turns(text) == [
        ("ORLA VENN", "Welcome."),
        ("Jan van der Berg", "Thank you!"),
        ("Élise d'Aubry", "“Bonjour.”"),
    ]


def test_a_surname_that_begins_like_a_label_is_a_speaker() -> None:
    assert len(turns("Noteboom: Why?\nReadman: It's old.\nNoteboom: Is it?\nReadman: Yes.")) == 4


def test_a_lone_capitalised_word_is_a_speaker_only_if_it_comes_again() -> None:
    assert turns("Venn: Why?\nRuud: It's old.") == []
    assert len(turns("Venn: Why?\nRuud: It's old.\nVenn: Is it?\nRuud: Yes.")) == 4


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lind: We close the mill.\nNobody spoke.",
        "Note: Changed.\nNote: Changed again.",
        "Editor's Note: Changed.\nEditor’s Note: Changed again.",
        "Read More: The mill.\nRead More: The lake.",
        "Photo: Ada Lind.\nPhoto: Bo Ruud.",
        "Update 2: Changed.\nUpdate 2: Changed again.",
        "Best Boat: Vell Two\nBest Crew: Vell",
        "the mayor: No.\nthe mayor: Never.",
        "Ada under Vell: No.\nAda under Vell: Never.",
        "Ada van: No.\nAda van: Never.",
        "Vell 2: No!\nVell 2: Yes!",
        "Six Whole Capital Words Are Many: No.\nSix Whole Capital Words Are Many: Yes.",
        "https://vell.example: No.\nhttps://vell.example: Yes.",
        "ADA LIND:\nADA LIND:",
    ],
)
def test_labels_lists_and_single_lines_are_no_turns(text: str) -> None:
    assert turns(text) == []


@pytest.mark.parametrize("quotation", ["“We‘re off”", "“‘90s boats”", "“A ‚b”"])
def test_a_stray_single_mark_does_not_break_the_quotation_around_it(quotation: str) -> None:
    assert outer(f"Orla Venn: {quotation}.") == [quotation]


HOSTILE = st.text(st.sampled_from("“”\"'‘’„«»‹›‚`「」aS5I .,-?:(—\n\u2029"), max_size=80) | st.text(max_size=80)

LINE_BREAK = re.compile("[\n\v\f\r\x85\u2028\u2029]")


@given(HOSTILE)
def test_quotations_are_ordered_apart_and_within_their_paragraph(text: str) -> None:
    behind = 0
    for found in find_quotations(text):
        assert behind <= found.start < found.inner_start < found.inner_end <= found.end <= len(text)
        assert not LINE_BREAK.search(text, found.start, found.end)
        assert found.words > 0
        behind = found.end


@given(HOSTILE)
def test_an_open_quotation_ends_with_its_paragraph_and_only_the_next_item_continues_it(text: str) -> None:
    before: Quotation | None = None
    for found in find_quotations(text):
        if found.continues:
            assert before
            assert not before.closed
        if not found.closed:
            assert not LINE_BREAK.split(text[found.end :])[0].strip()
        before = found


@given(HOSTILE)
def test_groups_keep_every_quotation_once_and_in_order(text: str) -> None:
    found = find_quotations(text)
    assert [quotation for group in group_quotations(text, found) for quotation in group] == found


@given(HOSTILE | st.lists(st.sampled_from(["Q: Why?", "A: No.", "Ada Lind: Yes.", "x"]), max_size=5).map("\n".join))
def test_turns_are_ordered_apart_and_within_their_paragraph(text: str) -> None:
    behind = 0
    for turn in find_turns(text):
        assert behind <= turn.speaker_start < turn.speaker_end < turn.start < turn.end
        assert not LINE_BREAK.search(text, turn.speaker_start, turn.end)
        behind = turn.end


def lines_run(work: Callable[[], Any]) -> int:
    """How many lines of Python the work takes: a measure of effort that no clock disturbs."""
    count = 0

    def tracer(_frame: FrameType, event: str, _argument: object) -> Callable[..., Any]:
        nonlocal count
        count += event == "line"
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.effort
@pytest.mark.parametrize(
    "unit",
    ['"', "'", '" ', " “a", "a” ", ' "a', " ‘a", " “‘", "s' ", ' 5"', ' "a “b „c «d', "“a\n", '"a," b, ', "A: b.\n"],
)
def test_effort_grows_no_faster_than_the_text(unit: str) -> None:
    def read(text: str) -> None:
        group_quotations(text, find_quotations(text))
        find_turns(text)

    assert lines_run(lambda: read(unit * 600)) <= 3.3 * lines_run(lambda: read(unit * 200))
