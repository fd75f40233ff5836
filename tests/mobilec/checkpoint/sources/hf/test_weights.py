"""The same tensors come out of every form that a folder can have."""

import hashlib
import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from exporters.errors import Refused
from mobilec.checkpoint.sources.hf.weights import read_weights
from mobilec.shipped.stored import save_state_dict

TENSORS = {"a": torch.arange(4.0), "b": torch.ones(2, 3)}


def same(left: dict[str, torch.Tensor], right: dict[str, torch.Tensor]) -> bool:
    return left.keys() == right.keys() and all(torch.equal(left[n], right[n]) for n in left)


def test_one_safetensors_file_and_its_digest(tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    save_file(TENSORS, file)
    weights = read_weights(tmp_path)
    assert same(weights.tensors, TENSORS)
    assert weights.digest == hashlib.sha256(file.read_bytes()).hexdigest()


def test_one_pickled_file(tmp_path: Path) -> None:
    torch.save(TENSORS, tmp_path / "pytorch_model.bin")
    assert same(read_weights(tmp_path).tensors, TENSORS)


@pytest.mark.parametrize(
    ("suffix", "index", "save"),
    [
        ("safetensors", "model.safetensors.index.json", save_file),
        ("bin", "pytorch_model.bin.index.json", torch.save),
    ],
)
def test_shards(tmp_path: Path, suffix: str, index: str, save: object) -> None:
    assert callable(save)
    for name, tensor in TENSORS.items():
        save({name: tensor}, tmp_path / f"{name}.{suffix}")
    file_of = {name: f"{name}.{suffix}" for name in TENSORS}
    (tmp_path / index).write_text(json.dumps({"weight_map": file_of}))
    assert same(read_weights(tmp_path).tensors, TENSORS)


def test_tensors_that_an_index_promises_in_vain(tmp_path: Path) -> None:
    save_file(TENSORS, tmp_path / "1.safetensors")
    file_of = {name: "1.safetensors" for name in (*TENSORS, "lost", "gone")}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps({"weight_map": file_of}))
    with pytest.raises(Refused, match=r"promises \['gone', 'lost'\], which none of its 1 files"):
        read_weights(tmp_path)


def test_stored_int8_rows_come_back_as_floats(tmp_path: Path) -> None:
    save_state_dict(TENSORS, tmp_path / "model.safetensors")
    assert load_file(tmp_path / "model.safetensors")["b"].dtype == torch.int8
    weights = read_weights(tmp_path)
    assert weights.tensors.keys() == TENSORS.keys()
    torch.testing.assert_close(weights.tensors["b"], TENSORS["b"])
