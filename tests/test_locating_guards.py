"""Small edits that turn what is said are not found; small edits that do not are."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.locating import locate

Case = tuple[str, str]


def cases(lines: str) -> list[Case]:
    """One case a line: what the text says, a bar, what the quote says."""
    pairs = [line.partition(" | ") for line in lines.strip().splitlines()]
    return [(text.strip(), quote.strip()) for text, _, quote in pairs]


def is_found(text: str, quote: str) -> bool:
    """Whether a quote is found in a text among other sentences; what is found is always the text's own words."""
    text = f"In other news, the weather stayed mild along the coast. {text}. Nothing else was known."
    evidence = locate(text, quote)
    assert evidence is None or text[evidence.start : evidence.end] == evidence.text
    return evidence is not None


NEGATIONS = cases("""
Der Rat von Holm will das Hallenbad im Sommer abreißen | Der Rat von Holm will das Hallenbad nicht im Sommer abreißen
Der Rat von Holm will ein Hallenbad im Sommer abreißen | Der Rat von Holm will kein Hallenbad im Sommer abreißen
Die Fähre nach Holm fährt im Winter immer bei Sturm | Die Fähre nach Holm fährt im Winter nie bei Sturm
Die Fähre nach Holm fährt im Winter immer bei Sturm | Die Fähre nach Holm fährt im Winter selten bei Sturm
Le conseil de Valmont a voté la fin du vieux théâtre | Le conseil de Valmont n'a pas voté la fin du vieux théâtre
Le maire a toujours voulu fermer le vieux théâtre | Le maire n’a jamais voulu fermer le vieux théâtre
Le maire de Valmont ne veut plus fermer le vieux théâtre | Le maire de Valmont veut fermer le vieux théâtre
La alcaldesa quiere cerrar el mercado viejo este año | La alcaldesa no quiere cerrar el mercado viejo este año
La alcaldesa siempre quiso cerrar el mercado viejo | La alcaldesa nunca quiso cerrar el mercado viejo
Міська рада Дубравки закриє старий басейн цього літа | Міська рада Дубравки не закриє старий басейн цього літа
Писали, що кожен депутат ради підтримав новий бюджет міста | Писали, що жоден депутат ради підтримав новий бюджет міста
На запитання про басейн мер Дубравки відповів так на сесії | На запитання про басейн мер Дубравки відповів ні на сесії
Rada miasta Holm zamknie stary basen tego lata w lipcu | Rada miasta Holm nie zamknie stary basen tego lata w lipcu
Совет города Ольховки закроет старый бассейн этим летом | Совет города Ольховки не закроет старый бассейн этим летом
Il comune di Holm chiuderà la vecchia piscina in luglio | Il comune di Holm non chiuderà la vecchia piscina in luglio
Il sindaco ha detto che non ha ricevuto i soldi ieri sera | Il sindaco ha detto che ha ricevuto i soldi ieri sera
We can't pay the ferry crews before the end of summer | We can pay the ferry crews before the end of summer
We can pay the ferry crews before the end of summer | We cannot pay the ferry crews before the end of summer
We can pay the ferry crews before the end of summer | We cant pay the ferry crews before the end of summer
The crews won’t strike before the end of the summer | The crews will strike before the end of the summer
The crews will strike before the end of the summer | The crews wont strike before the end of the summer
The clerk said that not all dockers had signed the letter | The clerk said that all dockers had signed the letter
The clerk said it was no longer safe to use the port | The clerk said it was safe to use the port
The ship had yet to leave the port of Vell at night | The ship had to leave the port of Vell at night
The ship was too old to leave the port of Vell | The ship was old to leave the port of Vell
""")

