"""The documentation is built without a warning, and its pages load nothing from elsewhere."""

import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from shutil import copytree

import pytest

import newsbrief
from newsbrief import errors, events, schema
from tests.conftest import ROOT

pytestmark = pytest.mark.site
LOADING = {"script": "src", "img": "src", "iframe": "src", "source": "src"}
RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "preconnect", "dns-prefetch"}
FOREIGN_STYLE = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//")


def built(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--clean"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("docs", "newsbrief"):
        copytree(ROOT / name, folder / name)
    (folder / "zensical.toml").write_bytes((ROOT / "zensical.toml").read_bytes())
    return folder


@pytest.fixture(scope="module")
def site(checkout: Path) -> Path:
    done = built(checkout)
    assert done.returncode == 0, done.stdout + done.stderr
    return checkout / "site"


class Loads(HTMLParser):
    """What a page loads by itself."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note an address that a tag has loaded."""
        given = dict(attributes)
        if tag in LOADING:
            self.addresses.append(given.get(LOADING[tag]) or "")
        if tag == "link" and RELATIONS & {*(given.get("rel") or "").split()}:
            self.addresses.append(given.get("href") or "")


def pages(site: Path) -> Iterator[tuple[Path, str]]:
    return ((path, path.read_text()) for path in site.rglob("*.html"))


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    foreign = [
        (path.name, address)
        for path, page in pages(site)
        for address in Loads(page).addresses
        if address.startswith(("http:", "https:", "//"))
    ]
    assert foreign == []
    styles = [path for path in [*site.rglob("*.css"), *site.rglob("*.html")] if FOREIGN_STYLE.search(path.read_text())]
    assert styles == []


def test_the_reference_documents_every_public_name_error_event_and_record(site: Path) -> None:
    reference = " ".join(page for path, page in pages(site) if path.parent.name == "reference")
    own = {
        f"{module.__name__}.{name}"
        for module in (errors, events, schema)
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__ and not name.startswith("_")
    } - {"newsbrief.schema.Brief"}
    public = {f"newsbrief.{name}" for name in newsbrief.__all__}
    also = {"newsbrief.ray.brief_dataset", "newsbrief.pytest_plugin.newsbrief_recording"}
    assert [name for name in sorted(own | public | also) if f'id="{name}"' not in reference] == []


def test_a_link_that_leads_nowhere_is_an_error(site: Path, checkout: Path) -> None:
    assert site.is_dir()
    with (checkout / "docs" / "limits.md").open("a") as page:
        page.write("\n[nowhere](nowhere.md)\n")
    assert built(checkout).returncode != 0
