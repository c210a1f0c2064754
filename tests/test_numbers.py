import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.cues.numbers import Number, find_numbers, missing_numbers, number_values
from newsbrief.cues.numbers.page import Page
from newsbrief.evidence import Span

LANGUAGES = ["en", "de", "uk", "fr", None]
ARTICLE = (
    "About 11,000 Marenian troops have been deployed near Orsk, Colonel Ada Brandt, 45, said on 12 January 2026. "
    "At least 300 were hurt and 2,700 are missing. One soldier from the 21st brigade fled; one of the others, "
    "in his third year, drove a Boeing 737 tug. Losses rose by 5% to $1.2 million."
)


def one(text: str, language: str | None = "en") -> Number:
    """The only number in a text."""
    (number,) = find_numbers(text, language)
    return number


def printed(text: str, language: str | None = "en") -> list[str]:
    return [text[number.start : number.end] for number in find_numbers(text, language)]


def kinds(text: str, language: str | None = "en") -> list[tuple[str, str]]:
    return [(text[number.start : number.end], number.kind) for number in find_numbers(text, language)]


def test_an_article_gives_its_numbers_in_order_with_what_they_are() -> None:
    assert " | ".join(f"{number} {kind}" for number, kind in kinds(ARTICLE)) == (
        "11,000 quantity | 45 age | 12 January 2026 date | 300 quantity | 2,700 quantity | 21st ordinal"
        " | third ordinal | 737 identifier | 5% quantity | $1.2 million quantity"
    )


def pairs(table: str) -> list[tuple[str, str]]:
    """The two sides of the lines of a table such as "twelve = 12; a dozen = 12"."""
    return [(text.strip(), meaning.strip()) for text, _, meaning in (line.partition("=") for line in table.split(";"))]


def equations(table: str) -> list[tuple[str, float]]:
    return [(text, float(meaning)) for text, meaning in pairs(table)]


@pytest.mark.parametrize(
    ("language", "table"),
    [
        ("en", "11,000 = 11000; 1,234,567.89 = 1234567.89; 12,34,567 = 1234567; 3.65 = 3.65; 11 000 = 11000"),
        ("en", "1'200 = 1200; -5 = -5; 0.125 = 0.125; 4.3M = 4300000; 10k = 10000; 1,5 = 1.5; 3 hundred million = 3e8"),
        ("de", "11.000,5 = 11000.5; 1.200.000 = 1200000; 3,5 = 3.5; 20 000 = 20000; 3 Mio. = 3000000"),
        ("uk", "11 000,5 = 11000.5; 1 200 000 = 1200000; 3,5 = 3.5; 2,5 тис. = 2500; 2 млн = 2000000"),
        ("fr", "11 000,5 = 11000.5; 1.200 = 1200"),
        ("ar", "1,200 = 1200; 3.5 = 3.5; ١٢٠٠ = 1200; ١٬٢٠٠٬٥٠٠ = 1200500; ٣٫٥ = 3.5; ١٬٢٠٠٫٢٥ = 1200.25"),
        ("zh", "1,200 = 1200; 3.5 = 3.5"),
    ],
)
def test_digits_are_read_with_the_separators_of_the_language(language: str, table: str) -> None:
    assert [(text, one(f"({text} x", language).value) for text, _ in equations(table)] == equations(table)


@pytest.mark.parametrize(
    ("text", "language", "apart"),
    [
        ("У 2024 300 людей виїхали.", "uk", ["2024", "300"]),
        ("Flight 12 300 people took.", "en", ["12", "300"]),
        ("Їх 2 млн.", "uk", ["2 млн"]),
    ],
)
def test_a_number_takes_in_nothing_that_is_not_its_own(text: str, language: str, apart: list[str]) -> None:
    assert printed(text, language) == apart


