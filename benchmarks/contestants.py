"""What is measured, each in a process of its own: newsbrief's folder runs, a bare instructor loop, and LangExtract.

python -m benchmarks.contestants NAME OPTIONS, where the options are an `Order` as JSON. Prints a `Result` as JSON.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from benchmarks.langextract_peer import EXAMPLE, EXAMPLE_TEXT, PROMPT
from benchmarks.stub_answers import filled
from benchmarks.stub_endpoint import MODEL
from newsbrief import Article, Briefer, Settings, load_articles
from newsbrief.batch import brief_folder
from newsbrief.drafts import Filled
from newsbrief.model import SEED
from newsbrief.pipeline import briefing
from newsbrief.prompts import Prompts
from newsbrief.questionnaire import Questionnaire
from newsbrief.questions import Answer, Cost, Question, Reply

KEY = "none"


@dataclass(frozen=True)
class Order:
    """What a contestant is to do.

    Attributes:
        articles: the folder of the articles.
        out: what is to be written: newsbrief's output folder, or the file of requests; the bare loop reads that one.
        base_url: the endpoint.
        concurrency: requests in flight at most.
    """

    articles: str
    out: str
    base_url: str = ""
    concurrency: int = Settings().concurrency


@dataclass(frozen=True)
class Result:
    """How a contestant did: seconds, processor seconds, peak memory in MB, failed articles."""

    seconds: float
    processor: float
    megabytes: float
    failed: int


Work = Callable[[], int]
"""Does the work, and returns how many articles failed."""


def run_newsbrief(order: Order) -> Work:
    """A folder run."""
    import_module("instructor")

    def work() -> int:
        settings = Settings(concurrency=order.concurrency)
        with Briefer(MODEL, order.base_url, KEY, settings=settings) as briefer:
            return sum(one.status == "failed" for one in brief_folder(briefer, order.articles, order.out))

    return work


def write_requests(order: Order) -> Work:
    """Writes down what newsbrief asks about articles, for the bare loop: its questions, answered as the stub does."""

    def work() -> int:
        prompts = Prompts()
        with Path(order.out).open("w", encoding="utf-8") as file:
            for article in load_articles(order.articles):
                file.writelines(f"{json.dumps(one)}\n" for one in requests_about(article, prompts))
        return 0

    return work


def requests_about(article: Article, prompts: Prompts) -> Iterator[Mapping[str, Any]]:
    """What newsbrief asks about an article, for the bare loop."""
    return map(_request, _questions(article, prompts))


def _questions(article: Article, prompts: Prompts) -> Iterator[Question]:
    pipeline = briefing(article, MODEL, Questionnaire(prompts, Settings().context_tokens))
    replies: list[Reply] | None = None
    while True:
        try:
            asked = next(pipeline) if replies is None else pipeline.send(replies)
        except StopIteration:
            return
        yield from asked
        replies = [Answer(_filled(question), Cost()) for question in asked]


def _filled(question: Question) -> Filled:
    return question.draft.read(filled(question.user, question.draft.schema))


def _request(question: Question) -> Mapping[str, Any]:
    messages = [{"role": "system", "content": question.system}, {"role": "user", "content": question.user}]
    form = {"name": question.draft.name, "schema": question.draft.schema}
    return {"form": form, "arguments": {"messages": messages, "max_tokens": question.max_tokens}}


def run_bare_loop(order: Order) -> Work:
    """What one would write without newsbrief: instructor, a semaphore and gather, with the models made beforehand."""
    with Path(order.out).open(encoding="utf-8") as file:
        ask_all = bare_loop([json.loads(line) for line in file], order.concurrency)
    return lambda: asyncio.run(ask_all(order.base_url))


def bare_loop(requests: Iterable[Mapping[str, Any]], concurrency: int) -> Callable[[str], Coroutine[Any, Any, int]]:
    """What asks all of some requests at an address, and returns how many failed."""
    import instructor
    import openai

    made = cache(_model_of)
    prepared = [(made(json.dumps(one["form"])), one["arguments"]) for one in requests]

    async def ask_all(base_url: str) -> int:
        free = asyncio.Semaphore(concurrency)
        async with openai.AsyncOpenAI(base_url=base_url, api_key=KEY) as client:
            ask = instructor.from_openai(client, mode=instructor.Mode.JSON_SCHEMA).chat.completions.create

            async def one(model: type[BaseModel], arguments: dict[str, Any]) -> BaseModel:
                async with free:
                    return await ask(
                        model=MODEL, response_model=model, temperature=0, seed=SEED, strict=False, **arguments
                    )

            answers = await asyncio.gather(*(one(*each) for each in prepared), return_exceptions=True)
        return sum(isinstance(answer, BaseException) for answer in answers)

    return ask_all


def _model_of(form: str) -> type[BaseModel]:
    """The pydantic model that has this JSON schema, as JSON with its name."""
    name, schema = (json.loads(form)[key] for key in ("name", "schema"))
    parts: dict[str, Any] = {}
    for part, inner in schema.get("$defs", {}).items():
        parts[part] = _object_of(part, inner, parts)
    return _object_of(name, schema, parts)


def _object_of(name: str, schema: Mapping[str, Any], parts: Mapping[str, Any]) -> type[BaseModel]:
    fields: dict[str, Any] = {key: (_type_of(part, parts), ...) for key, part in schema["properties"].items()}
    return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)


def _type_of(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> Any:  # noqa: ANN401 - an annotation
    if "$ref" in schema:
        return parts[schema["$ref"].rpartition("/")[2]]
    if "enum" in schema:
        return Literal[tuple(schema["enum"])]
    if schema["type"] == "integer":
        return int
    hints = {key: schema[key] for key in ("maxLength", "pattern") if key in schema}
    return Annotated[str, Field(json_schema_extra=hints)]


def run_langextract(order: Order) -> Work:
    """LangExtract, with as many threads as the others have requests in flight. It gives up at the first error."""
    langextract, factory = import_module("langextract"), import_module("langextract.factory")
    data = langextract.data
    shown = [data.Extraction(kind, words, attributes=dict(more)) for kind, words, more in EXAMPLE]
    server = {"base_url": order.base_url, "api_key": KEY}
    config = factory.ModelConfig(model_id=MODEL, provider="OpenAILanguageModel", provider_kwargs=server)

    def work() -> int:
        documents = [data.Document(article.text) for article in load_articles(order.articles)]
        try:
            langextract.extract(
                text_or_documents=documents,
                prompt_description=PROMPT,
                examples=[data.ExampleData(EXAMPLE_TEXT, shown)],
                config=config,
                max_workers=order.concurrency,
                batch_length=order.concurrency,
                show_progress=False,
            )
        except Exception as error:  # noqa: BLE001 - whatever goes wrong in a peer is its result
            print(f"LangExtract: {error!r}", file=sys.stderr)
            return len(documents)
        return 0

    return work


CONTESTANTS: Mapping[str, Callable[[Order], Work]] = {
    "newsbrief": run_newsbrief,
    "requests": write_requests,
    "bare": run_bare_loop,
    "langextract": run_langextract,
}


def main(name: str, order: str) -> None:
    """Run a contestant, and print how it did."""
    work = CONTESTANTS[name](Order(**json.loads(order)))
    started, used = time.monotonic(), time.process_time()
    failed = work()
    seconds, used = time.monotonic() - started, time.process_time() - used
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))
    print(json.dumps(asdict(Result(seconds, used, most, failed))))


if __name__ == "__main__":
    main(*sys.argv[1:])
