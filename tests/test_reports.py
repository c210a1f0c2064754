"""Who says what, found by word order and a lexicon."""

import pytest

from newsbrief.cues.quotations import find_quotations
from newsbrief.cues.reports import Report, find_reports
from newsbrief.evidence import Span
from newsbrief.sentences import sentence_spans


def reports(text: str, language: str | None = "en") -> tuple[Report, ...]:
    sentences = [Span(start, end) for start, end in sentence_spans(text, language)]
    quoted = [Span(one.start, one.end) for one in find_quotations(text)]
    return find_reports(text, sentences, quoted, language)


def words(text: str, span: Span | None) -> str | None:
    return None if span is None else text[slice(*span)]


def told(text: str, language: str | None = "en") -> list[tuple[str | None, str | None, str]]:
    """Source, cue and content of each report, as printed."""
    found = reports(text, language)
    return [
        (words(text, one.source), words(text, one.cue), " … ".join(text[slice(*span)] for span in one.content))
        for one in found
    ]


ENGLISH = [
    ("Vey said on Monday that the bridge would close.", "Vey", "said", "the bridge would close"),
    ("Vey said the bridge would close.", "Vey", "said", "the bridge would close"),
    ("The bridge will close, Vey said.", "Vey", "said", "The bridge will close"),
    ("The bridge will close, Vey told Radio Nord.", "Vey", "told", "The bridge will close"),
    ("The team won, the coach quit, said Ada Vey.", "Ada Vey", "said", "The team won, the coach quit"),
    (
        "By noon it was shut, said Ada Vey, the engineer in charge.",
        "Ada Vey, the engineer in charge",
        "said",
        "By noon it was shut",
    ),
    ("The boat left at 5 p.m., Vey said.", "Vey", "said", "The boat left at 5 p.m."),
    ("“It will close,” said Ada Vey.", "Ada Vey", "said", "“It will close,”"),
    ("Ada Vey said: “It will close.”", "Ada Vey", "said", "“It will close.”"),
    ("Vey said it was “a mess” and left.", "Vey", "said", "it was “a mess” and left"),
    ("The bridge, she said, “will not hold”.", "she", "said", "The bridge … “will not hold”"),
    ("“We ran,” she said, “and hid.”", "she", "said", "“We ran,” … “and hid.”"),
    ("According to the ministry, two pillars are cracked.", "the ministry", "According to", "two pillars are cracked"),
    ("Two pillars are cracked, according to the ministry.", "the ministry", "according to", "Two pillars are cracked"),
    (
        "Ada Vey, a nurse from Ulmen, said she had run.",
        "Ada Vey, a nurse from Ulmen",
        "said",
        "she had run",
    ),
    (
        "The roof burned, a spokeswoman, Ada Vey, said.",
        "a spokeswoman, Ada Vey",
        "said",
        "The roof burned",
    ),
    ("Vey, citing a memo, warned that costs would rise.", "Vey", "warned", "costs would rise"),
    ("He mentioned Bo Lin, who said the shop was shut.", "Bo Lin", "said", "the shop was shut"),
    ("Some critics, however, say the plan is useless.", "Some critics", "say", "the plan is useless"),
    ("Reports indicate that 40 people fled.", "Reports", "indicate", "40 people fled"),
    ("A memo shows that the plan was known.", "A memo", "shows", "the plan was known"),
    ("Unions criticised the plan.", "Unions", "criticised", "the plan"),
    ("One guard expressed surprise at the noise.", "One guard", "expressed", "surprise at the noise"),
    ("Vey is said to have left.", None, "is said", "Vey … to have left"),
    ("Vey was quoted as saying that talks had failed.", "Vey", "saying", "talks had failed"),
    ("The deal is reportedly worth millions.", None, "reportedly", "The deal is … worth millions"),
    ("The court has heard Vey's claim that the vote was rigged.", "Vey's", "claim", "the vote was rigged"),
    ("Vey was blunt: “This ends now.”", "Vey", ":", "“This ends now.”"),
    ("She demands an answer.", "She", "demands", "an answer"),
    ("Vey openly demands a new bridge.", "Vey", "demands", "a new bridge"),
]


@pytest.mark.parametrize(("text", "source", "cue", "content"), ENGLISH)
def test_english_attribution(text: str, source: str | None, cue: str, content: str) -> None:
    assert (source, cue, content) in told(text)


