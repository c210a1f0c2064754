"""Recorded exchanges with a model: ask once, replay anywhere, with no network and no model."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from newsbrief.errors import SettingsError
from newsbrief.tape import Mode, Tape

if TYPE_CHECKING:
    import httpx2


@dataclass(frozen=True)
class Recording:
    """A folder of recorded exchanges, and what to do about questions that it lacks.

    Attributes:
        folder: where the files are.
        mode: ``none`` replays only, and never touches the network; ``new`` asks for what is missing; ``all`` asks for
            everything anew.
        hint: what to do about a question that is missing, where it is recorded in a way of its own.
    """

    folder: Path
    mode: Mode = "none"
    hint: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "folder", Path(self.folder))
        if self.mode not in get_args(Mode):
            raise SettingsError(f"the recording mode is {self.mode!r}", hint=f"one of {', '.join(get_args(Mode))}")

    @property
    def is_replay(self) -> bool:
        """Whether nothing is ever asked."""
        return self.mode == "none"

    def tape(self) -> Tape:
        """The recording at work; one for each Briefer or client, so that repeated questions are counted for each."""
        return Tape(self.folder, self.mode, self.hint)

    def transport(self, inner: "httpx2.BaseTransport | None" = None) -> "httpx2.BaseTransport":
        """What to put under a synchronous client of your own: ``httpx2.Client(transport=…)``.

        Args:
            inner: what sends a request that has to be asked; left out: httpx2's own.
        """
        from newsbrief.recording_transport import RecordingTransport

        return RecordingTransport(self.tape(), inner)

    def async_transport(self, inner: "httpx2.AsyncBaseTransport | None" = None) -> "httpx2.AsyncBaseTransport":
        """What to put under an asynchronous client of your own: ``httpx2.AsyncClient(transport=…)``."""
        from newsbrief.recording_transport import AsyncRecordingTransport

        return AsyncRecordingTransport(self.tape(), inner)