NUMBERS = cases("""
The port of Vell lost 3 million crowns on the silo | The port of Vell lost 3 billion crowns on the silo
The port of Vell lost three million crowns on the silo | The port of Vell lost three thousand crowns on the silo
The port of Vell lost 3m crowns on the grain silo | The port of Vell lost 3bn crowns on the grain silo
The port of Vell lost 3k crowns on the grain silo | The port of Vell lost 3m crowns on the grain silo
Die Stadt Holm zahlt drei Millionen Kronen für den Turm | Die Stadt Holm zahlt drei Milliarden Kronen für den Turm
Rates rose by 3 percentage points in the spring, he said | Rates rose by 3 percent in the spring, he said
Rates rose by 3 percent in the spring, he said | Rates rose by 3 percentage points in the spring, he said
Rates rose by 3 percentage points in the spring, he said | Rates rose by 3 percentage in the spring, he said
Rates rose by 3 basis points in the spring, he said | Rates rose by 3 percentage points in the spring, he said
Rates rose by 3 Prozentpunkte in the spring, he said | Rates rose by 3 Prozent in the spring, he said
It was -12 degrees on the deck of the ferry | It was 12 degrees on the deck of the ferry
It was 12 degrees on the deck of the ferry | It was minus 12 degrees on the deck of the ferry
It was minus 12 degrees on the deck of the ferry | It was plus 12 degrees on the deck of the ferry
The index moved (+1.5) points by the close in Estrel | The index moved (-1.5) points by the close in Estrel
The index moved –1.5 points by the close in Estrel | The index moved 1.5 points by the close in Estrel
The index moved by -$1.5 by the close in Estrel | The index moved by $1.5 by the close in Estrel
The index moved by €-1.5 by the close in Estrel | The index moved by €1.5 by the close in Estrel
The clerk said that prices had doubled since the war | The clerk said that prices had halved since the war
The new road to Vell is 40 km long and steep | The new road to Vell is 40 miles long and steep
The new road to Vell is forty km long and steep | The new road to Vell is forty metres long and steep
The new road to Vell cost 40 dollars a yard to build | The new road to Vell cost 40 euros a yard to build
The new road to Vell cost $40 a yard to build | The new road to Vell cost €40 a yard to build
The tank holds 40 litres of diesel for the ferry | The tank holds 40 gallons of diesel for the ferry
The plot covers 40 hectares of marsh behind the lock | The plot covers 40 acres of marsh behind the lock
The load weighed 40 kg when it came off the ferry | The load weighed 40 lb when it came off the ferry
""")

TIMES = cases("""
The ferry sank on Monday morning off the island of Holm | The ferry sank on Tuesday morning off the island of Holm
The ferry sank on monday morning off the island of Holm | The ferry sank on tuesday morning off the island of Holm
The ferry sank in March last year off the island of Holm | The ferry sank in May last year off the island of Holm
The ferry sank in Mar last year off the island of Holm | The ferry sank in apr last year off the island of Holm
Die Fähre nach Holm sank am Dienstag im schweren Sturm | Die Fähre nach Holm sank am mittwoch im schweren Sturm
The ferry sank last year off the island of Holm | The ferry sank next year off the island of Holm
The ferry sank last week off the island of Holm | The ferry sank last month off the island of Holm
The ferry sank in the morning off the island of Holm | The ferry sank in the evening off the island of Holm
The ferry sank in the spring off the island of Holm | The ferry sank in the autumn off the island of Holm
The ferry sank at noon off the island of Holm | The ferry sank at midnight off the island of Holm
The ferry sank at 6 a.m. off the island of Holm | The ferry sank at 6 p.m. off the island of Holm
The ferry sank at 6 am off the island of Holm | The ferry sank at 6 pm off the island of Holm
The strike began before the ferry left for Holm | The strike began after the ferry left for Holm
""")

NAMES = cases("""
Renn told Sool that the ferry would leave without mail | Sool told Renn that the ferry would leave without mail
Mira Renn told Petra Sool that the ferry would leave | Petra Sool told Mira Renn that the ferry would leave
Aldo Renn told Petra Sool of the ferry. Tolland wept | Tolland told Petra Sool of the ferry
Aldo Renn told Petra Sool of the ferry. The man Tolland wept | Aldo Renn told Petra tolland of the ferry
The man hit the dog near the old lock at Vell | The dog hit the man near the old lock at Vell
The ferry sails from Vell to Holm each day with mail | The ferry sails to Vell from Holm each day with mail
The mayor said she had been told of the theft | The mayor said he had been told of the theft
""")

