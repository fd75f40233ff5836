"""Programs of a bundle, loaded on an ARM64 processor."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from exporters.backend import Runner
from exporters.errors import Refused
from exporters.executorch.run import ExecutorchRunner
from exporters.onnx.files import method_files
from exporters.onnx.run import OnnxRunner
from mobilec.arm.emulator import Emulator
from mobilec.arm.process import ArmProcess
from mobilec.arm.processors import Processor

FORMATS = ("executorch", "onnx")
"""Core ML runs on Apple's processors alone, and Apple's framework is not emulated."""


@dataclass(frozen=True)
class OnArm:
    """What ``Bundle.load`` is for an emulated processor."""

    emulator: Emulator
    processor: Processor

    def __call__(self, format_name: str, path: Path) -> Runner:
        if format_name == "executorch":
            process = self.emulator.pte(path, self.processor)
            return ExecutorchRunner(path, lambda name: _Method(process, name))
        if format_name == "onnx":
            process = self.emulator.onnx(method_files(path), self.processor)
            return OnnxRunner(path, 1, process.call)
        raise Refused(
            f"{path} is a program in the format {format_name}; on ARM run {', '.join(FORMATS)}"
        )


@dataclass(frozen=True)
class _Method:
    """One method of a .pte in the ARM process."""

    process: ArmProcess
    name: str

    def execute(self, inputs: Sequence[torch.Tensor]) -> list[torch.Tensor]:
        arrays: list[np.ndarray] = [tensor.numpy() for tensor in inputs]
        return [torch.from_numpy(array) for array in self.process.call(self.name, arrays)]
