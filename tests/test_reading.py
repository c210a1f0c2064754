"""Reading files: formats, encodings, and what is refused, always with the file's name."""

import codecs
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsbrief.article import Article, load_articles
from newsbrief.errors import ArticleError
from newsbrief.reading import MAX_BYTES, SUFFIXES

FRENCH = "Le maire de Vézéronne a déclaré que le pont, fermé depuis l’été, ne sera pas reconstruit pour la fête. "
POLISH = "Burmistrz Żółtowa powiedział, że most nie będzie zamknięty, ale to się jeszcze może zmienić po świętach. "
UKRAINIAN = "Голова Вербівки заявив, що міст закриють на три роки, але не для всіх, і що це не його вина. "


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("articles")


def load(folder: Path, name: str, content: str | bytes) -> Article:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return Article.load(path)


def refusal(folder: Path, name: str, content: str | bytes) -> ArticleError:
    with pytest.raises(ArticleError) as caught:
        load(folder, name, content)
    assert caught.value.article == str(folder / name)
    assert caught.value.hint
    return caught.value


def json_article(**fields: object) -> str:
    return json.dumps({"title": "Bridge closed", "maintext": "The bridge is closed."} | fields)


# --- encodings


@pytest.mark.parametrize(
    "data",
    [
        FRENCH.encode(),
        codecs.BOM_UTF8 + FRENCH.encode(),
        FRENCH.encode("utf-16"),
        codecs.BOM_UTF16_BE + FRENCH.encode("utf-16-be"),
        FRENCH.encode("cp1252"),
    ],
)
def test_a_text_reads_the_same_in_every_encoding(folder: Path, data: bytes) -> None:
    assert load(folder, "a.txt", data).text == FRENCH.strip()


def test_a_byte_order_mark_before_json_or_front_matter_does_no_harm(folder: Path) -> None:
    assert load(folder, "a.json", codecs.BOM_UTF8 + json_article().encode()).title == "Bridge closed"
    assert load(folder, "a.md", codecs.BOM_UTF8 + b"---\ntitle: Bridge\n---\nWords.").title == "Bridge"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(POLISH, "cp1250"), (POLISH, "iso8859_2"), (UKRAINIAN, "cp1251"), (UKRAINIAN, "koi8_u")],
)
def test_old_code_pages_are_told_apart(folder: Path, text: str, encoding: str) -> None:
    assert load(folder, "a.txt", text.encode(encoding)).text == text.strip()


@pytest.mark.parametrize("data", [FRENCH.encode() + b"\xff\xff", b"caf\xe9", bytes(range(128, 256))])
def test_an_encoding_that_cannot_be_told_is_refused(folder: Path, data: bytes) -> None:
    error = refusal(folder, "a.txt", data)
    assert "cannot tell the encoding" in error.message
    assert "UTF-8" in error.hint


