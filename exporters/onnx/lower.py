"""A program to .onnx, with one dynamic, bounded length.

An ONNX graph has no second entry point, so a program of several methods becomes a folder: a file
for each method, and one file of weights for all of them (see write.py).
"""

from inspect import Parameter, signature
from pathlib import Path
from typing import Any

import onnx_ir as ir
import torch

from exporters.backend import Lowering
from exporters.dimension import Dimension
from exporters.onnx.limits import BOUNDS, EXACT, METHOD, METHODS, bounds_text
from exporters.onnx.spelling import OPSET, SPELLINGS
from exporters.onnx.tidy import tidy_
from exporters.onnx.write import write_file, write_folder
from exporters.program import Method, Program
from exporters.progress import Progress
from exporters.quiet import quiet

Axes = dict[int, torch.export.Dim]
"""Axis of an input to its dimension."""


def lower(program: Program, path: Path, options: Lowering, progress: Progress) -> None:
    """See ``exporters.backend.Backend.lower``."""
    names = [method.name for method in program.methods]
    with progress.stage("to ONNX"):
        models = {}
        for method in program.methods:
            progress.doing(f"exporting {method.name}")
            models[method.name] = exported(method, options)
        progress.doing("writing")
        if len(models) == 1:
            write_file(models[names[0]], path)
            return
        for model in models.values():
            model.metadata_props[METHODS] = ",".join(names)
        write_folder(models, path)


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
    program.model.metadata_props[EXACT] = "exact"
    program.model.metadata_props[BOUNDS] = bounds_text(dimensions.values())
    return program.model


def _bounded(dimension: Dimension, options: Lowering) -> Dimension:
    """The dimension up to the longest length that was asked for."""
    return Dimension(dimension.name, dimension.minimum, options.lengths[-1])


def _example_size(dimension: Dimension) -> int:
    """Neither 0 nor 1, which torch.export takes for constants, nor a bound."""
    return (dimension.minimum + dimension.maximum + 1) // 2


def _dynamic_shapes(method: Method, dimensions: dict[str, Dimension]) -> tuple[Any, ...]:
    """For each argument of ``forward`` the dynamic axes, as ``torch.export`` takes them.

    ``*rest`` is one argument, a tuple.
    """
    dims = {n: torch.export.Dim(n, min=d.minimum, max=d.maximum) for n, d in dimensions.items()}
    axes: list[Axes] = [
        {a: dims[s.name] for a, s in enumerate(spec.shape) if isinstance(s, Dimension)}
        for spec in method.inputs
    ]
    parameters = signature(method.module.forward).parameters.values()
    alone = sum(parameter.kind is not Parameter.VAR_POSITIONAL for parameter in parameters)
    return tuple(axes) if alone == len(parameters) else (*axes[:alone], tuple(axes[alone:]))
