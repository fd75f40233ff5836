"""Functions of a library are found by what it says of itself: exported, or only unwound."""

import shutil
import subprocess
from pathlib import Path

import pytest

from mobilec.arm.counting.functions import functions

SOURCE = """
static __attribute__((noinline)) int hidden(int a) { return a * 3 + 1; }
__attribute__((noinline)) int shown(int a) { return hidden(a) + hidden(a + 1); }
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    if not shutil.which("gcc"):
        pytest.skip("gcc is not here")
    (tmp_path / "a.c").write_text(SOURCE)
    built = tmp_path / "a.so"
    words = ["gcc", "-O1", "-shared", "-fPIC", "-fasynchronous-unwind-tables", "a.c", "-o", "a.so"]
    subprocess.run(words, cwd=tmp_path, check=True)
    return built


def place(library: Path, name: str) -> int:
    said = subprocess.run(["nm", str(library)], capture_output=True, text=True, check=True).stdout
    return next(int(line.split()[0], 16) for line in said.splitlines() if line.endswith(f" {name}"))


def test_an_exported_one_has_its_name_and_a_hidden_one_its_address(library: Path) -> None:
    shown, hidden = place(library, "shown"), place(library, "hidden")
    subprocess.run(["strip", str(library)], check=True)
    found = functions(library)
    # Code lies at the same offset in this file as in memory.
    assert found.at(shown + 2) == (shown, "shown")
    assert found.at(hidden + 2) == (hidden, "")


def test_what_is_no_library_has_no_functions(tmp_path: Path) -> None:
    file = tmp_path / "text"
    file.write_text("nothing of the kind")
    assert functions(file).at(7) == (7, "")
