"""Pages to look at: briefs of real and of hostile articles, and a reader of HTML that forgives nothing."""

import json
import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any

from newsbrief import Article, Briefer, Recording, Settings
from newsbrief.schema import Brief
from tests.conftest import ROOT
from tests.test_pipeline import reply_to, run

PAYLOADS = (
    "</script><script>window.hit = 1</script>",
    "</style><script>window.hit = 2</script>",
    '"><img src=x onerror="window.hit = 3">',
    "' onmouseover='window.hit = 4' x='",
    "--><svg onload=window.hit=5>",
    "</title></textarea></noscript><script>window.hit = 6</script>",
    "{{ 7 * 7 }}{% for x in y %}",
    "&lt;b&gt;&amp;#60;",
    "javascript:window.hit=7",
    "line\u2028separator\u2029and \u202eoverride",
)
HOSTILE = " ".join(PAYLOADS)
HOSTILE_ARTICLE = Article.from_text(
    f"Mayor Anna Lind said on Monday that the ferry would sail again. {HOSTILE}\n\n"
    f"“We repaired {HOSTILE.replace(chr(34), '')} ourselves,” Lind said. About 1,200 people signed a letter.",
    title=HOSTILE,
    source="javascript:window.hit=8",
    author=HOSTILE,
    published=HOSTILE,
)


@cache
def seed(name: str) -> tuple[Article, Brief]:
    """A seed article with its brief, of the recorded answers of the embedded model."""
    article = Article.load(ROOT / "seeds" / name)
    with Briefer("local", settings=Settings(recording=Recording(ROOT / "tests" / "recordings"))) as briefer:
        return article, briefer.brief(article)


def changed(brief: Brief, **fields: Any) -> Brief:
    """A brief with other fields; these may be given as plain data."""
    return Brief.model_validate_json(json.dumps({**json.loads(brief.model_dump_json()), **fields}))


def partial(brief: Brief) -> Brief:
    """A brief that lacks its summary, and says so."""
    gap = {"section": "summary", "error": "no answer within 60 s", "hint": "raise the timeout"}
    return changed(brief, summary=[], incomplete=[gap], warnings=["Sentence 4 talks to machines."])


@cache
def hostile_brief() -> Brief:
    """A brief of the hostile article in which every free text is hostile too."""
    brief, _ = run(reply_to, HOSTILE_ARTICLE)

    def poison(part: Any) -> Any:
        if isinstance(part, list):
            return [poison(one) for one in part]
        if isinstance(part, dict):
            kept = {"start", "end", "match", "sha256", "id", "form", "kind", "basis", "bound", "direction"}
            kept |= {"speaker_kind"} | ({"text"} if "start" in part else set())
            return {key: one if key in kept else poison(one) for key, one in part.items()}
        return f"{HOSTILE} {part}" if isinstance(part, str) else part

    data = poison(json.loads(brief.model_dump_json()))
    question = {"question": HOSTILE, "kind": "pending", "basis": "stated", "evidence": []}
    return Brief.model_validate_json(
        json.dumps(
            {
                **data,
                "open_questions": [question],
                "rejected": [{"section": HOSTILE, "item": HOSTILE, "reason": HOSTILE}],
                "incomplete": [{"section": HOSTILE, "error": HOSTILE, "hint": HOSTILE}],
                "warnings": [HOSTILE],
            }
        )
    )


def outermost_selectors(css: str) -> set[str]:
    """What the rules of a style sheet are for, those within other rules left out."""
    depth, found = 0, set()
    for part in re.split(r"([{}])", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        if depth == 0 and part not in "{}" and part.strip():
            found.add(part.strip())
        depth += {"{": 1, "}": -1}.get(part, 0)
    return found


@dataclass
class Element:
    """An element of a page: its name, its attributes, and the text in it, that of the elements in it included."""

    name: str
    attributes: dict[str, str | None]
    text: str = ""
    start: int = 0
    """How many characters of the article's text stand before it."""


@dataclass
class Page(HTMLParser):
    """A page, read."""

    html: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[Element] = []
        self.article = ""
        self.feed(self.html)
        self.close()
        assert not self._open, f"never closed: {[one.name for one in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in {tag}"
        element = Element(tag, dict(attrs), start=len(self.article))
        self.elements.append(element)
        if tag not in ("meta", "link", "input", "br"):
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data
        if "text" in self.ids_open and not any(one.name == "noscript" for one in self._open):
            self.article += data

    @property
    def ids_open(self) -> set[str | None]:
        """The ids of the elements that the parser is in."""
        return {one.attributes.get("id") for one in self._open}

    def named(self, name: str) -> list[Element]:
        """The elements of a name."""
        return [one for one in self.elements if one.name == name]
