"""What a .pte says about itself: the format keeps neither the names of tensors nor lower bounds.

A constant method, as ExecuTorch's own exporters use them for metadata, returns the bytes of a
JSON document: method name to its inputs and outputs, each with name, dtype and shape, where a
dynamic size is {"name", "minimum", "maximum"}.
"""

import json

import torch

from exporters.program import Dimension, Method, Program, TensorSpec

METHOD = "mobilec_interface"
Described = dict[str, dict[str, list[dict]]]


def describe(program: Program, longest: int) -> torch.Tensor:
    """The document as uint8 (bytes,); no dynamic size goes beyond ``longest``."""
    methods = {m.name: _method(m, longest) for m in program.methods}
    return torch.tensor(list(json.dumps(methods).encode()), dtype=torch.uint8)


def parse(document: torch.Tensor) -> Described:
    """What ``describe`` wrote."""
    return json.loads(bytes(document.tolist()))


def _method(method: Method, longest: int) -> dict[str, list[dict]]:
    return {
        "inputs": [_tensor(spec, longest) for spec in method.inputs],
        "outputs": [_tensor(spec, longest) for spec in method.outputs],
    }


def _tensor(spec: TensorSpec, longest: int) -> dict:
    shape = [_size(size, longest) for size in spec.shape]
    return {"name": spec.name, "dtype": str(spec.dtype).removeprefix("torch."), "shape": shape}


def _size(size: int | Dimension, longest: int) -> int | dict[str, str | int]:
    if isinstance(size, int):
        return size
    return {"name": size.name, "minimum": size.minimum, "maximum": min(size.maximum, longest)}
