"""The package on disk: whole, quiet, the same each time, each weight once."""

from collections import Counter
from pathlib import Path

import pytest

from exporters.backend import Lowering, backend
from exporters.coreml.package import LENGTHS, PAD_ID, open_package
from exporters.precision.rules import Precision
from exporters.progress import Silent
from exporters.reading import read
from tests.exporters.coreml.conftest import Build, captured

GRAPH_BYTES = 60_000
"""What the program of a tiny model may take at one length, beside its weights."""


def test_lengths_share_every_weight(build: Build) -> None:
    one = read("coreml", build("bert", Precision.INT8).path)
    three = read("coreml", build("bert", Precision.INT8, (8, 16, 32)).path)
    assert _stored(three) - _stored(one) < 500  # position indices of each length, nothing more
    assert _duplicates(three) == []


def test_a_shared_layer_is_stored_once(build: Build) -> None:
    built = build("albert", Precision.INT8, (8, 16))
    reading = read("coreml", built.path)
    int8 = sum(t.size_bytes for t in reading.tensors if t.dtype == "int8")
    assert 0.9 * built.program.unique_parameters < int8 <= built.program.unique_parameters
    assert _duplicates(reading) == []


def test_the_same_program_gives_the_same_bytes(build: Build, tmp_path: Path) -> None:
    built = build("bert", Precision.INT8)
    again = tmp_path / "again.mlpackage"
    options = Lowering(Precision.INT8, (16,))
    backend("coreml").lower(built.quantized, again, options, Silent())
    assert _contents(again) == _contents(built.path)


def test_only_the_package_is_left_and_nothing_was_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    coreml, options = backend("coreml"), Lowering(Precision.FP32, (4,), ios=17)
    path = tmp_path / "model.mlpackage"
    path.mkdir()
    (path / "old").write_text("of an earlier export")
    coreml.lower(coreml.quantize(captured("distilbert"), options), path, options, Silent())
    assert [f.name for f in tmp_path.iterdir()] == ["model.mlpackage"]
    assert sorted(f.name for f in path.iterdir()) == ["Data", "Manifest.json"]
    printed = capfd.readouterr()
    assert printed.out == ""
    assert "passes/s" not in printed.err and "WARNING" not in printed.err


def test_a_failed_conversion_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("exporters.coreml.lower.convert", full)
    with pytest.raises(OSError, match="No space"):
        options = Lowering(Precision.FP16, (16,))
        backend("coreml").lower(captured("bert"), tmp_path / "m.mlpackage", options, Silent())
    assert list(tmp_path.iterdir()) == []


def test_the_package_says_how_it_is_called(build: Build) -> None:
    package = open_package(build("bert", Precision.INT8, (8, 16, 32)).path)
    assert package.notes[PAD_ID] == "0"
    assert package.notes[LENGTHS] == "8,16,32"
    assert package.spec.description.defaultFunctionName == "forward_32"
    assert not any("date" in key for key in package.notes)


def _stored(reading: object) -> int:
    return sum(t.size_bytes for t in reading.tensors)


def _duplicates(reading: object) -> list[str]:
    """Names of matrices that are stored more than once."""
    count = Counter(t.digest for t in reading.tensors if len(t.shape) > 1)
    return [t.name for t in reading.tensors if count[t.digest] > 1]


def _contents(folder: Path) -> dict[str, bytes]:
    files = (f for f in folder.rglob("*") if f.is_file())
    return {str(f.relative_to(folder)): f.read_bytes() for f in files}
