import pytest

from newsbrief.cues.numbers import find_numbers
from tests.test_numbers import one, pairs


@pytest.mark.parametrize(
    ("language", "table"),
    [
        ("en", "two North Marenian soldiers fled = soldiers; 70 local firemen = firemen; two men seen = men"),
        ("en", "300 printed maps = maps; 4,300 wooden and metal boxes = boxes; 9 other Gulf states = states"),
        ("en", "15 miles per hour = miles per hour; 10 square miles = square miles; a 26-hour sitting = hour"),
        ("en", "$40 a month = USD a month; 21 dollars per square foot = USD per square foot; dozens of boats = boats"),
        (
            "de",
            "300 verletzte Soldaten = Soldaten; zwei Berliner Polizisten = Polizisten; 50 US-Soldaten = US-Soldaten",
        ),
        ("de", "100 Kilometer pro Stunde = Kilometer pro Stunde"),
        ("uk", "300 чеських військових = військових; 20 осіб = осіб"),
        (
            "en",
            "1,200 soldiers = soldiers; 40 new hospitals = hospitals; 300 U.S. troops = troops; two US ships = ships",
        ),
        ("en", "5,000 Saudis = Saudis; 6 women's clubs = clubs"),
        (
            "en",
            "1.40 euros a share = EUR a share; a $300-a-night room = USD a night; $9 a square foot = USD a square foot",
        ),
        ("en", "187 million euros a year earlier = EUR; 70 F = F; 2.1deg C = °C; 5degF = °F; 20¢ = ¢; 8in pipes = in"),
        ("en", "two of his colleagues = colleagues; three of the most wanted Marenian thieves = thieves"),
        ("en", "half of the US population = population; scores of boats = boats"),
        ("de", "dreihundert Soldaten = Soldaten; 40 neue Krankenhäuser = Krankenhäuser; 3 Mrd. US-Dollar = USD"),
        ("de", "ein 24-stündiger Streik = Stunden; ein 5-Sterne-Hotel = Sterne; ein 8-Stunden-Tag = Stunden"),
        ("uk", "триста солдатів = солдатів; 40 нових лікарень = лікарень; два нові будинки = будинки; 20 заяв = заяв"),
        ("uk", "24-годинний страйк = годин; 500 тис. українців = українців"),
    ],
)
def test_the_counted_noun_or_unit_is_found(language: str, table: str) -> None:
    assert [(text, one(text, language).unit) for text, _ in pairs(table)] == pairs(table)


def test_the_number_in_a_name_parts_no_noun_from_its_number() -> None:
    units = [number.unit for number in find_numbers("12 F-16 jets, 300 Covid-19 patients, 20 Boeing 737 jets", "en")]
    assert units == ["jets", None, "patients", None, "jets", None]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("300 have been hurt", "en"),
        ("2,700 injured in the storm", "en"),
        ("300 yesterday and officials left", "en"),
        ("300 don't vote in primaries", "en"),
        ("1.400 davon blieben", "de"),
        ("Es waren 3 Mio. Die Stadt zahlt.", "de"),
        ("5", "uk"),
        ("9 млн виділив бюджет", "uk"),
        ("40 поранено", "uk"),
        ("Це 3,5 млн. Звідки гроші?", "uk"),
    ],
)
def test_there_is_no_unit_where_no_noun_follows(text: str, language: str) -> None:
    assert one(text, language).unit is None


@pytest.mark.parametrize(
    ("language", "table"),
    [
        ("en", "two of the three sailors = sailors sailors; 14 of 20 towns = towns towns"),
        ("en", "1.2 million of the island's nine million people = people people; half of the 40 boats = boats boats"),
        ("en", "3 million boats, up from 2 million in May = boats boats; it paid 3 euros, compared with 2 = EUR EUR"),
        ("en", "6 million homes, including about 2 million here = homes homes; from 300 to 400 gulls = gulls gulls"),
        ("en", "90 sailors, 12 of whom fled = sailors sailors; 40 gulls. Of those, 12 of them fled = gulls None"),
        ("en", "after 24 hours, two of them fled = hours None; sales rose 5%, compared with 300 in May = percent None"),
        ("de", "zwei der drei Matrosen = Matrosen Matrosen; 90 Boote, davon 12 leck = Boote Boote"),
        ("de", "von 300 auf 400 Möwen = Möwen Möwen; drei von vier Befragten = Befragten Befragten"),
        (
            "uk",
            "дві з трьох шхун = шхун шхун; 90 чайок, з них 12 загинули = чайок чайок",
        ),
    ],
)
def test_a_part_or_an_earlier_level_has_the_unit_of_the_whole(language: str, table: str) -> None:
    for text, units in pairs(table):
        assert " ".join(str(number.unit) for number in find_numbers(text, language)) == units


def test_a_number_is_no_part_of_a_smaller_one() -> None:
    assert [number.unit for number in find_numbers("Er nahm 200 von 5 Booten.", "de")] == [None, "Booten"]
