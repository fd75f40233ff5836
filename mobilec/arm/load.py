"""Programs of a bundle, started on an ARM64 processor."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from exporters.runtime import Elsewhere
from mobilec.arm.emulator import Emulator
from mobilec.arm.process import ArmProcess
from mobilec.arm.processors import Processor

_STARTED: dict[str, Callable[[Emulator, Path, Processor], ArmProcess]] = {
    "executorch": Emulator.pte,
    "onnx": Emulator.onnx,
}
FORMATS = tuple(_STARTED)
"""Core ML runs on Apple's processors alone, and Apple's framework is not emulated."""


@dataclass(frozen=True)
class OnArm:
    """What ``Bundle.elsewhere`` is for an emulated processor."""

    emulator: Emulator
    processor: Processor

    def __call__(self, format_name: str, path: Path) -> Elsewhere:
        return self.started(format_name, path).call

    def started(self, format_name: str, path: Path) -> ArmProcess:
        """The process of a program; whoever started it ends it."""
        if format_name not in _STARTED:
            raise Refused(
                f"{path} is a program in the format {format_name}; on ARM run {', '.join(FORMATS)}"
            )
        return _STARTED[format_name](self.emulator, path, self.processor)
