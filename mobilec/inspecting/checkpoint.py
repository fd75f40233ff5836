"""The stored tensors of a checkpoint folder, from its weight files as they lie there."""

import hashlib
import math
from collections.abc import Mapping
from pathlib import Path

import torch

from exporters.reading import Reading, StoredTensor
from exporters.verify.stored import duplicates
from mobilec.checkpoint.sources.registry import source_of
from mobilec.inspecting.compressed import compressed_layers
from mobilec.inspecting.figures import InspectedFile, Inspection, OtherFile
from mobilec.shipped.stored import SCALE_SUFFIX


def inspect_checkpoint(folder: Path) -> Inspection:
    """Each weight file with its tensors, and all other files with their sizes."""
    source = source_of(folder)
    found = source.files(folder)
    files = tuple(
        InspectedFile(file.name, _reading(file, found.form, source.tensors(file, found.form)))
        for file in found.files
    )
    others = sorted(f for f in folder.iterdir() if f.is_file() and f not in found.files)
    return Inspection(
        path=str(folder),
        kind="checkpoint",
        files=files,
        others=tuple(OtherFile(f.name, f.stat().st_size) for f in others),
        unique_parameters=_parameters(tuple(t for file in files for t in file.reading.tensors)),
        compressed=compressed_layers(folder),
    )


def _reading(file: Path, form: str, tensors: Mapping[str, torch.Tensor]) -> Reading:
    """Tied tensors, which a pickle names several times and stores once, are listed once."""
    first: dict[tuple[int, torch.Size], StoredTensor] = {}
    for name, tensor in tensors.items():
        place = tensor.data_ptr(), tensor.shape
        if place not in first:
            first[place] = _stored(name, tensor)
    return Reading(form, file.stat().st_size, tuple(first.values()), methods=(), operators=())


def _stored(name: str, tensor: torch.Tensor) -> StoredTensor:
    content = tensor.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes()
    dtype = str(tensor.dtype).removeprefix("torch.")
    digest = hashlib.sha256(content).hexdigest()
    return StoredTensor(name, dtype, tuple(tensor.shape), len(content), digest)


def _parameters(tensors: tuple[StoredTensor, ...]) -> int:
    """Elements of all that was trained: no indices, no scales of int8 rows, equal tensors once."""
    scales = {t.name + SCALE_SUFFIX for t in tensors if t.dtype == "int8"}
    trained = tuple(t for t in tensors if t.dtype != "int64" and t.name not in scales)
    again = (t for group in duplicates(trained) for t in group[1:])
    return sum(math.prod(t.shape) for t in trained) - sum(math.prod(t.shape) for t in again)