GERMAN = [
    (
        "Die Ministerin Karla Voss sagte, die Brücke müsse zu.",
        "Die Ministerin Karla Voss",
        "sagte",
        "die Brücke müsse zu",
    ),
    ("Voss betonte am Montag, dass es brennt.", "Voss", "betonte", "es brennt"),
    ("„Es brennt“, sagte Voss der Zeitung.", "Voss", "sagte", "„Es brennt“"),
    ("Voss erklärte: „Es brennt.“", "Voss", "erklärte", "„Es brennt.“"),
    ("Am Dienstag erklärte der Sprecher, man prüfe den Fall.", "der Sprecher", "erklärte", "man prüfe den Fall"),
    ("Laut Polizei kam Rauch aus dem Dach.", "Polizei", "Laut", "kam Rauch aus dem Dach"),
    ("Nach Angaben der Feuerwehr brannte ein Auto.", "der Feuerwehr", "Nach Angaben", "brannte ein Auto"),
    ("Einer Studie zufolge sinkt die Zahl.", "Einer Studie", "zufolge", "sinkt die Zahl"),
    ("Das Geld reiche nicht, so Reim weiter.", "Reim", "so", "Das Geld reiche nicht"),
    ("Das Dach, so Reim, sei morsch.", "Reim", "so", "Das Dach … sei morsch"),
    ("Wie die Feuerwehr mitteilte, wurde niemand verletzt.", "die Feuerwehr", "mitteilte", "wurde niemand verletzt"),
    ("Die Polizei teilte am Abend mit, dass er lebt.", "Die Polizei", "teilte", "er lebt"),
    ("Niemand wurde verletzt, teilte die Polizei mit.", "die Polizei", "teilte", "Niemand wurde verletzt"),
    ("Die Firma kündigte neue Stellen an.", "Die Firma", "kündigte", "neue Stellen"),
    ("Voss hat angekündigt, dass sie geht.", "Voss", "angekündigt", "sie geht"),
    ("In dem Bericht heißt es: „Es brennt.“", "dem Bericht", "heißt", "„Es brennt.“"),
    ("Das Wasser steige, hieß es aus dem Amt.", "dem Amt", "hieß", "Das Wasser steige"),
    ("Die Partei fordert mehr Geld.", "Die Partei", "fordert", "mehr Geld"),
    ("Die Polizei teilte nichts und sagte mit Nachdruck, dass er lebt.", "Die Polizei", "sagte", "er lebt"),
    ("Voss muss der Zeitung sagen: „Es brennt.“", "Voss", ":", "„Es brennt.“"),
]


@pytest.mark.parametrize(("text", "source", "cue", "content"), GERMAN)
def test_german_attribution(text: str, source: str, cue: str, content: str) -> None:
    assert told(text, "de") == [(source, cue, content)]


UKRAINIAN = [
    ("Олена Верес заявила, що міст закриють.", "Олена Верес", "заявила", "міст закриють"),
    ("«Він старий», — сказала вона журналістам.", "вона", "сказала", "«Він старий»"),
    ("Верес додала: «Ми чекаємо».", "Верес", "додала", "«Ми чекаємо»"),
    ("За словами Верес, міст старий.", "Верес", "За словами", "міст старий"),
    ("Як повідомив речник Іван Дуб, міст відкрито.", "речник Іван Дуб", "повідомив", "міст відкрито"),
    ("Рух відновлять, повідомили в управлінні.", "управлінні", "повідомили", "Рух відновлять"),
    ("У поліції розповіли, що водія знайшли.", "поліції", "розповіли", "водія знайшли"),
]


@pytest.mark.parametrize(("text", "source", "cue", "content"), UKRAINIAN)
def test_ukrainian_attribution(text: str, source: str, cue: str, content: str) -> None:
    assert told(text, "uk") == [(source, cue, content)]


