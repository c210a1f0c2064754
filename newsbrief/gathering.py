"""What is written of a whole output folder, from the briefs in it, one after the other."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType

from newsbrief.files import writing_whole
from newsbrief.ledger import Ledger
from newsbrief.outputs import OutputFolder
from newsbrief.render.tables import SECTIONS, csv_header, csv_rows
from newsbrief.schema import Brief


def gather(folder: OutputFolder, ledger: Ledger) -> None:
    """Write those of the folder's formats that are of all its briefs.

    Raises:
        OSError: a file cannot be written; what was there before still is.
    """
    for name, write in _WRITERS.items():
        if name in folder.formats:
            write(folder, ledger)


def _briefs(folder: OutputFolder, ledger: Ledger) -> Iterator[tuple[str, Brief]]:
    """The briefs of a folder with their places, in order; never all of them at once."""
    for entry in ledger.finished():
        brief = folder.brief(Path(entry.place))
        if brief is not None:
            yield entry.place, brief


def _write_tables(folder: OutputFolder, ledger: Ledger) -> None:
    with ExitStack() as opened:
        files = {name: opened.enter_context(writing_whole(folder.path / f"{name}.csv")) for name in SECTIONS}
        for name, file in files.items():
            file.write(csv_header(name))
        for _, brief in _briefs(folder, ledger):
            for name, file in files.items():
                file.write(csv_rows(brief, name))


_WRITERS: Mapping[str, Callable[[OutputFolder, Ledger], None]] = MappingProxyType({"csv": _write_tables})
