"""From a program to the bytes of a .pte: trace, fix reshapes, delegate to XNNPACK, plan memory."""

from inspect import Parameter, signature
from pathlib import Path
from typing import Any

import torch
from executorch.backends.xnnpack.partition.xnnpack_partitioner import XnnpackPartitioner
from executorch.exir import (
    EdgeCompileConfig,
    EdgeProgramManager,
    ExecutorchBackendConfig,
    to_edge,
)
from torch import nn
from torch.export import Dim, ExportedProgram, export

from exporters.backend import Lowering
from exporters.dimension import Dimension
from exporters.executorch import interface
from exporters.executorch.copies import fewer_copies_
from exporters.executorch.equal_products import merge_equal_products_
from exporters.executorch.first_token import compute_first_token_only_
from exporters.executorch.half import in_half_precision
from exporters.executorch.passes import needed_passes
from exporters.executorch.reshapes import use_minus_one_
from exporters.executorch.scales import fold_factors_
from exporters.executorch.tables import note_places_, sought_tables
from exporters.precision.rules import Precision
from exporters.program import Method, Program, TensorSpec
from exporters.progress import Progress
from exporters.quiet import quiet

Shape = dict[int, Dim] | None
"""The axes of an input whose sizes are known only at run time; None where all are fixed."""


def lower(program: Program, path: Path, options: Lowering, progress: Progress) -> None:
    """Writes ``path`` with every method of ``program`` (as ``quantize`` gave it).

    One dynamic, bounded length: it runs as fast as a fixed one, so no padding is ever computed.

    Inputs have a place in the planned memory, into which the runtime copies them. Without it a
    step is quicker (benchmarks/README.md, "planned inputs"), but XNNPACK may read 16 bytes beyond
    the end of an array, and nobody can promise that behind a caller's there are any.
    """
    sought = sought_tables(program, options.precision)
    document = interface.describe(program, options.lengths[-1], len(sought))
    with quiet():
        progress.doing("tracing")
        traced = {m.name: traced_method(m, options) for m in program.methods}
        for exported in traced.values():
            rewrite_(exported)
        progress.doing("delegating to XNNPACK")
        edge = _delegated(traced, {interface.METHOD: torch.tensor(list(document)).to(torch.uint8)})
        progress.doing("planning memory")
        buffer = edge.to_executorch(ExecutorchBackendConfig(extract_delegate_segments=True)).buffer
        path.write_bytes(buffer)
        if sought:
            note_places_(path, document, sought)


def _delegated(
    traced: dict[str, ExportedProgram], constants: dict[str, torch.Tensor]
) -> EdgeProgramManager:
    """The partitioner for float and int8 stands alone on purpose: with the dynamically quantized
    one before it MiniLM falls into 51 delegates instead of 2.

    ``to_edge`` and ``to_backend`` decompose once where ``to_edge_transform_and_lower`` does so
    three times, for the same bytes (benchmarks/README.md, "lowering in two calls").
    """
    partitioner = XnnpackPartitioner()
    keep = {op for t in traced.values() for op in partitioner.ops_to_not_decompose(t)[0]}
    config = EdgeCompileConfig(_check_ir_validity=False, preserve_ops=sorted(keep, key=str))
    with needed_passes():
        edge = to_edge(traced, constant_methods=constants, compile_config=config)
        return edge.to_backend(dict.fromkeys(traced, partitioner))


def traced_method(method: Method, options: Lowering) -> ExportedProgram:
    """The graph of a method for every length up to the longest, in the precision asked for."""
    at = {name: _example_size(d) for name, d in method.dimensions.items()}
    dims = {
        name: Dim(name, min=d.minimum, max=min(d.maximum, options.lengths[-1]))
        for name, d in method.dimensions.items()
    }
    sizes = tuple(_dynamic(spec, dims) for spec in method.inputs)

    def trace(module: nn.Module) -> ExportedProgram:
        shapes = _nested(module, sizes)
        with torch.no_grad():
            return export(module, method.example(at), dynamic_shapes=shapes, strict=False)

    exported = trace(method.module)
    if options.precision is Precision.FP16:
        return in_half_precision(exported, trace)
    return exported


def rewrite_(exported: ExportedProgram) -> None:
    """What XNNPACK runs faster or takes whole, with the same answers."""
    merge_equal_products_(exported)
    fewer_copies_(exported)
    compute_first_token_only_(exported)
    fold_factors_(exported)
    use_minus_one_(exported)


def _example_size(dimension: Dimension) -> int:
    """A size inside the bounds that no other size of a model is likely to equal."""
    return min(dimension.maximum, max(dimension.minimum, 24))


def _nested(module: nn.Module, shapes: tuple[Shape, ...]) -> tuple[Any, ...]:
    """As ``forward`` declares its arguments: what ends in ``*rest`` is one of them, a tuple."""
    parameters = signature(module.forward).parameters.values()
    alone = sum(parameter.kind is not Parameter.VAR_POSITIONAL for parameter in parameters)
    return shapes if alone == len(parameters) else (*shapes[:alone], shapes[alone:])


def _dynamic(spec: TensorSpec, dims: dict[str, Dim]) -> Shape:
    axes = {a: dims[s.name] for a, s in enumerate(spec.shape) if isinstance(s, Dimension)}
    return axes or None
