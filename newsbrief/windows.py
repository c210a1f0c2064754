"""Windows: the parts in which an article is read that is longer than the model's context."""

from collections.abc import Iterator
from dataclasses import dataclass

from newsbrief.article import Article

ASCII_PER_TOKEN = 3.4
OTHERS_PER_TOKEN = 1.5
"""Code points to a token, on the careful side; measured on English, German and Ukrainian news."""
QUESTION_TOKENS = 1200
"""What is kept free for the question behind the article."""
SLOTS_TOKENS = 900
"""What the things that a question asks for may take of that."""
ANSWER_TOKENS = 1200
"""What is kept free for the answer."""
LINE_TOKENS = 5
"""What a sentence's number and line break take."""


@dataclass(frozen=True)
class Window:
    """Whole sentences ``first`` to ``last`` (indexes, half-open), from the offset ``start`` on."""

    first: int
    last: int
    start: int


def estimate_tokens(text: str) -> int:
    """How many tokens a text takes, by and large: an estimate that errs on the high side."""
    ascii_count = len(text) if text.isascii() else len(text.encode("ascii", errors="ignore"))
    return int(ascii_count / ASCII_PER_TOKEN + (len(text) - ascii_count) / OTHERS_PER_TOKEN) + 1


def windows_of(article: Article, context_tokens: int) -> tuple[Window, ...]:
    """The windows of an article: one, if its sentences fit in the context together with a question and an answer."""
    return tuple(_cut(article, context_tokens - QUESTION_TOKENS - ANSWER_TOKENS))


def _cut(article: Article, room: int) -> Iterator[Window]:
    first, used = 0, 0
    for index, sentence in enumerate(article.sentences):
        tokens = estimate_tokens(article.text[sentence.start : sentence.end]) + LINE_TOKENS
        if used + tokens > room and index > first:
            yield Window(first, index, article.sentences[first].start)
            first, used = index, 0
        used += tokens
    yield Window(first, len(article.sentences), article.sentences[first].start)
