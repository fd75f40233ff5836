"""One PyTorch module to a package of one function."""

from dataclasses import dataclass
from pathlib import Path

import coremltools as ct
import numpy as np
import torch
from torch import nn

from exporters.backend import Lowering
from exporters.coreml import constexpr, folding
from exporters.coreml.functions import Function
from exporters.coreml.rows import DEQUANTIZE
from exporters.decode.state import kept_by
from exporters.errors import Refused
from exporters.precision.rules import Precision
from exporters.program import Program, TensorSpec

_TARGETS = {17: ct.target.iOS17, 18: ct.target.iOS18}


DynamicShapes = tuple[dict[int, torch.export.Dim], ...]


@dataclass(frozen=True)
class Conversion:
    """A module with what coremltools and ``torch.export`` ask about it.

    ``example``: the inputs that are traced. ``dynamic_shapes``: as ``torch.export`` takes them.
    """

    module: nn.Module
    example: tuple[torch.Tensor, ...]
    inputs: tuple[ct.TensorType, ...]
    outputs: tuple[ct.TensorType, ...]
    dynamic_shapes: DynamicShapes | None = None


def of_function(function: Function, half: frozenset[str] = frozenset()) -> Conversion:
    """A method with its dynamic dimension fixed; ``half``: tensors that go in or out as float16."""
    method, sizes = function.method, function.sizes
    return Conversion(
        module=method.module,
        example=method.example(sizes),
        inputs=tuple(input_type(s, s.sizes(sizes), s.name in half) for s in method.inputs),
        outputs=tuple(output_type(s, s.name in half) for s in method.outputs),
    )


def convert(conversion: Conversion, path: Path, options: Lowering) -> None:
    """Writes the package ``path`` with the module as its function ``main``."""
    constexpr.register()
    folding.register()
    try:
        _convert(_exported(conversion), conversion, path, options)
    except (NotImplementedError, ValueError) as unsupported:
        raise Refused(
            f"coremltools cannot convert this program: {unsupported}. Its operators are those of "
            "the model's own code: replace the module that uses it, or leave Core ML out"
        ) from unsupported


def _exported(conversion: Conversion) -> torch.export.ExportedProgram:
    with torch.no_grad():
        exported = torch.export.export(
            conversion.module, conversion.example, dynamic_shapes=conversion.dynamic_shapes
        ).run_decompositions({})
    declared = {tensor.name for tensor in (*conversion.inputs, *conversion.outputs)}
    _name_rows_(exported.graph, declared)
    return exported


def _convert(
    exported: torch.export.ExportedProgram, conversion: Conversion, path: Path, options: Lowering
) -> None:
    ct.convert(
        exported,
        convert_to="mlprogram",
        inputs=list(conversion.inputs),
        outputs=list(conversion.outputs),
        minimum_deployment_target=_TARGETS[options.ios],
        compute_precision=_compute_precision(options.precision),
        package_dir=str(path),
        skip_model_load=True,
    )


def input_type(
    spec: TensorSpec, shape: tuple[int, ...] | ct.EnumeratedShapes, half: bool = False
) -> ct.TensorType:
    """An input as Core ML declares it. There is no int64: whole numbers are int32."""
    floating = np.float16 if half else np.float32
    dtype = floating if spec.dtype.is_floating_point else np.int32
    return ct.TensorType(spec.name, shape=shape, dtype=dtype)


def output_type(spec: TensorSpec, half: bool = False) -> ct.TensorType:
    """float32 where an app reads the numbers: the cast of a few logits costs nothing, and Swift
    has no Float16 on Intel Macs, where an app would otherwise not build for the simulator."""
    return ct.TensorType(spec.name, dtype=np.float16 if half else np.float32)


def carried(program: Program, options: Lowering) -> frozenset[str]:
    """Tensors that an app carries from call to call and never reads: float16 if all else is.

    They are what one method returns and another takes, and states with what is new in them.
    """
    if options.precision is Precision.FP32:
        return frozenset()
    returned = {spec.name for method in program.methods for spec in method.outputs}
    taken = {spec.name for method in program.methods for spec in method.inputs}
    states = [state for method in program.methods for state in kept_by(method)]
    return frozenset((returned & taken).union(*((s.name, s.new) for s in states)))


def _compute_precision(precision: Precision) -> ct.precision:
    return ct.precision.FLOAT32 if precision is Precision.FP32 else ct.precision.FLOAT16


def _name_rows_(graph: torch.fx.Graph, declared: set[str]) -> None:
    """Names each dequantization after its layer, so that tensors in the file can be recognised.

    ``declared``: names of inputs and outputs. A layer of such a name, or of an argument's, gets
    another: coremltools knows values by name, and would multiply by the input where the layer's
    weight should be.
    """
    taken = declared | {node.name for node in graph.nodes if node.op == "placeholder"}
    for node in graph.nodes:
        if node.target is DEQUANTIZE:
            values: torch.fx.Node = node.args[0]
            name = values.name.removeprefix("p_").split("_parametrizations_")[0]
            node._rename(f"{name}_rows" if name in taken else name)
