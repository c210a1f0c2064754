"""What was given to be briefed, and where the briefs of it belong."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsbrief.article import Article, article_places
from newsbrief.errors import ArticleError, SettingsError


@dataclass(frozen=True, slots=True)
class Given:
    """An article as it was given; small, so that ten thousand take little room.

    Attributes:
        origin: the folder of its file, one for all that were found there, or the article.
        called: the path of its file in that folder, and of its brief in the output folder, with slashes.
    """

    origin: str | Article
    called: str

    @property
    def source(self) -> Path | Article:
        """The file, or the article."""
        return Path(self.origin, self.called) if isinstance(self.origin, str) else self.origin

    @property
    def place(self) -> Path:
        """Where its brief goes, relative to the output folder."""
        return Path(self.called)

    @property
    def name(self) -> str:
        """What errors call it."""
        source = self.source
        return source.name if isinstance(source, Article) else str(source)

    def load(self) -> Article:
        """The article.

        Raises:
            ArticleError: it cannot be read.
        """
        source = self.source
        return source if isinstance(source, Article) else Article.load(source)


def given_articles(paths: Sequence[Path]) -> list[Given]:
    """The articles that paths mean: files, and all the articles of folders.

    Raises:
        ArticleError: a path does not exist, or a folder has no article.
    """
    return [one for path in paths for one in _given(path)]


def _given(path: Path) -> Iterator[Given]:
    try:
        is_folder = path.is_dir() if path.exists() else None
    except (OSError, ValueError) as error:
        raise ArticleError(f"cannot be looked up: {error}", hint="check the path", article=str(path)) from error
    if is_folder is None:
        raise ArticleError("there is no such file or folder", hint="check the path", article=str(path))
    origin = str(path if is_folder else path.parent)
    for place in article_places(path) if is_folder else [path.name]:
        yield Given(origin, place)


def check_places(given: Sequence[Given]) -> None:
    """See to it that no brief is written over another.

    Raises:
        SettingsError: two of the articles would be written to the same place.
    """
    (place, count), *_ = Counter(one.called for one in given).most_common(1)
    if count > 1:
        raise SettingsError(
            f"two articles are both called {place}", hint="brief them in two runs, each into a folder of its own"
        )
