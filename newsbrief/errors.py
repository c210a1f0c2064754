"""Everything newsbrief raises on purpose.

The tree:

    NewsbriefError
    ├── SettingsError             a setting, an option or a combination of them makes no sense
    │   └── MissingExtra          an optional package is needed and not installed
    ├── ArticleError              an article cannot be read
    ├── BriefError                a brief cannot be used: unreadable, or of another article
    ├── PromptError               a prompt file is missing, broken, or its variables do not fit
    ├── WeightsError              the weights of an embedded model cannot be had or are not the right ones
    ├── BudgetSpent               a bound on tokens or money would be passed
    └── ModelError                a model did not give a usable answer
        ├── ModelUnreachable      no connection, or it broke              (retryable)
        ├── ModelTimeout          no answer in time                       (retryable)
        ├── RateLimited           the endpoint asks to slow down          (retryable)
        ├── EndpointFailed        the endpoint had an error of its own    (retryable)
        ├── RequestRejected       the endpoint does not accept the question as it is sent
        ├── AccessDenied          wrong or missing key, not allowed, or nothing left to spend
        ├── ModelNotFound         the endpoint does not serve this model
        ├── ContextTooLong        the question is longer than the model can read
        ├── RecordingMissing      a recording is replayed that does not have the question
        ├── AnswerTruncated       the answer hit the limit on its length
        ├── AnswerInvalid         the answer does not have the form that was asked for
        └── AnswerRefused         the model, or a filter before it, declined to answer

Each error says what happened (its message), what to do about it (``hint``), and what it concerns
(``article``, ``model``, ``section``, where known). ``retryable`` says whether asking again may help.
"""

from typing import ClassVar

WRONG_URL = "is the base URL that of a model's endpoint? Most end in /v1"
"""What to do where the answers are not a model's."""


class NewsbriefError(Exception):
    """Base of all errors that newsbrief raises on purpose.

    Args:
        message: what happened, in one sentence without a full stop.
        hint: what to do about it, in one sentence; the class's own ``default_hint`` if left out.
        article: what the user calls the article: a path, a title or an id.
    """

    retryable: ClassVar[bool] = False
    default_hint: ClassVar[str] = ""

    def __init__(self, message: str, *, hint: str | None = None, article: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint: str = self.default_hint if hint is None else hint
        self.article = article

    def __str__(self) -> str:
        where = f"{self.article}: " if self.article else ""
        return f"{where}{self.message}" + (f" ({self.hint})" if self.hint else "")


class SettingsError(NewsbriefError):
    """A setting, an option or a combination of them makes no sense."""


class MissingExtra(SettingsError):
    """An optional package is needed and not installed."""


class ArticleError(NewsbriefError):
    """An article cannot be read; ``article`` names the file."""


class BriefError(NewsbriefError):
    """A brief cannot be read, does not follow the schema, or is of another article."""


class PromptError(NewsbriefError):
    """A prompt file is missing, broken, or its variables do not fit."""


class WeightsError(NewsbriefError):
    """The weights of an embedded model cannot be had, or are not the right ones."""


class BudgetSpent(NewsbriefError):
    """The next request might pass a bound on tokens or money, so it was not sent."""

    default_hint = "the next request might pass it; run again with a higher one, what is done is kept"


class ModelError(NewsbriefError):
    """A model did not give a usable answer; ``model`` and ``section`` say which model, asked what.

    ``retry_after`` is the seconds after which the endpoint wants to be asked again, if it says.
    """

    retry_after: float | None = None

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        article: str | None = None,
        model: str | None = None,
        section: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint, article=article)
        self.model = model
        self.section = section


class ModelUnreachable(ModelError):
    """No connection to the endpoint, or it broke."""

    retryable = True
    default_hint = "is the server running, and is the base URL right?"


class ModelTimeout(ModelError):
    """No answer in time."""

    retryable = True
    default_hint = "raise the timeout, or use a faster model"


class RateLimited(ModelError):
    """The endpoint asks to slow down."""

    retryable = True
    default_hint = "lower the concurrency, or try again later"


class EndpointFailed(ModelError):
    """The endpoint had an error of its own."""

    retryable = True
    default_hint = "try again later"


class RequestRejected(ModelError):
    """The endpoint does not accept the question as it is sent."""

    default_hint = "is it a chat model? The endpoint's own log may say what it does not take"


class AccessDenied(ModelError):
    """Wrong or missing key, the key may not use this model, or its account has no quota left."""

    default_hint = "check the API key (OPENAI_API_KEY, or api_key=)"


class ModelNotFound(ModelError):
    """The endpoint does not serve this model."""

    default_hint = "check the model's name and the base URL"


class ContextTooLong(ModelError):
    """The question is longer than the model can read."""

    default_hint = "lower context_tokens in Settings to what the endpoint really takes"


class RecordingMissing(ModelError):
    """A recording is replayed that does not have the question; nothing was sent."""

    default_hint = "record what is missing: --record new, or Recording(folder, 'new')"


class AnswerTruncated(ModelError):
    """The answer hit the limit on its length."""

    default_hint = "a larger model may be briefer"


class AnswerInvalid(ModelError):
    """The answer does not have the form that was asked for."""

    default_hint = "a larger model follows the form more reliably"


class AnswerRefused(ModelError):
    """The model, or a filter before it, declined to answer."""

    default_hint = "another model may not mind the article"