@pytest.mark.parametrize(
    ("language", "table"),
    [
        ("en", "twelve = 12; Twenty-one = 21; three hundred = 300; one hundred and five thousand = 105000"),
        ("en", "thirty-one thousand four hundred sixty-five = 31465; twelve hundred = 1200; a dozen = 12"),
        ("en", "two dozen = 24; half a million = 500000; half a dozen = 6; a quarter of a million = 250000"),
        ("en", "two and a half million = 2500000; a million = 1000000; five hundred million = 500000000"),
        ("de", "einundzwanzig = 21; dreihundertfünfundvierzigtausend = 345000; hundertzwanzig = 120"),
        ("de", "zweieinhalb Millionen = 2500000; eine halbe Million = 500000; eine Million = 1000000"),
        ("uk", "двадцять одна = 21; п’ять тисяч = 5000; триста двадцять = 320; пів мільйона = 500000"),
        ("uk", "мільйон = 1000000; півтора мільйона = 1500000; двох = 2"),
    ],
)
def test_number_words_are_read(language: str, table: str) -> None:
    assert [(text, one(f"{text} x", language).value) for text, _ in equations(table)] == equations(table)


def test_numbers_one_after_another_are_not_added_up() -> None:
    assert [number.value for number in find_numbers("two hundred and three hundred, two three, ten five", "en")] == [
        *(200, 300, 2, 3, 10, 5)
    ]


@pytest.mark.parametrize(
    ("language", "table"),
    [
        ("en", "½ of it = 0.5; 3/4 of it = 0.75; 2½ cups = 2.5; 2 1/2 cups = 2.5; two-fifths of them = 0.4"),
        ("en", "a fifth of voters = 0.2; half of them = 0.5; nine out of ten voters = 0.9; one in five voters = 0.2"),
        ("de", "drei Viertel der Wähler = 0.75; die Hälfte der Wähler = 0.5; einer von fünf = 0.2"),
        ("uk", "три чверті виборців = 0.75; половина виборців = 0.5; один із п'яти = 0.2"),
    ],
)
def test_fractions_are_read(language: str, table: str) -> None:
    assert [(text, one(text, language).value) for text, _ in equations(table)] == equations(table)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 in 4 adults", 0.25),
        ("six in ten adults", 0.6),
        ("a third more fuel", 1 / 3),
        ("a half hour", 0.5),
        ("3 x 10^8 cells", 3e8),
        ("1.5×10⁻³ grams", 0.0015),
        ("minus seven degrees", -7),
    ],
)
def test_portions_powers_and_degrees_below_zero_are_read(text: str, value: float) -> None:
    number = one(f"it was {text}")
    assert number.value == pytest.approx(value)
    assert number.start == len("it was ")


def test_what_only_looks_like_a_portion_is_two_numbers() -> None:
    for text in ("3 in 10 days", "1 in 2024", "2 in 5 games", "5 minus 3"):
        assert len(find_numbers(text, "en")) == 2


def test_an_ordinal_or_a_part_of_a_game_is_no_fraction() -> None:
    assert kinds("the third man, the first half") == [("third", "ordinal"), ("first", "ordinal")]


@pytest.mark.parametrize(
    ("language", "table"),
    [
        ("en", "$1.2 million = 1.2e6 USD; US$3bn = 3e9 USD; A$5m = 5e6 AUD; $-5.5bn = -5.5e9 USD; EUR70m = 70e6 EUR"),
        ("en", "£1,000 = 1000 GBP; ₴300 = 300 UAH; 20 Canadian dollars = 20 CAD; 2 million pounds = 2e6 GBP"),
        ("en", "5% = 5 percent; 5 per cent = 5 percent; 2 percentage points = 2 percentage points"),
        ("en", "60 mph = 60 mph; 30 sq km = 30 sq km; 5°C = 5 °C; 5'6\" = 5.5 feet"),
        ("de", "3 Mio. Euro = 3e6 EUR; 12,5 Mrd. Euro = 12.5e9 EUR; 20 € = 20 EUR; 3,5 Prozent = 3.5 percent"),
        ("de", "zwei Prozentpunkte = 2 percentage points"),
        ("uk", "2,5 млн грн = 2.5e6 UAH; 5 тис. гривень = 5000 UAH; 15 відсотків = 15 percent; 20 кв. км = 20 кв. км"),
    ],
)
def test_magnitude_currency_and_signs_belong_to_the_number(language: str, table: str) -> None:
    for text, meaning in pairs(table):
        number = one(f"x {text}.", language)
        value, _, unit = meaning.partition(" ")
        assert (number.value, number.unit) == (float(value), unit)
        assert (number.start, number.end) == (2, 2 + len(text))


