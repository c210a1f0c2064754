"""What is written of a whole output folder, from the briefs in it, one after the other."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType

from newsbrief.budget import Price
from newsbrief.files import write_whole, writing_whole
from newsbrief.formats import FORMATS
from newsbrief.ledger import Entry, Ledger
from newsbrief.outputs import OutputFolder
from newsbrief.render import index
from newsbrief.render.tables import SECTIONS, csv_header, csv_rows
from newsbrief.schema import Brief

INDEX = "index.html"


def gather(folder: OutputFolder, ledger: Ledger, price: Price | None) -> None:
    """Write those of the folder's formats that are of all its briefs.

    Args:
        folder: the folder.
        ledger: its ledger.
        price: what tokens cost, where it is known.

    Raises:
        OSError: a file cannot be written; what was there before still is.
    """
    for name, write in _WRITERS.items():
        if name in folder.formats:
            write(folder, ledger, price)


def _briefs(folder: OutputFolder, ledger: Ledger) -> Iterator[tuple[Entry, Brief]]:
    """The briefs of a folder, in the order of their places; never all of them at once."""
    for entry in ledger.finished():
        brief = folder.brief(Path(entry.place))
        if brief is not None:
            yield entry, brief


def _write_tables(folder: OutputFolder, ledger: Ledger, _price: Price | None) -> None:
    with ExitStack() as opened:
        files = {name: opened.enter_context(writing_whole(folder.path / f"{name}.csv")) for name in SECTIONS}
        for name, file in files.items():
            file.write(csv_header(name))
        for _, brief in _briefs(folder, ledger):
            for name, file in files.items():
                file.write(csv_rows(brief, name))


def _write_index(folder: OutputFolder, ledger: Ledger, price: Price | None) -> None:
    write_whole(folder.path / INDEX, index.index_html(_entries(folder, ledger, price)))


def _entries(folder: OutputFolder, ledger: Ledger, price: Price | None) -> Iterator[index.Entry]:
    for entry, brief in _briefs(folder, ledger):
        page = f"{entry.place}{FORMATS['html'].suffix}"
        link = page if (folder.path / page).is_file() else None
        cost = price(brief.provenance.usage) if price else None
        yield index.Entry.of(brief, link, name=entry.place, cost=cost)
    for entry in ledger.failures():
        error, hint = (entry.failed.message, entry.failed.hint) if entry.failed else ("", "")
        yield index.Entry(entry.place, "failed", error=error, hint=hint)


_WRITERS: Mapping[str, Callable[[OutputFolder, Ledger, Price | None], None]] = MappingProxyType(
    {"csv": _write_tables, "html": _write_index}
)
