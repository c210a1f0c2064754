"""What is visibly there: all that code can see in an article without a model, gathered once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsbrief.article import Article
from newsbrief.cues.gaps import Gap, find_gaps
from newsbrief.cues.instructions import find_instructions, talks_to_machines, without
from newsbrief.cues.names import Name, find_names
from newsbrief.cues.numbers import Number, read_numbers
from newsbrief.cues.quotations import Quotation, find_quotations, find_turns, group_quotations
from newsbrief.cues.reports import find_reports
from newsbrief.cues.set_apart import why_set_apart
from newsbrief.cues.turns import with_turns
from newsbrief.cues.utterances import Utterance, find_utterances
from newsbrief.evidence import Span

__all__ = ["Cues", "find_cues", "talks_to_machines"]


@dataclass(frozen=True)
class Cues:
    """The cues of an article, each kind in the article's order.

    ``told`` is the article's text with white space for the sentences that talk to machines, the ``instructions``: all
    that a model is shown, and all in which cues are sought but for quotations and numbers, which must be accounted for.
    ``values`` has every value that a number of the text can be taken to have, with the places where such numbers start.
    ``turns`` are the words of the turns of a transcript. ``set_apart`` maps the start of each quotation that holds
    nobody's words to the reason; such quotations are in no utterance.
    """

    told: str
    names: tuple[Name, ...]
    numbers: tuple[Number, ...]
    values: Mapping[float, Sequence[int]]
    quotations: tuple[Quotation, ...]
    turns: tuple[Span, ...]
    utterances: tuple[Utterance, ...]
    set_apart: Mapping[int, str]
    gaps: tuple[Gap, ...]
    instructions: tuple[Span, ...]


def find_cues(article: Article) -> Cues:
    """Find all cues of an article; linear in its length."""
    text, language = article.text, article.language
    sentences = [Span(sentence.start, sentence.end) for sentence in article.sentences]
    quotations = find_quotations(text)
    groups = group_quotations(text, quotations)
    quoted = [Span(one.start, one.end) for one in quotations]
    instructions = find_instructions(text, sentences, quoted)
    told = without(text, instructions)
    names = find_names(told, sentences, language)
    numbers, values = read_numbers(text, language)
    turns = find_turns(told)
    reports = with_turns(told, sentences, find_reports(told, sentences, quoted, language), turns)
    ordered = tuple(quotation for group in groups for quotation in group)
    found = find_utterances(told, sentences, reports, groups, names, language)
    known = {form for name in names for form in (name.name, *name.aliases)}
    reasons = [(utterance, why_set_apart(text, utterance, ordered, known, instructions)) for utterance in found]
    return Cues(
        told=told,
        names=names,
        numbers=tuple(numbers),
        values=values,
        quotations=ordered,
        turns=tuple(Span(turn.start, turn.end) for turn in turns),
        utterances=tuple(utterance for utterance, reason in reasons if not reason),
        set_apart={
            ordered[index].start: reason for utterance, reason in reasons if reason for index in utterance.quotations
        },
        gaps=find_gaps(told, sentences, language),
        instructions=instructions,
    )