@pytest.mark.parametrize(
    ("bound", "language", "marked"),
    [
        ("about", "en", "[around] 300 gulls; [an estimated] 300 gulls; [~]300 gulls"),
        ("at_least", "en", "[at least] 300 gulls; [more than] 300 gulls; for [over] six weeks; [>]300 gulls"),
        ("at_least", "en", "300 gulls [or more]; 300-[plus] gulls; 300[+] gulls"),
        ("at_most", "en", "[no more than] 300 gulls; [up to] 300 gulls; 300 [or fewer] gulls"),
        ("exact", "en", "ran over six weeks; the 300 gulls"),
        ("about", "de", "[ca]. 300 Möwen; [rund] 300 Möwen"),
        ("at_most", "de", "[bis zu] 300 Möwen"),
        ("at_least", "uk", "[понад] 300 чайок"),
    ],
)
def test_hedges_bound_the_number_and_are_pointed_at(bound: str, language: str, marked: str) -> None:
    for line in marked.split("; "):
        before, hedge, *_ = [*re.split(r"[\[\]]", line), ""]
        number = one(re.sub(r"[\[\]]", "", line), language)
        assert number.bound == bound
        assert number.hedge == (Span(len(before), len(before) + len(hedge)) if hedge else None)


def test_a_bounded_number_keeps_its_value_beside_the_bound() -> None:
    least, most = one("at least 4 gulls"), one("at most 4 gulls")
    assert (least.value, least.minimum, least.maximum) == (4, 4, None)
    assert (most.value, most.minimum, most.maximum) == (4, None, 4)


@pytest.mark.parametrize(
    ("text", "minimum"), [("dozens", 24), ("hundreds of thousands", 200_000), ("several hundred", 200)]
)
def test_vague_numbers_have_only_a_minimum(text: str, minimum: float) -> None:
    number = one(f"{text} of gulls")
    assert (number.value, number.minimum, number.bound) == (None, minimum, "at_least")


@pytest.mark.parametrize(
    ("text", "language", "whole", "minimum", "maximum"),
    [
        ("10-15 gulls", "en", "10-15", 10, 15),
        ("10–15 gulls", "en", "10–15", 10, 15),
        ("10 to 15 gulls", "en", "10 to 15", 10, 15),
        ("between 10 and 15 percent of gulls", "en", "between 10 and 15 percent", 10, 15),
        ("10 to 15 million euros", "en", "10 to 15 million euros", 10e6, 15e6),
        ("$10 to $15 million", "en", "$10 to $15 million", 10e6, 15e6),
        ("prices ranging from 5 to 10 dollars", "en", "5 to 10 dollars", 5, 10),
        ("20 bis 40 Boote", "de", "20 bis 40", 20, 40),
        ("zwischen 10 und 15 Grad", "de", "zwischen 10 und 15", 10, 15),
        ("від 10 до 15 відсотків", "uk", "10 до 15 відсотків", 10, 15),
        ("a 10- to 15-year term", "en", "10- to 15", 10, 15),
        ("$1.2-1.5 billion", "en", "$1.2-1.5 billion", 1.2e9, 1.5e9),
        ("about $10 to 15 million", "en", "$10 to 15 million", 10e6, 15e6),
    ],
)
def test_a_range_is_one_number_without_a_value(
    text: str, language: str, whole: str, minimum: float, maximum: float
) -> None:
    number = one(text, language)
    assert (number.value, number.bound) == (None, "range")
    assert (number.minimum, number.maximum) == (minimum, maximum)
    assert text[number.start : number.end] == whole