TURNS = cases("""
Freight through Vell went up in the spring, he said | Freight through Vell went down in the spring, he said
Vell saw more ships than Estrel in spring, the board said | Vell saw fewer ships than Estrel in spring, the board said
He said all dockers in the port support the new timetable | He said some dockers in the port support the new timetable
He said most dockers in the port support the new timetable | He said all dockers in the port support the new timetable
Dockers in the port of Vell all support the new timetable | Dockers in the port of Vell support the new timetable
The former minister for ports opened the new lock at Vell | The minister for ports opened the new lock at Vell
The minister for ports opened the new lock at Vell | The former minister for ports opened the new lock at Vell
The deputy minister for ports opened the new lock at Vell | The minister for ports opened the new lock at Vell
The former minister for ports opened the new lock at Vell | The current minister for ports opened the new lock at Vell
The harbour master denied taking money from the owners | The harbour master taking money from the owners
The harbour master denied that he took money from them | The harbour master said that he took money from them
The harbour master avoided taking money from the owners | The harbour master remembered taking money from the owners
The board abandoned the plan for a second lock at Vell | The board adopted the plan for a second lock at Vell
The board may open a second lock at Vell in the spring | The board will open a second lock at Vell in the spring
He was accused of the theft of the bell from the church | He was convicted of the theft of the bell from the church
The union ruled out a strike in the port of Vell | The union ruled a strike in the port of Vell
He said it was the largest fire since the war ended | He said it was the smallest fire since the war ended
He said the first ferry of the season sailed to Holm | He said the last ferry of the season sailed to Holm
He said everybody had asked to use the port of Vell | He said somebody had asked to use the port of Vell
It cost about as much as the board of Vell had promised | It cost exactly as much as the board of Vell had promised
Sie sagte, dass alle Mitglieder für den Plan stimmten | Sie sagte, dass einige Mitglieder für den Plan stimmten
Sie sagte, dass alle Mitglieder für den Plan stimmten | Sie sagte, dass alle Mitglieder gegen den Plan stimmten
Elle dit que tous les membres ont voté pour le plan | Elle dit que tous les membres ont voté contre le plan
""")

HARMLESS = cases("""
The old lighthouse at Vell was painted in a bright yellow | The old lighthouse at Vell was painted in a vivid yellow
Старий маяк у Дубравці пофарбували у яскраву жовту фарбу | Старий маяк у Дубравці пофарбували у гарну жовту фарбу
Der alte Leuchtturm wurde in hellem Gelb gestrichen | Der alte Leuchtturm wurde in grellem Gelb gestrichen
The harbour   board  of Vell met on the quay at dawn | The harbour board of Vell met on the quay at dawn
The board met—as ever—on the quay of Vell at dawn | The board met - as ever - on the quay of Vell at dawn
She said: “The pier is ‘rotten’ to the core” | She said: "The pier is 'rotten' to the core"
The oﬃce of the ﬁrst ﬂoor was let to the line | The office of the first floor was let to the line
The harbour authority of Vell met on the quay at dawn | The harbour au- thority of Vell met on the quay at dawn
The harbour authority of Vell met on the quay at dawn | Harbour authority of Vell met on the quay at dawn
The harbour authority of Vell met on the quay at dawn | The harbour authority of Vell met on quay at dawn
Das alte Hallenbad der Stadt Holm soll bald schließen | Das alte Hallenbad Stadt Holm soll bald schließen
The colour of the harbour wall was chosen by the painters | The color of the harbor wall was chosen by the painters
Die Straße nach Holm wurde in der Nacht überflutet | Die Strasse nach Holm wurde in der Nacht überflutet
We can't pay the ferry crews before the end of summer | We can not pay the ferry crews before the end of summer
The crews won't strike before the end of the summer | The crews will not strike before the end of the summer
The road is 40 km long and cost a great deal to build | The road is 40 kilometres long and cost a great deal to build
The loss of 1 200 crowns was borne by the owners | The loss of 1,200 crowns was borne by the owners
The port of Vell lost 3bn crowns on the grain silo | The port of Vell lost 3 billion crowns on the grain silo
Rates rose by three percent in the spring, he said | Rates rose by 3 per cent in the spring, he said
It was -12 degrees on the deck of the ferry | It was minus 12 degrees on the deck of the ferry
It was –12 degrees on the deck of the ferry | It was -12 degrees on the deck of the ferry
""")


