"""Instructions aimed at machines: sentences of an article that talk to whoever summarises it.

Nothing of them is shown to a model; the reader of the brief is told. The patterns cover the families of the BIPIA and
garak collections of such attacks, in words of our own, and let pass what news says about machines and about orders.
"""

from bisect import bisect_right
from collections.abc import Sequence

from newsbrief.evidence import Span
from newsbrief.folding import lowered, pattern_in_lower_case

_LEAVE_OUT = r"(ignore|disregard|forget)"
_BEFORE = r"(previous|prior|above|earlier|preceding)"
_ORDERS = r"(instructions?|prompts?|rules|text|article)"
_MACHINE = r"(ai|llm|language) (models?|assistants?|tools?|agents?|systems?|readers?)"
_REPLY = (
    "say|state|write|call|report|record|include|add|mention|answer|reply|respond|output|print|ignore|disregard|forget"
    "|summari[sz]e|describe|repeat|treat|quote|translate|end|begin"
)
_PATTERNS = (
    rf"{_LEAVE_OUT} (all |any |everything |the |this |your |of |in )*{_BEFORE} {_ORDERS}\b",
    rf"{_LEAVE_OUT} (everything |all |of )*(the |this )?(above|article|text)(?= and\b|\W*$|[.,;:])",
    rf"{_LEAVE_OUT}\b.{{0,30}}\b(your|all|these|{_BEFORE}) (\w+ ){{0,2}}(instructions?|prompts?|rules)\b",
    r"(in|to|from|of|with) your (next )?(response|answer|output|reply|summary|brief)\b",
    r"(reverse|translate|modify|change|rewrite|encode|format|begin|end|write|add)\b.{0,20}\byour (response|answer)\b",
    rf"(attention|note|message|instructions?)\b.{{0,12}}\b(to|for)\b.{{0,12}}\b({_MACHINE}|(ai|llms?|chatbots?)[:,.])",
    (
        rf"{_MACHINE}\b.{{0,30}}\b(must|should|shall|are to|have to) "
        rf"(now |also |always |instead )*({_REPLY})\b"
    ),
    r"you are (now )?(an? )?(ai|assistant|language model|dan)\b|as an ai (language )?(model|assistant)\b",
    rf"(when|if) (you are )?(asked to (sum|describe|brief|explain)|summari[sz])\w*\b.{{0,40}}\b({_REPLY})\b",
    r"also (record|report|list|include) (a|the) (statement|quotation|quote|figure)\b",
    r"deine[rm]? (antwort|zusammenfassung)\b|ignorier(e|en sie)\b.{0,30}\banweisung",
    r"(твоя|ваша|твою|вашу|твоїй|вашій|твоєї|вашої) (відповідь|відповіді)\b",
    r"ігноруй(те)?\b.{0,30}\b(інструкці|вказівк)",
)
_LABEL = r"^\W*(system|assistant|user)\s*:\s*\w"
_TAG = r"<\s*/?\s*(end of (session|article|text)|system|instructions?)\s*>"
_INSTRUCTION = pattern_in_lower_case(rf"\b({'|'.join(_PATTERNS)})|{_LABEL}|{_TAG}")


def find_instructions(text: str, sentences: Sequence[Span], quoted: Sequence[Span]) -> tuple[Span, ...]:
    """The sentences that talk to a machine, in order; what somebody is quoted as saying is not looked at."""
    low, found = lowered(text), list[Span]()
    for span in sentences:
        match = _INSTRUCTION.search(low[slice(*span)])
        if match and not _is_quoted(span.start + match.start(), quoted):
            found.append(span)
    return tuple(found)


def talks_to_machines(line: str) -> bool:
    """Whether a line, such as a title, talks to a machine."""
    return _INSTRUCTION.search(lowered(line)) is not None


def without(text: str, spans: Sequence[Span]) -> str:
    """A text of the same length with white space at some spans."""
    told, at = list[str](), 0
    for start, end in spans:
        told += (text[at:start], " " * (end - start))
        at = end
    return "".join((*told, text[at:]))


def _is_quoted(at: int, quoted: Sequence[Span]) -> bool:
    index = bisect_right(quoted, at, key=lambda quote: quote.start) - 1
    return index >= 0 and at < quoted[index].end