def test_a_change_from_one_to_another_is_two_numbers() -> None:
    text = "It rose from 10% to 15%, fell in 2021 to 4.7 million, went from 300 to 20."
    assert printed(text) == ["10%", "15%", "2021", "4.7 million", "300", "20"]


def test_a_price_and_those_who_pay_it_are_no_range() -> None:
    paid, payers = find_numbers("It gave $2 to 3 million people.", "en")
    assert (paid.value, paid.unit, payers.value, payers.unit) == (2, "USD", 3e6, "people")


@pytest.mark.parametrize(
    ("language", "table"),
    [
        ("en", "Sales rose by 3% = up; sales fell 3% = down; up 5 percent = up; an increase of 12 jobs = up"),
        ("en", "5% higher = up; set up three camps = none; 3% of sales = none"),
        ("de", "um 5 Prozent gestiegen = up; sank um 3 Prozent = down"),
        ("uk", "зросли на 5% = up; впали на 5% = down"),
    ],
)
def test_verbs_nearby_give_the_direction(language: str, table: str) -> None:
    assert [(text, one(text, language).direction) for text, _ in pairs(table)] == pairs(table)


@pytest.mark.parametrize(
    ("text", "language"),
    [("fell 190 points, or 0.6%", "en"), ("fell 3 cents (2%)", "en"), ("sank um 5 Euro oder 2 Prozent", "de")],
)
def test_a_change_in_other_terms_has_the_same_direction(text: str, language: str) -> None:
    assert [number.direction for number in find_numbers(text, language)] == ["down", "down"]


def test_the_level_reached_after_a_change_is_no_change_itself() -> None:
    assert [number.direction for number in find_numbers("Shares rose 9% to 4.20.", "en")] == ["up", "none"]


def test_other_languages_are_read_by_digits_and_signs_alone() -> None:
    assert printed("Il y a deux ans, 300 mouettes, 5 % et 20 €.", "fr") == ["300", "5 %", "20 €"]


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("1.2 million", "en", {1.2e6}),
        ("1,200,000", "en", {1.2e6}),
        ("1,2 Millionen", "de", {1.2e6}),
        ("five", "en", {5}),
        ("a dozen", "en", {12}),
        ("two-thirds", "en", {2 / 3}),
        ("1.200", None, {1.2, 1_200}),
        ("1,200", None, {1.2, 1_200}),
        ("1,200", "en", {1_200}),
        ("1.200", "de", {1_200}),
        ("10 to 15 million", "en", {10, 10e6, 15e6}),
        ("third", "en", {3}),
        ("won 3-2 on January 12, 2026", "en", {3, 2, 12, 2026}),
        ("one of them, for the first time", "en", set()),
    ],
)
def test_number_values_fold_what_is_printed(text: str, language: str | None, values: set[float]) -> None:
    assert number_values(text, language) == values


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("11 thousand troops, 1200000 dollars, five percent", []),
        ("A 45-year-old spoke on January 12.", []),
        ("One of them, the first, lost 1 tug.", []),
        ("12,000 troops", ["12,000"]),
        ("half of the troops", ["half"]),
        ("between 300 and 400 people", ["between 300 and 400"]),
        ("Boeing 747", ["747"]),
    ],
)
def test_missing_numbers_are_those_that_the_article_does_not_have(sentence: str, missing: list[str]) -> None:
    found = missing_numbers(find_numbers(sentence, "en"), sentence, "en", number_values(ARTICLE, "en"))
    assert [sentence[number.start : number.end] for number in found] == missing


def test_an_ambiguous_number_is_borne_out_by_either_reading() -> None:
    found = find_numbers("1.200", None)
    assert missing_numbers(found, "1.200", None, {1_200.0}) == missing_numbers(found, "1.200", None, {1.2}) == []


WORDS = (
    "one |hundred |and |million|to |between |half |of |a |ein|tausend|Mio. |тисяч |третин|Jan| 000|year-old|people|"
    "more than |€|5|st|per |in |out |.|,|-|–|/|:|'|+|$|%|½|°|(|\n| |0|1|2|3|4|6|7|8|9"
)
PIECES = st.lists(st.sampled_from(WORDS.split("|")), max_size=40).map("".join)


