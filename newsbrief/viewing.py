"""The command ``view``: the report of a brief, or of a folder of briefs, as a page to look at."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from newsbrief.article import Article
from newsbrief.commands import load_brief
from newsbrief.errors import ArticleError, BriefError, SettingsError
from newsbrief.files import write_whole
from newsbrief.formats import FORMATS
from newsbrief.gathering import INDEX
from newsbrief.outputs import ARTICLE_SUFFIX
from newsbrief.render.index import Entry, index_html

JSON = FORMATS["json"].suffix


def page_of(path: Path, article: Path | None) -> Path:
    """The page for a brief, or for a folder of them.

    Args:
        path: a brief as JSON, or a folder.
        article: the article of the brief; left out: the text that lies beside it.

    Returns:
        The folder's own index, if none of its briefs is newer; else a file in a temporary folder that is left for the
        browser to read.

    Raises:
        SettingsError: there is no such file or folder, or an article is given with a folder.
        BriefError: the file is no brief, or of another article.
        ArticleError: the article cannot be read.
    """
    if not path.is_dir():
        return _page_of_one(path, article)
    if article is not None:
        raise SettingsError(f"{path} is a folder, and an article is given too", hint="leave one of them out")
    return _page_of_folder(path)


def _page_of_one(path: Path, article: Path | None) -> Path:
    brief = load_brief(path)
    text = Article.load(article) if article else _article_beside(path)
    page = _temporary() / "brief.html"  # not the name of the file: it is printed, and may hold anything
    write_whole(page, brief.to_html(text))
    return page


def _article_beside(path: Path) -> Article:
    beside = path.with_name(path.name.removesuffix(JSON) + ARTICLE_SUFFIX)
    try:
        return Article.load(beside)
    except ArticleError as error:
        error.hint = "name the article that the brief is of: newsbrief view BRIEF ARTICLE"
        raise


def _page_of_folder(folder: Path) -> Path:
    paths = sorted(folder.rglob(f"*{JSON}"))
    if _is_of(folder / INDEX, paths):
        return folder / INDEX
    if not paths:
        raise SettingsError(f"no brief in {folder}", hint=f"briefs are files named ….{JSON.removeprefix('.')}")
    temporary = _temporary()
    write_whole(temporary / INDEX, index_html(_entries(folder, paths, temporary)))
    return temporary / INDEX


def _is_of(index: Path, briefs: list[Path]) -> bool:
    """Whether an index is there and was written after these briefs: a later run may have left it as it was."""
    if not index.is_file():
        return False
    written = index.stat().st_mtime_ns
    return all(path.stat().st_mtime_ns <= written for path in briefs)


def _entries(folder: Path, paths: list[Path], temporary: Path) -> Iterator[Entry]:
    """The entries of briefs, of each of which a page is written."""
    for number, path in enumerate(paths, 1):
        name = path.relative_to(folder).as_posix().removesuffix(JSON)
        try:
            brief = load_brief(path)
            write_whole(temporary / f"{number}.html", brief.to_html(_article_beside(path)))
        except (BriefError, ArticleError) as error:
            yield Entry(name, "failed", error=error.message, hint=error.hint)
        else:
            yield Entry.of(brief, f"{number}.html", name=name)


def _temporary() -> Path:
    return Path(tempfile.mkdtemp(prefix="newsbrief-"))
