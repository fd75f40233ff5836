"""How int8 rows of a PyTorch program become constant operators of an ML program.

coremltools has a conversion of its own for ``dequantize_per_channel``. It stores a matrix as int4
when all its values happen to fit, which a table of zeros does: RoBERTa's token types. Then the
file is not what was asked, so here int8 stays int8.
"""

import numpy as np
from coremltools import target
from coremltools.converters.mil import Builder as mb
from coremltools.converters.mil import register_torch_op
from coremltools.converters.mil.frontend.torch.converter import TranscriptionContext
from coremltools.converters.mil.frontend.torch.internal_graph import InternalTorchIRNode
from coremltools.converters.mil.mil.block import is_current_opset_version_compatible_with

_NAMES = [f"quantized_decomposed{mark}dequantize_per_channel" for mark in ("::", ".")]
"""coremltools looks operators up under either spelling, by where the program comes from."""


def register() -> None:
    """Makes coremltools convert ``dequantize_per_channel`` as below; again does no harm."""
    register_torch_op(_int8_rows, torch_alias=_NAMES, override=True)


def _int8_rows(context: TranscriptionContext, node: InternalTorchIRNode) -> None:
    """values (rows, width) int8, scales (rows,): w = values * scales, symmetric."""
    values, scales = (context[name].val for name in node.inputs[:2])
    if is_current_opset_version_compatible_with(target.iOS18):
        weight = mb.constexpr_blockwise_shift_scale(
            data=values, scale=scales.reshape(-1, 1), name=node.name
        )
    else:
        weight = mb.constexpr_affine_dequantize(
            quantized_data=values, zero_point=np.int8(0), scale=scales, axis=0, name=node.name
        )
    context.add(weight)
