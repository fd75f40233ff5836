"""The form for iOS 17: one function with one input of several enumerated lengths.

Below iOS 18 a package holds one function, and only one input may have enumerated shapes. So the
mask is made inside, from the ids that are not the padding's. A decoder's step has many inputs as
long as the source: it takes the longest only, and the caller pads. So does a classifier of pairs
that reads token types: it is refused with several lengths.
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
from exporters.decode.state import kept_by
from exporters.dimension import Dimension
from exporters.errors import Refused
from exporters.program import Method, Program, TensorSpec
from exporters.text.encoder import TYPES

IDS, MASK = "input_ids", "attention_mask"


class MaskFromIds(nn.Module):
    """(1, time) ids to what ``module`` gives for these ids and the mask that hides padding."""

    def __init__(self, module: nn.Module, pad_id: int) -> None:
        super().__init__()
        self.module = module
        self.pad_id = pad_id

    def forward(
        self, input_ids: torch.Tensor, token_type_ids: torch.Tensor | None = None
    ) -> torch.Tensor | tuple[torch.Tensor, ...]:
        types = () if token_type_ids is None else (token_type_ids,)
        return self.module(input_ids, (input_ids != self.pad_id).to(torch.int64), *types)


def convert_for_ios_17(method: Method, program: Program, path: Path, options: Lowering) -> None:
    """Writes the package ``path`` with one method of the program."""
    half = carried(program, options)
    if kept_by(method):
        conversion = of_function(Function(method, options.lengths[-1]), half)
    else:
        conversion = _of_ids(method, program.pad_id, half, options)
    convert(conversion, path, options)


def _of_ids(method: Method, pad_id: int, half: frozenset[str], options: Lowering) -> Conversion:
    """The longest length is the default and the one that is traced."""
    inputs = _inputs(method, options.lengths)
    ids = inputs[0]
    shapes = [ids.sizes(dict.fromkeys(method.dimensions, n)) for n in options.lengths]
    return Conversion(
        module=MaskFromIds(method.module, pad_id).eval(),
        example=tuple(torch.ones(shapes[-1], dtype=spec.dtype) for spec in inputs),
        inputs=tuple(input_type(spec, _enumerated(shapes)) for spec in inputs),
        outputs=tuple(output_type(s, s.name in half) for s in method.outputs),
        dynamic_shapes=_dynamic(ids, options),
    )


def _inputs(method: Method, lengths: tuple[int, ...]) -> tuple[TensorSpec, ...]:
    """All but the mask: the ids, and of one length their types."""
    names = tuple(spec.name for spec in method.inputs)
    if names != (IDS, MASK) and (names != (IDS, MASK, TYPES) or len(lengths) > 1):
        raise Refused(
            f"iOS 17 was asked; its packages take one input of several lengths, and "
            f"{method.name} has {', '.join(names)}: ask for one length, as --max-length "
            f"{lengths[-1]}, or for iOS 18"
        )
    return tuple(spec for spec in method.inputs if spec.name != MASK)


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
