"""Briefs the articles of a run, each once: what is finished is kept, so that a run can be stopped and gone on with."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

import newsbrief
from newsbrief import Article, Brief, Briefer
from newsbrief.prompts import Prompts


class Shelf:
    """JSON documents in a folder, each under a name made of what it depends on.

    Args:
        folder: where they lie; it is made if need be.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, *parts: str) -> Path:
        """Where the document lies that depends on these parts and on nothing else."""
        return self._folder / f"{sha256(json.dumps(parts).encode()).hexdigest()[:32]}.json"

    def get(self, *parts: str) -> Any:  # noqa: ANN401 - JSON
        """The document; None if there is none, or a broken one."""
        try:
            return json.loads(self.path(*parts).read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None

    def put(self, document: object, *parts: str) -> None:
        """Keep a document; it is there as a whole or not at all."""
        path = self.path(*parts)
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        partial.replace(path)


@dataclass(frozen=True)
class KeptBrief:
    """A brief, and the hash of the code that made it."""

    brief: Brief
    code: str


class Briefs:
    """The briefs that one model has made with the prompts as they are.

    Args:
        shelf: where they are kept.
        model: what the model is called.
    """

    def __init__(self, shelf: Shelf, model: str) -> None:
        self._shelf = shelf
        self._model = model
        self._prompts = [prompt.sha256 for prompt in Prompts()]
        self._code = code_hash()  # of what is loaded: files may change while a run goes on

    def get(self, article: Article) -> KeptBrief | None:
        """The brief of an article, if it was made and can still be read."""
        kept = self._shelf.get(*self._key(article))
        try:
            return KeptBrief(Brief.model_validate(kept["brief"]), kept["code"]) if kept else None
        except (KeyError, ValidationError):
            return None

    def make(self, articles: Sequence[Article], briefer: Briefer) -> None:
        """Brief those articles that have no brief yet; progress goes to standard error."""
        missing = [article for article in articles if self.get(article) is None]
        for done, outcome in enumerate(briefer.brief_many(missing), start=1):
            article = outcome.article
            if outcome.brief is None or article is None:
                _say(f"{done}/{len(missing)} failed: {outcome.error}")
                continue
            document = {"code": self._code, "brief": outcome.brief.model_dump(mode="json")}
            self._shelf.put(document, *self._key(article))
            _say(f"{done}/{len(missing)} {outcome.status}, {outcome.brief.provenance.seconds:.0f} s: {article.name}")

    def remarks(self, articles: Iterable[Article]) -> list[str]:
        """What a reader of the table has to know: articles without a brief, incomplete briefs, briefs of other code."""
        kept = [self.get(article) for article in articles]
        there = [one for one in kept if one]
        counts = {
            "without a brief, scored as if nothing was found": len(kept) - len(there),
            "with a part missing": sum(one.brief.status == "partial" for one in there),
            "briefed by another version of the code": sum(one.code != self._code for one in there),
        }
        return [f"{count} of {len(kept)} articles {what}" for what, count in counts.items() if count]

    def _key(self, article: Article) -> tuple[str, ...]:
        return ("brief", article.sha256, article.language or "", self._model, *self._prompts)


def called(briefer: Briefer) -> str:
    """What a model is called in a table and on the shelf; an endpoint's only model goes by its address."""
    return briefer.endpoint.model or briefer.endpoint.base_url or ""


def code_hash() -> str:
    """The hash of newsbrief's own modules: briefs made by the same code are comparable."""
    package = Path(newsbrief.__file__).parent
    files = sorted(package.rglob("*.py"))
    return sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
