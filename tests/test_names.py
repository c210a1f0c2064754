"""Names by code alone: what is one, what is none, what belongs together, of what kind, and with which role."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.cues.names import Name, Register, find_names
from newsbrief.sentences import sentence_spans
from tests.effort import calls


def names_of(text: str, language: str | None = "en") -> tuple[Name, ...]:
    return find_names(text, sentence_spans(text, language), language)


def printed(text: str, language: str | None = "en") -> list[str]:
    return [name.name for name in names_of(text, language)]


def the(wanted: str, text: str, language: str | None = "en") -> Name:
    found = [name for name in names_of(text, language) if name.name == wanted]
    assert len(found) == 1, printed(text, language)
    return found[0]


def role_of(wanted: str, text: str, language: str | None = "en") -> str | None:
    role = the(wanted, text, language).role
    return text[slice(*role)] if role else None


ARTICLE = (
    "Fire Guts Old Mill As Crews Battle Flames\n"
    "OSTBY (Reuters) - Two barns burned in Ostby on Monday, said Tom Bell, 45, the mayor of Ostby. "
    "Reports were scarce. German police watched.\n"
    "Bell told Corvane News that the Norrland Rescue Service (NRS) came late. “We waited,” Mr. Bell said. "
    "Both he and Ms. Vey, whose full name is Anna Vey, blamed the NRS.\n"
    "Anna Vey, a spokeswoman for the port, declined to comment. Captured rats were shown. Corvane's report is short."
)


class TestWhatIsAName:
    def test_an_article_gives_its_names_in_order_and_nothing_else(self) -> None:
        wanted = ["OSTBY", "Reuters", "Tom Bell", "Corvane News", "Norrland Rescue Service", "Anna Vey"]
        assert [name.upper() for name in printed(ARTICLE)] == [name.upper() for name in wanted]

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("We saw John F. Halden there.", "John F. Halden"),
            ("They met Bashir al-Karim again.", "Bashir al-Karim"),
            ("They met Lee Sun-hwa again.", "Lee Sun-hwa"),
            ("It was Ursula von der Heide who left.", "Ursula von der Heide"),
            ("It was Kevin O'Hara's boat.", "Kevin O'Hara"),
            ("They like D'Angelo there.", "D'Angelo"),
            ("She joined the Ministry of Health and Sport then.", "Ministry of Health and Sport"),
            ("She left the University of Karsund then.", "University of Karsund"),
            ("He works for Halden & Vey in town.", "Halden & Vey"),
            ("He joined the Dockers' Party in town.", "Dockers' Party"),
            ("He joined the Council on Foreign Waters.", "Council on Foreign Waters"),
            ("It is run by AT&T now.", "AT&T"),
            ("They met Theresa May once.", "Theresa May"),
        ],
    )
    def test_particles_hyphens_initials_and_joints_belong_to_a_name(self, text: str, name: str) -> None:
        assert name in printed(text)

    @pytest.mark.parametrize(
        "text",
        [
            "Both were late.",
            "Notes recovered there say so.",
            "Officials said so.",
            "On Monday and in March I spoke Korean.",
            "The ferry sailed. Captured soldiers came, and I'm glad.",
            "North Korean soldiers and German police came.",
            "FULL TEXT\nIt rained.",
            "He posted it on X, they say.",
            "It was 1430 GMT, or 3 PM.",
            "See #RescueNow and @annavey for more.",
            "Election Day was quiet.",
        ],
    )
    def test_capitals_that_are_no_names_are_left_out(self, text: str) -> None:
        assert printed(text) == []

    def test_a_word_that_occurs_in_lower_case_is_no_name_at_the_start_of_a_sentence(self) -> None:
        assert printed("Barley said nothing of barley.") == []

    def test_a_first_word_is_a_name_if_the_article_has_it_inside_a_sentence(self) -> None:
        text = "Halden sank. They raised Halden in May."
        assert [text[slice(*span)] for span in the("Halden", text).mentions] == ["Halden", "Halden"]

    @pytest.mark.parametrize("text", ["Halden said so.", "Halden's boat sank."])
    def test_a_first_word_is_a_name_before_a_reporting_verb_or_with_a_possessive(self, text: str) -> None:
        assert printed(text) == ["Halden"]

    def test_a_headline_in_title_case_gives_only_names_that_the_text_has(self) -> None:
        text = "Angry Voters Blast Halden Over Harbour Sale Plan\nThe sale was defended by Ann Halden on Friday."
        assert printed(text) == ["Ann Halden"]

    def test_a_quoted_title_is_no_name(self) -> None:
        assert printed("He wrote “How Weary Sailors Got Left Behind” last year.") == []

    def test_words_in_capitals_give_a_dateline_but_no_person(self) -> None:
        names = names_of("PORT HALDEN — It rained.\nGREAT NEWS FOR ALL\nIt rained.")
        assert [(name.name, name.kind) for name in names] == [("PORT HALDEN", "place")]


class TestForms:
    def test_titles_and_possessives_are_no_part_of_a_mention(self) -> None:
        text = "Sen. Ann Lee’s plan failed. Ms. Lee left."
        name = the("Ann Lee", text)
        assert [text[slice(*span)] for span in name.mentions] == ["Ann Lee", "Lee"]

    def test_the_fullest_form_is_the_name_and_the_others_are_aliases(self) -> None:
        name = the("Donald J. Harven", "Mr. Harven spoke. Donald J. Harven left. Donald Harven slept.")
        assert name.aliases == ("Harven", "Donald Harven")

    def test_an_acronym_in_parentheses_is_an_alias(self) -> None:
        name = the("Bus and Tram Workers' Union", "The Bus and Tram Workers' Union (BTWU) struck. The BTWU won.")
        assert (name.aliases, name.kind, len(name.mentions)) == (("BTWU",), "organisation", 3)

    def test_a_family_name_that_stands_first_is_an_alias(self) -> None:
        assert the("Kim Dae Ho", "They met Kim Dae Ho, the envoy. Kim said no.").aliases == ("Kim",)

    def test_people_who_share_a_surname_are_not_merged(self) -> None:
        assert printed("Ann Halden met Eric Halden. Mr. Halden left.") == ["Ann Halden", "Eric Halden"]

    def test_a_bare_surname_stays_with_whom_it_was_used_of_first(self) -> None:
        text = "Eric Halden resigned. Halden said so. His wife, Ann Halden, wept. Halden left."
        assert len(the("Eric Halden", text).mentions) == 3

    def test_a_courtesy_title_tells_which_of_two_is_meant(self) -> None:
        names = names_of("Spokeswoman Ann Halden met spokesman Eric Halden. Ms. Halden left.")
        assert [len(name.mentions) for name in names] == [2, 1]

    def test_father_and_son_are_two(self) -> None:
        assert printed("Eric Halden Jr. left. They saw Eric Halden there.") == ["Eric Halden Jr", "Eric Halden"]

    def test_two_sons_with_one_given_name_are_two(self) -> None:
        assert len(names_of("They saw Eric Halden Jr. and Eric Voss Jr. there.")) == 2

    def test_a_possessive_ends_a_name(self) -> None:
        assert printed("They saw Halden's Karsund there.") == ["Halden", "Karsund"]

    def test_an_organisation_goes_by_its_first_word_but_a_council_does_not(self) -> None:
        names = names_of("Corvane Shipping grew. He left Corvane. Ostby Borough Council met. He left Ostby.")
        assert [name.aliases for name in names] == [("Corvane",), (), ()]


class TestKinds:
    @pytest.mark.parametrize(
        ("text", "name", "kind"),
        [
            ("They met Mayor Tom Bell there.", "Tom Bell", "person"),
            ("They met Ms. Vey there.", "Vey", "person"),
            ("It was Oona Kesk, 34, who left.", "Oona Kesk", "person"),
            ("She works for the Halden Rescue Service.", "Halden Rescue Service", "organisation"),
            ("It was reported by the Halda news agency.", "Halda", "organisation"),
            ("A spokeswoman for Quillon Ostry declined.", "Quillon Ostry", "organisation"),
            ("They live in Ostry, by the sea.", "Ostry", "place"),
            ("They live near the Ostry region.", "Ostry", "place"),
            ("They fish in the Bay of Ostry.", "Bay of Ostry", "place"),
            ("Talks with Ukraine failed.", "Ukraine", "place"),
            ("Many Ukrainians left.", "Ukrainians", "group"),
            ("They saw the Safety Tag there.", "Safety Tag", "unknown"),
        ],
    )
    def test_form_and_context_tell_the_kind(self, text: str, name: str, kind: str) -> None:
        assert the(name, text).kind == kind

    def test_a_title_before_a_company_makes_it_no_person(self) -> None:
        assert the("Corvane Shipping", "The ship's operator, Corvane Shipping, paid.").kind == "organisation"

    def test_what_is_called_by_its_last_word_is_a_person(self) -> None:
        assert the("Quorra Melv", "He praised Quorra Melv. The plan of Melv failed.").kind == "person"


class TestRoles:
    @pytest.mark.parametrize(
        ("text", "name", "role"),
        [
            ("Ukrainian President Ostap Veres spoke.", "Ostap Veres", "Ukrainian President"),
            ("Chief Executive Maria Ode said so.", "Maria Ode", "Chief Executive"),
            ("It cites South Korean lawmaker Lee Sun-hwa on it.", "Lee Sun-hwa", "South Korean lawmaker"),
            ("He met Sen. Ann Lee there.", "Ann Lee", "Sen."),
            ("U.S. Secretary of State Ann Lee left.", "Ann Lee", "U.S. Secretary of State"),
            ("He echoed Vermont Sen. Ann Lee there.", "Ann Lee", "Vermont Sen."),
            ("He met Center for Rural Progress President Ann Lee.", "Ann Lee", "Center for Rural Progress President"),
            ("“No,” said Corvane’s former press secretary Ann Lee.", "Ann Lee", "Corvane’s former press secretary"),
            ("A Corvane spokeswoman, Anna Vey, said so.", "Anna Vey", "A Corvane spokeswoman"),
            ("They wrote to their leader, Kim Dae Ho, in vain.", "Kim Dae Ho", "their leader"),
            ("Claims by the head of the Treasury, Ann Lee, failed.", "Ann Lee", "the head of the Treasury"),
            ("Anna Vey, a spokeswoman for the port, said so.", "Anna Vey", "a spokeswoman for the port"),
            ("Jack Dorn, Twitcher's chief executive, left.", "Jack Dorn", "Twitcher's chief executive"),
            ("Tom Bell, 45, the mayor of Ostby, said so.", "Tom Bell", "the mayor of Ostby"),
            ("Inês C., the operator's head of dispatch, said so.", "Inês C.", "the operator's head of dispatch"),
            ("So said Ann Lee, legal director for the Halden Fund.", "Ann Lee", "legal director for the Halden Fund"),
            ("Ann Lee (D-Va.), the former mayor, left.", "Ann Lee", "the former mayor"),
            ("Ann Lee -- co-author of a book -- left.", "Ann Lee", "co-author of a book"),
            ("Ann Lee of the Halden Institute said so.", "Ann Lee", "Halden Institute"),
            ("Mr. Bell said so.", "Bell", None),
            ("Ann Bell, who leads the council, left.", "Ann Bell", None),
            ("Ann Bell, the mayor said, leads.", "Ann Bell", None),
            ("Ann Bell, Mayor Tom Lee and others left.", "Ann Bell", None),
        ],
    )
    def test_a_role_is_read_as_it_is_printed(self, text: str, name: str, role: str | None) -> None:
        assert role_of(name, text) == role

    def test_the_first_mention_that_has_a_role_gives_it(self) -> None:
        assert role_of("Ann Lee", "Ann Lee came. Lee, a nurse, left. Lee, a poet, wept.") == "a nurse"


class TestGender:
    @pytest.mark.parametrize(
        ("text", "feminine"),
        [
            ("Ms. Quill Lee left.", True),
            ("Mr. Quill Lee left.", False),
            ("Spokeswoman Quill Lee left.", True),
            ("Mayor Quill Lee left. She wept.", True),
            ("Mayor Quill Lee said that he wept.", False),
            ("Mayor Quill Lee left.", None),
            ("Mayor Quill Lee left. “She wept,” they said.", None),
            ("Mayor Ann Lee left.", True),
            ("Mayor Tom Lee left.", False),
            ("Mayor Robin Lee left.", None),
            ("Mr. Ann Lee left.", False),
        ],
    )
    def test_titles_roles_given_names_and_the_next_pronoun_tell_it(self, text: str, *, feminine: bool | None) -> None:
        person = next(name for name in names_of(text) if name.name.endswith("Lee"))
        assert person.feminine is feminine

    @pytest.mark.parametrize(("verb", "feminine"), [("сказала", True), ("сказав", False), ("каже", None)])
    def test_a_past_tense_beside_a_ukrainian_name_tells_it(self, verb: str, *, feminine: bool | None) -> None:
        text = f"«Ми готові», — {verb} Квітка Лід."
        assert the("Квітка Лід", text, "uk").feminine is feminine


class TestGerman:
    def test_nouns_are_no_names_but_people_bodies_and_places_are(self) -> None:
        text = (
            "Der Streik hat den Hafen von Norderwiek am Dienstag lahmgelegt. Nach Angaben der Polizei kamen 14 Schiffe "
            "in Bewegung. „Das ist schlecht“, sagte GHT-Sprecherin Katrin Doll. Umstrittene Pläne liegen vor. In "
            "Zukunft werde, so Doll, mehr in Norderwiek gebaut. Die Reederei Brook bestätigte das."
        )
        names = names_of(text, "de")
        assert [(name.name, name.kind) for name in names] == [
            ("Norderwiek", "place"),
            ("Katrin Doll", "person"),
            ("Reederei Brook", "organisation"),
        ]

    @pytest.mark.parametrize(
        ("text", "role"),
        [
            ("Dann sprach die frühere Ministerin Eva Lenz.", "die frühere Ministerin"),
            ("Eva Lenz (SPD), die Oberbürgermeisterin von Kleinau, ging.", "die Oberbürgermeisterin von Kleinau"),
            ("Es kam der Chef der Polizei, Eva Lenz, und ging.", "der Chef der Polizei"),
            ("Eva Lenz, die Lösung vom Trainer bekam, ging.", None),
        ],
    )
    def test_roles_are_known_by_their_endings(self, text: str, role: str | None) -> None:
        assert role_of("Eva Lenz", text, "de") == role

    def test_a_genitive_is_the_same_name(self) -> None:
        assert the("Bremen", "Er lebt in Bremen. Bremens Hafen ist groß.", "de").aliases == ("Bremens",)


class TestUkrainian:
    TEXT = (
        "З Остапом Вересом говорили в Полтаві. «Ми готові», — сказав Остап Верес. Голова Яснозірської громади Ірина "
        "Лозова повідомила, що рада Верес не підтримала. За словами Лозової, ТОВ «Верболіз» мовчить."
    )

    def test_inflected_forms_are_one_name_called_as_its_subject_is(self) -> None:
        assert the("Остап Верес", self.TEXT, "uk").aliases == ("Остапом Вересом", "Верес")

    def test_a_role_reaches_over_its_genitive(self) -> None:
        assert role_of("Ірина Лозова", self.TEXT, "uk") == "Голова Яснозірської громади"

    def test_a_company_is_known_by_what_stands_before_its_quotation_marks(self) -> None:
        assert the("Верболіз", self.TEXT, "uk").kind == "organisation"


def test_other_languages_are_read_by_their_capitals() -> None:
    text = "Le maire a rencontré Jeanne Dubreuil lundi. « Nous verrons », a déclaré Mme Dubreuil."
    assert the("Jeanne Dubreuil", text, "fr").aliases == ("Dubreuil",)


PIECES = st.sampled_from(
    "Ann Lee Halden Mr. Sen. President of the and de al-Karim NIS ( ) (NIS) , . — \n “ ” ' 's ’s said he she 45 X A J. "
    "Bank Ministry in Ostry DER Der Die Minister Sprecherin sagte von Остап Верес сказав «ТОВ» U.S. -- & Jr. -".split(
        " "
    )
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join))
LANGUAGES = st.sampled_from([None, "en", "de", "uk", "fr"])


@given(text=TEXTS, language=LANGUAGES)
def test_any_text_gives_names_whose_mentions_print_their_forms_in_order(text: str, language: str | None) -> None:
    names = names_of(text, language)
    for name in names:
        forms = [text[slice(*span)] for span in name.mentions]
        assert all(0 <= start < end <= len(text) for start, end in name.mentions)
        assert {*forms} == {name.name, *name.aliases}
        assert list(name.mentions) == sorted(set(name.mentions))
        assert name.role is None or text[slice(*name.role)].strip()
    assert [name.mentions[0] for name in names] == sorted(name.mentions[0] for name in names)


@given(text=TEXTS, mention=TEXTS, at=st.integers(-5, 500), language=LANGUAGES)
def test_any_words_resolve_to_a_name_of_the_article_or_to_none(
    text: str, mention: str, at: int, language: str | None
) -> None:
    names = names_of(text, language)
    assert Register(names).resolve(mention, at) in {None, *names}


@given(spans=st.lists(st.tuples(st.integers(-9, 99), st.integers(-9, 99)), max_size=9))
def test_odd_sentence_spans_do_no_harm(spans: list[tuple[int, int]]) -> None:
    assert find_names(ARTICLE, spans, "en")


@pytest.mark.effort
@pytest.mark.parametrize("language", ["en", "de", "uk"])
@pytest.mark.parametrize(
    "piece",
    [
        "A ",
        "HELP ",
        "Ann ",
        "Ann Lee, ",
        "Bank of ",
        "President ",
        "Sen. Ann Lee ",
        "Ab Cd (AC) ",
        '"Ann ',
        "Ann Lee, a man of ",
        "Ann Lee met Eve Lee, said Lee. ",
        "Верес каже. ",
    ],
)
def test_the_work_grows_with_the_text_and_no_faster(piece: str, language: str) -> None:
    def work(times: int) -> int:
        text = piece * times
        return calls(lambda: find_names(text, [(0, len(text))], language))

    assert work(400) < 5 * work(100)


def test_the_kind_of_body_behind_a_name_is_its_role() -> None:
    text = "The ferry had sunk, according to the Nordfax news agency. Nordfax gave no source."
    name = next(one for one in find_names(text, sentence_spans(text, "en"), "en") if one.name == "Nordfax")
    assert name.kind == "organisation"
    assert name.role
    assert text[slice(*name.role)] == "news agency"
