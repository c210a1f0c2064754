"""LangExtract as a peer: the same model behind the same server, asked through its own OpenAI provider.

It is asked once an article and a part of the text, with its default settings. Its best settings for quotations differ
in how answers are aligned only, so they are put on the same answers. The package is optional: pip install langextract.
"""

import json
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from typing import Any
from unittest.mock import patch

from benchmarks.briefs import Shelf
from benchmarks.findings import Cost, Findings, held_cues
from benchmarks.gold import GoldArticle
from benchmarks.scoring import Figure, Said
from newsbrief import Article
from newsbrief.cues import find_cues
from newsbrief.evidence import Span
from newsbrief.settings import Endpoint
from newsbrief.terms import Form

SETTINGS: Mapping[str, Mapping[str, Any]] = {"default": {}, "no partial matches": {"accept_match_lesser": False}}
"""Its settings by what the table calls them: as they are, and refusing answers of which only a part was found."""

PROMPT = """\
Extract from the news article, in order of appearance and in its exact words:
- statement: the words that somebody said, wrote or announced, quoted or reported. Quoted words go with their quotation
  marks. Give the speaker's full name, or the printed description if there is no name.
- key_figure: each person who matters in the article. Give the role or title as printed.
- quantity: each number that counts or measures something. Give its unit and what it measures.
Do not paraphrase. Do not overlap extractions of one kind."""

EXAMPLE_TEXT = """\
Mayor Anna Lind said on Monday that the ferry would sail again in spring. “We repaired the engine ourselves,” she said.
The repair took 14 weeks. Many passengers wrote letters of thanks, according to the harbour board."""

EXAMPLE: Sequence[tuple[str, str, Mapping[str, str]]] = (
    ("key_figure", "Anna Lind", {"role": "Mayor"}),
    ("statement", "that the ferry would sail again in spring", {"speaker": "Anna Lind"}),
    ("statement", "“We repaired the engine ourselves,”", {"speaker": "Anna Lind"}),
    ("quantity", "14 weeks", {"unit": "weeks", "measures": "how long the repair took"}),
    ("statement", "Many passengers wrote letters of thanks", {"speaker": "the harbour board"}),
)

_MARKS = ("“", "”", '"', "''", "„", "«", "»", "「", "」")


@dataclass
class _Answers:
    """The completions of an article by what was asked, and the tokens that they took."""

    completions: dict[str, Any] = field(default_factory=dict)
    read: int = 0
    cached: int = 0
    written: int = 0

    def add(self, asked: str, completion: Any) -> None:  # noqa: ANN401 - the SDK's ChatCompletion
        self.completions[asked] = completion
        if usage := completion.usage:
            self.read += usage.prompt_tokens
            self.cached += getattr(usage.prompt_tokens_details, "cached_tokens", None) or 0
            self.written += usage.completion_tokens


