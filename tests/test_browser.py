"""Briefs in a real browser: what is pointed at lights up, nothing leaves the page, nothing hostile runs."""

import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from newsbrief import Article
from newsbrief.render.index import Counts, Entry, index_html
from tests.pages import HOSTILE, HOSTILE_ARTICLE, hostile_brief, partial, seed
from tests.test_pipeline import reply_to, run

pytestmark = pytest.mark.browser

SEED = "02-ferry-fire.md"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AXE = "4.14.1"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, MIDDLE, PHONE = {"width": 1600, "height": 1000}, {"width": 1024, "height": 800}, {"width": 400, "height": 850}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs Debian's chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def axe(request: pytest.FixtureRequest) -> str:
    """The rules for accessible pages, as a script; fetched once and kept in pytest's cache."""
    folder = request.config.cache.mkdir(f"axe-core-{AXE}") if request.config.cache else pytest.skip("needs a cache")
    archive = folder / f"axe-core-{AXE}.tgz"
    if not archive.exists():
        npm = shutil.which("npm") or pytest.skip("needs npm")
        subprocess.run([npm, "pack", f"axe-core@{AXE}"], cwd=folder, check=True, capture_output=True)
    with tarfile.open(archive) as packed:
        script = packed.extractfile("package/axe.min.js")
        assert script is not None
        return script.read().decode()


class Shown:
    """A page in a browser, with all that went wrong in it."""

    def __init__(self, page: Page, html: str, folder: Path) -> None:
        self.page = page
        self.troubles: list[str] = []
        self._address = (folder / "page.html").as_uri()
        page.on("console", lambda message: self.troubles.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: self.troubles.append(f"error: {error}"))
        page.on("request", self._requested)
        (folder / "page.html").write_text(html, encoding="utf-8")
        page.goto(self._address)

    def _requested(self, request: Any) -> None:
        if request.url.partition("#")[0] not in (self._address, "data:,"):
            self.troubles.append(f"request: {request.url}")


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Any]:
    """Opens pages; at the end none of them may have had any trouble."""
    opened = []

    def opening(html: str, **options: Any) -> Page:
        context = browser.new_context(**{"viewport": WIDE, "reduced_motion": "reduce", **options})
        opened.append(Shown(context.new_page(), html, tmp_path))
        return opened[-1].page

    yield opening
    for one in opened:
        one.page.context.close()
        assert one.troubles == []


def seed_page() -> str:
    article, brief = seed(SEED)
    return brief.to_html(article)


def lit(page: Page) -> str:
    """The words of the article that are lit."""
    return "".join(page.locator("mark.lit").all_text_contents())


def in_view(page: Page, locator: Locator) -> bool:
    """Whether all of an element can be seen, not only scrolled to."""
    page.wait_for_timeout(50)
    seen: bool = locator.first.evaluate(
        """(element) => {
          const box = element.getClientRects()[0];
          const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
          return element.contains(at);
        }"""
    )
    return seen


@pytest.mark.parametrize("viewport", [WIDE, MIDDLE, PHONE])
def test_clicking_an_item_brings_its_evidence_into_view_lit(show: Any, viewport: Any) -> None:
    page = show(seed_page(), viewport=viewport)
    words = [one.text for one in seed(SEED)[1].statements if one.form == "direct"][-1]
    page.get_by_text(words, exact=True).first.click()
    assert lit(page) == words.replace(" … ", "")
    assert in_view(page, page.locator("mark.lit"))


def test_pointing_at_an_item_lights_its_evidence_and_leaving_it_alone_keeps_it(show: Any) -> None:
    page = show(seed_page())
    page.hover("#n5 .what >> nth=0")
    page.wait_for_selector("mark.lit")
    assert lit(page) == seed(SEED)[1].quantities[4].text
    assert in_view(page, page.locator("mark.lit"))
    page.mouse.move(5, 500)
    page.wait_for_timeout(200)
    assert lit(page)


def test_what_is_clicked_stays_lit_until_escape(show: Any) -> None:
    page = show(seed_page())
    page.click("#q3 .what")
    words = lit(page)
    page.hover("#q1 .what")
    page.wait_for_timeout(200)
    assert lit(page) == words
    page.keyboard.press("Escape")
    assert lit(page) == ""


def test_a_statement_shows_who_says_it_and_by_what_word(show: Any) -> None:
    page = show(seed_page())
    statement = next(one for one in seed(SEED)[1].statements if one.speaker_mention == "she")
    page.get_by_text(statement.text, exact=True).first.click()
    assert page.locator("mark.by").all_text_contents() == [statement.speaker_mention, statement.cue]


@pytest.mark.parametrize("viewport", [WIDE, PHONE])
def test_a_passage_shows_which_items_rest_on_it_and_leads_to_them(show: Any, viewport: Any) -> None:
    page = show(seed_page(), viewport=viewport)
    passage = page.locator("mark", has_text="371")
    ids = (passage.get_attribute("data-on") or "").split()
    assert len(ids) > 1
    passage.click()
    assert [link.get_attribute("href") for link in page.locator("#card a").all()] == [f"#{one}" for one in ids]
    assert all("lit" in (page.locator(f"#{one}").get_attribute("class") or "") for one in ids)
    page.locator("#card a").last.click()
    assert in_view(page, page.locator(f"#{ids[-1]}"))
    assert page.locator(".item.lit").evaluate_all("(items) => items.map((item) => item.id)") == ids[-1:]
    assert "371" in lit(page)


