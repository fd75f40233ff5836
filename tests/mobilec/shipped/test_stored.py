"""The stored form: what is in the file, what comes back, and what is not taken for it."""

from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from exporters.errors import Refused
from exporters.precision.int8 import dequantize_rows, quantize_rows
from mobilec.shipped.stored import FORM, is_stored, load_state_dict, save_state_dict

ONE_ULP = 2.0**-23
"""A scale that is found again from 127 * scale may differ in its last bit."""


@pytest.fixture
def state() -> dict[str, torch.Tensor]:
    torch.manual_seed(0)
    return {"linear.weight": torch.randn(6, 40), "linear.bias": torch.randn(6)}


@pytest.fixture
def file(tmp_path: Path, state) -> Path:
    save_state_dict(state, tmp_path / "model.safetensors")
    return tmp_path / "model.safetensors"


def test_rows_are_stored_as_spelled_out_here(tmp_path):
    weight = torch.tensor([[1.27, -0.64, 0.0], [0.0, 0.0, 0.0], [0.3, 2.0, -254.0]])
    save_state_dict({"w": weight, "b": torch.tensor([0.1, 0.2])}, tmp_path / "w.safetensors")
    stored = load_file(tmp_path / "w.safetensors")
    assert stored.keys() == {"w", "w.scale", "b"}
    assert stored["w"].dtype == torch.int8
    assert stored["w"].tolist() == [[127, -64, 0], [0, 0, 0], [0, 1, -127]]
    assert stored["w.scale"][0] == pytest.approx(0.01) and stored["w.scale"][2] == 2.0
    assert torch.equal(stored["b"], torch.tensor([0.1, 0.2]))
    assert load_state_dict(tmp_path / "w.safetensors")["w"][1].tolist() == [0.0, 0.0, 0.0]


def test_a_single_row_is_a_vector(tmp_path):
    bias = torch.tensor([[-14.1, -2.3, -0.04]])
    save_state_dict({"final_logits_bias": bias}, tmp_path / "b.safetensors")
    assert torch.equal(load_state_dict(tmp_path / "b.safetensors")["final_logits_bias"], bias)


def test_the_header_says_the_form(file):
    with safe_open(file, framework="pt") as stored:
        assert stored.metadata() == {"format": "pt", "form": FORM, "version": "1"}


def test_what_comes_back_is_float32_on_the_grid_of_the_export(file, state):
    loaded = load_state_dict(file)
    assert loaded.keys() == state.keys()
    assert all(tensor.dtype == torch.float32 for tensor in loaded.values())
    on_grid = dequantize_rows(*quantize_rows(state["linear.weight"]))
    assert torch.equal(loaded["linear.weight"], on_grid)
    assert torch.equal(loaded["linear.bias"], state["linear.bias"])


def test_quantizing_what_comes_back_loses_nothing_more(file):
    stored = load_file(file)
    values, scales = quantize_rows(load_state_dict(file)["linear.weight"])
    assert torch.equal(values, stored["linear.weight"])
    torch.testing.assert_close(scales, stored["linear.weight.scale"], rtol=ONE_ULP, atol=0)


def test_a_folder_and_its_weights_file_are_the_same(file):
    assert is_stored(file) and is_stored(file.parent)
    assert load_state_dict(file).keys() == load_state_dict(file.parent).keys()


def test_other_files_are_not_taken_for_it(tmp_path, state):
    ordinary, cut, absent = (tmp_path / f"{name}.safetensors" for name in ("a", "b", "c"))
    save_file(state, ordinary)
    cut.write_bytes(b"\x08\x00")
    assert not any(map(is_stored, (ordinary, cut, absent)))
    with pytest.raises(Refused, match="says None, version None"):
        load_state_dict(ordinary)
    for broken in (cut, absent):
        with pytest.raises(Refused, match="not a whole safetensors file"):
            load_state_dict(broken)


def test_a_later_version_is_refused(tmp_path, state):
    later = tmp_path / "later.safetensors"
    save_file(state, later, metadata={"form": FORM, "version": "2"})
    assert is_stored(later)
    with pytest.raises(Refused, match="version '2'"):
        load_state_dict(later)


@pytest.mark.parametrize("rows", [None, 5])
def test_a_matrix_without_a_scale_for_each_row_is_refused(file, rows):
    tensors = load_file(file)
    scales = tensors.pop("linear.weight.scale")
    extra = {} if rows is None else {"linear.weight.scale": scales[:rows].contiguous()}
    save_file(tensors | extra, file, metadata={"form": FORM, "version": "1"})
    with pytest.raises(Refused, match="'linear.weight' of 6 rows lacks its scales"):
        load_state_dict(file)


def test_a_name_that_the_scales_need_is_refused(tmp_path):
    state = {"w": torch.ones(2, 2), "w.scale": torch.ones(2)}
    with pytest.raises(ValueError, match="w.scale"):
        save_state_dict(state, tmp_path / "model.safetensors")
