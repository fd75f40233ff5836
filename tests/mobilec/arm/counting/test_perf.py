"""perf's output is read, and what twice as many calls execute more is what they cost. perf is stood
in for: it says a thousand instructions for each byte that the program was asked with."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from exporters.errors import Refused
from mobilec.arm.counting import perf

STAND_IN = """\
#!/bin/sh
[ "$1" = --version ] && {{ echo "perf version 6.1.0"; exit; }}
while [ "$1" != -- ]; do [ "$1" = -o ] && output=$2; shift; done
shift
[ "$1" = true ] && {{ echo "{first}" > "$output"; exit; }}
bytes=$(mktemp); cat > "$bytes"
"$@" < "$bytes"
echo "# started on Mon" > "$output"
echo "$(( $(wc -c < "$bytes") * 1000 )),,instructions:u,900,100.00,," >> "$output"
rm "$bytes"
"""


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def put(first: str = "7,,instructions:u,900,100.00,,") -> None:
        program = tmp_path / "bin" / "perf"
        program.parent.mkdir(exist_ok=True)
        program.write_text(STAND_IN.format(first=first))
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")

    return put


def said(folder: Path, text: str) -> Path:
    path = folder / "perf.txt"
    path.write_text(text)
    return path


def test_the_number_is_read(tmp_path: Path) -> None:
    text = "# started on Mon\n\n95400123,,instructions:u,9000,100.00,,\n"
    assert perf.parsed(said(tmp_path, text)) == 95_400_123
    apple = "1200,,armv8_pmuv3_0/instructions:u/,9000,100.00,,\n"
    assert perf.parsed(said(tmp_path, apple)) == 1200


@pytest.mark.parametrize("word", ["<not supported>", "<not counted>"])
def test_counters_that_are_closed_are_said(tmp_path: Path, word: str) -> None:
    with pytest.raises(Refused, match=f"{word}.*perf_event_paranoid"):
        perf.parsed(said(tmp_path, f"{word},,instructions:u,0,100.00,,\n"))


def test_nothing_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="it wrote nothing"):
        perf.parsed(tmp_path / "absent")


def test_perf_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Refused, match="apt-get install linux-perf"):
        perf.refuse_missing()


def test_perf_that_may_not_count_is_found_before_the_slow_work(stand_in) -> None:
    stand_in()
    perf.refuse_missing()
    assert perf.version() == "perf version 6.1.0"
    stand_in("<not supported>,,instructions:u,0,100.00,,")
    with pytest.raises(Refused, match="perf counted no instructions:u"):
        perf.refuse_missing()


def test_twice_the_calls_are_twice_the_instructions(stand_in, monkeypatch, tmp_path) -> None:
    stand_in()
    answers = tmp_path / "answers.py"
    answers.write_text(
        "import sys\nfrom mobilec.arm.runner.stream import read_call, write_answer\n"
        "while (call := read_call(sys.stdin.buffer)) is not None:\n"
        "    write_answer(sys.stdout.buffer, call[1])\n"
    )
    import sys

    root = str(Path(perf.__file__).parents[3])
    monkeypatch.setattr(perf, "_program", lambda *_: [sys.executable, str(answers)])
    environment = perf._environment() | {"PYTHONPATH": root}
    monkeypatch.setattr(perf, "_environment", lambda: environment)
    calls = [("forward", [np.arange(4)])]
    monkeypatch.setattr(perf, "ArmProcess", Deferred)
    once, twice, four = (perf.total("onnx", tmp_path, calls * n) for n in (1, 2, 4))
    assert once > 0
    assert twice == 2 * once
    assert four - twice == 2 * once


class Deferred:
    """A process that is handed all its calls at its end, as the stand-in reads them at once."""

    def __init__(self, command, environment) -> None:
        import io

        self._command, self._environment, self._asked = command, environment, io.BytesIO()

    def call(self, method, inputs) -> None:
        from mobilec.arm.runner.stream import write_call

        write_call(self._asked, method, inputs)

    def close(self, wait_s) -> None:
        import subprocess

        subprocess.run(
            self._command,
            input=self._asked.getvalue(),
            env=self._environment,
            capture_output=True,
            check=True,
            timeout=wait_s,
        )
