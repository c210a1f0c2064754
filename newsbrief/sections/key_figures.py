"""Key figures: names that code finds; the model says what they are, and in which role, where code can't tell."""

from collections.abc import Mapping, Sequence
from heapq import nsmallest
from typing import Any, get_args

from newsbrief.cues.names import Name
from newsbrief.drafts import Choice, Parts, Slot, Text, Unfit
from newsbrief.evidence import Evidence, Span
from newsbrief.grounding import locate_in
from newsbrief.schema import Brief, KeyFigure
from newsbrief.sections.section import ArticleView, Findings, Section, passage
from newsbrief.terms import FigureKind

MOST = 12
LONGEST_ROLE = 80
CONTEXT = 60
"""How many characters are shown on each side of a name's first mention."""
KINDS: tuple[FigureKind, ...] = get_args(FigureKind)
SHORTEST_WORD = 4
"""Letters of a word that can be a role by itself, unless it is an abbreviation."""


FIGURE = Parts(
    "FigureForm",
    (("role", Text(LONGEST_ROLE)), ("kind", Choice(KINDS))),
    about="What is asked of a name that code can't judge.",
)


class KeyFigures(Section):
    """The section ``key_figures``."""

    name = "key_figures"

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._names = {f"k{index}": name for index, name in enumerate(self._foremost(), start=1)}

    def _foremost(self) -> list[Name]:
        """The names that matter most: people and speakers first, then by how often and how early they are mentioned."""
        names = [name for name in self._view.cues.names if name.kind != "place"]
        speakers = {utterance.speaker.name for utterance in self._view.cues.utterances if utterance.speaker}

        def weight(name: Name) -> tuple[bool, int, int]:
            return (name.kind != "person" and name.name not in speakers, -len(name.mentions), name.mentions[0].start)

        foremost = {name.mentions[0] for name in nsmallest(MOST, names, key=weight)}
        return [name for name in names if name.mentions[0] in foremost]

    def slots(self) -> Sequence[Slot]:
        """One for each name whose role or kind code can't tell."""
        return [
            Slot(key, "key_figures", name.mentions[0].start, FIGURE, self._shown(name), tokens=45)
            for key, name in self._names.items()
            if name.kind == "unknown" or name.role is None
        ]

    def _shown(self, name: Name) -> Mapping[str, str]:
        first = name.mentions[0]
        sentence = self._view.article.sentence_at(first.start)
        start, end = max(sentence.start, first.start - CONTEXT), min(sentence.end, first.end + CONTEXT)
        return {"name": name.name, "context": passage(self._view.words(Span(start, max(end, first.end))))}

    def accept(self, slot: Slot, value: Any) -> tuple[FigureKind, Evidence | None]:  # noqa: ANN401
        """The kind, and the role as evidence."""
        if value["kind"] not in KINDS:
            raise Unfit(f"the kind must be one of: {', '.join(KINDS)}")
        return value["kind"], self._role_near(self._names[slot.id], value["role"])

    def _role_near(self, name: Name, role: str) -> Evidence | None:
        """Where the role is printed in a sentence that names the figure; the name itself is no role."""
        if not self._says_something(name, role):
            return None
        for mention in name.mentions:
            sentence = self._view.article.sentence_at(mention.start)
            found = locate_in(self._view.article.text, role, sentence.start, sentence.end)
            if found is not None:
                span = Span(found.start, found.end)
                return None if self._is_anothers(name, span) else self._view.at(span)
        raise Unfit(f'the article does not call {name.name} that; copy its words, or give ""')

    def _says_something(self, name: Name, role: str) -> bool:
        """Whether a role has a word that is neither the name's own nor too short to mean anything."""
        own = {word for form in (name.name, *name.aliases) for word in form.split()}
        return any(len(word) >= SHORTEST_WORD or word.isupper() for word in role.split() if word not in own)

    def _is_anothers(self, name: Name, span: Span) -> bool:
        """Whether a role is the printed role of somebody else."""
        roles = [one.role for one in self._view.cues.names if one.role and one.name != name.name]
        return any(role.start < span.end and span.start < role.end for role in roles)

    def known(self, brief: Brief) -> Mapping[str, Any]:
        """The kind and the role of each figure."""
        figures = {figure.name: figure for figure in brief.key_figures}
        return {
            key: (figure.kind, figure.evidence[0] if figure.role else None)
            for key, name in self._names.items()
            if (figure := figures.get(name.name))
        }

    def finish(self, accepted: Mapping[str, Any]) -> Findings:
        """A figure for each person, organisation and group."""
        figures = [self._figure(name, accepted.get(key)) for key, name in self._names.items()]
        return Findings(tuple(figure for figure in figures if figure is not None))

    def _figure(self, name: Name, answer: tuple[FigureKind, Evidence | None] | None) -> KeyFigure | None:
        kind: FigureKind = (answer[0] if answer else "other") if name.kind == "unknown" else name.kind
        if kind in ("place", "other"):
            return None
        role = self._view.at(name.role) if name.role else (answer[1] if answer else None)
        mentions = [self._view.at(span) for span in name.mentions]
        evidence = [role, *mentions] if role else mentions
        return KeyFigure(
            name=name.name,
            kind=kind,
            aliases=tuple(alias for alias in name.aliases if alias != name.name),
            role=role.text if role else None,
            evidence=tuple(dict.fromkeys(evidence)),
        )
