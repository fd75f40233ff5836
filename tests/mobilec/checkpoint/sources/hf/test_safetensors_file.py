"""A safetensors file is read whole or refused with its lengths."""

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from exporters.errors import Refused
from mobilec.checkpoint.sources.hf.safetensors_file import read_safetensors


@pytest.fixture
def file(tmp_path: Path) -> Path:
    save_file({"a": torch.arange(6.0).reshape(2, 3)}, tmp_path / "model.safetensors")
    return tmp_path / "model.safetensors"


def test_read(file: Path) -> None:
    assert torch.equal(read_safetensors(file)["a"], torch.arange(6.0).reshape(2, 3))


@pytest.mark.parametrize("change_bytes", [-1, -24, 8])
def test_other_length_than_promised(file: Path, change_bytes: int) -> None:
    whole = file.read_bytes()
    file.write_bytes((whole + bytes(8))[: len(whole) + change_bytes])
    lengths = f"is {len(whole) + change_bytes} bytes long, and its header promises {len(whole)}"
    with pytest.raises(Refused, match=f"model.safetensors {lengths}"):
        read_safetensors(file)


def test_cut_inside_the_header(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:20])
    with pytest.raises(Refused, match="is 20 bytes long, and its header promises"):
        read_safetensors(file)


@pytest.mark.parametrize(
    "header",
    [
        *(b"not json", b"[1, 2]  ", b'{"a": 1}', b"null", b"[" * 100_000),
        b'{"a": {"data_offsets": [0, "6"]}}',
        b'{"a": {"data_offsets": [0, null]}}',
        b'{"a": {"data_offsets": [0, 1.5]}}',
    ],
)
def test_no_header(file: Path, header: bytes) -> None:
    file.write_bytes(len(header).to_bytes(8, "little") + header)
    with pytest.raises(Refused, match="does not begin with a safetensors header"):
        read_safetensors(file)


def test_header_that_lies_about_its_tensors(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"[2,3]", b"[3,3]"))
    with pytest.raises(Refused, match="is not a sound safetensors file"):
        read_safetensors(file)
