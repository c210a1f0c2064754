"""What is suspicious in an article: text that talks to machines, and text in invisible letters."""

from collections.abc import Iterator

from newsbrief.cues import talks_to_machines
from newsbrief.sections.section import ArticleView

SHOWN = 160
"""How many characters of a suspicious sentence a warning shows."""


def harmless(line: str | None) -> str | None:
    """A line about the article, unless it talks to machines."""
    return None if line is None or talks_to_machines(line) else line


def warnings_about(view: ArticleView) -> Iterator[str]:
    """What the reader of a brief should know about how its article came."""
    article = view.article
    for what, line in (("title", article.title), ("date", article.published)):
        if line and harmless(line) is None:
            yield _unseen(f"the {what}", line)
    for span in view.cues.instructions:
        yield _unseen(f"sentence {article.sentence_at(span.start).number}", view.words(span))
    if hidden := article.hidden:
        yield f"the article came with text in invisible letters, which was left out: {hidden[:SHOWN]}"


def _unseen(part: str, words: str) -> str:
    return f"{part} of the article talks to machines; the model did not see it: {words[:SHOWN]}"
