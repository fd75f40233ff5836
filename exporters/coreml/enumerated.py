"""The form for iOS 17: one function with one input of several enumerated lengths.

Below iOS 18 a package holds one function, and only one input may have enumerated shapes. So the
mask is made inside, from the ids that are not the padding's. A decoder's step has many inputs as
long as the source: it takes the longest only, and the caller pads.
"""

from pathlib import Path

import coremltools as ct
import torch
from torch import nn

from exporters.backend import Lowering
from exporters.coreml.convert import (
    Conversion,
    DynamicShapes,
    carried,
    convert,
    input_type,
    of_function,
    output_type,
)
from exporters.coreml.functions import Function
from exporters.coreml.states import kept
from exporters.errors import Refused
from exporters.program import Dimension, Method, Program, TensorSpec

IDS, MASK = "input_ids", "attention_mask"


class MaskFromIds(nn.Module):
    """(1, time) ids to what ``module`` gives for these ids and the mask that hides padding."""

    def __init__(self, module: nn.Module, pad_id: int) -> None:
        super().__init__()
        self.module = module
        self.pad_id = pad_id

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor | tuple[torch.Tensor, ...]:
        return self.module(input_ids, (input_ids != self.pad_id).to(torch.int64))


def convert_for_ios_17(method: Method, program: Program, path: Path, options: Lowering) -> None:
    """Writes the package ``path`` with one method of the program."""
    half = carried(program, options)
    if kept(method):
        conversion = of_function(Function(method, options.lengths[-1]), half)
    else:
        conversion = _of_ids(method, program.pad_id, half, options)
    convert(conversion, path, options)


def _of_ids(method: Method, pad_id: int, half: frozenset[str], options: Lowering) -> Conversion:
    """The longest length is the default and the one that is traced."""
    ids = _only_input(method)
    shapes = [ids.sizes(dict.fromkeys(method.dimensions, n)) for n in options.lengths]
    return Conversion(
        module=MaskFromIds(method.module, pad_id).eval(),
        example=(torch.ones(shapes[-1], dtype=ids.dtype),),
        inputs=(input_type(ids, _enumerated(shapes)),),
        outputs=tuple(output_type(s, s.name in half) for s in method.outputs),
        dynamic_shapes=_dynamic(ids, options),
    )


def _only_input(method: Method) -> TensorSpec:
    names = tuple(spec.name for spec in method.inputs)
    if names != (IDS, MASK):
        raise Refused(
            f"iOS 17 was asked; its packages take one input of several lengths, and "
            f"{method.name} has {', '.join(names)}: ask for iOS 18"
        )
    return method.inputs[0]


def _enumerated(shapes: list[tuple[int, ...]]) -> tuple[int, ...] | ct.EnumeratedShapes:
    """coremltools asks for two shapes at least; one is simply fixed."""
    return shapes[0] if len(shapes) == 1 else ct.EnumeratedShapes(shapes, default=shapes[-1])


def _dynamic(spec: TensorSpec, options: Lowering) -> DynamicShapes | None:
    """``torch.export``'s dynamic shapes of the one input; one length stays fixed."""
    if len(options.lengths) == 1:
        return None
    return (
        {
            axis: torch.export.Dim(size.name, min=size.minimum, max=size.maximum)
            for axis, size in enumerate(spec.shape)
            if isinstance(size, Dimension)
        },
    )
