"""Streams that are closed, full or somebody's who has seen enough; words that a terminal obeys."""

import subprocess
import sys

import pytest

from mobilec.cli.streams import plain

MODELS = f"{sys.executable} -m mobilec.cli.main models"


def said(command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("command", "status", "words"),
    [
        (f"{MODELS} --json > /dev/full", 1, "mobilec: No space left on device; free some"),
        (f"{MODELS} > /dev/full", 1, "mobilec: No space left on device; free some"),
        (f"{MODELS} --help > /dev/full", 1, "mobilec: No space left on device; free some"),
        (f"{MODELS} --json >&-", 1, "mobilec: what was to be said has no place"),
        (f"{MODELS} >&-", 1, "mobilec: what was to be said has no place"),
        (MODELS.replace("models", "classify /nowhere <&-"), 1, "is not a bundle"),
        (MODELS.replace("models", "size /nowhere.apk 2>/dev/full"), 1, ""),
        (MODELS.replace("models", "size /nowhere.apk 2>&-"), 1, ""),
        (MODELS.replace("models", "size 2>&- >&- <&-"), 2, ""),
        (f"set -o pipefail; {MODELS} 2>&- | cat > /dev/null", 0, ""),
        (f"{MODELS} | head -1 > /dev/null", 0, ""),
    ],
)
def test_a_stream_that_takes_nothing_ends_in_a_line(command: str, status: int, words: str) -> None:
    done = said(command)
    assert done.returncode == status
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == bool(words), done.stderr


def test_no_file_takes_the_number_of_a_closed_stderr(tmp_path) -> None:
    """What a library writes to stderr would end up in it."""
    program = (
        "from mobilec.cli.streams import open_closed; open_closed(); import os;"
        f"file = open({str(tmp_path / 'model')!r}, 'w'); os.write(2, b'warning'); file.close()"
    )
    subprocess.run(["bash", "-c", f'"{sys.executable}" -c "{program}" 2>&-'], check=True)
    assert (tmp_path / "model").read_bytes() == b""


def test_what_a_terminal_would_obey_is_shown() -> None:
    assert plain("a\x1b[31mb\x00\x9b\tc\nd") == "a\\x1b[31mb\\x00\\x9b\tc\nd"
