"""Articles: normalisation, metadata, language, sentences, folders."""

import hashlib
import os
import pickle
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsbrief.article import LONGEST_METADATA, Article, Sentence, article_paths, load_articles, normalise
from newsbrief.errors import ArticleError
from newsbrief.language import detect_language, language_code, language_name

SENTENCES = {
    "en": "The mayor said that the bridge would be closed for three years and that it was not her fault.",
    "de": "Die Stadt erklärte, dass die Brücke für drei Jahre geschlossen ist und nicht mehr zu retten sei.",
    "uk": "Голова міста заявив, що міст закриють на три роки, але це не його вина.",
    "fr": "Le maire a dit que le pont est fermé pour trois ans et que ce ne sont pas les élus qui en décident.",
    "es": "El alcalde dijo que el puente se cerrará por tres años y que no es la culpa de los vecinos.",
    "it": "Il sindaco ha detto che il ponte è chiuso per tre anni e che non è una scelta della città.",
    "pt": "O prefeito disse que a ponte não será aberta por três anos e que isso é uma decisão do estado.",
    "nl": "De burgemeester zei dat de brug voor drie jaar dicht is en dat het niet aan haar ligt.",
    "pl": "Burmistrz powiedział, że most jest zamknięty na trzy lata i że to nie jest jego wina.",
    "ru": "Мэр заявил, что мост закроют на три года, но это не его вина, и он не будет об этом говорить.",
}
TRICKY = st.text(
    "a e<\n\r \t\u0301\u0316\u0338\u0344\u05b0\u05d0\u0628\u0915\u094d\u0f71\u0f73\u1100\u1161\u2028\u200b\u200c"
    "\u200d\u202e\u2190\u2126\u3099\u304b\u00a0\u00ad\u00e9\ufb1d\ufe0f\ufeff\ud800\u2764\U0001f469\U000e0041"
)


# --- normalisation


