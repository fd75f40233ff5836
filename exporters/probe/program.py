"""The program behind the probe's files, and the command that makes them: as any other export.

    python -m exporters.probe.program [FOLDER]

They lie beside this file, so that a probe costs no lowering; a test holds that they are what the
exporter makes now.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

from exporters.backend import Lowering, backend
from exporters.formats import FORMATS
from exporters.probe.full_range import (
    FEATURES,
    NARROW,
    ROWS,
    UNIT,
    WIDE,
    WIDTHS,
    result_of,
    weights,
)
from exporters.probe.probe import probes
from exporters.program import Method, Program, TensorSpec
from exporters.progress import Silent
from exporters.quiet import quiet
from exporters.tasks.names import CLASSIFICATION


class Products(nn.Module):
    """Two linears whose weights lie on the grid of int8."""

    def __init__(self, largest: int) -> None:
        super().__init__()
        self.to_narrow, self.to_wide = _linear(NARROW, largest), _linear(WIDE, largest)

    def forward(
        self, narrow: torch.Tensor, wide: torch.Tensor, row: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """(1, rows, width) to (1, rows, FEATURES) of each."""
        return self.to_narrow(narrow), self.to_wide(wide), self.to_wide(row)


def program(largest: int) -> Program:
    """``largest``: the magnitude of the largest weight, 127 or what fewer bits hold."""
    inputs = tuple(_spec(name, *sizes) for name, sizes in WIDTHS.items())
    outputs = tuple(_spec(result_of(name), rows, FEATURES) for name, (rows, _) in WIDTHS.items())
    method = Method("forward", Products(largest).eval(), inputs, outputs)
    return Program(
        task=CLASSIFICATION,
        family="probe",
        methods=(method,),
        pad_id=0,
        unique_parameters=FEATURES * (NARROW + WIDE),
    )


def write(format_name: str, folder: Path | None = None) -> None:
    """Lowers the program to every file of a format, into ``folder`` or where they lie."""
    end = backend(format_name)
    for path, probe in probes(format_name).items():
        options = Lowering(lengths=(ROWS,), reduce_range=probe.reduce_range)
        quantized = end.quantize(program(probe.largest), options)
        with quiet():
            end.lower(quantized, (folder or path.parent) / probe.file, options, Silent())


def _linear(width: int, largest: int) -> nn.Linear:
    linear = nn.Linear(width, FEATURES, bias=False)
    values = weights(width, largest).astype(np.float32) * np.float32(UNIT)
    linear.weight = nn.Parameter(torch.from_numpy(values), requires_grad=False)
    return linear


def _spec(name: str, rows: int, width: int) -> TensorSpec:
    return TensorSpec(name, torch.float32, (1, rows, width))


if __name__ == "__main__":
    for name in FORMATS:
        write(name, Path(sys.argv[1]) if len(sys.argv) > 1 else None)
