"""What a quote may differ in and still be found, and what makes it not found."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsbrief.evidence import Evidence
from newsbrief.locating import locate, locate_in

TEXT = """\
ESTREL — The harbour board of Estrel said on Tuesday that it would not sell the old grain terminal to Korvath \
Lines for 12 million crowns, although five members had voted for the sale. “We don’t owe anybody a bargain,” said \
its chair, Mira Tolland. Dr. Aldo Renn beat Petra Sool in the contest for the deputy’s post.

Profits rose 7% last year to $1,340 a tonne, the company’s chief executive said, and second-class freight grew \
faster than the river traffic. Nearly all dockers support the plan; the mayor’s office allegedly does too. \
“Nobody asked us,” a crane driver with twenty-one years of service said … and shrugged. The office of the \
harbour board declined to comment on the letters that the union had sent in March.
"""
WORDS = TEXT.split()


def found(quote: str, text: str = TEXT) -> Evidence:
    """The evidence for a quote that has to be found, with the promise that holds for all evidence."""
    evidence = locate(text, quote)
    assert evidence is not None
    assert text[evidence.start : evidence.end] == evidence.text
    return evidence


@pytest.mark.parametrize(
    "quote", ["Mira Tolland", "five members", "12 million crowns", "7%", "ESTREL — The", "company", "chair, Mira"]
)
def test_words_as_they_are_printed_are_exact(quote: str) -> None:
    evidence = found(quote)
    assert (evidence.text, evidence.match) == (quote, "exact")


def test_white_space_around_a_quote_does_not_count() -> None:
    assert found("\n old grain terminal ").text == "old grain terminal"


@pytest.mark.parametrize(
    ("quote", "printed"),
    [
        ("We don't owe anybody a bargain", "We don’t owe anybody a bargain"),
        ('"We don\'t owe anybody a bargain,"', "“We don’t owe anybody a bargain,”"),
        ("« We don’t owe anybody a bargain, » said", "“We don’t owe anybody a bargain,” said"),
        ("THE HARBOUR BOARD OF ESTREL SAID", "The harbour board of Estrel said"),
        ("ESTREL - The harbour\n\tboard", "ESTREL — The harbour board"),
        ("sell the\u00a0old grain ter\u00admi\u00adnal", "sell the old grain terminal"),
        ("of service said ... and shrugged", "of service said … and shrugged"),
        ("second‑class freight", "second-class freight"),
        ("The o\ufb03ce of the", "The office of the"),
        ("had voted for the sale,", "had voted for the sale"),
        ("…the old grain terminal…", "the old grain terminal"),
    ],
)
def test_typography_is_normalised(quote: str, printed: str) -> None:
    evidence = found(quote)
    assert (evidence.text, evidence.match) == (printed, "normalised")


@pytest.mark.parametrize(
    ("quote", "printed"),
    [
        ("although 5 members had voted", "although five members had voted"),
        ("a crane driver with 21 years of service", "a crane driver with twenty-one years of service"),
        ("We do not owe anybody a bargain", "We don’t owe anybody a bargain"),
        ("Profits rose 7 per cent last year to $1340", "Profits rose 7% last year to $1,340"),
        ("to $1340 a tonne, the company's", "to $1,340 a tonne, the company’s"),
        ("chief executive said and second class freight", "chief executive said, and second-class freight"),
    ],
)
def test_other_spellings_of_the_same_words_are_fuzzy(quote: str, printed: str) -> None:
    evidence = found(quote)
    assert (evidence.text, evidence.match) == (printed, "fuzzy")


@pytest.mark.parametrize(
    ("quote", "printed"),
    [
        ("it would not sell the old grain depot to Korvath", "it would not sell the old grain terminal to Korvath"),
        ("it would not sell the old terminal to Korvath", "it would not sell the old grain terminal to Korvath"),
        ("chief executive said, and copper freight grew", "chief executive said, and second-class freight grew"),
        ("a crane driver with many years of service said", "a crane driver with twenty-one years of service said"),
    ],
)
def test_a_changed_word_is_a_small_edit(quote: str, printed: str) -> None:
    evidence = found(quote)
    assert (evidence.text, evidence.match) == (printed, "fuzzy")


def test_words_changed_at_the_end_are_part_of_the_span() -> None:
    quote = "The office of the harbour board declined to comment on the letters that the association forwarded"
    with_other_end = quote.replace("association forwarded", "union had")
    assert found(quote).text == with_other_end


@pytest.mark.parametrize(
    "quote",
    [
        "it would not sell the old grain terminal … although five members had voted for the sale",
        "it would not sell the old grain terminal ... although five members had voted for the sale",
        "it would not sell the old grain terminal [...] although five members had voted for the sale",
    ],
)
def test_an_ellipsis_spans_what_it_leaves_out(quote: str) -> None:
    evidence = found(quote)
    assert evidence.text.startswith("it would not sell")
    assert evidence.text.endswith("voted for the sale")
    assert evidence.match == "fuzzy"


@pytest.mark.parametrize(
    ("quote", "printed"),
    [
        ("The harbour board [of the port] said on Tuesday", "The harbour board of Estrel said on Tuesday"),
        ("said on Tuesday [in a letter] that it would", "said on Tuesday that it would"),
        ("[T]he contest for the deputy’s post", "the contest for the deputy’s post"),
        ("[He] beat Petra Sool in the contest", "beat Petra Sool in the contest"),
    ],
)
def test_what_an_editor_put_in_brackets_is_passed_over(quote: str, printed: str) -> None:
    assert found(quote).text == printed


def test_brackets_that_the_text_has_itself_are_found_as_they_are() -> None:
    assert found("She [the chair] left", "“She [the chair] left early.”").match == "exact"


@pytest.mark.parametrize(
    "quote",
    [
        "sell the old grain terminal … and the trains will be painted green",
        "although five members … said on Tuesday that it would",  # the wrong way round
        "The harbour board of Estrel … the union had sent in March",  # too far apart
        "said on Tuesday that it would … sell the old grain terminal",  # what is left out turns it
        "said on Tuesday that it would [never] sell the old grain terminal",
        "said on Tuesday that it would [gladly] sell the old grain terminal",
        "although [six] members had voted for the sale",
        "We don't owe anybody a bargain … Profits rose 7% last year",  # a whole sentence between them
        "although … had … for",
    ],
)
def test_an_ellipsis_hides_no_change(quote: str) -> None:
    assert locate(TEXT, quote) is None


@pytest.mark.parametrize("quote", ["", " \n\u00a0", "“”", "…", "...", "— .", "'", "\u00ad", "%"])
def test_a_quote_without_words_is_nowhere(quote: str) -> None:
    assert locate(TEXT + " ... “” — . %", quote) is None


@pytest.mark.parametrize(
    "quote", ["erminal", "termin", "We don", "We do", "340 a tonne", "1,34", "1", "hairs, Mira", "2 million", "deput"]
)
def test_a_quote_does_not_begin_or_end_inside_a_word_or_number(quote: str) -> None:
    assert locate(TEXT, quote) is None


def test_a_number_is_not_found_in_a_longer_one() -> None:
    text = "It cost 1.5 million, then 2 450 crowns, at -12 degrees and 300m of rope."
    for quote in ("5 million", "450 crowns", "12 degrees", "300", "m of rope"):
        assert locate(text, quote) is None


def test_the_first_of_several_places_is_taken() -> None:
    text = "She paid the fine. He saw that she paid the fine."
    assert found("paid the fine", text).start == 4


def test_an_exact_place_is_taken_before_an_earlier_normalised_one() -> None:
    assert found("the fine", "The fine was paid, and the fine was high.").start == 23


@pytest.mark.parametrize(
    "quote",
    [
        "it would not sell the old grain terminal to Korvath Lines for 13 million crowns",
        "it would not sell the old grain terminal to Korvath Lines for 12 billion crowns",
        "it would not sell the old grain terminal to Korvath Lines for twelve crowns",
        "although six members had voted for the sale. We don't owe anybody",
        "Profits rose 7 points last year to $1,340 a tonne",
        "Profits rose 7% last year to €1,340 a tonne",
        "rose 7% last year to $1,340 a kilogram, the company’s chief executive said",
        "a crane driver with twenty-two years of service said",
    ],
)
def test_a_changed_number_is_not_found(quote: str) -> None:
    assert locate(TEXT, quote) is None


@pytest.mark.parametrize(
    "quote",
    [
        "it would sell the old grain terminal to Korvath Lines for 12 million crowns",
        "although five members had not voted for the sale",
        "We do owe anybody a bargain, said its chair, Mira Tolland",
        "Nearly no dockers support the plan; the mayor’s office allegedly does too",
        "that it would sell the old grain terminal not to Korvath Lines for 12 million crowns",
        "said on Tuesday that it would hardly sell the old grain terminal to Korvath Lines",
    ],
)
def test_a_changed_negation_is_not_found(quote: str) -> None:
    assert locate(TEXT, quote) is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Der Rat will die Brücke im Herbst öffnen.", "Der Rat will die Brücke nicht im Herbst öffnen"),
        ("Der Rat will keine neue Brücke am Fluss bauen.", "Der Rat will die neue Brücke am Fluss bauen"),
        ("Завод у Дубках не припинить роботу через брак палива.", "Завод у Дубках припинить роботу через брак палива"),
        ("Завод в Дубках остановят без согласия всех рабочих.", "Завод в Дубках остановят с согласия всех рабочих"),
        ("La piscine fermera avant le mois de juillet.", "La piscine ne fermera pas avant le mois de juillet"),
        ("El puente se abrirá con permiso del consejo.", "El puente se abrirá sin permiso del consejo"),
        ("La strada sarà chiusa con il voto del consiglio.", "La strada sarà chiusa senza il voto del consiglio"),
        ("Szkoła zostanie zamknięta po zgodzie rodziców.", "Szkoła nie zostanie zamknięta po zgodzie rodziców"),
        ("The court called the whole contract legal and fair.", "The court called the whole contract illegal and fair"),
        ("Doctors called the new dye harmless to children.", "Doctors called the new dye harmful to children"),
        ("The vote on the new port is non-binding, he said.", "The vote on the new port is binding, he said"),
    ],
)
def test_negations_of_many_languages_are_kept(text: str, quote: str) -> None:
    assert locate(text, quote) is None


@pytest.mark.parametrize(
    "quote",
    [
        "it would not buy the old grain terminal to Korvath Lines",
        "Profits fell 7% last year to $1,340 a tonne",
        "Nearly all dockers oppose the plan; the mayor’s office",
        "second-class freight grew slower than the river traffic; nearly none",
        "on the letters that the union had sent in May",
        "Nearly all dockers support the plan; the mayor’s office does too",  # "allegedly" left out
        "The office of the harbour board refused and declined to comment on the letters",
    ],
)
def test_a_word_that_turns_the_meaning_is_not_found(quote: str) -> None:
    assert locate(TEXT, quote) is None


@pytest.mark.parametrize(
    "quote",
    [
        "Dr. Petra Sool beat Aldo Renn in the contest for the deputy’s post",
        "petra sool beat aldo renn in the contest for the deputy’s post",
        "Dr. Aldo Renn beat Mira Sool in the contest for the deputy’s post",
        "We don’t owe anybody a bargain, said its chair, Nora Tolland",
        "it would not sell the old grain terminal to Tolland for 12 million crowns",
        "it would not sell the old grain terminal to tolland lines for 12 million crowns",
        "the mayor’s plan; the support office allegedly does too",
    ],
)
def test_changed_or_exchanged_names_and_words_are_not_found(quote: str) -> None:
    assert locate(TEXT, quote) is None


@pytest.mark.parametrize(
    "quote",
    [
        "Few people in the town were surprised that the harbour board of Estrel said on Tuesday that it would not sell",
        "The office of the harbour board declined to comment on the letters and kept them in a drawer",
        "although five members had voted for the sale yesterday",
        "The office of the river traffic declined to comment on the letters that the union had sent",
        "The office of the harbour board declined to comment on the letters that the union burned it",
        "The office of the harbour board declined to comment on the letters that the whole country wanted",
        "declined to comment on the letters that the union had sent in March angrily",
        "The office of the harbour board declined to comment on the letters it burned",
        "said on Tuesday that it would not sell the letters that the union had sent in March",
        "The trains to Vell will be painted green by the end of the summer",
        "Korvath Union",
        "Mira Renn",
    ],
)
def test_invented_and_spliced_words_are_not_found(quote: str) -> None:
    assert locate(TEXT, quote) is None


def test_only_long_quotes_may_differ_in_a_word() -> None:
    assert locate(TEXT, "the old grain depot") is None


def test_a_script_without_spaces_is_found_but_never_edited() -> None:
    text = "日本の首相は月曜日に新しい計画を発表した。"
    assert found("新しい計画", text).match == "exact"
    assert locate(text, "日本の首相は火曜日に新しい計画を発表した") is None


def test_a_long_quote_may_differ_in_more_words() -> None:
    words = [f"w{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(300)]
    quote = ["other" if n % 40 == 20 else word for n, word in enumerate(words[50:250])]
    assert found(" ".join(quote), " ".join(words)).text == " ".join(words[50:250])


def test_locate_in_keeps_to_its_stretch_and_counts_from_the_start_of_the_text() -> None:
    start = TEXT.index("Profits")
    assert locate_in(TEXT, "Mira Tolland", start, len(TEXT)) is None
    evidence = locate_in(TEXT, "harbour board", start, len(TEXT))
    assert evidence is not None
    assert evidence.start == TEXT.rindex("harbour board")
    assert TEXT[evidence.start : evidence.end] == evidence.text


@pytest.mark.effort
@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("a" * 50_000, "a" * 5_000),
        ("aa " * 20_000, "aa " * 5_000 + "a"),
        ("a b " * 12_000, "a … b … a … b … c"),
        ("word", "[a" * 50_000),
        ("word", "one more word " + "x" * 200_000 + " […]"),
        ("'" * 50_000, "a'" * 25_000),
        (". " * 25_000, "a… " * 10_000),
        ("300m " * 10_000, "m 300"),
        ("1a 1b " * 12_000, "1a 1b … 1b 1a … 2c 2c"),
        ("au-\n" * 12_000, "au au au au au b"),
    ],
)
def test_repetition_is_no_trap(text: str, quote: str) -> None:
    """Anything quadratic would take minutes here."""
    assert locate(text, quote) is None


def runs(fewest: int) -> st.SearchStrategy[str]:
    """Stretches of the text from the beginning of a word to the end of one."""
    spans = [match.span() for match in re.finditer(r"\S+", TEXT)]
    pairs = st.tuples(st.integers(0, len(spans) - fewest), st.integers(fewest, len(spans)))
    return pairs.map(lambda pair: TEXT[spans[pair[0]][0] : spans[min(sum(pair), len(spans)) - 1][1]])


@given(runs(1))
def test_every_run_of_printed_words_is_exact(quote: str) -> None:
    assume(quote not in {"—", "…"})
    evidence = found(quote)
    assert (evidence.text, evidence.match) == (quote, "exact")


@given(runs(1), st.data())
def test_a_digit_changed_anywhere_is_not_found(quote: str, data: st.DataObject) -> None:
    digits = [at for at, char in enumerate(quote) if char.isdigit()]
    assume(digits)
    at = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != quote[at]))
    assert locate(TEXT, quote[:at] + other + quote[at + 1 :]) is None


@given(runs(2), st.data())
def test_a_negation_put_in_anywhere_is_not_found(quote: str, data: st.DataObject) -> None:
    words = quote.split()
    words.insert(data.draw(st.integers(1, len(words) - 1)), data.draw(st.sampled_from(["not", "never", "no"])))
    assert locate(TEXT, " ".join(words)) is None


@given(runs(5), st.data())
def test_two_words_exchanged_are_not_found(quote: str, data: st.DataObject) -> None:
    words = quote.split()
    one, two = data.draw(st.tuples(*[st.integers(0, len(words) - 1)] * 2))
    kept = [re.sub(r"\W", "", word).casefold() for word in words]
    assume(min(len(kept[one]), len(kept[two])) > 3 and kept[one] != kept[two])  # "the" stands everywhere
    words[one], words[two] = words[two], words[one]
    assert locate(TEXT, " ".join(words)) is None


PIECES = st.sampled_from(
    [
        *"a b the Renn said not n't can't cannot twenty one per cent 1 2 340 1,5 ² ½ % $ ' ’ “ ” l’ 's".split(" "),
        *"… ... . , ! - — [ ] ( ) 日 本 \ufb03 \u0301 \u00e9 ß İ \u00ad \u200d".split(" "),
        *(" " * 20),
        "\n",
        "\u00a0",
        *("minus", "–", "-\n", "percentage", "points"),
    ]
)
TANGLES = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=40)


@given(TANGLES, TANGLES)
def test_any_text_and_quote_give_words_of_the_text_or_nothing(text: str, quote: str) -> None:
    evidence = locate(text, quote)
    assert evidence is None or text[evidence.start : evidence.end] == evidence.text


@given(TANGLES, st.data())
def test_any_cut_of_any_text_gives_words_of_the_text_or_nothing(text: str, data: st.DataObject) -> None:
    low = data.draw(st.integers(0, len(text)))
    quote = data.draw(st.sampled_from([text[low:], text[low:].upper(), text[low:].replace(" ", " … ", 1)]))
    evidence = locate(text, quote)
    assert evidence is None or text[evidence.start : evidence.end] == evidence.text