@pytest.mark.parametrize(("text", "quote"), NEGATIONS)
def test_a_negation_put_in_or_left_out_is_not_found(text: str, quote: str) -> None:
    assert not is_found(text, quote)


@pytest.mark.parametrize(("text", "quote"), NUMBERS)
def test_another_magnitude_sign_or_unit_is_not_found(text: str, quote: str) -> None:
    assert not is_found(text, quote)


@pytest.mark.parametrize(("text", "quote"), TIMES)
def test_another_time_is_not_found(text: str, quote: str) -> None:
    assert not is_found(text, quote)


@pytest.mark.parametrize(("text", "quote"), NAMES)
def test_another_person_is_not_found(text: str, quote: str) -> None:
    assert not is_found(text, quote)


@pytest.mark.parametrize(("text", "quote"), TURNS)
def test_a_word_that_turns_what_is_said_is_not_found(text: str, quote: str) -> None:
    assert not is_found(text, quote)


@pytest.mark.parametrize(("text", "quote"), HARMLESS)
def test_a_harmless_edit_is_found(text: str, quote: str) -> None:
    assert is_found(text, quote)


@pytest.mark.parametrize(("text", "quote"), [*NEGATIONS, *NUMBERS, *TIMES, *NAMES, *TURNS])
def test_what_the_text_says_itself_is_found(text: str, quote: str) -> None:
    assert quote != text
    assert is_found(text, text)


def test_a_spelled_out_number_is_the_same_number_but_not_exact() -> None:
    evidence = locate("The pier cost five crowns less than the board of Vell had promised.", "cost 5 crowns less than")
    assert evidence is not None
    assert (evidence.text, evidence.match) == ("cost five crowns less than", "fuzzy")


@pytest.mark.parametrize("line_end", ["-\n", "-\r\n", "‐\n  "])
def test_words_broken_at_the_end_of_a_line_are_whole(line_end: str) -> None:
    text = f"The harbour au{line_end}thority met at dawn."
    evidence = locate(text, "harbour authority met")
    assert evidence is not None
    assert (evidence.text, evidence.match) == (f"harbour au{line_end}thority met", "normalised")
    evidence = locate("The harbour authority met at dawn.", f"harbour au{line_end}thority met")
    assert evidence is not None
    assert evidence.text == "harbour authority met"


def test_a_hyphen_at_the_end_of_a_line_may_belong_there() -> None:
    assert is_found("The second-\nclass coach left", "second-class coach left")


LETTERS = st.text("abcdeéßłжїא'’", min_size=1, max_size=6).filter(lambda word: any(map(str.isalpha, word)))
SPACES = st.sampled_from([" ", " ", " ", "\n", "\u00a0", "  ", ", ", ". ", " — ", "” ", " (", "-"])
TEXTS = st.lists(st.tuples(LETTERS, SPACES), min_size=3, max_size=30).map(lambda pairs: "".join(map("".join, pairs)))


@given(TEXTS, st.data())
def test_three_words_of_any_text_are_found(text: str, data: st.DataObject) -> None:
    words = [match.span() for match in re.finditer(r"\S+", text) if any(map(str.isalpha, match[0]))]
    low = data.draw(st.integers(0, max(len(words) - 3, 0)))
    high = data.draw(st.integers(min(low + 3, len(words)), len(words)))
    quote = text[words[low][0] : words[high - 1][1]]
    evidence = locate(text, quote)
    assert evidence is not None
    assert (evidence.text, evidence.match) == (quote, "exact")


@given(TEXTS, TEXTS)
def test_what_is_found_is_what_stands_there(text: str, other: str) -> None:
    quote = f"{text[: len(text) // 2]}{other[:5]}{text[len(text) // 2 :]}"
    evidence = locate(text, quote)
    assert evidence is None or text[evidence.start : evidence.end] == evidence.text


def test_many_threads_find_what_one_finds() -> None:
    texts = [f"The harbour authority of Vell met on quay {number} at dawn." for number in range(40)]
    quotes = [f"harbor authority of Vell met on quay {number} at" for number in range(40)]
    alone = [locate(text, quote) for text, quote in zip(texts, quotes, strict=True)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(locate, texts * 5, quotes * 5))
    assert None not in alone
    assert together == alone * 5
