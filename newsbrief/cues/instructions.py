"""Instructions aimed at machines: sentences of an article that talk to whoever summarises it.

They are material like everything else in the article, and change nothing in how it is read; the reader of the brief is
told. The patterns cover the families of the BIPIA and garak collections of such attacks, in words of our own.
"""

from bisect import bisect_right
from collections.abc import Sequence

from newsbrief.evidence import Span
from newsbrief.folding import lowered, pattern_in_lower_case

_PATTERNS = (
    r"(ignore|disregard|forget)\b.{0,40}\b(instructions?|prompts?|rules|above|previous|text)\b",
    r"(in|to|from|of|with) your (next )?(response|answer|output|reply|summary|brief)\b",
    r"(reverse|translate|modify|change|rewrite|encode|format|begin|end|write|add)\b.{0,20}\byour (response|answer)\b",
    r"(attention|note|message|instructions?)\b.{0,12}\b(to|for)\b.{0,12}\b(ai|llm|language model|chatbot|assistant)",
    r"(ai|llm|language) (models?|assistants?|tools?|agents?|systems?)\b.{0,30}\b(must|should|shall|are to|have to)\b",
    r"you are (now )?(an? )?(ai|assistant|language model|dan)\b|as an ai\b",
    r"(when|if) (you are )?(asked|summari[sz]ing|summari[sz]e)\b.{0,40}\b(say|write|include|answer|reply|state)\b",
    r"also (record|report|list|include) (a|the) (statement|quotation|quote|figure)\b",
    r"(deine|ihre) (antwort|zusammenfassung)\b|ignoriere\b.{0,30}\banweisung",
    r"(твоя|ваша|твою|вашу|своїй|своєї) (відповідь|відповіді)\b|ігноруй\b",
)
_LABEL = r"^\W*(system|assistant|user)\s*:\s*\w"
_TAG = r"<\s*/?\s*(end of (session|article|text)|system|instructions?)\s*>"
_INSTRUCTION = pattern_in_lower_case(rf"\b({'|'.join(_PATTERNS)})|{_LABEL}|{_TAG}")


def find_instructions(text: str, sentences: Sequence[Span], quoted: Sequence[Span]) -> tuple[Span, ...]:
    """The sentences that talk to a machine, in order; what somebody is quoted as saying is not looked at."""
    low, found = lowered(text), []
    for span in sentences:
        match = _INSTRUCTION.search(low[slice(*span)])
        if match and not _is_quoted(span.start + match.start(), quoted):
            found.append(span)
    return tuple(found)


def _is_quoted(at: int, quoted: Sequence[Span]) -> bool:
    index = bisect_right(quoted, at, key=lambda quote: quote.start) - 1
    return index >= 0 and at < quoted[index].end
