"""A program finds a folder as /, and what is shared at its own path; nothing stays mounted."""

import subprocess
from pathlib import Path

import pytest

from tests.ios_demo import inside
from tests.ios_demo.inside import Inside
from tests.mobilec.fetching.stand_in import put_on_path

REASON = inside.lacking()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Has a file of its own, and borrows the programs of this machine."""
    folder = tmp_path / "root"
    folder.mkdir()
    (folder / "mark").write_text("of the folder")
    for name in ("bin", "lib", "lib64"):
        (folder / name).symlink_to(f"usr/{name}")
    return folder


@pytest.mark.skipif(bool(REASON), reason=REASON)
def test_the_folder_is_the_root_and_shared_folders_keep_their_paths(root, tmp_path) -> None:
    beside = tmp_path / "beside"
    beside.mkdir()
    (beside / "file").write_text(" and beside it")
    words = ("/usr/bin/cat", "/mark", str(beside / "file"))
    command = Inside(root, (Path("/usr"), beside)).command(words)
    done = subprocess.run(command, capture_output=True, text=True, cwd=beside)
    assert done.stdout == "of the folder and beside it", done.stderr
    assert not list((root / "usr").iterdir()), "mounted for that program alone"


@pytest.mark.skipif(bool(REASON), reason=REASON)
def test_it_starts_where_it_is_started_and_its_status_comes_out(root, tmp_path) -> None:
    words = ("/usr/bin/env", "sh", "-c", 'pwd; exit "$1"', "sh", "3")
    command = Inside(root, (Path("/usr"), tmp_path)).command(words)
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert (done.returncode, done.stdout.strip()) == (3, str(tmp_path))


def test_a_system_that_gives_no_namespace_is_told(tmp_path, monkeypatch) -> None:
    put_on_path(monkeypatch, tmp_path, "unshare", 'sys.exit("Operation not permitted")')
    assert "no mount namespace" in inside.lacking()
    assert inside.lacking().endswith("(Operation not permitted)")


def test_anybody_may_where_only_root_may_not(tmp_path, monkeypatch) -> None:
    body = 'sys.exit("--map-root-user" not in words)'
    put_on_path(monkeypatch, tmp_path, "unshare", body)
    assert inside.lacking() == ""
    assert Inside(tmp_path, ()).command(("true",))[:2] == ("unshare", "--map-root-user")


def test_a_missing_tool_is_named(monkeypatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert inside.lacking() == "unshare and mount and sh not found"
