"""Files that are written whole."""

import os
from pathlib import Path

import pytest

from newsbrief.files import write_whole


def test_whoever_may_read_other_files_of_this_program_may_read_these(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    write_whole(tmp_path / "ours", "text")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_the_umask_of_the_program_is_not_touched_since_its_threads_share_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "umask", lambda _mask: pytest.fail("the umask was changed"))
    write_whole(tmp_path / "ours", "text")
