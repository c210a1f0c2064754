"""Measures how well newsbrief reads: briefs annotated articles, and prints one Markdown table.

python -m benchmarks.quality --gold DIR [--model M] [--base-url U] [--first N] [--only PART] [--peers] [--code-only]
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

from benchmarks.briefs import Briefs, Shelf, called
from benchmarks.command import add_model_options, print_measured
from benchmarks.findings import Findings, found_by_brief, found_by_code, nothing_found
from benchmarks.gold import GoldArticle, load_articles, load_sentences
from benchmarks.langextract_peer import SETTINGS, LangExtract
from benchmarks.measures import Column, Group, table
from benchmarks.peers import said_by_regex
from benchmarks.quantities import QuantityScore, measured, score_quantities
from newsbrief import Briefer
from newsbrief.cues.numbers import find_numbers
from newsbrief.errors import SettingsError
from newsbrief.settings import LOCAL, NO_KEY, Endpoint

PEER_ARTICLES = 6
"""LangExtract is asked about so many articles: it is slow."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the command line asks for; the exit code is 2 if it makes no sense, 130 if it was interrupted."""
    options = _parser().parse_args(arguments)
    return print_measured(lambda: _report(options))


def _report(options: argparse.Namespace) -> tuple[str, list[str]]:
    columns, remarks = _measured(options)
    return table(columns, _groups(options)), remarks


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Measure newsbrief on annotated articles.")
    parser.add_argument("--gold", type=Path, required=True, metavar="DIR", help="the folder of annotated articles")
    add_model_options(parser)
    parser.add_argument("--first", type=int, metavar="N", help="only so many articles of each language")
    parser.add_argument("--only", choices=get_args(Group), help="only this part; quantities needs no model")
    parser.add_argument("--peers", action="store_true", help="also a regex, and LangExtract on the first 6 articles")
    parser.add_argument("--code-only", action="store_true", help="what newsbrief's code sees, without any model")
    return parser


def _groups(options: argparse.Namespace) -> tuple[Group, ...]:
    return (options.only,) if options.only else get_args(Group)


def _measured(options: argparse.Namespace) -> tuple[list[Column], list[str]]:
    """The columns of the table, and what has to be said below it."""
    groups = _groups(options)
    english = load_articles(options.gold, "en")[: options.first] if {"quotes", "key_figures"} & set(groups) else []
    german = load_articles(options.gold, "de")[: options.first] if "german" in groups else []
    frame = Column("", english, german, quantities=_quantities(options.gold) if "quantities" in groups else ())
    peers = [_by_regex(frame)] if options.peers else []
    if options.code_only or not (english or german):
        return [_by_code(frame), *peers], []
    with Briefer(options.model, options.base_url) as briefer:
        shelf = Shelf(options.cache)
        own, remarks = _by_briefs(frame, briefer, shelf)
        if options.peers and english:
            others, more = _by_langextract(own, briefer, shelf)
            peers, remarks = [*peers, *others], [*remarks, *more]
    return [own, *peers], remarks


def _quantities(folder: Path) -> list[QuantityScore]:
    """Code alone reads numbers, so they are scored without a model whatever is run."""
    return [
        score_quantities(
            one.quantities, [measured(number) for number in find_numbers(one.text, "en") if number.kind == "quantity"]
        )
        for one in load_sentences(folder)
    ]


def _articles(column: Column) -> list[GoldArticle]:
    return [*column.english, *column.german]


def _by_code(frame: Column) -> Column:
    findings = {one.id: found_by_code(one.article) for one in _articles(frame)}
    return replace(frame, title="newsbrief, code only", findings=findings)


def _by_regex(frame: Column) -> Column:
    findings = {one.id: Findings(said_by_regex(one.article.text)) for one in _articles(frame)}
    return replace(frame, title="regex", findings=findings, quantities=())


def _by_briefs(frame: Column, briefer: Briefer, shelf: Shelf) -> tuple[Column, list[str]]:
    briefs = Briefs(shelf, called(briefer))
    articles = [one.article for one in _articles(frame)]
    briefs.make(articles, briefer)
    findings = {}
    for one in _articles(frame):
        kept = briefs.get(one.article)
        findings[one.id] = found_by_brief(kept.brief, one.article) if kept else nothing_found(one.article)
    return replace(frame, title=f"newsbrief, {called(briefer)}", findings=findings), briefs.remarks(articles)


def _by_langextract(own: Column, briefer: Briefer, shelf: Shelf) -> tuple[list[Column], list[str]]:
    """LangExtract with its settings, and newsbrief on the same articles."""
    if find_spec("langextract") is None:
        return [], ["LangExtract is not installed (pip install langextract), so it was not measured"]
    few = own.english[:PEER_ARTICLES]
    here = f"first {len(few)}"
    with _served(briefer) as endpoint:
        peer = LangExtract(shelf, endpoint, called(briefer))
        peer.ask(few)
    columns = [replace(own, title=f"newsbrief, {here}", english=few, german=(), quantities=())]
    for setting in SETTINGS:
        findings = {one.id: peer.findings(one.article, setting) for one in few}
        columns.append(Column(f"LangExtract, {setting}, {here}", few, findings=findings))
    return columns, peer.remarks(few)


@contextmanager
def _served(briefer: Briefer) -> Iterator[Endpoint]:
    """The model that a Briefer asks, as an endpoint for others; of the embedded one, the server that it runs."""
    endpoint = briefer.endpoint
    if endpoint.model is None:
        raise SettingsError("LangExtract has to be told the model", hint="name it with --model")
    if not endpoint.is_local:
        yield replace(endpoint, api_key=endpoint.api_key or NO_KEY)
        return
    from newsbrief.local import open_local

    name = endpoint.model.removeprefix(LOCAL).removeprefix(":")
    with open_local(name or None, context_tokens=briefer.settings.context_tokens) as server:
        yield Endpoint(server.model, server.base_url, server.api_key)


if __name__ == "__main__":
    sys.exit(main())
