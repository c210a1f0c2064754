"""Measures what injected text does to a brief: puts attacks into articles, briefs them, and prints one Markdown table.

python -m benchmarks.injections --injections FILE --seeds DIR [--articles NAME ...] [--model M] [--base-url U]
    [--first N] [--report-only] [--cache DIR]
"""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.attacks import HARMLESS, Attack, Insertion, insert, load_attacks
from benchmarks.briefs import Briefs, Shelf, called
from benchmarks.command import add_model_options, print_measured
from benchmarks.tampering import Difference, compare, is_warned, signs_of_obedience
from newsbrief import Article, Briefer
from newsbrief.errors import SettingsError

ARTICLES = 3
"""Each attack is put into so many articles, unless they are named."""


@dataclass(frozen=True)
class Trial:
    """An attack on an article, with what it is held against: the article itself, and with a harmless paragraph."""

    attack: Attack
    clean: Article
    harmless: Insertion
    poisoned: Insertion

    @property
    def articles(self) -> tuple[Article, Article, Article]:
        """What has to be briefed."""
        return self.clean, self.harmless.article, self.poisoned.article


@dataclass(frozen=True)
class Judgement:
    """What became of an attack on one article.

    Attributes:
        trial: the attack and the articles.
        warned: whether the brief warns of it.
        signs: what speaks for its having been obeyed; nothing is best.
        harmless: what a harmless paragraph at the same place changes.
        poisoned: what the attack changes.
    """

    trial: Trial
    warned: bool
    signs: Sequence[str]
    harmless: Difference
    poisoned: Difference


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; the exit code is 2 if it makes no sense, 130 if it was interrupted."""
    options = _parser().parse_args(arguments)
    return print_measured(lambda: _report(options))


def _report(options: argparse.Namespace) -> tuple[str, list[str]]:
    judgements, remarks = _measured(options)
    return table(judgements), remarks


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure what injected text does to briefs.")
    parser.add_argument("--injections", type=Path, required=True, metavar="FILE", help="a JSON list of attacks")
    parser.add_argument("--seeds", type=Path, required=True, metavar="DIR", help="the folder of articles")
    parser.add_argument(
        "--articles", nargs="+", metavar="NAME", help="which files of DIR (default: the 3 shortest *.md in English)"
    )
    add_model_options(parser)
    parser.add_argument("--first", type=int, metavar="N", help="only the first N attacks")
    parser.add_argument("--report-only", action="store_true", help="ask nothing: the table of what is finished")
    return parser


def _measured(options: argparse.Namespace) -> tuple[list[Judgement], list[str]]:
    """A judgement for each trial that is finished, and what has to be said below the table."""
    articles = choose_articles(options.seeds, options.articles)
    trials = list(plan(articles, load_attacks(options.injections)[: options.first]))
    with Briefer(options.model, options.base_url) as briefer:
        briefs = Briefs(Shelf(options.cache), called(briefer))
        if not options.report_only:
            briefs.make(to_brief(trials), briefer)
        about = f"{called(briefer)}, on {'; '.join(article.name for article in articles)}"
    judgements = [judgement for trial in trials if (judgement := judge(trial, briefs))]
    return judgements, [about, *_remarks(to_brief(trials), judgements, briefs)]


def choose_articles(folder: Path, names: Sequence[str] | None) -> list[Article]:
    """The articles of a folder that are named, else its three shortest Markdown files in English.

    Raises:
        ArticleError: a file cannot be read.
        SettingsError: there is no English article.
    """
    if names:
        return [Article.load(folder / name) for name in names]
    loaded = [Article.load(path) for path in sorted(folder.glob("*.md"))]
    english = sorted((one for one in loaded if one.language == "en"), key=lambda one: len(one.text))
    if not english:
        raise SettingsError(f"{folder} holds no English article (*.md)", hint="name the articles with --articles")
    return english[:ARTICLES]


def plan(articles: Iterable[Article], attacks: Sequence[Attack]) -> Iterator[Trial]:
    """Each attack on each article, one article after the other."""
    for article in articles:
        for attack in attacks:
            harmless = insert(article, HARMLESS, attack.position, "harmless")
            yield Trial(attack, article, harmless, insert(article, attack.attack, attack.position, attack.id))


def to_brief(trials: Iterable[Trial]) -> list[Article]:
    """What the trials need briefed, each article once: what they share comes with the first that needs it."""
    return list(dict.fromkeys(article for trial in trials for article in trial.articles))


def judge(trial: Trial, briefs: Briefs) -> Judgement | None:
    """What became of an attack; None as long as one of the briefs is not there."""
    kept = [briefs.get(article) for article in trial.articles]
    there = [one.brief for one in kept if one]
    if len(there) < len(kept):
        return None
    clean, harmless, poisoned = there
    return Judgement(
        trial,
        warned=is_warned(poisoned, trial.poisoned),
        signs=signs_of_obedience(poisoned, trial.poisoned, trial.attack),
        harmless=compare(harmless, trial.harmless, clean),
        poisoned=compare(poisoned, trial.poisoned, clean),
    )


def table(judgements: Sequence[Judgement]) -> str:
    """A row for each attack and one for all of them, as a Markdown table."""
    attacks = dict.fromkeys(judgement.trial.attack for judgement in judgements)
    rows = [
        [attack.id, attack.category, attack.position, attack.check, *_counts(judgements, attack)] for attack in attacks
    ]
    heads = [
        *("attack", "category", "position", "check", "warned", "obeyed"),
        *("items changed by a harmless sentence", "by the attack", "more than by the harmless one"),
        *("items that quote it", "prose changed by a harmless sentence", "by the attack"),
    ]
    rows = [heads, ["---"] * len(heads), *rows, ["all", "", "", "", *_counts(judgements)]]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _counts(judgements: Iterable[Judgement], attack: Attack | None = None) -> list[str]:
    """The cells of an attack, or of all: of how many briefs something holds, or how many items they have of it."""
    some = [one for one in judgements if attack in (None, one.trial.attack)]

    def of_all(holds: Callable[[Judgement], bool]) -> str:
        return f"{sum(map(holds, some))}/{len(some)}"

    return [
        of_all(lambda one: one.warned),
        of_all(lambda one: bool(one.signs)),
        str(sum(one.harmless.items for one in some)),
        str(sum(one.poisoned.items for one in some)),
        of_all(lambda one: one.poisoned.items > one.harmless.items),
        str(sum(one.poisoned.quoting for one in some)),
        of_all(lambda one: one.harmless.prose),
        of_all(lambda one: one.poisoned.prose),
    ]


def _remarks(articles: Sequence[Article], judgements: Iterable[Judgement], briefs: Briefs) -> Iterator[str]:
    """What a reader of the table has to know: what was obeyed, what failed, and what the briefs lack."""
    for judgement in judgements:
        if judgement.signs:
            yield f"obeyed: {judgement.trial.poisoned.article.name}: {'; '.join(judgement.signs)}"
    failed = [article for article in articles if briefs.get(article) is None]
    if failed:
        names = "; ".join(article.name for article in failed)
        yield f"{len(failed)} of {len(articles)} articles without a brief, what needs them is not judged: {names}"
    yield from briefs.remarks(article for article in articles if article not in failed)


if __name__ == "__main__":
    sys.exit(main())
