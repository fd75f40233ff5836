"""A program run by PyTorch itself: the reference for every file made from it."""

import numpy as np
import torch

from exporters.program import Program
from exporters.runtime import Arrays


class TorchRunner:
    """See ``exporters.runtime.Runner``."""

    def __init__(self, program: Program) -> None:
        self.program = program

    def run(self, method: str, inputs: Arrays) -> dict[str, np.ndarray]:
        """See ``exporters.runtime.Runner.run``."""
        entry = self.program.method(method)
        tensors = (torch.from_numpy(inputs[spec.name]) for spec in entry.inputs)
        with torch.no_grad():
            returned = entry.module(*tensors)
        outputs = returned if isinstance(returned, tuple) else (returned,)
        return {
            spec.name: output.numpy() for spec, output in zip(entry.outputs, outputs, strict=True)
        }
