"""Folders that are not whole, refused by the reader and the runner alike, in words."""

import shutil
from collections.abc import Callable
from pathlib import Path

import onnx
import pytest

from exporters.errors import Refused
from exporters.onnx.files import graph_of, method_files
from exporters.onnx.limits import METHODS
from exporters.onnx.read import read
from exporters.onnx.run import OnnxRunner
from exporters.precision.rules import Precision
from tests.exporters.onnx.translators import translator

Opener = Callable[[Path], object]


def ready(path: Path) -> OnnxRunner:
    """With every method opened, as the first call of each would."""
    runner = OnnxRunner(path)
    runner.open_methods()
    return runner


OPEN = pytest.mark.parametrize("opened", [read, ready])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a whole one, to break."""
    return shutil.copytree(translator("marian", Precision.INT8).path, tmp_path / "model.onnx")


@OPEN
def test_a_whole_folder_opens(folder: Path, opened: Opener) -> None:
    assert [file.name for file in method_files(folder)] == ["encode.onnx", "decode.onnx"]
    opened(folder)


@OPEN
@pytest.mark.parametrize("name", ["encode.onnx", "decode.onnx", "weights.bin"])
def test_a_file_is_missing(folder: Path, opened: Opener, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(Refused, match=f"{name} is missing"):
        opened(folder)


@OPEN
def test_the_weights_are_cut(folder: Path, opened: Opener) -> None:
    weights = folder / "weights.bin"
    weights.write_bytes(weights.read_bytes()[:-1])
    with pytest.raises(Refused, match="weights.bin has .* bytes, but .* it was cut"):
        opened(folder)


@OPEN
def test_a_graph_is_cut(folder: Path, opened: Opener) -> None:
    graph = folder / "decode.onnx"
    graph.write_bytes(graph.read_bytes()[:-100])
    with pytest.raises(Refused, match="decode.onnx is not an ONNX model"):
        opened(folder)


@OPEN
def test_an_empty_folder(tmp_path: Path, opened: Opener) -> None:
    with pytest.raises(Refused, match="a folder without .onnx files"):
        opened(tmp_path)


@OPEN
def test_a_folder_that_others_made(folder: Path, opened: Opener) -> None:
    for file in folder.glob("*.onnx"):
        model = graph_of(file)
        kept = [p for p in model.metadata_props if p.key != METHODS]
        del model.metadata_props[:]
        model.metadata_props.extend(kept)
        onnx.save(model, file)
    with pytest.raises(Refused, match="not made by mobilec"):
        opened(folder)
