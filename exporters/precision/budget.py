"""How many bytes the constants of a program need in a precision, when each is stored once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import torch

from exporters.capture.parameters import used_parameters
from exporters.precision.layers import QUANTIZABLE
from exporters.precision.rules import Precision
from exporters.program import Program
from exporters.reading import LEAST_BYTES

_FLOAT_BYTES = {Precision.FP16: 2}
_SCALE_BYTES = 4


@dataclass(frozen=True)
class Budget:
    """``int8_bytes``: of the quantized matrices alone, of those that can be told from zero points.
    ``ideal_bytes``: of everything, the buffers
    that capture made (positions, windows) included.
    """

    int8_bytes: int
    ideal_bytes: int


def budget(program: Program, precision: Precision, quantized: Collection[str]) -> Budget:
    """``quantized``: paths of the layers that become int8, as ``quantized_layers`` gives them."""
    used = {id(p): p for p in used_parameters(program.methods)}
    matrices = {id(w): w for w in _weights(program, quantized) if id(w) in used}
    int8 = sum(w.numel() for w in matrices.values() if w.numel() >= LEAST_BYTES)
    stored = sum(stored_bytes(p, precision, at in matrices) for at, p in used.items())
    tables = sum(stored_bytes(b, precision, False) for b in _buffers(program).values())
    return Budget(int8, stored + tables)


def stored_bytes(tensor: torch.Tensor, precision: Precision, quantized: bool) -> int:
    """Of one tensor; ``quantized``: as a matrix of int8 with a scale for each row."""
    if quantized:
        return tensor.numel() + len(tensor) * _SCALE_BYTES
    return tensor.numel() * _FLOAT_BYTES.get(precision, 4)


def _weights(program: Program, quantized: Collection[str]) -> Iterator[torch.Tensor]:
    for method in program.methods:
        for path, layer in method.module.named_modules():
            if path in quantized and isinstance(layer, QUANTIZABLE):
                yield layer.weight


def _buffers(program: Program) -> dict[int, torch.Tensor]:
    modules = [m.module for m in program.methods]
    return {id(b): b for module in modules for b in module.buffers() if b.is_floating_point()}
