"""Reports found in any text whatever: within it, in order, and at no more work than it is long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.cues.reports import find_reports
from newsbrief.evidence import Span
from tests.effort import calls
from tests.test_reports import reports

PIECES = st.sampled_from(
    [
        *"Vey Lin said says told adding that according to a the in statement on Monday and but not who as".split(),
        *"sagte teilte mit laut nach Angaben der zufolge so sei heißt es hat erklärt dass wie".split(),
        *"сказав що за словами повідомили в як — журналістам".split(),
        *[",", ".", ":", ";", "“", "”", '"', "«", "»", "(", ")", "\n", "-", "’s", "12:30", "…", "!"],
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map(" ".join))
CUTS = st.lists(st.integers(0, 300), max_size=10)


def spans_between(cuts: list[int], size: int) -> list[Span]:
    """Every other stretch between some places in a text."""
    places = sorted({min(cut, size) for cut in cuts})
    return [Span(*pair) for pair in zip(places[::2], places[1::2], strict=False)]


@given(text=TEXTS, cuts=CUTS, marks=CUTS, language=st.sampled_from(["en", "de", "uk", None]))
def test_any_text_gives_spans_within_it(text: str, cuts: list[int], marks: list[int], language: str | None) -> None:
    sentences, quoted = spans_between(cuts, len(text)), spans_between(marks, len(text))
    for one in find_reports(text, sentences, quoted, language):
        assert one.content
        assert 0 <= one.sentence < len(sentences)
        spans = [one.cue, one.source, one.head, one.channel, one.addressee, *one.content]
        assert all(0 <= span.start < span.end <= len(text) for span in spans if span is not None)


@given(text=TEXTS, language=st.sampled_from(["en", "de", "uk"]))
def test_content_stands_in_order_and_apart_from_its_cue(text: str, language: str) -> None:
    for one in reports(text, language):
        assert all(before.end <= after.start for before, after in zip(one.content, one.content[1:], strict=False))
        assert all(span.end <= one.cue.start or one.cue.end <= span.start for span in one.content)


@pytest.mark.effort
@pytest.mark.parametrize(
    ("piece", "language"),
    [
        ("said ", "en"),
        ("he said, ", "en"),
        ("told ", "en"),
        ("X, ", "en"),
        ("according to X, ", "en"),
        ("in in in said ", "en"),
        ("and said ", "en"),
        ("(a ", "en"),
        ("teilte ", "de"),
        ("nach Angaben ", "de"),
        ("сказав він, ", "uk"),
    ],
)
def test_the_work_grows_in_step_with_the_text(piece: str, language: str) -> None:
    less, more = (piece * times for times in (300, 600))
    assert work_on(more, language) < 2.2 * work_on(less, language)


def work_on(text: str, language: str) -> int:
    return calls(lambda: find_reports(text, [Span(0, len(text))], [], language))
