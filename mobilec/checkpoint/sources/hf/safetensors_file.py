"""One safetensors file to tensors, once its length is what its header promises.

The format: https://huggingface.co/docs/safetensors/index#format (8 bytes little-endian: length of
the JSON header; the header gives each tensor's offsets in the bytes that follow).
"""

import operator
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from exporters.errors import Refused
from exporters.outside.json_file import parse_json

_LENGTH_BYTES = 8


def read_safetensors(file: Path) -> dict[str, torch.Tensor]:
    """The tensors by name, mapped from the file where the system can."""
    _check_length(file)
    try:
        return load_file(file)
    except SafetensorError as broken:
        raise Refused(f"{file} is not a sound safetensors file ({broken})") from broken


def _check_length(file: Path) -> None:
    actual_bytes = file.stat().st_size
    promised_bytes = _promised_bytes(file)
    if actual_bytes != promised_bytes:
        raise Refused(
            f"{file} is {actual_bytes:,} bytes long, and its header promises {promised_bytes:,}; "
            f"download it again"
        )


def _promised_bytes(file: Path) -> int:
    with file.open("rb") as opened:
        header_bytes = int.from_bytes(opened.read(_LENGTH_BYTES), "little")
        if _LENGTH_BYTES + header_bytes > file.stat().st_size:
            # Cut inside the header: no more can be said than where the header would end.
            return _LENGTH_BYTES + header_bytes
        header = opened.read(header_bytes)
    try:
        document = parse_json(header, "it", "download it again", lenient=True)
        ends = [t["data_offsets"][1] for n, t in document.items() if n != "__metadata__"]
        return _LENGTH_BYTES + header_bytes + max(map(operator.index, ends), default=0)
    except (Refused, TypeError, KeyError, AttributeError, IndexError) as broken:
        raise Refused(f"{file} does not begin with a safetensors header ({broken})") from broken
