"""Instructions aimed at machines: sentences of an article that talk to whoever summarises it.

They are material like everything else in the article, and change nothing in how it is read; the reader of the brief is
told. The patterns cover the families of the BIPIA and garak collections of such attacks, in words of our own.
"""

import re
from collections.abc import Sequence

from newsbrief.evidence import Span

_PATTERNS = (
    r"\b(ignore|disregard|forget)\b.{0,40}\b(instructions?|prompts?|rules|above|previous|text)\b",
    r"\b(in|to|from|of|with) your (next )?(response|answer|output|reply|summary|brief)\b",
    r"\b(reverse|translate|modify|change|rewrite|encode|format|begin|end|write|add)\b.{0,20}\byour (response|answer)\b",
    r"\b(attention|note|message|instructions?)\b.{0,12}\b(to|for)\b.{0,12}\b(AI|LLM|language model|chatbot|assistant)",
    r"\b(AI|LLM|language) (models?|assistants?|tools?|agents?|systems?)\b.{0,30}\b(must|should|shall|are to|have to)\b",
    r"^\W*(system|assistant|user)\s*:\s*\w|<\s*/?\s*(end of (session|article|text)|system|instructions?)\s*>",
    r"\byou are (now )?(an? )?(AI|assistant|language model|DAN)\b|\bas an AI\b",
    r"\b(when|if) (you are )?(asked|summari[sz]ing|summari[sz]e)\b.{0,40}\b(say|write|include|answer|reply|state)\b",
    r"\balso (record|report|list|include) (a|the) (statement|quotation|quote|figure)\b",
    r"\b(deine|ihre) (antwort|zusammenfassung)\b|\bignoriere\b.{0,30}\banweisung",
    r"\b(твоя|ваша|твою|вашу|своїй|своєї) (відповідь|відповіді)\b|\bігноруй\b",
)
_INSTRUCTION = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)


def find_instructions(text: str, sentences: Sequence[Span], quoted: Sequence[Span]) -> tuple[Span, ...]:
    """The sentences that talk to a machine, in order; what somebody is quoted as saying is not looked at."""
    found = []
    for span in sentences:
        match = _INSTRUCTION.search(text[slice(*span)])
        at = span.start + (match.start() if match else 0)
        if match and not any(quote.start <= at < quote.end for quote in quoted):
            found.append(span)
    return tuple(found)