@pytest.mark.parametrize("data", [b"%PDF-1.7 x", b"PK\x03\x04 x", b"\x89PNG x", b"words\0words", b"\x1f\x8b x"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_binary_data_is_refused(folder: Path, data: bytes, suffix: str) -> None:
    assert "is not text" in refusal(folder, f"a{suffix}", data).message


def test_the_hint_for_a_pdf_says_to_extract_its_text(folder: Path) -> None:
    assert "extract its text" in refusal(folder, "a.txt", b"%PDF-1.7").hint


# --- files


def test_a_missing_file_is_an_article_error_that_names_it(folder: Path) -> None:
    with pytest.raises(ArticleError, match=r"nowhere\.txt: does not exist"):
        Article.load(folder / "nowhere.txt")


def test_a_folder_is_refused_with_the_way_to_read_it(folder: Path) -> None:
    with pytest.raises(ArticleError, match="load_articles"):
        Article.load(folder)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(ArticleError, match="not a regular file"):
        Article.load(tmp_path / "a.txt")


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("a.txt")
        with pytest.raises(ArticleError, match="not a regular file"):
            Article.load("a.txt")


def test_a_file_that_may_not_be_read_is_an_article_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (folder / "secret.txt").write_text("Words.")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ArticleError, match=r"secret\.txt: cannot be read: Permission denied"):
        Article.load(folder / "secret.txt")


@pytest.mark.parametrize("path", ["a\0b.txt", "x" * 5_000 + ".txt"])
def test_an_impossible_path_is_an_article_error(path: str) -> None:
    with pytest.raises(ArticleError):
        Article.load(path)


def test_an_unknown_suffix_is_refused_with_the_known_ones(folder: Path) -> None:
    error = refusal(folder, "a.docx", "Words.")
    assert all(suffix in error.hint for suffix in SUFFIXES)


def test_a_suffix_may_be_in_upper_case(folder: Path) -> None:
    assert load(folder, "A.TXT", "Words.").text == "Words."


def test_a_file_over_the_limit_is_refused_unread(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    monkeypatch.delattr(Path, "open")
    with pytest.raises(ArticleError, match="larger than 5 MB"):
        Article.load(path)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_file_is_refused(folder: Path, suffix: str) -> None:
    assert refusal(folder, f"empty{suffix}", "").message == "is empty"


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_a_file_of_white_space_is_refused(folder: Path, suffix: str) -> None:
    assert refusal(folder, f"empty{suffix}", " \n\u200b\t\n").message == "holds no text"


# --- JSON


def test_json_as_news_please_writes_it_is_read(folder: Path) -> None:
    article = load(
        folder,
        "a.json",
        json_article(
            authors=["Ann Roe", "Ben Poe"],
            date_publish="2026-03-04 05:06:07",
            source_domain="daily.example",
            url="https://daily.example/bridge",
            language="en",
        ),
    )
    assert article == Article.from_text(
        "The bridge is closed.",
        title="Bridge closed",
        author="Ann Roe, Ben Poe",
        published="2026-03-04 05:06:07",
        source="https://daily.example/bridge",
        language="en",
    )


def test_json_may_use_our_own_names(folder: Path) -> None:
    article = load(folder, "a.json", json.dumps({"text": "Words.", "author": "Ann Roe", "date": "4 May"}))
    assert (article.text, article.author, article.published) == ("Words.", "Ann Roe", "4 May")


def test_a_url_that_is_no_web_address_gives_way_to_the_domain(folder: Path) -> None:
    article = load(folder, "a.json", json_article(url="javascript:x", source_domain="daily.example"))
    assert article.source == "daily.example"


def test_metadata_of_the_wrong_type_is_left_out(folder: Path) -> None:
    article = load(folder, "a.json", json_article(title=True, authors=[["x"], None, {"a": 1}, "Ann Roe"]))
    assert (article.title, article.author) == (None, "Ann Roe")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not valid JSON"),
        ("[" * 200_000, "not valid JSON"),
        ('{"text": ' + "9" * 5_000 + "}", "not valid JSON"),
        ("[1]", "not a JSON object"),
        ('{"title": "x"}', "has no text"),
        ('{"maintext": null, "text": ""}', "has no text"),
        ('{"text": ["x"]}', "not a string"),
        ('{"text": " "}', "holds no text"),
    ],
)
def test_json_without_a_usable_text_is_refused(folder: Path, content: str, message: str) -> None:
    assert message in refusal(folder, "a.json", content).message


# --- Markdown


def test_front_matter_becomes_metadata(folder: Path) -> None:
    head = "title: 'Bridge: closed'\nauthors: [Ann Roe, Ben Poe]\ndate: 2026-03-04\nurl: https://a.example/b\nmood: x"
    article = load(folder, "a.md", f"---\r\n{head}\r\n---\r\n# A heading\r\n\r\nWords.")
    assert article == Article.from_text(
        "A heading\n\nWords.",
        title="Bridge: closed",
        author="Ann Roe, Ben Poe",
        published="2026-03-04",
        source="https://a.example/b",
    )


def test_a_time_in_front_matter_is_written_in_iso_form(folder: Path) -> None:
    article = load(folder, "a.md", "---\npublished: 2026-03-04 05:06:07\n---\nWords.")
    assert article.published == "2026-03-04T05:06:07"


