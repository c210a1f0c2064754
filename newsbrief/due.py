"""What is to be done about an article: nothing, since it is done; all of it; or what an earlier run left open."""

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

from newsbrief.answers import AnswersFile
from newsbrief.article import Article
from newsbrief.errors import ArticleError
from newsbrief.ledger import Entry, Ledger, Recorded
from newsbrief.outcome import Briefed, BriefedBefore
from newsbrief.outputs import OutputFolder
from newsbrief.pipeline import article_info
from newsbrief.questionnaire import Questionnaire
from newsbrief.schema import Brief
from newsbrief.sources import Given


@dataclass(frozen=True, slots=True)
class Done:
    """There is a brief that still holds."""

    given: Given
    entry: Entry
    outcome: Briefed

    @property
    def is_as_written(self) -> bool:
        """Whether nobody touched it, or the text beside it."""
        return isinstance(self.outcome, BriefedBefore)


@dataclass(frozen=True, slots=True)
class FailedBefore:
    """It failed in an earlier run, and is not to be asked about again."""

    given: Given
    failed: Recorded


@dataclass(frozen=True, slots=True)
class Unreadable:
    """It cannot be read."""

    given: Given
    entry: Entry
    error: ArticleError


@dataclass(frozen=True, slots=True)
class Due:
    """It is to be asked about; ``before`` is the brief that is to be completed, if there is one."""

    given: Given
    article: Article
    entry: Entry
    before: Brief | None = None

    @property
    def content(self) -> bytes:
        """What the model would be asked about, as a hash: the same for copies."""
        return self.entry.content or b""


class Stock:
    """What an output folder has already.

    Args:
        folder: the folder.
        ledger: its ledger.
        asked: how articles are asked about in this run, as `asked_with` gives it.
        retry_failed: whether what failed before is due again.
    """

    def __init__(self, folder: OutputFolder, ledger: Ledger, asked: str, *, retry_failed: bool) -> None:
        self._folder = folder
        self._ledger = ledger
        self._asked = asked
        self._retry_failed = retry_failed

    def look_up(self, given: Given) -> Done | FailedBefore | Unreadable | Due:
        """What is to be done about an article."""
        place = given.place
        entry = Entry(given.called, digest_of(given.source), None, self._asked, "ok")
        earlier = self._ledger.at(entry.place)
        before = None
        if earlier and (earlier.source, earlier.asked) == (entry.source, entry.asked):
            if earlier.failed and not self._retry_failed:
                return FailedBefore(given, earlier.failed)
            written = self._folder.written(place) if earlier.status == "ok" else None
            if written and written.digest == earlier.written:
                return Done(given, earlier, BriefedBefore.of(given.source, written))
            before = None if earlier.failed else self._folder.brief(place)
        try:
            article = given.load()
        except ArticleError as error:
            return Unreadable(given, entry, error)
        if before and before.article.sha256 != article.sha256:  # somebody put another one there
            before = None
        if earlier and earlier.status == "ok" and before and before.status == "ok":
            return Done(given, earlier, Briefed(given.source, article, before, reused=True))
        return Due(given, article, replace(entry, content=content_of(article)), before)

    def twin_of(self, due: Due) -> Brief | None:
        """The brief of a finished article with the same text, if there is one."""
        copies = (self.copy_of(place, due) for place in self._ledger.twins(due.content, self._asked))
        return next((brief for brief in copies if brief and brief.status == "ok"), None)

    def copy_of(self, place: str, due: Due) -> Brief | None:
        """The brief at a place, if it holds for an article with the same text too: that may have another title."""
        known = self._folder.brief(Path(place))
        if known is None:
            return None
        brief = known.model_copy(update={"article": article_info(due.article)})
        return None if brief.verify(due.article) else brief

    def answers(self, due: Due) -> AnswersFile:
        """The answers that are kept of an article until it is done."""
        return AnswersFile(self._folder.hidden / due.entry.answers)


def asked_with(model: str, questionnaire: Questionnaire) -> str:
    """What a brief depends on, apart from its article: a hash of the model, of what is asked, and of the schema."""
    version = Brief.model_fields["schema_version"].default
    parts = [model, version, questionnaire.identity()]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def digest_of(source: Path | Article) -> bytes:
    """What tells whether a file changed; nothing, where it is no file, which loading it then says."""
    if isinstance(source, Article):
        return bytes.fromhex(source.sha256)
    try:
        if not source.is_file():
            return b""
        with source.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return b""


def content_of(article: Article) -> bytes:
    """What an article is known by: its text, and the language in which it is read."""
    return hashlib.sha256(f"{article.language}\n{article.text}".encode()).digest()
