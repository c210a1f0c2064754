"""Many articles of a few: the same sentences about other people, with other numbers, so that no two are alike."""

import re
from collections.abc import Mapping
from pathlib import Path

from newsbrief.article import Article, article_paths
from newsbrief.cues import find_cues

MOST_NAMES = 64
"""How many names of an article are changed; so many stand between the names of one variant and those of the next."""
_SYLLABLES = {
    "latin": "bar den fol gir hal jen kam lor mis nav por rud sel tor vin wes zad bru cal dro".split(),
    "cyrillic": "бар ден фол гір гал жен кам лор міс нав пор руд сел тор він вес зад бру кал дро".split(),
}
_SYLLABLES_OF_A_NAME = 4
_SCATTER = 56_381  # has no factor in common with the number of names, so that each still has its own
_SHORTEST_NAME = 4
_NUMBER = re.compile(r"(?<![\w.,:-])[1-9][0-9]{2}(?![\w.,:-])")
_FIRST, _COUNT = 100, 900  # of the numbers with three digits


def write_articles(seeds: Path, folder: Path, count: int) -> None:
    """Write so many articles into a folder: variants of the seeds in turn, always the same ones.

    Raises:
        ArticleError: the seeds cannot be read.
    """
    folder.mkdir(parents=True)
    variants = [Variants(path) for path in article_paths(seeds)]
    for number in range(count):
        turn, at = divmod(number, len(variants))
        variants[at].write(folder / f"{number:05}", turn)


class Variants:
    """The variants of one article.

    Args:
        path: its file.
    """

    def __init__(self, path: Path) -> None:
        self._suffix = path.suffix
        self._content = path.read_text(encoding="utf-8")
        people = [one for one in find_cues(Article.load(path)).names if one.kind == "person"]
        surnames = dict.fromkeys(one.name.split()[-1] for one in people)
        self._names = [name for name in surnames if name.isalpha() and len(name) >= _SHORTEST_NAME][:MOST_NAMES]
        self._any_name = re.compile(rf"\b(?:{'|'.join(self._names)})\b")

    def write(self, path: Path, number: int) -> None:
        """Write a variant, with the suffix of the original."""
        path.with_suffix(self._suffix).write_text(self.variant(number), encoding="utf-8")

    def variant(self, number: int) -> str:
        """The content of a variant: its names are in no other variant with another number."""
        names = {name: invented(number * MOST_NAMES + at, name) for at, name in enumerate(self._names)}
        return _NUMBER.sub(lambda match: _moved(match, number), self._named(names))

    def _named(self, names: Mapping[str, str]) -> str:
        return self._any_name.sub(lambda match: names[match[0]], self._content)


def _moved(match: re.Match[str], by: int) -> str:
    return str(_FIRST + (int(match[0]) - _FIRST + by) % _COUNT)


def invented(number: int, name: str) -> str:
    """The name with this number, in the script of another name; up to 160,000 they are all different."""
    syllables = _SYLLABLES["latin" if name[0] < "Ͱ" else "cyrillic"]
    number *= _SCATTER
    parts = []
    for _ in range(_SYLLABLES_OF_A_NAME):
        number, at = divmod(number, len(syllables))
        parts.append(syllables[at])
    return "".join(parts).capitalize()
