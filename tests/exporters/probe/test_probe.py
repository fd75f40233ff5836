"""Each runtime on this machine, to the last bit, and what is done where one is wrong."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from exporters.backend import backend
from exporters.bundle.digest import digest
from exporters.errors import Refused
from exporters.formats import FORMATS
from exporters.onnx import run
from exporters.precision.rules import Precision
from exporters.probe import probe as probing
from exporters.probe.probe import probe, probes
from exporters.probe.program import write
from exporters.processor import this_processor
from exporters.verify.arithmetic import refuse_inexact


@pytest.fixture
def format_name(request: pytest.FixtureRequest) -> str:
    try:
        backend(request.param)
    except Refused as missing:
        pytest.skip(str(missing))
    return request.param


@pytest.mark.parametrize("format_name", FORMATS, indirect=True)
def test_this_machine_is_exact(format_name: str) -> None:
    found = probe(format_name)
    assert found.exact, str(found)
    assert found.results == 264 * len(probes(format_name))
    assert this_processor().name in str(found)


@pytest.mark.parametrize("format_name", FORMATS, indirect=True)
def test_the_files_are_what_the_exporter_makes(format_name: str, tmp_path: Path) -> None:
    write(format_name, tmp_path)
    for shipped in probes(format_name):
        assert digest(tmp_path / shipped.name) == digest(shipped), (
            "python -m exporters.probe.program"
        )


@pytest.fixture
def off_by_a_bit(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A runtime of which one result differs in its last bit."""
    honest = run.load

    class Off:
        def __init__(self, path: Path) -> None:
            self._runner = honest(path)

        def run(self, method: str, inputs: dict) -> dict[str, np.ndarray]:
            answers = self._runner.run(method, inputs)
            answers["row_product"][0, 0, 0] = np.nextafter(answers["row_product"][0, 0, 0], 0)
            return answers

    monkeypatch.setattr(run, "load", lambda path, *_: Off(path))
    probing.probe.cache_clear()
    yield
    probing.probe.cache_clear()


def test_a_last_bit_is_seen_and_nothing_is_made(off_by_a_bit: None) -> None:
    found = probe("onnx")
    assert found.wrong == len(probes("onnx"))
    with pytest.raises(Refused, match="differ from exact integers in 2; no onnx program"):
        refuse_inexact(["onnx"], Precision.INT8)


def test_what_multiplies_no_int8_is_made_all_the_same(off_by_a_bit: None) -> None:
    refuse_inexact(["onnx"], Precision.INT8_WEIGHT)
