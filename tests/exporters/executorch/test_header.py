"""The runtime is given no file that would end the process."""

import subprocess
import sys
from pathlib import Path

import pytest

from exporters.errors import Refused
from exporters.executorch.header import refuse_other_file
from exporters.runtime import load

PROBE = next((Path(__file__).parents[3] / "exporters/executorch/probes").glob("*.pte"))


def test_a_program_is_let_through():
    refuse_other_file(PROBE)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "does not begin as a .pte"),
        (PROBE.read_bytes()[::-1], "does not begin as a .pte"),
        (b"\x00" * 4 + b"\xff\xfe\xfd\xfc" + bytes(100), "does not begin as a .pte"),
        (PROBE.read_bytes()[:20], "does not begin as a .pte"),
        (
            PROBE.read_bytes()[:64],
            "is damaged or cut off: it has 64 bytes, and its header",
        ),
    ],
)
def test_what_is_none_is_refused_in_words(tmp_path, content, words):
    (tmp_path / "model.pte").write_bytes(content)
    with pytest.raises(Refused, match=f"model.pte .*{words}"):
        load("executorch", tmp_path / "model.pte")


def test_the_runtime_itself_would_end_the_process(tmp_path):
    """Bytes 4 to 8 that are no UTF-8, without this check."""
    (tmp_path / "model.pte").write_bytes(PROBE.read_bytes()[::-1])
    program = (
        "from exporters.executorch.native import load_program; from pathlib import Path;"
        f"load_program(Path({str(tmp_path / 'model.pte')!r}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=100)
    assert done.returncode != 0
