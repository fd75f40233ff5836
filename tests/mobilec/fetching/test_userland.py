"""Programs of unpacked packages start by their own loader, wherever the folder lies."""

import subprocess
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.fetching.userland import Userland, host_architecture, run

LOADER = "lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"


@pytest.fixture
def userland(tmp_path: Path) -> Userland:
    """Its loader says where it is, and what it was told."""
    loader = tmp_path / "root" / LOADER
    loader.parent.mkdir(parents=True)
    loader.write_text('#!/bin/sh\necho "$0" "$@"\n')
    loader.chmod(0o755)
    return Userland(tmp_path / "root", "amd64")


def test_a_program_is_started_by_the_loader_beside_it(userland):
    said = userland.run("usr/bin/tool", "--words").split()
    assert said[:2] == [str(userland.folder / LOADER), "--library-path"]
    assert said[3:] == [str(userland.folder / "usr/bin/tool"), "--words"]
    assert all(Path(p).is_relative_to(userland.folder) for p in said[2].split(":"))


def test_its_script_works_where_the_folder_was_moved_to(userland, tmp_path):
    userland.write_script("usr/bin/tool", "tool")
    moved = userland.folder.rename(tmp_path / "elsewhere")
    done = subprocess.run([moved / "tool", "a b"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"{moved / LOADER} ")
    assert done.stdout.endswith(f"{moved / 'usr/bin/tool'} a b\n")
    assert str(userland.folder) + "/" not in done.stdout


def test_a_failure_ends_with_the_last_words(tmp_path):
    with pytest.raises(Refused, match=r"tool failed with exit status 3: no such resource"):
        run(("sh", "-c", "echo no such resource >&2; exit 3"), "tool")


def test_of_many_words_the_first_and_the_last_are_kept():
    with pytest.raises(Refused) as refused:
        run(("sh", "-c", "echo first >&2; seq 9999 >&2; echo last >&2; exit 1"), "tool")
    said = str(refused.value)
    assert "first" in said
    assert said.endswith("last")
    assert len(said) < 2000


def test_another_system_is_told(monkeypatch):
    monkeypatch.setattr("platform.system", lambda: "Darwin")
    with pytest.raises(Refused, match="Darwin"):
        host_architecture()