def test_a_passage_clicked_brings_its_item_into_view(show: Any) -> None:
    page = show(seed_page())
    passage = page.locator("mark", has_text="371")
    passage.click()
    assert in_view(page, page.locator(f"#{(passage.get_attribute('data-on') or '').split()[0]}"))


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}])
@pytest.mark.parametrize(("kind", "others"), [("n", "mfqoux"), ("q", "mfnoux"), ("x", "mfnqou")])
def test_a_filter_shows_its_section_only_even_without_javascript(
    show: Any, options: dict[str, bool], kind: str, others: str
) -> None:
    page = show(seed_page(), **options)
    page.locator(f"#show-{kind}").check(force=True)
    assert page.locator(f".part[data-kind={kind}]").is_visible()
    assert not any(page.locator(f".part[data-kind={other}]").is_visible() for other in others)


def test_a_filter_marks_only_its_own_passages(show: Any) -> None:
    page = show(seed_page())

    def ground(mark: Locator) -> str:
        return str(mark.evaluate("(mark) => getComputedStyle(mark).backgroundColor"))

    statement, other = page.locator('mark[data-on*="q"]').first, page.locator('mark:not([data-on*="q"])').first
    page.locator("#show-q").check(force=True)
    assert ground(statement) != ground(other) == "rgba(0, 0, 0, 0)"
    page.locator("#show-n").check(force=True)
    assert ground(page.locator('mark[data-on="q1"]').first) == "rgba(0, 0, 0, 0)"


def test_the_keyboard_alone_reaches_evidence_and_comes_back(show: Any) -> None:
    page = show(seed_page())
    focused = "document.activeElement.id || document.activeElement.closest('.item')?.id"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    while page.evaluate(focused) != "m1":
        page.keyboard.press("Tab")
    assert lit(page) == seed(SEED)[1].summary[0].evidence[0].text
    page.keyboard.press("Enter")
    assert page.evaluate(focused) == "s1"
    assert page.locator("#card a").count() > 1
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == page.locator("#s1").get_attribute("href")
    page.locator("#show-all").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#show-m").is_checked()


def test_the_strip_shows_where_the_evidence_lies_that_is_lit(show: Any) -> None:
    page = show(seed_page())
    article, brief = seed(SEED)
    last = max(brief.quantities, key=lambda one: one.evidence[0].start)
    page.locator(f"#n{brief.quantities.index(last) + 1} td").first.click()
    drawn = page.locator("#strip .here").get_attribute("d")
    assert float(drawn[1:].split()[0]) == pytest.approx(1000 * last.evidence[0].start / len(article.text), abs=1)


def test_the_word_that_says_who_speaks_leads_to_the_statement(show: Any) -> None:
    page = show(seed_page())
    cue = page.locator("mark[data-by]:not([data-on])").first
    cue.click()
    assert page.locator("#card a").first.get_attribute("href") == f"#{cue.get_attribute('data-by').split()[0]}"


def test_the_strip_leads_into_the_article(show: Any) -> None:
    page = show(seed_page(), viewport=MIDDLE)
    box = page.locator("#strip").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.98, box["y"] + box["height"] / 2)
    page.wait_for_timeout(50)
    assert in_view(page, page.locator(".no").last)


def test_without_javascript_links_lead_to_the_evidence_and_back(show: Any) -> None:
    page = show(seed_page(), java_script_enabled=False)
    page.locator("#q20 .ref").first.click()
    assert in_view(page, page.locator(page.locator("#q20 .ref").first.get_attribute("href")))
    back = page.locator(".back a").first
    back.click()
    assert in_view(page, page.locator(back.get_attribute("href")))


