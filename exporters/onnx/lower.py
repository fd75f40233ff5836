"""One method of a program to one .onnx file, with one dynamic, bounded length."""

import os
from pathlib import Path

import onnx
import onnx_ir as ir
import torch

from exporters.backend import Lowering
from exporters.errors import Refused
from exporters.onnx.limits import BOUNDS, METHOD, bounds_text
from exporters.onnx.spelling import OPSET, SPELLINGS
from exporters.onnx.tidy import tidy_
from exporters.program import Dimension, Method, Program
from exporters.progress import Progress
from exporters.quiet import quiet

_EXTERNAL_ABOVE = 1_900_000_000
"""Bytes of tensors above which they stand beside the file: a protobuf ends at 2 GiB."""


def lower(program: Program, path: Path, options: Lowering, progress: Progress) -> None:
    """See ``exporters.backend.Backend.lower``.

    An ONNX graph has no second entry point. A program with several methods therefore becomes
    several files on one external data file: ``exported`` makes the model of any one method, and
    what is left to add here is a name for each and the one ``external_data`` that
    ``ir.external_data.convert_tensors_to_external`` writes for all of them.
    """
    if len(program.methods) != 1:
        names = ", ".join(m.name for m in program.methods)
        raise Refused(
            f"one .onnx file holds one method, and the {program.task} program has "
            f"{len(program.methods)} ({names}); lower a program of one of them at a time"
        )
    method = program.methods[0]
    with progress.stage("to ONNX"):
        progress.doing(f"exporting {method.name}")
        model = exported(method, options)
        progress.doing("writing")
        _write(model, path)


def exported(method: Method, options: Lowering) -> ir.Model:
    """The method as an ONNX model, tidied, with its bounds in its metadata."""
    dimensions = {n: _bounded(d, options) for n, d in method.dimensions.items()}
    with quiet(), torch.no_grad():
        program = torch.onnx.export(
            method.module,
            method.example({n: _example_size(d) for n, d in dimensions.items()}),
            input_names=[spec.name for spec in method.inputs],
            output_names=[spec.name for spec in method.outputs],
            dynamic_shapes=_dynamic_shapes(method, dimensions),
            custom_translation_table=SPELLINGS,
            opset_version=OPSET,
            dynamo=True,
            optimize=False,
            verbose=False,
        )
        assert program is not None
        tidy_(program.model)
    program.model.metadata_props[METHOD] = method.name
    program.model.metadata_props[BOUNDS] = bounds_text(dimensions.values())
    return program.model


def _bounded(dimension: Dimension, options: Lowering) -> Dimension:
    """The dimension up to the longest length that was asked for."""
    return Dimension(dimension.name, dimension.minimum, options.lengths[-1])


def _example_size(dimension: Dimension) -> int:
    """Neither 0 nor 1, which torch.export takes for constants, nor a bound."""
    return (dimension.minimum + dimension.maximum + 1) // 2


def _dynamic_shapes(
    method: Method, dimensions: dict[str, Dimension]
) -> tuple[dict[int, torch.export.Dim], ...]:
    """For each input: axis to its dimension, as ``torch.export`` takes them."""
    dims = {n: torch.export.Dim(n, min=d.minimum, max=d.maximum) for n, d in dimensions.items()}
    return tuple(
        {a: dims[s.name] for a, s in enumerate(spec.shape) if isinstance(s, Dimension)}
        for spec in method.inputs
    )


def _write(model: ir.Model, path: Path) -> None:
    """Checked, then whole under its name or not at all."""
    constants = (v.const_value for v in model.graph.initializers.values())
    size_bytes = sum(c.nbytes for c in constants if c is not None)
    if size_bytes > _EXTERNAL_ABOVE:
        ir.save(model, path, external_data=f"{path.name}.data")
        return
    proto = ir.to_proto(model)
    onnx.checker.check_model(proto, full_check=True)
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(proto.SerializeToString())
    os.replace(partial, path)