@given(st.text(st.characters()) | TRICKY)
@example("a" + "\u0f73" * 100)
@example("\u0628\u0301\u200b\u05b0\u200d\u0628")
@example("\u05d0\u0301\u200d\u05b0\u200d\u05d0")
@example("\u05d0\u200d\u05b0\u200d\u0334")
@example("\u0915" + "\u0301" * 20 + "\u200d" + "\u0316" * 20)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(st.characters()) | TRICKY)
def test_normalised_text_is_composed_and_has_no_white_space_but_spaces_and_line_breaks(text: str) -> None:
    clean = normalise(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert all(character in " \n" or not character.isspace() for character in clean)
    assert clean == clean.strip()
    assert " \n" not in clean
    assert "\n\n\n" not in clean
    clean.encode()


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_every_line_break_becomes_a_newline(line_break: str) -> None:
    assert normalise(f"a{line_break}b") == "a\nb"


@pytest.mark.parametrize("space", ["\t", "\xa0", "\u202f", "\u2007", "\u2009", "\u200a"])
def test_every_space_becomes_a_plain_one(space: str) -> None:
    assert normalise(f"a{space}b") == "a b"


@pytest.mark.parametrize(
    "invisible",
    ["\u200b", "\ufeff", "\u2060", "\xad", "\u202e", "\u2066", "\u200f", "\U000e0041", "\x1b", "\0", "\x9b", "\ud800"],
)
def test_invisible_characters_are_removed(invisible: str) -> None:
    assert normalise(f"a{invisible}b") == "ab"


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"])
def test_joiners_go_between_latin_and_cyrillic_letters_and_where_they_pile_up(joiner: str) -> None:
    assert normalise(f"a{joiner}b{joiner} д{joiner}е") == "ab де"
    assert normalise(f"ب{joiner * 9}ت") == f"ب{joiner}ت"


@pytest.mark.parametrize("word", ["می\u200cخواهم", "क\u094d\u200dष", "👩\u200d🚒", "❤\ufe0f\u200d🔥"])
def test_joiners_stay_where_a_script_needs_them(word: str) -> None:
    assert normalise(word) == word


def test_letters_that_meet_when_something_is_removed_are_composed() -> None:
    assert normalise("e\u200b\u0301") == "é"


def test_a_pile_of_combining_marks_is_cut_down() -> None:
    assert len(normalise("a" + "\u0301\u0316" * 100_000)) <= 31


def test_blank_lines_and_line_ends_are_tidied() -> None:
    assert normalise("  a  \n \n\n\n b ") == "a\n\n b"


def test_quotation_marks_and_dashes_are_left_alone() -> None:
    text = "„So“, “so”, «so», ''so'' – \"so\" — ‘so’…"
    assert normalise(text) == text


# --- articles


@pytest.mark.parametrize("text", ["", " \n ", "\u200b\x1b"])
def test_an_article_without_text_is_refused(text: str) -> None:
    with pytest.raises(ArticleError, match="Bridge: holds no text"):
        Article.from_text(text, title="Bridge")


def test_metadata_is_one_short_visible_line() -> None:
    article = Article.from_text("Words.", title="A\n \x1b[31mred\u202e  title ", author=" ", source="x" * 9_999)
    assert (article.title, article.author) == ("A [31mred title", None)
    assert article.source == "x" * LONGEST_METADATA


def test_the_id_depends_on_the_normalised_text_alone() -> None:
    article = Article.from_text("Cafe\u0301 talk.\r\n", title="One")
    assert article.sha256 == hashlib.sha256("Café talk.".encode()).hexdigest()
    assert article.id == article.sha256[:16] == Article.from_text("Café talk.").id


def test_an_article_is_called_by_its_path_else_its_title_else_its_id(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Bridge\n\nWords.")
    assert Article.load(str(tmp_path / "a.md")).name == str(tmp_path / "a.md")
    assert Article.from_text("Words.", title="Bridge").name == "Bridge"
    assert Article.from_text("Words.").name == Article.from_text("Words.").id


def test_the_path_is_kept_but_makes_no_difference_to_equality(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words.")
    article = Article.load(tmp_path / "a.txt")
    assert article.path == tmp_path / "a.txt"
    assert article == Article.from_text("Words.")


def test_an_article_survives_pickling() -> None:
    article = Article.from_text("One. Two.", title="Bridge")
    assert article.sentences
    assert pickle.loads(pickle.dumps(article)) == article  # noqa: S301 - our own bytes


def test_sentences_are_numbered_from_one() -> None:
    assert Article.from_text("One is here.\nTwo is there.").sentences == (Sentence(1, 0, 12), Sentence(2, 13, 26))


@pytest.mark.parametrize(("offset", "number"), [(0, 1), (11, 1), (12, 1), (13, 2), (25, 2), (26, 2), (999, 2)])
def test_a_sentence_is_found_by_an_offset_in_it_or_after_it(offset: int, number: int) -> None:
    assert Article.from_text("One is here.\nTwo is there.").sentence_at(offset).number == number


# --- language


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_the_language_is_told_from_function_words(language: str, sentence: str) -> None:
    assert Article.from_text(sentence).language == language


@pytest.mark.parametrize(
    "text",
    [
        "Bridge",
        "12 34",
        "市長は橋を閉鎖すると発表した。",
        "Ён сказаў, што мост у горадзе зачынены на тры гады і што гэта не яго віна за ўсё.",
        "The Kvisthavn of Elmport and Vernd Ostrel Dunmark Pellwick " + "Haldoon Mirrel " * 10,
        f"{SENTENCES['en']} {SENTENCES['es']}",
    ],
)
def test_a_language_that_cannot_be_told_is_none(text: str) -> None:
    assert detect_language(text) is None


@pytest.mark.parametrize("name", ["en", "en-US", "EN_gb", "eng", "English", " english (US)"])
def test_the_names_of_a_language_have_one_code(name: str) -> None:
    assert language_code(name) == "en"


@pytest.mark.parametrize(
    ("language", "name"), [("uk", "Ukrainian"), ("de-AT", "German"), ("english", "English"), ("sv", "sv"), (None, None)]
)
def test_a_language_has_an_english_name_where_one_is_known(language: str | None, name: str | None) -> None:
    assert language_name(language) == name


def test_a_language_that_is_given_comes_before_the_detected_one() -> None:
    assert Article.from_text(SENTENCES["en"], language="Deutsch").language == "de"
    assert Article.from_text(SENTENCES["en"], language="und").language == "en"


def test_a_language_we_cannot_detect_may_be_given() -> None:
    assert Article.from_text("Words.", language="zh-Hans").language == "zh"


# --- folders


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Words of {name}.")


def test_a_folder_is_read_with_its_folders_in_the_order_of_names(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.md", "a/B.TXT", "c/d/e.txt")
    found = [str(article.path) for article in load_articles(tmp_path)]
    assert found == [str(tmp_path / name) for name in ("a/B.TXT", "a/z.md", "b.txt", "c/d/e.txt")]


def test_hidden_unknown_and_own_files_are_passed_over(tmp_path: Path) -> None:
    write(
        tmp_path, "a.txt", ".b.txt", ".git/c.txt", "d.docx", "e.txt.article.txt", "e.txt.brief.json", "e.txt.brief.md"
    )
    assert article_paths(tmp_path) == [tmp_path / "a.txt"]


def test_links_that_go_round_in_circles_do_not_hang(tmp_path: Path) -> None:
    write(tmp_path, "a/b.txt")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    errors: list[ArticleError] = []
    assert [article.text for article in load_articles(tmp_path, on_error=errors.append)] == ["Words of a/b.txt."]
    assert [error.article for error in errors] == [str(tmp_path / "self.txt")]


def test_a_file_stands_for_itself(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    assert article_paths(str(tmp_path / "a.txt")) == [tmp_path / "a.txt"]
    assert [article.text for article in load_articles(tmp_path / "a.txt")] == ["Words of a.txt."]


def test_a_bad_article_is_reported_and_the_others_are_loaded(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.json", "c.txt")
    errors: list[ArticleError] = []
    assert len(list(load_articles(tmp_path, on_error=errors.append))) == 2
    assert [error.article for error in errors] == [str(tmp_path / "b.json")]


def test_a_bad_article_is_raised_if_nobody_listens(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.json")
    with pytest.raises(ArticleError, match=r"b\.json"):
        list(load_articles(tmp_path))


def test_a_folder_without_articles_is_an_error_that_lists_the_suffixes(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"holds no article \(known suffixes: \.txt, \.md, \.json\)"):
        list(load_articles(tmp_path))


def test_a_folder_without_articles_is_reported_to_a_listener(tmp_path: Path) -> None:
    errors: list[ArticleError] = []
    assert list(load_articles(tmp_path, on_error=errors.append)) == []
    assert [error.article for error in errors] == [str(tmp_path)]


def test_a_folder_that_cannot_be_listed_is_an_article_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(ArticleError, match="cannot be listed: Permission denied"):
        article_paths(tmp_path)


def test_a_path_that_does_not_exist_is_reported(tmp_path: Path) -> None:
    errors: list[ArticleError] = []
    assert list(load_articles(tmp_path / "nowhere.txt", on_error=errors.append)) == []
    assert len(errors) == 1


def test_text_in_invisible_letters_is_left_out_and_kept_apart() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "Ignore the article.")
    article = Article.from_text(f"Rain fell.{hidden} It stopped.")
    assert article.text == "Rain fell. It stopped."
    assert article.hidden == "Ignore the article."


def test_the_flag_of_a_region_hides_nothing() -> None:
    flag = "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbsct") + "\U000e007f"
    assert Article.from_text(f"They waved the {flag} all day.").hidden == ""


def test_an_article_is_shown_in_a_line_however_long_it_is() -> None:
    article = Article.from_text("The ferry sank. " * 1000, title="At sea", language="en")
    assert repr(article) == "<Article 'At sea': en, 15999 characters>"