@pytest.mark.parametrize("viewport", [WIDE, MIDDLE, PHONE, {"width": 320, "height": 600}])
@pytest.mark.parametrize("name", ["seed", "hostile", "index"])
def test_nothing_sticks_out_of_the_page(show: Any, viewport: Any, name: str) -> None:
    page = show(hostile_brief().to_html(HOSTILE_ARTICLE) if name == "hostile" else html_of(name), viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


@pytest.mark.parametrize("width", [960, 1024, 1366, 1600, 2400])
@pytest.mark.parametrize("name", ["seed", "partial"])
def test_every_filter_is_in_view_where_there_is_room_for_two_columns(show: Any, width: int, name: str) -> None:
    page = show(html_of(name), viewport={"width": width, "height": 800})
    bar = page.locator("header").bounding_box()
    for part in page.locator(".chip, header .coverage > *").all():
        box = part.bounding_box()
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width
        assert bar["y"] <= box["y"] <= box["y"] + box["height"] <= bar["y"] + bar["height"]


def test_what_is_counted_in_the_bar_is_a_click_away_even_if_filtered_or_folded(show: Any) -> None:
    page = show(html_of("partial"))
    page.get_by_label("Statements").check(force=True)
    page.locator(".coverage a", has_text="rejected").click()
    assert in_view(page, page.locator("#rejected h2"))
    page.locator(".coverage a", has_text="warning").click()
    assert in_view(page, page.locator("#warnings li"))


def test_hostile_words_do_not_run_wherever_they_stand(show: Any) -> None:
    entries = [Entry(HOSTILE, "failed", "javascript:window.hit=9", speakers=((HOSTILE, 1),), error=HOSTILE)]
    for html in (hostile_brief().to_html(HOSTILE_ARTICLE), index_html(entries), hostile_brief()._repr_html_()):
        page = show(html)
        page.evaluate(
            "document.querySelectorAll('a[href^=\"#\"], button, mark, summary').forEach((one) => one.click())"
        )
        page.locator("body").hover()
        page.wait_for_timeout(100)
        assert page.evaluate("window.hit") is None
        assert "javascript:" not in page.evaluate("[...document.links].map((one) => one.protocol)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE])
@pytest.mark.parametrize("name", ["seed", "partial", "empty", "from the right", "index"])
def test_a_page_is_accessible(show: Any, axe: str, scheme: str, viewport: Any, name: str) -> None:
    page = show(html_of(name), viewport=viewport, color_scheme=scheme)
    if page.locator("mark").count():
        page.locator("mark").first.click()
    page.evaluate(axe)
    report = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in report["violations"]] == []


def html_of(name: str) -> str:
    if name == "index":
        return index_html(many_entries(200))
    if name in ("seed", "partial"):
        article, brief = seed(SEED)
        return (partial(brief) if name == "partial" else brief).to_html(article)
    article = Article.from_text(
        "Rain fell. The river stayed low."
        if name == "empty"
        else "قالت ليلى الدباغ: «لن نجازف بحياة أحد». وأضافت أن 12,000 سيارة تعبر الجسر كل يوم."
    )
    return run(reply_to, article)[0].to_html(article)


def many_entries(number: int) -> list[Entry]:
    speakers = (("Anna Lind", 2), ("Tom Vey", 1))
    return [
        Entry(f"Ferry {n}", "failed" if n % 10 == 9 else "ok", f"{n}.html", counts=Counts(n % 7), speakers=speakers)
        for n in range(number)
    ]


def test_an_index_of_ten_thousand_makes_only_the_rows_that_are_looked_at(show: Any) -> None:
    page = show(index_html(many_entries(10_000)))
    rows = page.locator("#rows tr:not(.end)")
    assert rows.count() < 500
    page.locator("#rows .end").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    assert 100 < rows.count() < 1000


def test_an_index_is_searched_sorted_and_filtered(show: Any) -> None:
    page = show(index_html(many_entries(10_000)))
    page.fill("#search", "ferry 123")
    assert page.locator("#shown").inner_text() == "11 of 10,000"
    page.get_by_role("button", name="Statements").click()
    counts = [int(cell) for cell in page.locator("#rows td:nth-child(3)").all_text_contents() if cell != "–"]
    assert counts == sorted(counts, reverse=True)
    page.get_by_label("Failed").check(force=True)
    assert page.locator("#rows tr:not(.end)").count() == 1
    page.fill("#search", "")
    page.get_by_label("All").check(force=True)
    page.locator("#speakers button", has_text="Tom Vey").click()
    assert page.locator("#shown").inner_text() == "10,000 of 10,000"


def test_without_javascript_an_index_is_a_plain_list(show: Any) -> None:
    page = show(index_html(many_entries(30)), java_script_enabled=False)
    assert page.locator("noscript ul > li").count() == 30
    assert not page.locator("#live").is_visible()


def test_the_numbers_of_a_plain_list_stand_within_the_page(show: Any) -> None:
    page = show(
        index_html([Entry("Ferry", "ok", speakers=tuple((f"Anna {n}", 1) for n in range(200)))]),
        viewport=PHONE,
        java_script_enabled=False,
    )
    assert page.locator("noscript ol").evaluate("(list) => list.firstElementChild.getBoundingClientRect().left") >= 48


def test_an_index_prints_whole(show: Any) -> None:
    page = show(index_html([Entry(f"Ferry {n}", "ok", speakers=((f"Anna Lind {n}", 1),)) for n in range(250)]))
    page.pdf()
    assert page.locator("#rows tr:not(.end)").count() == page.locator("#speakers li:not(.end)").count() == 250
    page.emulate_media(media="print")
    assert page.locator("#speakers").evaluate("(list) => list.scrollHeight <= list.clientHeight")


def test_a_page_prints_whole(show: Any) -> None:
    page = show(seed_page())
    page.emulate_media(media="print")
    assert not page.locator("fieldset").is_visible()
    article = page.locator("#article")
    assert article.evaluate("(pane) => pane.scrollHeight <= pane.clientHeight")
    assert page.locator(".fold dl").first.is_visible()
