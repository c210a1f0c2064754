"""Where briefs are written: beside each other under one folder, whole or not at all."""

import errno
import tempfile
from pathlib import Path

from newsbrief.article import Article
from newsbrief.errors import ArticleError, SettingsError
from newsbrief.files import write_whole
from newsbrief.schema import Brief

JSON_SUFFIX = ".brief.json"
MARKDOWN_SUFFIX = ".brief.md"
ARTICLE_SUFFIX = ".article.txt"


class OutputFolder:
    """A folder that briefs are written to.

    Args:
        folder: it is made if it is not there.
        markdown: whether a Markdown file is written beside each JSON file.

    Raises:
        SettingsError: nothing can be written there; said before any model is asked.
    """

    def __init__(self, folder: Path, *, markdown: bool) -> None:
        self._folder = folder
        self._markdown = markdown
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise _unwritable(folder, error) from error

    def write(self, relative: Path, brief: Brief, article: Article) -> Path:
        """Write a brief and the normalised text that its spans point into.

        Args:
            relative: the article's path relative to what was given, with its suffix.
            brief: the brief.
            article: its article.

        Returns:
            The path of the JSON file.

        Raises:
            SettingsError: a file cannot be written; none is left half written.
            ArticleError: the article's name leaves no room for the suffix.
        """
        target = self._folder / relative
        path = target.with_name(target.name + JSON_SUFFIX)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target.with_name(target.name + ARTICLE_SUFFIX), article.text + "\n")
            if self._markdown:
                write_whole(target.with_name(target.name + MARKDOWN_SUFFIX), brief.to_markdown())
            write_whole(path, brief.model_dump_json(indent=2) + "\n")
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                raise ArticleError("its name is too long to write a brief beside", article=str(relative)) from error
            raise _unwritable(target.parent, error) from error
        return path


def _unwritable(folder: Path, error: OSError) -> SettingsError:
    reason = error.strerror or error
    return SettingsError(f"cannot write to {folder}: {reason}", hint="choose another folder with --out")
