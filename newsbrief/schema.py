"""What the user gets: a `Brief`, in which whatever can be pointed at carries its evidence.

All types are frozen pydantic models that forbid unknown fields, so that a brief read back is the brief that was
written. ``Brief.model_json_schema()`` is the format's definition; ``schema_version`` names it.
"""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from newsbrief.evidence import Evidence
from newsbrief.render.annotations import to_annotations
from newsbrief.render.html import to_fragment, to_html
from newsbrief.render.jsonld import to_jsonld
from newsbrief.render.markdown import to_markdown
from newsbrief.terms import Basis, Bound, Direction, FigureKind, Form, QuestionKind, SpeakerKind
from newsbrief.verifying import Problem, verify

if TYPE_CHECKING:
    from newsbrief.article import Article


LATER_SCHEMA = "later_schema"
"""The type of the error for a brief that a later newsbrief wrote, in another form."""


class _Record(BaseModel):
    """What all parts of a brief have in common."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")


class ArticleInfo(_Record):
    """Which article this is a brief of. ``length`` is in code points, ``sha256`` that of the text in UTF-8."""

    id: str
    title: str | None = None
    source: str | None = None
    author: str | None = None
    published: str | None = None
    language: str | None = None
    sha256: str
    length: int


class SummarySentence(_Record):
    """A sentence of the summary, and the sentences of the article that bear it out."""

    text: str
    evidence: tuple[Evidence, ...]


class KeyFigure(_Record):
    """A person, an organisation or a group that matters in the article.

    ``role`` is the role or title in the article's own words; ``evidence`` is the mentions of the name, the one
    with the role first.
    """

    name: str
    kind: FigureKind
    aliases: tuple[str, ...] = ()
    role: str | None = None
    evidence: tuple[Evidence, ...]


class Quantity(_Record):
    """A number of the article, with what it measures.

    ``text`` is the number as printed. ``value``, ``minimum``, ``maximum``, ``unit`` and ``bound`` are parsed from
    it by code, never by the model; a range has no ``value``. ``attributed_to`` is who gives the number; null
    means the article itself.
    """

    text: str
    value: float | None = None
    minimum: float | None = None
    maximum: float | None = None
    unit: str | None = None
    bound: Bound = "exact"
    direction: Direction = "none"
    measures: str
    attributed_to: str | None = None
    evidence: tuple[Evidence, ...]


class Statement(_Record):
    """Something that somebody said, wrote or announced.

    ``text`` is the words of the article that carry it: ``" … ".join(e.text for e in evidence)``, one span a
    contiguous stretch, a direct quotation's with its outer quotation marks. ``form`` follows from the quotation
    marks. ``claim`` says it in one short sentence of the model's own; null if none held up against the article.
    """

    speaker: str | None
    speaker_kind: SpeakerKind
    speaker_mention: str | None = None
    form: Form
    text: str
    claim: str | None = None
    cue: str | None = None
    channel: str | None = None
    addressee: str | None = None
    said_at: str | None = None
    evidence: tuple[Evidence, ...]
    speaker_evidence: tuple[Evidence, ...] = ()
    cue_evidence: tuple[Evidence, ...] = ()


class OpenQuestion(_Record):
    """A question that the article leaves open.

    ``basis`` is ``stated`` if the article itself says so (``evidence`` is where), ``inferred`` if the question
    merely arises (``evidence`` is the sentence that raises it).
    """

    question: str
    kind: QuestionKind
    basis: Basis
    evidence: tuple[Evidence, ...]


class OwnItem(_Record):
    """An item of a section of the user's own: its fields, as JSON, and what bears it out."""

    fields: dict[str, Any]
    evidence: tuple[Evidence, ...]


class Dismissal(_Record):
    """A cue that is no item of the brief, and why."""

    evidence: Evidence
    reason: str


class CueCoverage(_Record):
    """What became of the cues of one kind: ``found == reported + len(dismissed) + len(unaccounted)``."""

    found: int
    reported: int
    dismissed: tuple[Dismissal, ...] = ()
    unaccounted: tuple[Evidence, ...] = ()


class Coverage(_Record):
    """Whether every quotation and every number of the article is accounted for."""

    quotations: CueCoverage
    numbers: CueCoverage


class RejectedItem(_Record):
    """An answer of the model that the article does not bear out."""

    section: str
    item: str
    reason: str


class IncompleteSection(_Record):
    """A section, or a part of one, for which there is no answer.

    ``missing`` are the ids of what was asked and not answered: what completing the brief has to ask.
    """

    section: str
    error: str
    hint: str = ""
    missing: tuple[str, ...] = ()