@given(st.one_of(st.text(), PIECES), st.sampled_from(LANGUAGES))
def test_numbers_are_ordered_apart_and_inside_the_text(text: str, language: str | None) -> None:
    numbers = find_numbers(text, language)
    ends = [0, *(number.end for number in numbers)]
    assert all(end <= number.start < number.end for end, number in zip(ends, numbers, strict=False))
    assert ends[-1] <= len(text)
    assert all(0 <= hedge.start < hedge.end <= len(text) for hedge in (n.hedge for n in numbers) if hedge)


@given(st.one_of(st.text(), PIECES), st.sampled_from(LANGUAGES))
def test_values_are_finite_and_ranges_ascend(text: str, language: str | None) -> None:
    assert all(math.isfinite(value) for value in number_values(text, language))
    ranges = [(n.minimum or 0, n.maximum or 0) for n in find_numbers(text, language) if n.bound == "range"]
    assert all(minimum < maximum for minimum, maximum in ranges)


@given(st.integers(min_value=1_000, max_value=10**15), st.sampled_from([("en", ","), ("de", "."), ("uk", " ")]))
def test_an_integer_with_thousands_separators_reads_back_to_itself(n: int, style: tuple[str, str]) -> None:
    language, separator = style
    assert one(f"x {n:,} y".replace(",", separator), language).value == n


@given(st.one_of(st.text(), PIECES), st.sampled_from(LANGUAGES))
def test_a_text_bears_out_its_own_numbers(text: str, language: str | None) -> None:
    assert missing_numbers(find_numbers(text, language), text, language, number_values(text, language)) == []


@pytest.mark.parametrize("text", ["9" * 400, "1," * 30_000, "9" * 50_000])
def test_digits_that_mean_no_number_are_an_identifier(text: str) -> None:
    assert one(text).kind == "identifier"


@given(st.one_of(st.text(), PIECES), st.sampled_from(LANGUAGES))
def test_every_digit_belongs_to_a_number(text: str, language: str | None) -> None:
    text = text.replace("@", "").replace("://", "").replace("www.", "")
    covered = {place for number in find_numbers(text, language) for place in range(number.start, number.end)}
    assert [place for place, sign in enumerate(text) if sign.isdecimal() and place not in covered] == []


PRINTED = ["{n:,}", "${n}m", "{n}%", "{n} to {m}", "{n}-{m}", "€{n}bn", "{n}km", "{n}.5 million", "between {n} and {m}"]
AROUND = [
    ("They saw ", " boats."),
    ("Up to ", " of them, he said."),
    ("(about ", ")"),
    ("", ""),
    ("It cost ", ", or so."),
]


@given(st.integers(2, 900), st.sampled_from(PRINTED), st.sampled_from(AROUND))
def test_a_number_says_the_same_alone_and_in_its_sentence(n: int, form: str, around: tuple[str, str]) -> None:
    alone, (before, after) = form.format(n=n, m=n + 1), around
    number = one(before + alone + after)
    assert (number.start, number.end) == (len(before), len(before) + len(alone))
    assert (number.value, number.minimum or n) == (one(alone).value, one(alone).minimum or number.minimum or n)


ENGLISH = "5 boats, |1 of |from 1 to |1-2-|7 Covid-19-|U.S. 5 |5 including "


@pytest.mark.effort
@pytest.mark.parametrize(("language", "piece"), [*(("en", one) for one in ENGLISH.split("|")), ("de", "5 von ")])
def test_twice_the_numbers_take_twice_the_looks(language: str, piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    plain = Page.says

    def counting(page: Page, i: int, role: str) -> bool:
        nonlocal looks
        looks += 1
        return plain(page, i, role)

    monkeypatch.setattr(Page, "says", counting)
    counts = []
    for times in (500, 1_000):
        looks = 0
        find_numbers(piece * times, language)
        counts.append(looks)
    assert counts[1] <= 2.01 * counts[0]
