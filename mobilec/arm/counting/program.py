"""A program on an emulated processor, every call of which is counted."""

import tempfile
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import numpy as np

from mobilec.arm.counting.addresses import held
from mobilec.arm.counting.setup import emulator
from mobilec.arm.counting.trace import Trace, read_trace
from mobilec.arm.load import OnArm
from mobilec.arm.processors import Processor

_LAST_S = 120.0
"""For the plugin to write what it has, on a busy machine."""


class CountedProgram:
    """A process from entry to exit. ``call`` is what ``exporters.runtime.load`` takes as
    ``elsewhere``; ``made`` are the methods of the calls so far; ``trace`` is there after the exit.
    ``by``: what counts; ``int8``: what the processor says it has for int8 products.

    Raises ``Refused`` where the set-up is missing, and where the process died.
    """

    def __init__(self, format_name: str, path: Path, processor: Processor) -> None:
        machine, plugin = emulator()
        self._folder = tempfile.TemporaryDirectory()
        self._file = Path(self._folder.name) / "trace"
        counted = replace(machine, plugin=f"{plugin},out={self._file}")
        self._process = OnArm(counted, processor).started(format_name, path)
        self.by = f"qemu {machine.version()}{'' if held() else ', addresses not held'}"
        self.int8 = machine.int8_features(processor)
        self._trace: Trace | None = None
        self.made: list[str] = []

    @property
    def trace(self) -> Trace:
        assert self._trace is not None, "the program still runs"
        return self._trace

    def call(self, method: str, inputs: list[np.ndarray]) -> list[np.ndarray]:
        """One call of a method, its inputs in the file's order."""
        outputs = self._process.call(method, inputs)
        self.made.append(method)
        return outputs

    def __enter__(self) -> "CountedProgram":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.close(0.0 if raised else _LAST_S)
        try:
            if raised is None:
                self._trace = read_trace(self._file)
        finally:
            self._folder.cleanup()
