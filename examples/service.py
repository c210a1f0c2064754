"""Briefs over HTTP: a service to copy and adapt. /docs shows what it takes and gives.

    pip install newsbrief "fastapi>=0.135" uvicorn
    NEWSBRIEF_BASE_URL=http://localhost:11434/v1 NEWSBRIEF_MODEL=qwen3:8b uvicorn examples.service:app

The model is the one that a `Briefer` finds in the environment. Users and TLS belong into the proxy before it. Memory is
bounded: a request takes a seat before its body is read. Nothing that is logged holds a word of an article.
"""

import asyncio
import gc
import json
import logging
import math
import re
import time
import traceback
from collections import OrderedDict
from collections.abc import AsyncIterator, Coroutine
from contextlib import aclosing, asynccontextmanager
from html import unescape
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.exceptions import HTTPException as AnyHTTPException
from starlette.requests import ClientDisconnect

from newsbrief import Article, Brief, Briefer, Settings, errors
from newsbrief.events import ArticleDone, SectionDone

SETTINGS = Settings(timeout=60, deadline=120)
MOST_IN_WORK = 8
MOST_KEPT = 200
MOST_BYTES = 1_000_000
MOST_CHARACTERS = 100_000
BODY_SECONDS = 20
SEAT_SECONDS = 180
HEALTH_SECONDS = 5
RETRY_SECONDS = 5
SHUTDOWN_SECONDS = 25

log = logging.getLogger("service")


class ArticleIn(BaseModel):
    """An article; only its text is needed."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=MOST_CHARACTERS)
    title: str | None = Field(default=None, max_length=500)
    source: str | None = Field(default=None, max_length=500, description="a link or a name")
    author: str | None = Field(default=None, max_length=500)
    published: str | None = Field(default=None, max_length=100)
    language: str | None = Field(default=None, max_length=50, description="told from the text if left out")


class Health(BaseModel):
    """Which model is there, and how many briefs are in work."""

    model: str
    in_work: int


class Problem(BaseModel):
    """What went wrong, and what to do about it (RFC 9457)."""

    title: str
    status: int
    detail: str
    hint: str = ""


class Refused(HTTPException):
    """Ends a request with a problem."""

    def __init__(self, status: int, detail: str, hint: str = "", retry_after: float | None = None) -> None:
        headers = None if retry_after is None else {"Retry-After": str(math.ceil(retry_after))}
        super().__init__(status, detail, headers)
        self.problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, hint=hint)


STATUSES: dict[type[errors.NewsbriefError], int] = {
    errors.ArticleError: 422,
    errors.ModelTimeout: 504,
    errors.ModelUnreachable: 503,
    errors.RateLimited: 503,
    errors.MissingExtra: 503,
    errors.WeightsError: 503,
}
"""All others are 502."""


def refused_by(error: errors.NewsbriefError) -> Refused:
    """An error of newsbrief as one of HTTP. No message of newsbrief holds a key."""
    status = next((status for kind, status in STATUSES.items() if isinstance(error, kind)), 502)
    asked = error.retry_after if isinstance(error, errors.ModelError) else None
    return Refused(status, error.message, error.hint, asked or (RETRY_SECONDS if error.retryable else None))


class Desk:
    """The Briefer, how many briefs it has in work, and the last ones that it finished."""

    def __init__(self, briefer: Briefer) -> None:
        self.briefer = briefer
        self.in_work = 0
        self.idle = asyncio.Event()
        self.idle.set()
        self.finished: OrderedDict[str, tuple[Article, str]] = OrderedDict()

    def keep(self, article: Article, brief: Brief) -> None:
        """Keep a brief, as JSON, which takes a tenth of the memory; forget the oldest if there are too many."""
        if not self.finished:  # all is loaded: the collector, which stops every request, need not look at it again
            gc.freeze()
        self.finished[article.id] = (article, brief.model_dump_json())
        self.finished.move_to_end(article.id)
        while len(self.finished) > MOST_KEPT:
            self.finished.popitem(last=False)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Uvicorn ends this when no request is left; then connections, and the embedded model, are closed."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("newsbrief").setLevel(logging.INFO)  # its DEBUG has texts, as may have all that these log
    for name in ("httpcore2", "httpx2", "instructor", "openai"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    async with Briefer(settings=SETTINGS) as briefer:
        app.state.desk = desk = Desk(briefer)
        yield
        await desk.idle.wait()  # uvicorn may have cancelled requests, which let go of the model and answer first


def desk_of(request: Request) -> Desk:
    """The desk of this service."""
    desk: Desk = request.app.state.desk
    return desk


async def seat(request: Request) -> AsyncIterator[Desk]:
    """A place among the briefs in work, for as long as the request lasts: a client may be slow to read, too."""
    desk, began = desk_of(request), time.monotonic()
    if desk.in_work >= MOST_IN_WORK:
        raise Refused(429, f"{desk.in_work} briefs are in work", "try again later", RETRY_SECONDS)
    desk.in_work += 1
    desk.idle.clear()
    try:
        async with asyncio.timeout(SEAT_SECONDS):
            yield desk
    except HTTPException:
        raise
    except errors.NewsbriefError as error:
        log.warning("%s", type(error).__name__)
        raise refused_by(error) from None
    except ClientDisconnect:
        raise Refused(400, "the client hung up") from None
    except TimeoutError:
        raise Refused(504, f"the request was not done within {SEAT_SECONDS} s", "try again later") from None
    except asyncio.CancelledError:
        raise Refused(503, "the service is being stopped", "try again later", RETRY_SECONDS) from None
    except Exception as error:  # noqa: BLE001 - its message may quote the article: the log gets its kind and place
        at = traceback.extract_tb(error.__traceback__)[-1]
        log.error("%s in %s, line %s", type(error).__name__, at.filename, at.lineno)  # noqa: TRY400
        raise Refused(500, "a fault of the service", "its log says where") from None
    finally:
        desk.in_work -= 1
        if not desk.in_work:
            desk.idle.set()
        log.info("%s took %.1f s, %d in work", request.url.path, time.monotonic() - began, desk.in_work)


Seat = Annotated[Desk, Depends(seat)]


async def sent_article(request: Request, _desk: Seat) -> Article:
    """The article in the body of a request."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("text/plain", "application/json"):
        raise Refused(415, f"the content type is {kind[:100]!r}", "send text/plain or application/json")
    body = await read(request)
    try:
        given = ArticleIn(text=body.decode()) if kind == "text/plain" else ArticleIn.model_validate_json(body)
    except UnicodeDecodeError:
        raise Refused(422, "the text is not in UTF-8", "send it in UTF-8") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])[:100] or "the body"
        raise Refused(422, f"{where}: {first['msg']}", "see /docs for what is taken") from None
    # A long text takes a while, for which other requests are not to wait.
    return await asyncio.to_thread(lambda: Article.from_text(**given.model_dump()))


