"""Articles: their text, normalised once when they come in, their sentences, and how they are loaded."""

import hashlib
import os
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final, Self

from newsbrief.errors import ArticleError
from newsbrief.language import detect_language, language_code
from newsbrief.reading import SUFFIXES, read_file
from newsbrief.sentences import sentence_spans

LEDGER: Final = "ledger.jsonl"
"""The file of a folder of briefs that says what is done; ``run.json`` beside it is no article."""
LONGEST_METADATA: Final = 500
"""Titles, sources, authors and dates are cut to this many code points."""

_LINE_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile(r"[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Controls, soft hyphens, zero-width characters, marks of direction, invisible operators, halves of surrogate pairs,
# and the plane of tags: what cannot be seen, and can hide or reorder what can.
_INVISIBLE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
# Letters in the plane of tags spell text that nobody sees; those behind a black flag make it a region's.
_TAG = re.compile(r"[\U000e0020-\U000e007e]")
_HIDDEN = re.compile(r"(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0020-\U000e007e]+")
_TAGS = 0xE0000
_LINE_END_SPACE = re.compile(r"(?<! ) +(?=\n)")
_BLANK_LINES = re.compile(r"\n{3,}")

_JOINERS = "\u200c\u200d"
# Characters that a joiner may stand between: scripts that need it, and the parts of an emoji.
_JOINED = re.compile(
    r"[\u0590-\u10ff\u1780-\u1cff\u2300-\u2bff\ua800-\uabff\ufb1d-\ufdff\ufe0f\ufe70-\ufefc\U00010800-\U0001ffff]"
)

# Unicode puts runs of combining marks in order in quadratic time, and no script needs as many.
_MOST_MARKS = 30
_MAY_BE_MARKS = re.compile(rf"[^\w\s\x00-\u02ff]{{{_MOST_MARKS + 1},}}")


@dataclass(frozen=True)
class Sentence:
    """A sentence of an article.

    Attributes:
        number: its place in the article, from 1.
        start: where it begins in `Article.text`, in code points.
        end: where it ends, exclusive. It neither begins nor ends with white space.
    """

    number: int
    start: int
    end: int


@dataclass(frozen=True, repr=False)
class Article:
    """A news article: get one with `from_text` or `load`, which normalise what comes in.

    Attributes:
        text: the article's words, normalised. All spans are half-open ranges of code points in it.
        title: its headline.
        source: where it was published: a link or a name.
        author: who wrote it; several are joined with ", ".
        published: when, as the source writes it.
        language: a code such as "en"; None if it was neither given nor can be told.
        path: the file it was loaded from; not part of what makes two articles equal.
        hidden: what was written into the text in invisible letters; it is in no other part of the article.
    """

    text: str
    title: str | None = None
    source: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    path: Path | None = field(default=None, compare=False)
    hidden: str = field(default="", compare=False)

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        title: str | None = None,
        source: str | None = None,
        author: str | None = None,
        published: str | None = None,
        language: str | None = None,
    ) -> Self:
        """Make an article of a text.

        Args:
            text: the article's words, without its headline.
            title: its headline.
            source: where it was published: a link or a name.
            author: who wrote it.
            published: when, in any form.
            language: a code, a tag or a name, such as "en", "en-US" or "English"; told from the text if left out.

        Raises:
            ArticleError: there is no text.
        """
        hidden = _hidden(text)
        text = normalise(text)
        title = _one_line(title)
        if not text:
            raise ArticleError("holds no text", hint="an article needs at least one word", article=title)
        return cls(
            text=text,
            title=title,
            source=_one_line(source),
            author=_one_line(author),
            published=_one_line(published),
            language=language_code(language or "") or detect_language(text),
            hidden=hidden,
        )

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read an article from a file.

        Args:
            path: a file; its suffix says how it is read.

        Raises:
            ArticleError: the file cannot be read or holds no article; it names the file and what to do.
        """
        path = Path(path)
        contents = read_file(path)
        try:
            return replace(cls.from_text(contents.text, **contents.metadata), path=path)
        except ArticleError as error:
            error.article = str(path)
            raise

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The article's sentences in order; every character that is not white space lies in one of them."""
        spans = sentence_spans(self.text, self.language)
        return tuple(Sentence(number, start, end) for number, (start, end) in enumerate(spans, 1))

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def id(self) -> str:
        """The first 16 digits of `sha256`: the same text has the same id wherever it comes from."""
        return self.sha256[:16]

    @cached_property
    def name(self) -> str:
        """What errors and progress call the article: its path as given, else its title, else its id."""
        return str(self.path) if self.path else self.title or self.id

    def __repr__(self) -> str:
        return f"<Article {self.name!r}: {self.language or 'unknown language'}, {len(self.text)} characters>"

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that contains the code point at an offset, else the one before it.

        Args:
            offset: from 0 to the text's length.
        """
        return self.sentences[max(bisect_right(self._sentence_starts, offset) - 1, 0)]


def article_paths(path: str | Path) -> list[Path]:
    """The files that `load_articles` reads.

    Args:
        path: a file, which stands for itself, or a folder, which is searched with the folders in it. Hidden files and
            folders, links to folders, and briefs and texts that newsbrief wrote are passed over.

    Returns:
        The paths in the order of their names.

    Raises:
        ArticleError: the folder, or one in it, cannot be listed, or holds no file with a known suffix.
    """
    path = Path(path)
    return [path / place for place in article_places(path)] if _is_folder(path) else [path]


def article_places(folder: Path) -> list[str]:
    """Where the articles of a folder are: their paths below it, with slashes, in the order of `article_paths`.

    Raises:
        ArticleError: as for `article_paths`.
    """
    found = [place for below, names in _walk(folder) for place in _places_in(Path(below).relative_to(folder), names)]
    if not found:
        raise ArticleError("holds no article", hint=f"known suffixes: {', '.join(SUFFIXES)}", article=str(folder))
    return sorted(found, key=lambda place: place.replace("/", "\0"))  # a folder's files beside each other


def load_articles(path: str | Path, *, on_error: Callable[[ArticleError], None] | None = None) -> Iterator[Article]:
    """Load an article, or all the articles in a folder, one after the other in the order of their names.

    Args:
        path: a file or a folder; see `article_paths`.
        on_error: called with the error of each article that cannot be loaded, and of a folder without any; the
            iteration then goes on. Without it the error is raised.

    Raises:
        ArticleError: something cannot be loaded, and there is no `on_error`.
    """
    try:
        paths = article_paths(path)
    except ArticleError as error:
        _report(error, on_error)
        return
    for each in paths:
        try:
            article = Article.load(each)
        except ArticleError as error:
            _report(error, on_error)
        else:
            yield article


def _hidden(text: str) -> str:
    """The text that is spelt in invisible letters, as visible ones."""
    if not _TAG.search(text):
        return ""
    return " ".join("".join(chr(ord(letter) - _TAGS) for letter in run).strip() for run in _HIDDEN.findall(text))


def normalise(text: str) -> str:
    r"""Bring text into the form that all spans refer to.

    Unicode NFC; every line break is "\n", at most two in a row, and every space " ", none at the end of a line;
    invisible characters are gone, except joiners where a script needs them. Quotation marks, dashes and words stay as
    they are. Normalising twice changes nothing.
    """
    visible = _INVISIBLE.sub("", _SPACE.sub(" ", _LINE_BREAK.sub("\n", text)))
    text = _without_stray_joiners(_compose(visible))
    text = text if text == visible else _compose(text)
    text = _LINE_END_SPACE.sub("", text) if " \n" in text else text
    return (_BLANK_LINES.sub("\n\n", text) if "\n\n\n" in text else text).strip()


def _compose(text: str) -> str:
    return unicodedata.normalize("NFC", _MAY_BE_MARKS.sub(_without_excess_marks, text))


def _without_excess_marks(run: re.Match[str]) -> str:
    kept, marks = [], 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.category(character).startswith("M") else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _without_stray_joiners(text: str) -> str:
    """Drop the joiners that do not stand between two characters that may be joined.

    What stands before a joiner is looked at without its combining marks: they may still be composed or reordered.
    """
    if not any(joiner in text for joiner in _JOINERS):
        return text
    kept, joinable = [], False
    for character, following in zip(text, f"{text[1:]} ", strict=True):
        if character not in _JOINERS:
            kept.append(character)
            joinable = joinable if unicodedata.combining(character) else bool(_JOINED.match(character))
        elif joinable and _JOINED.match(following) and not unicodedata.combining(following):
            kept.append(character)
    return "".join(kept)


def _one_line(value: str | None) -> str | None:
    line = " ".join(normalise(value or "").split())
    return normalise(line[:LONGEST_METADATA]) or None


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # such a path is no folder; reading it as a file says what is wrong with it
        return False


def _walk(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each folder below a path with the names of its files, hidden folders and links to folders left out."""

    def fail(error: OSError) -> None:
        hint = "check who may read the folder"
        raise ArticleError(f"cannot be listed: {error.strerror}", hint=hint, article=str(error.filename)) from error

    for folder, folders, names in os.walk(path, onerror=fail):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield folder, names


def _places_in(folder: Path, names: list[str]) -> Iterator[str]:
    own = {"run.json"} if LEDGER in names else set[str]()
    where = f"{folder.as_posix()}/".removeprefix("./")
    return (f"{where}{name}" for name in names if _is_article(name) and name not in own)


def _is_article(name: str) -> bool:
    path = Path(name.lower())
    own = path.name.endswith(".article.txt") or path.stem.endswith((".brief", ".exchange"))
    return path.suffix in SUFFIXES and not name.startswith(".") and not own


def _report(error: ArticleError, on_error: Callable[[ArticleError], None] | None) -> None:
    if on_error is None:
        raise error
    on_error(error)
