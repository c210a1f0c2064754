"""Where briefs are written: beside each other under one folder, whole or not at all."""

import errno
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from newsbrief.article import Article
from newsbrief.errors import ArticleError, BriefError, SettingsError
from newsbrief.files import TEMPORARY, write_whole, writing_to
from newsbrief.formats import FORMATS, check_formats
from newsbrief.ledger import HIDDEN
from newsbrief.schema import ArticleInfo, Brief

ARTICLE_SUFFIX = ".article.txt"
ROOM = 8_000_000
"""Bytes that must be free before an article is begun: what those in flight may write."""

_JSON = FORMATS["json"]
_WRITTEN = (_JSON.suffix, ARTICLE_SUFFIX)


@dataclass(frozen=True, slots=True)
class Written:
    """What is written of an article: its brief as JSON, and the text that it points into."""

    brief: bytes
    text: bytes

    @property
    def digest(self) -> bytes:
        """A SHA-256 that tells whether it is still what was written."""
        return sha256(self.brief + b"\0" + self.text).digest()

    def read_brief(self) -> Brief:
        """The brief.

        Raises:
            BriefError: it is none.
        """
        try:
            return Brief.model_validate_json(self.brief)
        except ValidationError as error:
            raise BriefError("what was written is not a brief", hint="remove it, and run again") from error

    def read_article(self, info: ArticleInfo, path: Path | None) -> Article:
        """The article that a brief is of; it was loaded from a path, or from nowhere."""
        text = self.text.decode()
        return Article(text, info.title, info.source, info.author, info.published, info.language, path)


class OutputFolder:
    """A folder that briefs are written to: always as JSON, with the text that they point into.

    Args:
        path: it is made if it is not there.
        formats: what is written, of `FORMATS` and `GATHERED`; JSON always is.

    Raises:
        SettingsError: nothing can be written there, or a format is unknown; said before any model is asked.
    """

    def __init__(self, path: Path, formats: Collection[str] = ()) -> None:
        self.path = path
        check_formats(formats)
        self.formats: set[str] = {*formats, "json"}
        self._files = [form for name, form in FORMATS.items() if name in self.formats]
        with writing_to(path):
            path.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=path):
                pass
        self.check_room()

    @property
    def hidden(self) -> Path:
        """Where what is of no use to a reader is kept, while a run is at work."""
        return self.path / HIDDEN

    def check_room(self) -> None:
        """See to it that what will be asked for can be written.

        Raises:
            SettingsError: the disk is all but full.
        """
        with writing_to(self.path):
            free = shutil.disk_usage(self.path).free
        if free < ROOM:
            raise SettingsError(f"the disk of {self.path} is full: {free} bytes are free", hint="make room and go on")

    def write(self, place: Path, brief: Brief, article: Article) -> Written:
        """Write a brief in all formats, and the normalised text that its spans point into, to the byte of its hash.

        Args:
            place: the article's path relative to what was given, with its suffix.
            brief: the brief.
            article: its article.

        Returns:
            What is written: the text first, and the JSON last.

        Raises:
            SettingsError: a file cannot be written; none is left half written.
            ArticleError: the article's name leaves no room for the suffix.
        """
        texts = {ARTICLE_SUFFIX: article.text, **{form.suffix: form.text(brief, article) for form in self._files}}
        with self._writing_beside(place):
            (self.path / place).parent.mkdir(parents=True, exist_ok=True)
            for suffix, text in texts.items():
                write_whole(self._beside(place, suffix), text)
        return Written(*(texts[suffix].encode(errors="replace") for suffix in _WRITTEN))

    def check_place(self, place: Path) -> None:
        """See to it that the files of a brief can have the names that they would have, and their folder takes them.

        Raises:
            ArticleError: the article's name leaves no room for a suffix.
            SettingsError: nothing can be written there.
        """
        with self._writing_beside(place):
            for suffix in (ARTICLE_SUFFIX, *(form.suffix for form in self._files)):
                self._beside(place, suffix).exists()
            folder = (self.path / place).parent
            if folder.exists() and not os.access(folder, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    @contextmanager
    def _writing_beside(self, place: Path) -> Iterator[None]:
        """What goes wrong in here is that the files beside an article cannot be written."""
        with writing_to((self.path / place).parent):
            try:
                yield
            except OSError as error:
                if error.errno != errno.ENAMETOOLONG:
                    raise
                what, hint = "its name is too long to write a brief beside", "give the file a shorter name"
                raise ArticleError(what, hint=hint, article=str(place)) from error

    def clear_up(self, places: Iterable[Path]) -> None:
        """Remove the files beside some places that a run was writing when it was killed."""
        for folder in {(self.path / place).parent for place in places}:
            for path in folder.glob(f"{TEMPORARY}*"):
                path.unlink(missing_ok=True)

    def lacks(self, place: Path) -> bool:
        """Whether one of the formats is missing of a brief that is there as JSON.

        Raises:
            ArticleError: the article's name leaves no room for a suffix.
            SettingsError: it cannot be looked up.
        """
        with self._writing_beside(place):
            return not all(self._beside(place, form.suffix).is_file() for form in self._files if form is not _JSON)

    def brief(self, place: Path) -> Brief | None:
        """The brief of the article at a place; None if there is none, or something that is none.

        Raises:
            SettingsError: what is there cannot be read; it may be a brief.
        """
        path = self._beside(place, _JSON.suffix)
        try:
            return Brief.model_validate_json(path.read_bytes())
        except (FileNotFoundError, NotADirectoryError, ValidationError):
            return None
        except OSError as error:
            raise SettingsError(f"cannot read {path}: {error.strerror}", hint="see who may read it") from error

    def written(self, place: Path) -> Written | None:
        """What is written of the article at a place; None if a part of it is missing."""
        try:
            return Written(*(self._beside(place, suffix).read_bytes() for suffix in _WRITTEN))
        except OSError:
            return None

    def _beside(self, place: Path, suffix: str) -> Path:
        return Path(f"{self.path / place}{suffix}")
