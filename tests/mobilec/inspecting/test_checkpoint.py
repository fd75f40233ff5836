"""Checkpoint folders in each form in which weights are stored."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from exporters.errors import Refused
from mobilec.inspecting.inspect import inspect
from mobilec.shipped.stored import save_state_dict

MATRIX = torch.arange(600.0).reshape(20, 30)


def _folder(place: Path) -> Path:
    place.mkdir()
    (place / "config.json").write_text("{}")
    return place


def test_safetensors(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "model")
    state = {"a": MATRIX, "b": MATRIX.half() + 1, "ids": torch.arange(9)}
    save_file(state, folder / "model.safetensors")
    found = inspect(folder)
    (file,) = found.files
    assert (found.kind, file.name) == ("checkpoint", "model.safetensors")
    sizes = {"float32": 2400, "float16": 1200, "int64": 72}
    assert {d: n for d, n in file.bytes_by_dtype.items() if d != "graph"} == sizes
    assert file.reading.size_bytes == (folder / "model.safetensors").stat().st_size
    assert found.unique_parameters == 1200
    assert [(o.name, o.size_bytes) for o in found.others] == [("config.json", 2)]


def test_a_matrix_that_is_stored_twice(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "model")
    save_file({"table": MATRIX, "head": MATRIX.clone()}, folder / "model.safetensors")
    found = inspect(folder)
    assert [[t.name for t in group] for group in found.files[0].duplicates] == [["head", "table"]]
    assert found.unique_parameters == 600


def test_tied_tensors_of_a_pickle_are_stored_once(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "model")
    table = MATRIX.clone()
    torch.save({"table": table, "head": table, "other": MATRIX + 1}, folder / "pytorch_model.bin")
    found = inspect(folder)
    assert [t.name for t in found.files[0].reading.tensors] == ["table", "other"]
    assert found.files[0].duplicates == [] and found.unique_parameters == 1200


def test_int8_rows_as_they_lie_there(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "model")
    save_state_dict({"w": MATRIX, "b": torch.ones(20)}, folder / "model.safetensors")
    found = inspect(folder)
    (file,) = found.files
    sizes = {"int8": 600, "float32": 2 * 80}  # the scales and the vector
    assert {d: n for d, n in file.bytes_by_dtype.items() if d != "graph"} == sizes
    assert found.unique_parameters == 620


def test_several_files(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "model")
    save_file({"a": MATRIX}, folder / "one.safetensors")
    save_file({"b": MATRIX + 1}, folder / "two.safetensors")
    index = '{"weight_map": {"a": "one.safetensors", "b": "two.safetensors"}}'
    (folder / "model.safetensors.index.json").write_text(index)
    found = inspect(folder)
    assert [f.name for f in found.files] == ["one.safetensors", "two.safetensors"]
    assert found.unique_parameters == 1200


def test_a_truncated_file_is_refused(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "model")
    save_file({"a": MATRIX}, folder / "model.safetensors")
    whole = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(whole[:1000])
    with pytest.raises(Refused, match="model.safetensors is 1,000 bytes long"):
        inspect(folder)


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "model")
    with pytest.raises(Refused, match="holds no weights"):
        inspect(folder)
