"""OpenTelemetry: an article is a span, and what the OpenAI SDK is asked for it lies within."""

import asyncio
from collections.abc import Iterator

import openai
import pytest
from openinference.instrumentation.openai import OpenAIInstrumentor
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from newsbrief.briefer import Briefer
from newsbrief.outcome import Outcome
from tests.endpoint import ScriptedEndpoint
from tests.test_pipeline import ARTICLE


@pytest.fixture(scope="module")
def exporter() -> Iterator[InMemorySpanExporter]:
    """Where spans go; there can be one provider in a process."""
    memory, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(memory))
    trace.set_tracer_provider(provider)
    instrumentor = OpenAIInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    yield memory
    instrumentor.uninstrument()


@pytest.fixture
def spans(exporter: InMemorySpanExporter) -> InMemorySpanExporter:
    exporter.clear()
    return exporter


def parents_and_children(spans: InMemorySpanExporter) -> tuple[list[ReadableSpan], list[ReadableSpan]]:
    finished = spans.get_finished_spans()
    return (
        [span for span in finished if span.name == "newsbrief.brief"],
        [span for span in finished if span.name != "newsbrief.brief"],
    )


def assert_within(children: list[ReadableSpan], parents: list[ReadableSpan]) -> None:
    assert children
    ids = {span.context.span_id for span in parents if span.context}
    assert all(span.parent and span.parent.span_id in ids for span in children)


def test_an_article_is_one_span_with_all_its_requests_within(
    endpoint: ScriptedEndpoint, spans: InMemorySpanExporter
) -> None:
    with Briefer("m", endpoint.base_url) as briefer:
        brief = briefer.brief(ARTICLE)
    parents, children = parents_and_children(spans)
    assert [dict(span.attributes or {}) for span in parents] == [{"newsbrief.article.id": ARTICLE.id}]
    assert len(children) == brief.provenance.requests
    assert_within(children, parents)


def test_each_of_many_articles_has_a_span_of_its_own(endpoint: ScriptedEndpoint, spans: InMemorySpanExporter) -> None:
    async def run() -> list[Outcome]:
        async with Briefer("m", endpoint.base_url) as briefer:
            return [outcome async for outcome in briefer.abrief_many([ARTICLE.text, "It rained in Ulm. Nobody came."])]

    asyncio.run(run())
    parents, children = parents_and_children(spans)
    assert len({span.context.trace_id for span in parents if span.context}) == 2
    assert_within(children, parents)


def test_the_callers_span_is_the_parent(endpoint: ScriptedEndpoint, spans: InMemorySpanExporter) -> None:
    with Briefer("m", endpoint.base_url) as briefer, trace.get_tracer("test").start_as_current_span("request") as outer:
        briefer.brief(ARTICLE)
    parents, _ = parents_and_children(spans)
    assert [span.parent and span.parent.span_id for span in parents if span.name] == [outer.get_span_context().span_id]


def test_requests_of_a_client_of_the_users_own_lie_within_too(
    endpoint: ScriptedEndpoint, spans: InMemorySpanExporter
) -> None:
    with openai.OpenAI(base_url=endpoint.base_url, api_key="theirs") as own, Briefer("m", client=own) as briefer:
        briefer.brief(ARTICLE)
    parents, children = parents_and_children(spans)
    assert len(parents) == 1
    assert_within(children, parents)