async def read(request: Request) -> bytes:
    """The body, of which never much more is held than is allowed."""
    too_large = Refused(413, f"the body is longer than {MOST_BYTES:,} bytes", "send the text of one article")
    if int(request.headers.get("content-length", 0)) > MOST_BYTES:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise too_large
    except TimeoutError:
        raise Refused(408, f"the body did not come within {BODY_SECONDS} s") from None
    return bytes(body)


async def unless_gone(request: Request, work: Coroutine[Any, Any, Brief]) -> Brief:
    """What the work comes to; it is cancelled if the client hangs up, or if uvicorn stops waiting for it."""
    working, gone = asyncio.create_task(work), asyncio.create_task(hung_up(request))
    try:
        await asyncio.wait((working, gone), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
    finally:
        working.cancel()
        gone.cancel()
        await asyncio.gather(working, gone, return_exceptions=True)
    raise ClientDisconnect


async def hung_up(request: Request) -> None:
    """Wait until the client is gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


MEANINGS = {
    404: "No such brief, or it is no longer kept",
    408: "The body did not come in time",
    413: "The body is too large",
    415: "Neither text nor JSON",
    422: "No article that can be used",
    429: "As many briefs as may be are in work: wait for Retry-After seconds",
    500: "A fault of the service",
    502: "The model failed, or gave no usable answer",
    503: "The model is not there, or busy, or the service is being stopped: wait for Retry-After seconds",
    504: "The model took too long",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that a route may answer with, for its OpenAPI schema."""
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {status: {"description": MEANINGS[status], "content": content} for status in statuses}


EXAMPLE = json.loads(Path(__file__).with_name("service_example.json").read_text("utf-8"))
BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": ArticleIn.model_json_schema(), "example": EXAMPLE["article"]},
        "text/plain": {"schema": {"type": "string"}, "example": EXAMPLE["article"]["text"]},
    },
}
BRIEF: dict[int | str, dict[str, Any]] = {200: {"content": {"application/json": {"example": EXAMPLE["brief"]}}}}
STREAM: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {"example": EXAMPLE["stream"]}}}}

