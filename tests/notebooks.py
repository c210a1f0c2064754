"""The example notebook, run on the recorded answers. As a program this saves its outputs, unless they are the same."""

import asyncio
import re
import shutil
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "notebook.ipynb"
SECONDS = re.compile(r"\d+\.\d s\b")


def saved() -> NotebookNode:
    """The notebook as it is kept."""
    notebook: NotebookNode = nbformat.read(EXAMPLE, as_version=4)
    return notebook


def executed(folder: Path) -> NotebookNode:
    """The notebook with the outputs of now.

    Args:
        folder: an empty one, in which it is run, so that what it writes is not left in the project.
    """
    for name in ("seeds", "tests"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    (folder / "examples").mkdir()
    notebook = saved()
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,  # in how many pieces a text comes depends on how fast the machine is
        resources={"metadata": {"path": folder / "examples"}},
    )
    asyncio.run(client.async_execute())
    notebook.metadata = saved().metadata
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if not is_empty(output)]
    return notebook


def is_empty(output: NotebookNode) -> bool:
    """Whether it is where progress was shown."""
    return output.output_type == "display_data" and not any(output.data.values())


def shown(notebook: NotebookNode) -> list[list[tuple[str, str]]]:
    """What each code cell shows, apart from how long things took and where there is white space in its HTML."""
    return [
        [(kind, SECONDS.sub("… s", text)) for output in cell.outputs for kind, text in _texts(output)]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def _texts(output: NotebookNode) -> list[tuple[str, str]]:
    if output.output_type == "stream":
        return [(output.name, output.text)]
    html = " ".join(output.data.get("text/html", "").split())
    return [("text/plain", output.data["text/plain"]), ("text/html", html)]


def main() -> None:
    """Save the outputs of now."""
    folder = Path(tempfile.mkdtemp())
    try:
        notebook = executed(folder)
    finally:
        shutil.rmtree(folder)
    if shown(notebook) != shown(saved()):
        EXAMPLE.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