def test_an_attribution_inside_guillemets_is_none_of_the_words_said() -> None:
    text = "«Грошей немає, — пояснив Лан. — Чекаємо весни»."
    assert told(text, "uk") == [("Лан", "пояснив", "«Грошей немає … Чекаємо весни»")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The company declined to say how many had left.", "en"),
        ("Vey did not say that the bridge would close.", "en"),
        ("If Vey says that the bridge is safe, it opens.", "en"),
        ("Vey would say that.", "en"),
        ("The claims of the reports are false.", "en"),
        ("The United States have three such bridges.", "en"),
        ("Vey's offer highlights the limits of the law.", "en"),
        ("Vey's offer underscores the limits of the law.", "en"),
        ("Both cities are monitoring the river.", "en"),
        ("The alleged remark was short.", "en"),
        ("Die Firma teilte nicht mit, wann es brennt.", "de"),
        ("Die Firma teilte den Gewinn unter allen auf.", "de"),
        ("Voss habe sagen wollen, es brenne.", "de"),
        ("Sie kam, und das sagte Voss.", "de"),
        ("Мер не повідомив, коли почнуть роботи.", "uk"),
    ],
)
def test_what_reports_nothing(text: str, language: str) -> None:
    assert told(text, language) == []


def test_words_inside_a_quotation_are_not_read() -> None:
    assert told("“Lin said that it burned,” Vey said.") == [("Vey", "said", "“Lin said that it burned,”")]


def test_a_quotation_without_attribution_is_no_report() -> None:
    assert told("The sign read old. “Nobody said that it burned.”") == []


def test_content_ends_where_a_further_verb_reports() -> None:
    text = "“No,” Vey said, adding that the port was shut, and urged people to stay at home."
    assert told(text) == [
        ("Vey", "said", "“No,”"),
        ("Vey", "adding", "the port was shut"),
        ("Vey", "urged", "people to stay at home"),
    ]


def test_content_ends_before_a_participle_that_reports_but_not_before_as_well_as() -> None:
    assert told("Vey said that it burned, as well as the barn, adding that all had fled.") == [
        ("Vey", "said", "it burned, as well as the barn"),
        ("Vey", "adding", "all had fled"),
    ]


def test_a_marker_at_the_end_reports_the_whole_sentence_with_the_reports_in_it() -> None:
    text = "The army fled, but Vey has expressed regret, according to the agency Nord."
    assert told(text) == [
        ("the agency Nord", "according to", "The army fled, but Vey has expressed regret"),
        ("Vey", "expressed", "regret"),
    ]


def test_a_marker_after_a_semicolon_reports_what_follows() -> None:
    text = "Vey said that it burned; according to Lin, it rained."
    assert told(text) == [("Vey", "said", "it burned"), ("Lin", "according to", "it rained")]


def test_two_clauses_joined_by_a_further_that_are_one_content() -> None:
    assert told("Vey said that it burned and that all had fled.") == [
        ("Vey", "said", "it burned and that all had fled")
    ]


def test_a_nested_attribution_belongs_to_the_content() -> None:
    assert told("Vey said that Lin had told the police that it burned.") == [
        ("Vey", "said", "Lin had told the police that it burned")
    ]


def test_a_participle_borrows_the_subject_of_its_clause() -> None:
    assert ("one guard", "claiming", "he slept") in told("Later, one guard was found, claiming he slept.")


def test_the_head_is_the_name_without_title_and_apposition() -> None:
    text = "The island's governor, Dr. Ada Vey, said it burned."
    assert [words(text, one.head) for one in reports(text)] == ["Ada Vey"]


def test_the_head_leaves_out_the_description_before_a_name() -> None:
    text = "Northern lawmaker Ada Vey-Lin, citing a memo, revealed that it burned."
    assert [words(text, one.head) for one in reports(text)] == ["Ada Vey-Lin"]


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("In a statement on the platform X, Vey confirmed the fire.", "In a statement on the platform X"),
        ("“It burned,” Vey said in an interview with Radio Nord.", "in an interview with Radio Nord"),
        ("“It burned,” Vey wrote on Twitter.", "on Twitter"),
        ("Vey said on Monday that it burned.", None),
    ],
)
def test_the_channel(text: str, channel: str | None) -> None:
    assert [words(text, one.channel) for one in reports(text)] == [channel]


@pytest.mark.parametrize(
    ("text", "language", "addressee"),
    [
        ("Vey told reporters that it burned.", "en", "reporters"),
        ("Vey told the Nordic Council it burned.", "en", "the Nordic Council"),
        ("Vey said to Lin that it burned.", "en", "Lin"),
        ("„Es brennt“, sagte Voss dem Radio.", "de", "Radio"),
        ("Верес розповіла журналістам, що горить.", "uk", "журналістам"),
    ],
)
def test_the_addressee(text: str, language: str, addressee: str) -> None:
    assert [words(text, one.addressee) for one in reports(text, language)] == [addressee]