def test_a_leading_heading_is_the_title_and_no_text(folder: Path) -> None:
    article = load(folder, "a.md", "\n# The *bridge* #\n\nWords.")
    assert (article.title, article.text) == ("The bridge", "Words.")


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("- a\n- b", "no mapping"),
        ("a: [", "not valid YAML"),
        ("date: 2026-99-99", "not valid YAML"),
        ("date: 1" + ":00" * 2_000 + ".5", "not valid YAML"),
        ("a: !!python/name:os.system x", "aliases, tags"),
        ("a: &a [x]\nb: *a", "aliases, tags"),
        ("a: " + "[" * 5_000, "deep nesting"),
        ("- " * 5_000, "deep nesting"),
        ("a: " + "x" * 20_000, "does not end"),
    ],
)
def test_front_matter_that_is_broken_or_dangerous_is_refused(folder: Path, head: str, message: str) -> None:
    assert message in refusal(folder, "a.md", f"---\n{head}\n---\nWords.").message


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        (
            "A **bold** and *slanted* and __strong__ and _soft_ and ***loud*** word.",
            "A bold and slanted and strong and soft and loud word.",
        ),
        ("A **bold *and slanted* word**.", "A bold and slanted word."),
        ("2*3*4, snake_case_name, f**k s**t and a note* stay.", "2*3*4, snake_case_name, f**k s**t and a note* stay."),
        (
            "See [the report](https://a.example/b_(c) 'x') and <https://b.example>.",
            "See the report and https://b.example.",
        ),
        ("See [the report][1].\n\n[1]: https://a.example", "See the report."),
        ("Before ![a picture](a.png)after.", "Before after."),
        ("[![a picture](a.png)](https://a.example) after.", "after."),
        ("x\n## Section ##\ntext", "x\nSection\ntext"),
        ("#hashtag", "#hashtag"),
        ("> Said\n> so.\n>> Twice.", "Said so. Twice."),
        ("- one\n* two\n+ three", "one\ntwo\nthree"),
        ("1. one\n2. two", "1. one\n2. two"),
        ("```text\nas *it\nis\n```\nafter", "as *it\nis\nafter"),
        ("Run `make` now.", "Run make now."),
        ("one <!-- hidden\n\n--> two", "one  two"),
        ("one <!-- never closed", "one"),
        ("above\n\n***\n\nbelow", "above\n\nbelow"),
        ("Section\n=======\ntext", "Section\ntext"),
        ("one\r\nline\rthat wraps", "one line that wraps"),
        ("a line\nthat wraps\n\nand another", "a line that wraps\n\nand another"),
        ("a hard  \nbreak", "a hard\nbreak"),
        (r"\*not slanted\* and 1\. not a list", "*not slanted* and 1. not a list"),
    ],
)
def test_markdown_becomes_plain_text(folder: Path, markdown: str, plain: str) -> None:
    assert load(folder, "a.md", markdown).text == plain


@pytest.mark.parametrize(
    "piece", ["<!--", "![a", "[x](", "[x](a(", "*a ", "**a* ", "_a ", "`", "> ", "- - ", "a\n", "\\", "x #"]
)
def test_large_hostile_markdown_is_read_to_its_end(folder: Path, piece: str) -> None:
    assert load(folder, "a.md", "Words.\n\n" + piece * 100_000).text.startswith("Words.")


# --- anything at all

ANY_TEXT = st.text().map(str.encode)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["text", "maintext", "title", "authors"]), inner),
).map(lambda value: json.dumps(value).encode())
YAML_PIECES = [
    "title",
    ": ",
    "\n",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "&a ",
    "*a",
    "!!int ",
    "<<",
    "'",
    '"',
    "2026-01-01",
    "0b_",
]
ANY_YAML = st.lists(st.sampled_from(YAML_PIECES)).map(lambda pieces: f"---\n{''.join(pieces)}\n---\nWords.".encode())
MARKS = st.text("[]()!*_`<>-#\\ \n\r\tax~=|:").map(str.encode)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary() | ANY_TEXT | ANY_JSON | ANY_YAML | MARKS, suffix=st.sampled_from(SUFFIXES))
@example(data=b"---\ntitle: 1" + b":00" * 2_000 + b"\n---\nx", suffix=".md")
@example(data=b'{"text": "\\ud800"}', suffix=".json")
def test_any_file_is_an_article_or_an_article_error(folder: Path, data: bytes, suffix: str) -> None:
    path = folder / f"any{suffix}"
    path.write_bytes(data)
    errors: list[ArticleError] = []
    articles = list(load_articles(path, on_error=errors.append))
    assert [bool(article.sentences and article.id) for article in articles] == [True] * (1 - len(errors))
    assert all(error.article == str(path) for error in errors)


def test_importing_the_reader_loads_no_heavy_package() -> None:
    heavy = {"yaml", "charset_normalizer", "sentencex"}
    code = f"import sys, newsbrief.article; print({heavy} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
