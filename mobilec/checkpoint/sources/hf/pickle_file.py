"""One pickled weights file to tensors, without running anything that stands in the pickle.

A pickle is a program, and unpickling runs it. torch's weights-only unpickler knows the few calls
that rebuild tensors and stops at any other; nothing here ever falls back on the full one.
"""

import pickle
import re
import zipfile
from pathlib import Path
from typing import Any

import torch

from exporters.errors import Refused

_ZIP_START = b"PK\x03\x04"
_GLOBAL = re.compile(r"GLOBAL ([\w.]+)")
_STOPPED = re.compile(r"WeightsUnpickler error:\s*(.*)")


def read_pickle(file: Path) -> dict[str, torch.Tensor]:
    """The tensors by name. Refused: anything but tensors inside, with its name."""
    _check_whole(file)
    content = _unpickled(file)
    if not isinstance(content, dict):
        raise Refused(f"{file} holds a {type(content).__name__}; tensors by name are expected")
    others = {str(n): type(t).__name__ for n, t in content.items() if not torch.is_tensor(t)}
    if others:
        raise Refused(
            f"{file} holds more than tensors by name: {others}; save the model's state_dict alone"
        )
    for name, tensor in content.items():
        _check_tensor(file, name, tensor)
    return content


def _check_tensor(file: Path, name: object, tensor: torch.Tensor) -> None:
    """What torch.save takes and no checkpoint has."""
    if not isinstance(name, str):
        raise Refused(f"{file} names a tensor {name!r}; save the model's state_dict")
    if tensor.layout != torch.strided or tensor.is_meta or tensor.is_quantized:
        raise Refused(
            f"{file} has {name} as a {tensor.layout} tensor on {tensor.device}; save it dense and "
            "in float, with its values"
        )
    stored = tensor.untyped_storage().nbytes() // tensor.element_size()
    if tensor.numel() > stored:
        raise Refused(
            f"{file} has {name} of {tensor.numel():,} numbers, of which {stored:,} are stored; "
            "save its contiguous copy"
        )


def _check_whole(file: Path) -> None:
    """A zip archive ends with its table of contents, which a download that was cut lacks."""
    with file.open("rb") as opened:
        begins_as_zip = opened.read(len(_ZIP_START)) == _ZIP_START
    if begins_as_zip and not zipfile.is_zipfile(file):
        raise Refused(
            f"{file} is cut off after {file.stat().st_size:,} bytes, before its archive ends; "
            f"download it again"
        )


def _unpickled(file: Path) -> Any:
    # Files from before torch 1.6 are no zip archives, and cannot be mapped into memory.
    mapped = zipfile.is_zipfile(file)
    try:
        return torch.load(file, map_location="cpu", weights_only=True, mmap=mapped)
    except pickle.UnpicklingError as unsafe:
        raise Refused(_inside(file, str(unsafe))) from unsafe
    except Exception as broken:  # damaged bytes fail in as many ways as there are pickle opcodes
        raise Refused(
            f"{file} ({file.stat().st_size:,} bytes) is no whole file of torch.save: "
            f"{type(broken).__name__}: {_first_line(broken)}; download it again"
        ) from broken


def _inside(file: Path, message: str) -> str:
    # torch's own text goes on to say how to run it all the same: only its finding is repeated.
    named = _GLOBAL.search(message)
    if named is None:
        found = _STOPPED.search(message)
        reason = found.group(1) if found else "it is no pickle of tensors"
        return f"{file} is no file of weights: {reason}; download it again"
    return (
        f"{file} would call {named.group(1)} when it is unpickled; only tensors are read, and "
        f"nothing was run: use the model's safetensors, or have its author publish them"
    )


def _first_line(message: object) -> str:
    return str(message).strip().split("\n")[0]
