"""Progress in the cell of a notebook, which goes away when the cell is done.

rich's own `Live` needs ipywidgets there, and what a cell prints meanwhile would get into its widget; so rich renders,
and IPython's display handle takes the picture to the cell. Scripts never show anything.
"""

import io
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from newsbrief.events import Event
from newsbrief.live_progress import LiveProgress
from newsbrief.settings import Settings, ignore

if TYPE_CHECKING:
    from rich.console import RenderableType

PAUSE = 0.2
"""Seconds between two pictures, however much happens."""
COLUMNS = 100
PICTURE = '<pre style="margin: 0; line-height: normal; font-family: monospace">{code}</pre>'
NOTHING = {"text/plain": "", "text/html": ""}


def settings_here(settings: Settings) -> Settings:
    """The settings, with a listener that shows progress in cells if this is a notebook and they have none."""
    return replace(settings, on_event=CellProgress()) if settings.on_event is ignore and _is_notebook() else settings


def shown(settings: Settings, articles: int | None = 1) -> AbstractContextManager[None]:
    """Show in the running cell what settings are told of meanwhile, if they are to show it.

    Args:
        settings: as `settings_here` gives them.
        articles: how many articles are briefed, as far as no event tells; None if that is not known.
    """
    listener = settings.on_event
    return listener.shown(articles) if isinstance(listener, CellProgress) else nullcontext()


def _is_notebook() -> bool:
    if "IPython" not in sys.modules:  # spares scripts the import of rich
        return False
    from rich.console import Console

    return Console().is_jupyter


class CellProgress:
    """A listener that shows what happens in the cell whose call came last and is not over."""

    def __init__(self) -> None:
        self._shown: list[LiveProgress] = []

    def __call__(self, event: Event) -> None:
        """Show an event; if no call waits for it, it is passed over."""
        for progress in self._shown[-1:]:
            progress(event)

    @contextmanager
    def shown(self, articles: int | None) -> Iterator[None]:
        """Show what happens, in the running cell."""
        progress = LiveProgress(Cell(), articles)
        with progress:
            self._shown.append(progress)
            try:
                yield
            finally:
                self._shown.remove(progress)


class Cell:
    """The output of the running cell as a screen: its pictures come from a thread, its beginning and end do not."""

    def __init__(self) -> None:
        self._renderable: RenderableType = ""
        self._changed = threading.Event()

    def start(self) -> None:
        """Begin to show."""
        from IPython.display import DisplayHandle

        self._over = threading.Event()
        self._handle = DisplayHandle()
        self._handle.display(picture_of(self._renderable), raw=True)
        self._thread = threading.Thread(target=self._follow, name="newsbrief-cell", daemon=True)
        self._thread.start()

    def update(self, renderable: "RenderableType") -> None:
        """Show this from now on."""
        self._renderable = renderable
        self._changed.set()

    def stop(self) -> None:
        """Show nothing any more."""
        self._over.set()
        self._thread.join()
        self._handle.update(NOTHING, raw=True)

    def _follow(self) -> None:
        while not self._over.wait(PAUSE):
            if self._changed.is_set():
                self._changed.clear()
                self._handle.update(picture_of(self._renderable), raw=True)


def picture_of(renderable: "RenderableType") -> dict[str, str]:
    """What rich makes of something, as a cell shows it."""
    from rich.console import Console

    console = Console(
        file=io.StringIO(),
        record=True,
        force_jupyter=False,
        width=COLUMNS,
        color_system="truecolor",
        markup=False,
        highlight=False,
    )
    console.print(renderable)
    html = console.export_html(inline_styles=True, code_format=PICTURE, clear=False)
    return {"text/plain": console.export_text().rstrip(), "text/html": html}
