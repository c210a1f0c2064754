"""Briefs as HTML: complete, self-contained, and never more than text."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief import Article, errors
from newsbrief.evidence import Evidence, Span, evidence_at
from newsbrief.render.index import Counts, Entry, index_html
from newsbrief.render.items import Item, Kind
from newsbrief.render.pages import files
from newsbrief.render.passages import paragraphs_of
from newsbrief.render.wording import accounted_line, coverage_line, plain, reading_of
from newsbrief.schema import Brief, CueCoverage, Quantity
from tests.pages import (
    HOSTILE,
    HOSTILE_ARTICLE,
    PAYLOADS,
    Page,
    changed,
    hostile_brief,
    outermost_selectors,
    partial,
    seed,
)
from tests.test_pipeline import ARTICLE, reply_to, run

BRIEF, _ROUNDS = run(reply_to)
LARGEST_SEED = "03-cement-results.json"
TAGS = set(
    "html head meta link style title body a header p span fieldset legend label input main div h1 h2 h3 section ul ol "
    "li b bdi strong blockquote table thead tbody tr th td del details summary dl dt dd code svg path mark noscript "
    "script button br".split()
)
ANNA, TOM = "Anna Lind", "Tom Vey"
ENTRIES = [
    Entry("Ferry", "ok", "a/b.html", counts=Counts(statements=3), speakers=((ANNA, 3),), tokens=10, cost=0.5),
    Entry("Depot", "partial", "d.html", speakers=((ANNA, 1), (TOM, 2)), error="cut off", hint="again"),
    Entry("c.txt", "failed", error="the endpoint had an error", hint="try again later"),
]
HOSTILE_ENTRIES = [
    Entry(HOSTILE, "failed", published=HOSTILE, speakers=((HOSTILE, 1),), error=HOSTILE, hint=HOSTILE),
    Entry("x", "ok", 'javascript:window.hit=9//"><b>.html'),
]


@cache
def hostile_page() -> str:
    return hostile_brief().to_html(HOSTILE_ARTICLE)


@cache
def seed_page() -> str:
    article, brief = seed(LARGEST_SEED)
    return brief.to_html(article)


PAGES: dict[str, Callable[[], str]] = {
    "seed": seed_page,
    "partial": lambda: partial(BRIEF).to_html(ARTICLE),
    "hostile": hostile_page,
    "index": lambda: index_html(ENTRIES),
    "hostile index": lambda: index_html(HOSTILE_ENTRIES),
    "empty index": lambda: index_html([]),
}


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> Page:
    return Page(PAGES[request.param]())


def test_a_page_has_only_the_elements_of_its_template(page: Page) -> None:
    assert {one.name for one in page.elements} <= TAGS


def test_a_page_has_no_handler_and_no_style_in_an_attribute(page: Page) -> None:
    names = {name for one in page.elements for name in one.attributes}
    assert not {
        name for name in names if name.startswith("on") or name in ("style", "src", "srcdoc", "srcset", "action")
    }


def test_a_page_reaches_for_nothing(page: Page) -> None:
    for link in page.named("link"):
        assert link.attributes == {"rel": "icon", "href": "data:,"}
    for style in page.named("style"):
        assert "url(" not in style.text
        assert "@import" not in style.text
    script = "".join(one.text for one in page.named("script") if "type" not in one.attributes)
    assert not re.search(r"fetch\(|XMLHttpRequest|import\(|WebSocket|innerHTML|eval\(", script)


def test_links_lead_into_the_page_to_files_beside_it_or_to_the_web(page: Page) -> None:
    for link in page.named("a"):
        assert re.match(r"#|\./|https?://", link.attributes.get("href") or "#")


def test_the_policy_admits_exactly_the_pages_own_style_and_script(page: Page) -> None:
    (policy,) = (one.attributes["content"] or "" for one in page.named("meta") if "http-equiv" in one.attributes)
    assert policy.startswith("default-src 'none'; ")
    scripts = [one for one in page.named("script") if one.attributes.get("type") != "application/json"]
    for element, kind in ((page.named("style")[0], "style-src"), (scripts[0], "script-src")):
        digest = b64encode(sha256(element.text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'; " in policy
    assert len(page.named("style")) == len(scripts) == 1
    assert "unsafe" not in policy


def test_ids_are_unique_and_every_link_into_the_page_arrives(page: Page) -> None:
    ids = [one.attributes["id"] for one in page.elements if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    targets = {(one.attributes.get("href") or "")[1:] for one in page.named("a")} - {""}
    assert {target for target in targets if not target.startswith(("/", "ttp"))} <= set(ids)


def test_what_is_hostile_is_shown_as_it_is_written() -> None:
    page = Page(hostile_page())
    shown = plain(HOSTILE)
    assert len(shown) > 200
    for name, part in (("h1", 0), ("title", 0), ("del", 0)):
        assert shown in page.named(name)[part].text
    assert not [one for one in page.named("a") if "script:" in (one.attributes.get("href") or "")]


def test_no_mark_of_direction_gets_into_a_page() -> None:
    for html in (hostile_page(), index_html(HOSTILE_ENTRIES), hostile_brief()._repr_html_()):
        assert "\u202e" not in html
        assert "\u2028" not in html


def test_the_article_is_there_to_the_character() -> None:
    for article, html in (
        (ARTICLE, BRIEF.to_html(ARTICLE)),
        (HOSTILE_ARTICLE, hostile_page()),
        (seed(LARGEST_SEED)[0], seed_page()),
    ):
        assert Page(html).article == article.text


def test_every_mark_bears_what_rests_on_it() -> None:
    article, brief = seed(LARGEST_SEED)
    page = Page(brief.to_html(article))
    marked: dict[str, set[int]] = {}
    for mark in page.named("mark"):
        assert article.text[mark.start : mark.start + len(mark.text)] == mark.text
        for item in (mark.attributes.get("data-on") or "").split():
            marked.setdefault(item, set()).update(range(mark.start, mark.start + len(mark.text)))
    for number, quantity in enumerate(brief.quantities, 1):
        wanted = {at for one in quantity.evidence for at in range(one.start, one.end)}
        assert marked[f"n{number}"] == wanted


TEXT = "One said a thing. Two said more.\n\nThree, too.\nFour."
SPANS = st.sampled_from([Span(*span) for span in combinations(range(len(TEXT) + 1), 2)])


def item(kind: Kind, number: int, spans: Sequence[tuple[int, int]]) -> Item:
    evidence = tuple(evidence_at(TEXT, *span) for span in spans)
    return Item(kind, number, "", BRIEF.summary[0], evidence, (), ())


@given(st.lists(st.lists(SPANS, min_size=1, max_size=3), max_size=5))
def test_overlapping_evidence_is_cut_so_that_each_piece_bears_what_rests_on_it(spans: list[list[Span]]) -> None:
    items = [item(Kind.STATEMENT, number, each) for number, each in enumerate(spans, 1)]
    paragraphs = paragraphs_of(Article(TEXT), items)
    pieces = [piece for one in paragraphs for stretch in one.stretches for piece in stretch.pieces]
    for piece in pieces:
        for at in range(piece.start, piece.start + len(piece.text)):
            assert set(piece.resting) == {one.id for one in items if any(e.start <= at < e.end for e in one.evidence)}
    whole = ("".join(p.text for s in one.stretches for p in s.pieces) + one.after for one in paragraphs)
    assert "".join(whole) == TEXT


def test_the_most_specific_item_comes_first() -> None:
    items = [item(Kind.SUMMARY, 1, [(0, 17)]), item(Kind.QUANTITY, 1, [(0, 3)]), item(Kind.STATEMENT, 1, [(0, 9)])]
    piece = paragraphs_of(Article(TEXT), items)[0].stretches[0].pieces[0]
    assert (piece.text, piece.resting) == ("One", ("n1", "q1", "m1"))


def test_every_line_is_a_paragraph_where_no_blank_line_parts_them() -> None:
    assert len(paragraphs_of(Article("One.\nTwo.\nThree."), [])) == 3
    assert len(paragraphs_of(Article("One.\nTwo.\n\nThree."), [])) == 2


def test_evidence_that_does_not_hold_is_not_marked_and_the_item_says_so() -> None:
    wrong = Evidence(start=0, end=5, text="Maire")
    brief = changed(BRIEF, summary=[{"text": "The ferry sails.", "evidence": [wrong.model_dump()]}])
    page = Page(brief.to_html(ARTICLE))
    assert "no evidence in the article" in next(one.text for one in page.elements if one.attributes.get("id") == "m1")
    assert not [mark for mark in page.named("mark") if "m1" in (mark.attributes.get("data-on") or "")]


def test_a_brief_of_another_text_is_not_shown_beside_this_one() -> None:
    with pytest.raises(errors.BriefError, match="another text"):
        BRIEF.to_html(Article.from_text("Rain fell."))


def test_a_page_leads_from_each_item_to_its_sentences_and_back() -> None:
    page = Page(BRIEF.to_html(ARTICLE))
    for start, end in (("n", "s"), ("s", "nqfom")):
        froms = [one for one in page.named("a") if re.fullmatch(rf"#[{end}]\d+", one.attributes.get("href") or "")]
        assert froms, f"nothing leads from {start} to {end}"


def test_who_is_named_all_over_an_article_does_not_fill_the_page_with_numbers() -> None:
    article = Article.from_text("\n\n".join(f"Anna Lind spoke on pier {n}." for n in range(200)))
    figure = {
        "name": "Anna Lind",
        "kind": "person",
        "evidence": [{"start": one.start, "end": one.start + 9, "text": "Anna Lind"} for one in article.sentences],
    }
    page = Page(changed(run(reply_to, article)[0], key_figures=[figure]).to_html(article))
    item = next(one for one in page.elements if one.attributes.get("id") == "f1")
    folded = next(one for one in page.named("details") if "188 sentences more" in one.text)
    numbers = [str(n) for n in range(1, 201)]
    assert re.findall(r"\d+", item.text) == [*numbers[:12], "188", *numbers[12:]]
    assert re.findall(r"\d+", folded.text) == ["188", *numbers[12:]]


def test_what_is_partial_is_said_on_top_and_where_it_is_missing() -> None:
    html = partial(BRIEF).to_html(ARTICLE)
    assert "This brief is partial." in html
    assert html.count("no answer within 60 s") == 2
    assert "partial: 1 part without an answer" in html
    assert "partial" not in BRIEF.to_html(ARTICLE).split("<body")[1]


def test_nothing_found_and_no_answer_are_told_apart() -> None:
    empty = changed(partial(BRIEF), quantities=[])
    page = Page(empty.to_html(ARTICLE))
    texts = {one.attributes.get("data-kind"): one.text for one in page.named("section")}
    assert "None found." in texts["n"]
    assert "No answer" not in texts["n"]
    assert "No answer: no answer within 60 s" in " ".join(texts["m"].split())
    assert "None found." not in texts["m"]


def test_the_coverage_line_counts_what_is_not_accounted_for() -> None:
    left = CueCoverage(found=3, reported=1, unaccounted=(Evidence(start=0, end=1, text="x"),))
    assert accounted_line("quotation", left) == "2 of 3 quotations accounted for"
    many = CueCoverage(found=2480, reported=2480)
    assert accounted_line("number", many) == "2,480 of 2,480 numbers accounted for"
    assert coverage_line("number", many) == "2,480 numbers found, 2,480 reported"
    assert accounted_line("number", CueCoverage(found=0, reported=0)) == "no numbers found"


@pytest.mark.parametrize(
    ("quantity", "reading"),
    [
        ({"text": "two", "value": 2, "unit": "ships"}, "2 ships"),
        ({"text": "12 ships", "value": 12, "unit": "ships"}, ""),
        ({"text": "900", "value": 900, "bound": "at_most"}, ""),
        ({"text": "hundreds", "minimum": 200, "bound": "at_least"}, "at least 200"),
        ({"text": "10 to 20", "minimum": 10, "maximum": 20, "bound": "range"}, "10–20"),
        ({"text": "2.1 million", "value": 2_100_000, "direction": "up"}, "up 2,100,000"),
        ({"text": "several"}, ""),
    ],
)
def test_a_quantity_is_read_out_where_that_tells_more(quantity: dict[str, object], reading: str) -> None:
    assert reading_of(Quantity.model_validate({"measures": "x", "evidence": (), **quantity})) == reading


def test_an_article_that_reads_from_the_right_is_set_so() -> None:
    article = Article.from_text("קרא את זה. Hello.", title="כותרת")
    brief, _ = run(reply_to, article)
    page = next(one for one in Page(brief.to_html(article)).elements if one.attributes.get("class") == "page")
    assert page.attributes["dir"] == "rtl"


def test_words_that_are_not_english_say_what_they_are() -> None:
    article, brief = seed("06-hafen-streik.md")
    page = Page(brief.to_html(article))
    whats = [one for one in page.elements if (one.attributes.get("class") or "").startswith("what")]
    assert whats
    assert {one.attributes.get("lang") for one in whats} == {"de"}
    assert {one.attributes.get("lang") for one in Page(BRIEF.to_html(ARTICLE)).elements} == {"en", None}


@pytest.mark.parametrize("name", ["01-prisoner-exchange.txt", LARGEST_SEED])
def test_a_typical_page_is_under_150_kilobytes_beyond_the_article(name: str) -> None:
    article, brief = seed(name)
    assert len(brief.to_html(article).encode()) - len(article.text.encode()) < 150_000


def colours(scheme: str) -> dict[str, str]:
    css = files("base.css")
    light, dark = css.index(":root"), css.index("(prefers-color-scheme: dark)")
    light_rules, dark_rules = css[light:dark], css[dark : css.index("@media print")]
    found = dict(re.findall(r"--([\w-]+): (#\w+);", light_rules))
    return found | (dict(re.findall(r"--([\w-]+): (#\w+);", dark_rules)) if scheme == "dark" else {})


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_every_ground_it_is_set_on(scheme: str) -> None:
    palette = colours(scheme)
    tints = [name for name in palette if name.endswith("-tint")]
    lit = [name for name in palette if name.endswith("-lit")]
    pairs = [
        *product(["ink", "soft", "link", "bad", "good"], ["paper", "sheet"]),
        *product(["ink", "soft"], tints),
        *product(["ink"], lit),
        *((name.removesuffix("-tint"), name) for name in tints),
    ]
    for text, ground in pairs:
        high, low = sorted((luminance(palette[text]), luminance(palette[ground])), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, f"{text} on {ground}"


def test_a_notebook_gets_the_brief_with_its_evidence_and_no_script() -> None:
    html = BRIEF._repr_html_()
    page = Page(html)
    assert not page.named("script")
    assert not [one for one in page.elements if "id" in one.attributes or "href" in one.attributes]
    assert {one.name for one in page.elements} <= TAGS
    for sentence in BRIEF.summary:
        assert all(plain(one.text) in [quote.text for quote in page.named("blockquote")] for one in sentence.evidence)


def test_a_notebooks_own_styles_are_not_touched() -> None:
    (style,) = Page(BRIEF._repr_html_()).named("style")
    assert outermost_selectors(style.text) == {".newsbrief"}


def test_a_hostile_notebook_cell_is_only_text() -> None:
    page = Page(hostile_brief()._repr_html_())
    assert {one.name for one in page.elements} <= TAGS - {"script"}
    assert plain(HOSTILE) in page.named("h1")[0].text


def data_of(page: Page) -> list[list[object]]:
    (data,) = [one.text for one in page.named("script") if one.attributes.get("type") == "application/json"]
    assert "<" not in data
    rows: list[list[object]] = json.loads(data)
    return rows


def test_the_index_holds_every_entry_as_data_and_as_a_plain_list() -> None:
    page = Page(index_html(iter(ENTRIES)))
    assert [row[0] for row in data_of(page)] == [entry.title for entry in ENTRIES]
    (plain_list,) = page.named("noscript")
    listed = " ".join(plain_list.text.split())
    for words in ("Ferry", "Depot", "cut off", "the endpoint had an error", "Anna Lind: 4 statements in 2 articles"):
        assert words in listed


def test_the_index_adds_up() -> None:
    page = Page(index_html(ENTRIES))
    totals = next(" ".join(one.text.split()) for one in page.elements if one.attributes.get("class") == "totals")
    for words in ("1 complete", "1 partial", "1 failed", "3 statements", "10 tokens", "$0.50 for 1 of them"):
        assert words in totals


def test_a_hostile_index_is_only_text() -> None:
    page = Page(index_html(HOSTILE_ENTRIES))
    rows = data_of(page)
    assert rows[0][0] == plain(HOSTILE)
    assert rows[1][1] == "./javascript%3Awindow.hit%3D9//%22%3E%3Cb%3E.html"


def test_an_entry_is_made_of_a_brief() -> None:
    entry = Entry.of(partial(BRIEF), "a.html", name="a.txt", cost=0.25)
    assert (entry.title, entry.status, entry.cost) == (ARTICLE.title, "partial", 0.25)
    assert entry.error == "Summary: no answer within 60 s"
    assert dict(entry.speakers)["Anna Lind"] == sum(one.speaker == "Anna Lind" for one in BRIEF.statements)
    assert entry.tokens == BRIEF.provenance.usage.input_tokens + BRIEF.provenance.usage.output_tokens


def test_every_payload_is_in_what_is_tested() -> None:
    assert all(payload in HOSTILE for payload in PAYLOADS)
    assert isinstance(hostile_brief(), Brief)