class LangExtract:
    """What LangExtract finds with one model, kept on a shelf.

    Args:
        shelf: where answers are kept.
        endpoint: the model and its server; all three parts of it are needed.
        model: what the model is called on the shelf.

    Raises:
        ModuleNotFoundError: langextract, or the openai package it wants, is not installed.
    """

    def __init__(self, shelf: Shelf, endpoint: Endpoint, model: str) -> None:
        self._package = import_module("langextract")
        self._shelf = shelf
        self._endpoint = endpoint
        task = json.dumps([PROMPT, EXAMPLE_TEXT, *EXAMPLE, SETTINGS])
        self._key = ("langextract", version("langextract"), model, sha256(task.encode()).hexdigest())

    def ask(self, articles: Sequence[GoldArticle]) -> None:
        """Ask about those articles that were not asked about yet; an error counts as an answer, with nothing in it."""
        for done, one in enumerate(articles, start=1):
            if self._shelf.get(*self._key, one.article.sha256) is None:
                print(f"LangExtract {done}/{len(articles)}: {one.article.id}", file=sys.stderr, flush=True)
                self._shelf.put(self._extract(one.article.text), *self._key, one.article.sha256)

    def findings(self, article: Article, setting: str) -> Findings:
        """What it found in an article with one of the `SETTINGS`."""
        kept = self._shelf.get(*self._key, article.sha256) or {"extractions": {}, "cost": None}
        cost = Cost(*kept["cost"]) if kept["cost"] else None
        return found_by_langextract(article, kept["extractions"].get(setting, []), cost)

    def remarks(self, articles: Sequence[GoldArticle]) -> list[str]:
        """On which articles it failed, and why."""
        kept = {one.id: self._shelf.get(*self._key, one.article.sha256) or {} for one in articles}
        return [f"LangExtract on {id_}: {one['error']}" for id_, one in kept.items() if one.get("error")]

    def _extract(self, text: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        seconds: list[float] = []
        error = None
        with _kept_answers() as answers:
            try:
                for name, setting in SETTINGS.items():
                    started = time.monotonic()
                    found[name] = [_plain(one) for one in self._run(text, setting).extractions or []]
                    seconds.append(time.monotonic() - started)
            except Exception as problem:  # noqa: BLE001 - whatever goes wrong in a peer is its result
                error = repr(problem)
        cost = [*seconds[:1], answers.read, answers.cached, answers.written] if seconds else None
        return {"extractions": found, "cost": cost, "error": error}

    def _run(self, text: str, setting: Mapping[str, Any]) -> Any:  # noqa: ANN401 - its AnnotatedDocument
        data = self._package.data
        shown = [data.Extraction(kind, words, attributes=dict(more)) for kind, words, more in EXAMPLE]
        server = {"base_url": self._endpoint.base_url, "api_key": self._endpoint.api_key}
        config = import_module("langextract.factory").ModelConfig(
            model_id=self._endpoint.model, provider="OpenAILanguageModel", provider_kwargs=server
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return self._package.extract(
                text_or_documents=text,
                prompt_description=PROMPT,
                examples=[data.ExampleData(EXAMPLE_TEXT, shown)],
                config=config,
                resolver_params=dict(setting) or None,
                show_progress=False,
            )


def _plain(extraction: Any) -> dict[str, Any]:  # noqa: ANN401 - its Extraction
    place = extraction.char_interval
    return {
        "kind": extraction.extraction_class,
        "text": extraction.extraction_text,
        "start": place.start_pos if place else None,
        "end": place.end_pos if place else None,
        "attributes": extraction.attributes or {},
    }


@contextmanager
def _kept_answers() -> Iterator[_Answers]:
    """While it lasts, the SDK asks nothing twice, and what its answers cost is counted."""
    from openai.resources.chat.completions import Completions

    answers = _Answers()
    with patch.object(Completions, "create", _keeping(answers, Completions.create)):
        yield answers


def _keeping(answers: _Answers, create: Callable[..., Any]) -> Callable[..., Any]:
    def kept(self: object, **arguments: object) -> Any:  # noqa: ANN401 - the SDK's ChatCompletion
        asked = json.dumps(arguments, sort_keys=True, default=str)
        if asked not in answers.completions:
            answers.add(asked, create(self, **arguments))
        return answers.completions[asked]

    return kept


def found_by_langextract(article: Article, extractions: Sequence[Mapping[str, Any]], cost: Cost | None) -> Findings:
    """Extractions as they are scored: those without a place are ungrounded, those with other words there fabricated."""
    placed = [one for one in extractions if one["start"] is not None]
    statements = [one for one in placed if one["kind"] == "statement"]
    figures = [one for one in extractions if one["kind"] == "key_figure"]
    return Findings(
        said=tuple(
            Said(one["start"], one["end"], _line(one, "speaker"), form_of(article.text[one["start"] : one["end"]]))
            for one in statements
        ),
        figures=tuple(Figure(one["text"], _line(one, "role")) for one in figures),
        fabricated=sum(article.text[one["start"] : one["end"]] != one["text"] for one in placed),
        ungrounded=len(extractions) - len(placed),
        cues=held_cues(find_cues(article), [Span(one["start"], one["end"]) for one in placed]),
        cost=cost,
    )


def _line(extraction: Mapping[str, Any], name: str) -> str | None:
    value = extraction["attributes"].get(name)
    return value if isinstance(value, str) else None


def form_of(words: str) -> Form:
    """The form that quotation marks give to the words of a statement."""
    inner = words.strip(" ,.")
    if inner.startswith(_MARKS) and inner.endswith(_MARKS):
        return "direct"
    return "mixed" if any(mark in words for mark in _MARKS) else "indirect"