app = FastAPI(title="newsbrief", lifespan=lifespan)


@app.exception_handler(AnyHTTPException)
async def problem(_request: Request, error: AnyHTTPException) -> Response:
    """Every refusal, those of FastAPI too, as a problem."""
    said = Problem(title=HTTPStatus(error.status_code).phrase, status=error.status_code, detail=error.detail)
    said = error.problem if isinstance(error, Refused) else said
    return Response(said.model_dump_json(), error.status_code, error.headers, "application/problem+json")


@app.post(
    "/briefs",
    openapi_extra={"requestBody": BODY},
    responses=BRIEF | problems(408, 413, 415, 422, 429, 500, 502, 503, 504),
)
async def brief(request: Request, desk: Seat, article: Annotated[Article, Depends(sent_article)]) -> Brief:
    """Brief an article. Whoever hangs up stops the model."""
    made = await unless_gone(request, desk.briefer.abrief(article))
    desk.keep(article, made)
    return made


@app.post(
    "/briefs/stream",
    openapi_extra={"requestBody": BODY},
    response_class=EventSourceResponse,
    responses=STREAM | problems(408, 413, 415, 422, 429, 500, 503),
)
async def stream(desk: Seat, article: Annotated[Article, Depends(sent_article)]) -> AsyncIterator[ServerSentEvent]:
    """Brief an article, section by section: `section` as each is done, then `brief`, or `error` with a problem.

    Their data is JSON in ASCII: to some versions of FastAPI, and some clients, other characters end a line as well.
    """
    try:
        async with aclosing(desk.briefer.astream(article)) as events:
            async for event in events:
                if isinstance(event, SectionDone):
                    yield ServerSentEvent(event="section", data={"section": event.section, "items": event.items})
                elif isinstance(event, ArticleDone) and event.brief:
                    desk.keep(article, event.brief)
                    yield ServerSentEvent(event="brief", data=event.brief.model_dump())
    except errors.NewsbriefError as error:
        log.warning("%s", type(error).__name__)
        yield ServerSentEvent(event="error", data=refused_by(error).problem.model_dump())


@app.get("/briefs/{brief_id}.html", response_class=HTMLResponse, responses=problems(404))
async def page(brief_id: str, desk: Annotated[Desk, Depends(desk_of)]) -> HTMLResponse:
    """A finished brief beside its article; the id is `article.id` of the brief."""
    if brief_id not in desk.finished:
        raise Refused(404, "there is no such brief", f"the last {MOST_KEPT} are kept")
    article, finished = desk.finished[brief_id]
    html = await asyncio.to_thread(lambda: Brief.model_validate_json(finished).to_html(article))
    own = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    policy = f"{unescape(own[1])}; " if own else ""  # it admits the page's one style and one script, by their digests
    headers = {
        "Content-Security-Policy": f"{policy}frame-ancestors 'none'; sandbox allow-scripts allow-popups",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    return HTMLResponse(html, headers=headers)


@app.get("/healthz", responses=problems(503))
async def healthz(desk: Annotated[Desk, Depends(desk_of)]) -> Health:
    """Whether the model is there."""
    try:
        async with asyncio.timeout(HEALTH_SECONDS):
            return Health(model=await desk.briefer.aready(), in_work=desk.in_work)
    except errors.NewsbriefError as error:
        raise Refused(503, error.message, error.hint, RETRY_SECONDS) from None
    except TimeoutError:
        raise Refused(503, f"no answer within {HEALTH_SECONDS} s", "is it busy?", RETRY_SECONDS) from None


if __name__ == "__main__":
    uvicorn.run(app, timeout_graceful_shutdown=SHUTDOWN_SECONDS)