class PromptUsed(_Record):
    """A prompt that took part, by name, version and hash of its file."""

    name: str
    version: int
    sha256: str


class Usage(_Record):
    """Tokens, as the endpoint counts them, over all attempts. Cached tokens are a part of the input tokens."""

    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0

    @property
    def total(self) -> int:
        """Tokens read and written."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
        )


class Repairs(_Record):
    """What was asked a second time because the first answer lacked it or the article did not bear it out.

    ``asked`` and ``mended`` count single values: how many were asked again, and how many of them held up then.
    ``requests`` and ``usage`` are what that took; both are a part of the provenance's own.
    """

    asked: int = 0
    mended: int = 0
    requests: int = 0
    usage: Usage = Usage()

    def __add__(self, other: "Repairs") -> "Repairs":
        return Repairs(
            asked=self.asked + other.asked,
            mended=self.mended + other.mended,
            requests=self.requests + other.requests,
            usage=self.usage + other.usage,
        )


class Provenance(_Record):
    """How the brief came about.

    ``language`` is that of the prose (null: the article's own), ``retries`` counts the requests that had to be sent
    again because they failed or their answer could not be read, ``seconds`` is wall time.
    """

    newsbrief_version: str
    model: str
    language: str | None = None
    prompts: tuple[PromptUsed, ...] = ()
    usage: Usage = Usage()
    requests: int = 0
    retries: int = 0
    repairs: Repairs = Repairs()
    seconds: float = 0.0


class Brief(_Record):
    """What an article says, tied to the characters that bear it out.

    ``extra`` has the items of sections of the user's own, by the section's name.
    """

    schema_version: Literal[1] = 1
    article: ArticleInfo
    headline: str | None = None
    summary: tuple[SummarySentence, ...] = ()
    key_figures: tuple[KeyFigure, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    statements: tuple[Statement, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    extra: dict[str, tuple[OwnItem, ...]] = Field(default={})
    coverage: Coverage
    rejected: tuple[RejectedItem, ...] = ()
    incomplete: tuple[IncompleteSection, ...] = ()
    warnings: tuple[str, ...] = Field(default=())
    provenance: Provenance

    @field_validator("schema_version", mode="before")
    @classmethod
    def _of_a_known_schema(cls, given: object) -> object:
        known = cls.model_fields["schema_version"].default
        if isinstance(given, int) and given > known:
            what = "a brief of schema {given}, and newsbrief reads schema {known}"
            raise PydanticCustomError(LATER_SCHEMA, what, {"given": given, "known": known})
        return given

    @property
    def status(self) -> Literal["ok", "partial"]:
        """``partial`` if a section, or a part of one, has no answer."""
        return "partial" if self.incomplete else "ok"

    def verify(self, article: "Article") -> list[Problem]:
        """Re-check every span, speaker, number and claim against the article, without a model.

        Returns:
            The problems found, in the order of the brief; an empty list means that everything holds.
        """
        return verify(self, article)

    def to_markdown(self) -> str:
        """The brief as Markdown; article text and model output are escaped."""
        return to_markdown(self)

    def to_jsonld(self) -> dict[str, Any]:
        """The brief as JSON-LD in schema.org's vocabulary, of which `newsbrief.render.jsonld` has the map.

        Evidence is named by its place in the text: ``urn:sha256:…#char=start,end``, half-open code points.
        """
        return to_jsonld(self)

    def to_annotations(self, article: "Article", *, utf16: bool = False) -> dict[str, Any]:
        """The brief as a W3C Web Annotation collection: each item with its spans, quoted with what stands around them.

        Args:
            article: the brief's article.
            utf16: count offsets in UTF-16 code units, as JavaScript does, instead of Unicode code points. The
                conversion is exact, and linear in the article's length.

        Raises:
            BriefError: the brief is of another article.
        """
        return to_annotations(self, article, utf16=utf16)

    def to_html(self, article: "Article") -> str:
        """The brief beside its article, as one page that needs no other file.

        Args:
            article: the article that the brief was made of.

        Raises:
            BriefError: the brief is of another text.
        """
        return to_html(self, article)

    def _repr_html_(self) -> str:
        """The brief with its evidence, as notebooks show it."""
        return to_fragment(self)

    def __repr__(self) -> str:
        what = self.headline or self.article.title or self.article.id
        return (
            f"<Brief {what!r}: {len(self.statements)} statements, {len(self.quantities)} quantities, "
            f"{len(self.key_figures)} key figures, {self.status}>"
        )
