"""The form in which shipped models are stored: int8 rows and float32 scales in one safetensors.

A matrix ``name`` of shape (rows, width) is stored as int8 under its own name, beside the float32
vector ``name.scale`` of shape (rows,); everything else is stored in float32. The rows are those of
the export's int8 (exporters/precision/int8.py): an output channel of a linear, an entry of an
embedding table. No matrix is left out, so an export in int8 rounds no weight any further. What has
one row is a vector (Marian's final_logits_bias is), and stays in float32.
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from exporters.errors import Refused
from exporters.precision.int8 import dequantize_rows, quantize_rows

FORM = "mobilec.rows.int8"
VERSION = "1"
WEIGHTS_FILE = "model.safetensors"
SCALE_SUFFIX = ".scale"


def is_stored(path: Path) -> bool:
    """Whether ``path`` (a weights file, or a model's folder) is in this form, whatever its version.

    A file that cannot be read is not: whoever loads it as ordinary safetensors says what is wrong.
    """
    try:
        return _metadata(_weights_file(path)).get("form") == FORM
    except (OSError, SafetensorError):
        return False


def load_state_dict(path: Path) -> dict[str, torch.Tensor]:
    """The float32 tensors of a stored model (a weights file, or its folder), by name."""
    file = _weights_file(path)
    _check_form(file)
    with safe_open(file, framework="pt") as stored:
        tensors = {name: stored.get_tensor(name) for name in stored.keys()}
    scales = {name + SCALE_SUFFIX for name in tensors if tensors[name].dtype == torch.int8}
    return {name: _restored(file, name, tensors) for name in tensors if name not in scales}


def save_state_dict(state: Mapping[str, torch.Tensor], file: Path) -> None:
    """Writes ``state`` in this form. Tensors of other float types are widened."""
    vectors = {n: t.detach().float().contiguous() for n, t in state.items() if not _is_matrix(t)}
    matrices = {n: quantize_rows(t) for n, t in state.items() if _is_matrix(t)}
    values = {name: int8 for name, (int8, _) in matrices.items()}
    scales = {name + SCALE_SUFFIX: scale for name, (_, scale) in matrices.items()}
    if taken := scales.keys() & state.keys():
        raise ValueError(f"{sorted(taken)} are taken, and needed for the scales of matrices")
    stored = vectors | values | scales
    save_file(stored, file, metadata={"format": "pt", "form": FORM, "version": VERSION})


def _is_matrix(tensor: torch.Tensor) -> bool:
    return tensor.dim() == 2 and len(tensor) > 1


def _restored(file: Path, name: str, tensors: Mapping[str, torch.Tensor]) -> torch.Tensor:
    tensor = tensors[name]
    if tensor.dtype != torch.int8:
        return tensor.float()
    scales = tensors.get(name + SCALE_SUFFIX)
    if scales is None or scales.shape != tensor.shape[:1]:
        raise Refused(
            f"{file}: the int8 matrix {name!r} of {tensor.shape[0]} rows lacks its scales; "
            f"the file is damaged, fetch it again"
        )
    return dequantize_rows(tensor, scales)


def _check_form(file: Path) -> None:
    try:
        metadata = _metadata(file)
    except (OSError, SafetensorError) as broken:
        raise Refused(
            f"{file} is not a whole safetensors file ({broken}); fetch it again"
        ) from broken
    if (metadata.get("form"), metadata.get("version")) != (FORM, VERSION):
        raise Refused(
            f"{file} was asked for as stored int8 rows ({FORM}, version {VERSION}), but it says "
            f"{metadata.get('form')!r}, version {metadata.get('version')!r}; "
            f"load it as an ordinary checkpoint, or pack it again"
        )


def _metadata(file: Path) -> dict[str, str]:
    with safe_open(file, framework="pt") as stored:
        return stored.metadata() or {}


def _weights_file(path: Path) -> Path:
    return path / WEIGHTS_FILE if path.is_dir() else path
