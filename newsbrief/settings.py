"""How a Briefer works, and which model it asks: settings, and the order in which they are looked up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from newsbrief.errors import SettingsError
from newsbrief.events import Event
from newsbrief.language import language_code
from newsbrief.recording import Recording
from newsbrief.sections import SECTIONS, Section, check_names

LOCAL = "local"
NO_KEY = "none"
"""Sent to endpoints that want no key: the SDK insists on one."""


def ignore(_event: Event) -> None:
    """The default listener: it does nothing."""


@dataclass(frozen=True)
class Settings:
    """How a Briefer works. Each default stands here and nowhere else.

    The bounds on requests hold for each event loop that uses a Briefer; its synchronous calls share one.

    Attributes:
        timeout: seconds that one request may take.
        deadline: seconds that one article may take in all; None for no bound.
        attempts: how often a request is sent at most while the endpoint is unreachable, busy or failing. Where it has
            answered others, ten refusals (429) count as one, until it has refused everything for a minute and a half.
        concurrency: requests in flight at most; the embedded model has one slot, so there it is 1. Where the endpoint
            does not take as many, there are fewer.
        rpm: requests a minute at most, evenly spaced; None for no bound.
        tpm: tokens read and written a minute at most; None for no bound.
        context_tokens: how many tokens the model can read and write in one request.
        language: the language of the prose we have written (claims, summary, questions); None for the article's own.
        sections: what a brief has; leave one out to switch it off, add an `OwnSection`, replace one by a subclass.
        recording: where answers are recorded, or replayed from; None for neither.
        on_event: is called with a record of each step, in the thread that runs it. Left out, nothing happens; but the
            synchronous calls of a Briefer show their progress in the cell of a notebook.
    """

    timeout: float = 300.0
    deadline: float | None = None
    attempts: int = 4
    concurrency: int = 8
    rpm: float | None = None
    tpm: float | None = None
    context_tokens: int = 8192
    language: str | None = None
    sections: Sequence[type[Section]] = SECTIONS
    recording: Recording | None = None
    on_event: Callable[[Event], None] = field(default=ignore)

    @property
    def replays(self) -> bool:
        """Whether recorded answers are replayed, and nothing is ever asked."""
        return self.recording is not None and self.recording.is_replay

    def __post_init__(self) -> None:
        for name in ("timeout", "attempts", "concurrency"):
            if getattr(self, name) <= 0:
                raise SettingsError(f"{name} is {getattr(self, name)}", hint="it must be above 0")
        for name in ("deadline", "rpm", "tpm"):
            if getattr(self, name) is not None and getattr(self, name) <= 0:
                raise SettingsError(f"{name} is {getattr(self, name)}", hint="it must be above 0, or None")
        if self.language is not None and language_code(self.language) is None:
            raise SettingsError(f"language is {self.language!r}", hint="give a code such as 'en' or 'de'")
        check_names(self.sections)
        if self.context_tokens < MIN_CONTEXT_TOKENS:
            raise SettingsError(
                f"context_tokens is {self.context_tokens}", hint=f"at least {MIN_CONTEXT_TOKENS} are needed"
            )


MIN_CONTEXT_TOKENS = 3072


@dataclass(frozen=True)
class Endpoint:
    """Which model is asked, and where.

    Attributes:
        model: its name; None for the only one that the endpoint lists; ``local`` or ``local:…`` for the embedded one.
        base_url: where it is served; None for OpenAI's own address.
        api_key: the key, kept out of reprs.
        context_tokens: how much it can read and write, where it says so itself.
        organization: which of an account's organizations asks; and
        project: which of its projects; None where the endpoint need not be told.
    """

    model: str | None
    base_url: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)
    context_tokens: int | None = None
    organization: str | None = field(default=None, repr=False)
    project: str | None = field(default=None, repr=False)

    @property
    def address(self) -> str | None:
        """The base URL as it may be shown: without the user and the password that it may hold."""
        if self.base_url is None or "@" not in self.base_url:
            return self.base_url
        before, _, after = self.base_url.rpartition("@")
        return f"{before.partition('//')[0]}//…@{after}"

    @property
    def is_local(self) -> bool:
        """Whether it is the embedded model."""
        return self.model is not None and (self.model == LOCAL or self.model.startswith(f"{LOCAL}:"))

    @property
    def is_on_this_machine(self) -> bool:
        """Whether nothing that is asked leaves this machine."""
        return self.is_local or urlsplit(self.base_url or "").hostname in ("127.0.0.1", "localhost", "::1")


def find_endpoint(
    model: str | None, base_url: str | None, api_key: str | None, environment: Mapping[str, str]
) -> Endpoint:
    """The endpoint to use: arguments first, then the environment, then the embedded model.

    A key alone never sends a text to a hosted model: that takes a model's name or a base URL.

    Raises:
        SettingsError: the embedded model is named together with a base URL, or a hosted model without a key.
    """
    given_url = base_url
    model = model or environment.get("NEWSBRIEF_MODEL") or None
    base_url = base_url or environment.get("NEWSBRIEF_BASE_URL") or environment.get("OPENAI_BASE_URL") or None
    if model is None and base_url is None:
        return Endpoint(LOCAL)
    key = (api_key or environment.get("OPENAI_API_KEY") or "").strip()
    organization, project = environment.get("OPENAI_ORG_ID"), environment.get("OPENAI_PROJECT_ID")
    endpoint = Endpoint(model, base_url, key or None, organization=organization, project=project)
    _check_key(key)
    if endpoint.is_local:
        if given_url is not None:
            raise SettingsError(
                f"model {model!r} is the embedded one, and a base URL is given too", hint="leave one of them out"
            )
        return Endpoint(model)
    if base_url is not None:
        _check_url(base_url)
    elif endpoint.api_key is None:
        raise SettingsError(
            f"no API key for {model!r}", hint="set OPENAI_API_KEY, or give a base URL, or use the model 'local'"
        )
    return endpoint


def endpoint_of(url: object, model: str | None, base_url: str | None, api_key: str | None) -> Endpoint:
    """The endpoint of a client that is given ready-made.

    Raises:
        SettingsError: there is a base URL or a key besides, or the model is the embedded one.
    """
    endpoint = Endpoint(model, str(url))
    if base_url or api_key or endpoint.is_local:
        raise SettingsError(
            "a client is given, and a base URL, a key or the embedded model too", hint="leave one of them out"
        )
    return endpoint


def _check_key(key: str) -> None:
    if not (key.isascii() and key.isprintable()):
        raise SettingsError("the API key has characters that no key has", hint="check OPENAI_API_KEY, or api_key=")


def _check_url(base_url: str) -> None:
    try:
        parts = urlsplit(base_url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(
            f"the base URL {Endpoint(None, base_url).address!r} is none", hint="it looks like http://localhost:11434/v1"
        )
