import re

import pytest

from newsbrief.cues.numbers import find_numbers
from tests.test_numbers import one, printed


@pytest.mark.parametrize(
    ("kind", "language", "marked"),
    [
        (
            "date",
            "en",
            "on [January 12] and [12 January 2026], [Jan. 5, 2026] of [2026-01-12] or [9/11] or [Sept. 14-18]",
        ),
        ("date", "de", "am [12.01.2026] und am [3. Oktober], vom [8.–10. Mai]"),
        ("date", "uk", "[12 січня 2024 року] і [5 травня]"),
        ("time", "en", "at [5:30 p.m.] or [5pm] or [17:30]"),
        ("time", "de", "um [17.30 Uhr], von [14 bis 17 Uhr]"),
        ("time", "en", "by [0930 GMT], from [9 to 11 a.m.], open [10:30-11:30], at [12 noon]"),
        ("date", "en", "at [2026-05-01T10:00]"),
        ("year", "en", "the class of ['94], in ['68] the town's mill burnt"),
        ("year", "de", "in den [90ern]"),
        ("age", "de", "das [drei] Wochen alte Kind"),
        ("ordinal", "en", "the [1,000th] boat"),
        ("ordinal", "uk", "[37-ма] бригада"),
        ("identifier", "en", "No [10] said"),
        ("identifier", "de", "auf Platz [3], nach § [12]"),
        ("identifier", "uk", "[95] бригада і [3] корпус"),
        ("phone", "en", "call [555-0123], a [911] call"),
        ("score", "en", "passed [218-210]"),
        ("quantity", "en", "the '[40] days' rule, a [600]-year-old oak, a [5ft 8in] or [6-foot-4] man, [8in] pipes"),
        ("quantity", "en", "[8] in Orsk, call [300] people"),
        ("year", "en", "in [2024], the [2024-25] season, the [1990s], the ['90s], mid-[2021]"),
        ("year", "de", "im Jahr [2024], die [1990er] Jahre"),
        ("year", "uk", "у [2024] році, у [1990-х]"),
        ("age", "en", "aged [45], a [45]-year-old, a [two]-year-old, Ada Brandt, [45], in his early [40s]"),
        ("age", "de", "Karl Roth ([34]), die [52]-jährige Frau"),
        ("age", "uk", "[45]-річний, віком [30] років"),
        ("ordinal", "en", "its [third] year, the [21st] century, the [twenty-first] man"),
        ("ordinal", "de", "im [dritten] Jahr, der [3.] Platz"),
        ("ordinal", "uk", "[третій] рік, [21-й]"),
        (
            "identifier",
            "en",
            "a Boeing [737], Resolution [1701], Room [12], Article [5], No. [10], the Norda [500] fell",
        ),
        (
            "identifier",
            "en",
            "the G[7], COVID-[19], an F-[16], a [5]G mast, [192.168.0.1], code [0042], the Group of [Seven]",
        ),
        ("identifier", "de", "laut Artikel [5] und Nr. [7]"),
        ("identifier", "uk", "стаття [5], № [7]"),
        ("phone", "en", "call [800-555-0199] or [+49 30 5550199]"),
        ("score", "en", "won [3-2], lost [1-3], a [6-to-3] ruling"),
        ("score", "de", "gewann [2:1]"),
        ("address", "en", "at [10] Fennel Street"),
        ("address", "de", "in der Gartenstraße [12]"),
        ("address", "uk", "вул. Садова, [12]"),
        ("quantity", "en", "in 2024 [300] people, about [2000] cars, [2000] people, [15] years"),
        ("quantity", "de", "rund [2000] Menschen"),
    ],
)
def test_kinds_are_told_apart(kind: str, language: str, marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    of_kind = [number for number in find_numbers(text, language) if number.kind == kind]
    assert [text[number.start : number.end] for number in of_kind] == re.findall(r"\[(.*?)\]", marked)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("one of the captives, one soldier, no one, one another, a one-time offer", "en"),
        ("ein Mann, eine Frau, einer von ihnen", "de"),
        ("один із них, одна жінка", "uk"),
        ("see www.norda.example/2024/5 or https://norda.example/7 or ada12@norda.example", "en"),
    ],
)
def test_pronouns_and_links_are_no_numbers(text: str, language: str) -> None:
    assert find_numbers(text, language) == []


def test_one_counts_before_a_magnitude_or_a_unit() -> None:
    assert printed("one million, one hour, one percent") == ["one million", "one", "one percent"]


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("at least one sailor fled", "en", "sailor"),
        ("the storm killed one", "en", None),
        ("one sailor was killed", "en", "sailor"),
        ("mindestens ein Matrose floh", "de", "Matrose"),
        ("щонайменше один матрос утік", "uk", "матрос"),
    ],
)
def test_one_counts_after_a_bound_and_among_the_hurt(text: str, language: str, unit: str | None) -> None:
    number = one(text, language)
    assert (number.value, number.unit) == (1, unit)


def test_nobody_is_no_number() -> None:
    assert find_numbers("No one was hurt. Über eine Brücke, unter einem Dach.", "en") == []
    assert find_numbers("Über eine Brücke, unter einem Dach.", "de") == []


def test_an_age_in_months_is_in_months() -> None:
    assert [number.unit for number in find_numbers("an 18-month-old, Ada Brandt, 45, and a 3-year-old", "en")] == [
        *("month", "years", "years")
    ]