def test_a_further_quotation_in_the_paragraph_has_the_same_source() -> None:
    text = "“It burned,” said Vey. “Nobody came.”"
    assert told(text) == [("Vey", "said", "“It burned,”"), ("Vey", "said", "“Nobody came.”")]
    assert [one.certain for one in reports(text)] == [True, True]


def test_a_quotation_in_a_paragraph_of_its_own_is_a_hint_at_the_last_source() -> None:
    text = "The fire spread, Vey said.\n\n“Nobody came.”"
    assert [one.certain for one in reports(text)] == [True, False]
    assert told(text)[1] == ("Vey", "said", "“Nobody came.”")


def test_a_plain_sentence_in_between_cuts_a_quotation_off() -> None:
    assert told("The fire spread, Vey said. It rained. “Nobody came.”") == [("Vey", "said", "The fire spread")]


def test_an_attribution_in_a_sentence_of_its_own_belongs_to_the_quotation_before_it() -> None:
    text = "“Nobody came!” Vey said. “Nobody!”"
    sentences = [Span(0, 14), Span(15, 24), Span(25, 34)]
    found = find_reports(text, sentences, [Span(0, 14), Span(25, 34)], "en")
    assert [(one.sentence, words(text, one.source), one.content) for one in found] == [
        (0, "Vey", (Span(0, 14),)),
        (2, "Vey", (Span(25, 34),)),
    ]


def test_a_quotation_over_several_sentences_is_one_content() -> None:
    text = "Vey said: “It burned. Lin said that all fled.”"
    sentences = [Span(0, 21), Span(22, len(text))]
    found = find_reports(text, sentences, [Span(10, len(text))], "en")
    assert [one.content for one in found] == [(Span(10, len(text)),)]


def test_the_german_subjunctive_goes_on_with_a_report_as_a_hint() -> None:
    text = "Reim sagte, es brenne. Er habe gewarnt. Es regnete."
    assert told(text, "de") == [("Reim", "sagte", "es brenne"), ("Reim", "sagte", "Er habe gewarnt")]
    assert [one.certain for one in reports(text, "de")] == [True, False]


def test_an_attribution_may_refer_back_to_the_sentence_before_it() -> None:
    assert told("Am Abend fiel Schnee. Das meldet der Wetterdienst.", "de") == [
        ("der Wetterdienst", "meldet", "Am Abend fiel Schnee")
    ]


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        ("Vey said that it burned.", True),
        ("Vey said it had burned.", True),
        ("It burned, said Vey.", True),
        ("Vey announced a plan.", False),
        ("Vey believes that it burned.", False),
        ("Unions praised the plan.", False),
    ],
)
def test_only_a_plain_pattern_is_certain(text: str, certain: bool) -> None:  # noqa: FBT001 (a parameter of the test)
    assert [one.certain for one in reports(text)] == [certain]


def test_reports_come_in_the_order_of_their_content() -> None:
    found = reports("“No,” Vey said. It burned, according to Lin. Lin added that it rained.")
    assert [one.content for one in found] == sorted(one.content for one in found)
    assert [one.sentence for one in found] == [0, 1, 2]


def test_no_language_is_read_as_english_and_an_unknown_one_not_at_all() -> None:
    assert told("Vey said that it burned.", None) == told("Vey said that it burned.", "en-GB") != []
    assert told("Vey said that it burned.", "xx") == []


@pytest.mark.parametrize(
    ("text", "language", "content"),
    [
        ("„Das Wasser steigt weiter“, sagte Ida Vey, Sprecherin der Feuerwehr.", "de", "„Das Wasser steigt weiter“"),
        ("„Das Wasser steigt“, sagte Ida Vey, die gestern ankam.", "de", "„Das Wasser steigt“"),
        ("„Seit Tagen“, sagte Ida Vey, habe sie nicht geschlafen.", "de", "„Seit Tagen“ … habe sie nicht geschlafen"),
        ("The clerk was blunt: “It is over,” Vey told the council.", "en", "“It is over,”"),
    ],
)  # fmt: skip
def test_what_tells_of_the_speaker_or_leads_to_a_quotation_is_not_said(text: str, language: str, content: str) -> None:
    assert content in [one for _, _, one in told(text, language)]
