"""A program on an emulated processor, every call of which is counted."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from mobilec.arm.counting.addresses import held
from mobilec.arm.counting.setup import emulator
from mobilec.arm.counting.trace import Trace, read_trace
from mobilec.arm.emulator import Emulator
from mobilec.arm.load import OnArm
from mobilec.arm.process import ArmProcess
from mobilec.arm.processors import Processor

_LAST_S = 120.0
"""For the plugin to write what it has, on a busy machine."""


Start = Callable[[Emulator], ArmProcess]
"""How a process begins that sets marks."""


class CountedProcess:
    """A process from entry to exit. ``call`` is what ``exporters.runtime.load`` takes as
    ``elsewhere``; ``made`` are the methods of the calls so far; ``trace`` is there after the exit.
    ``by``: what counts; ``int8``: what the processor says it has for int8 products.
    ``every_thread``: else the one that sets the marks is counted alone.

    Raises ``Refused`` where the set-up is missing, and where the process died.
    """

    def __init__(self, start: Start, processor: Processor, every_thread: bool = False) -> None:
        machine, plugin = emulator()
        self._folder = tempfile.TemporaryDirectory()
        self._file = Path(self._folder.name) / "trace"
        threads = ",threads=all" if every_thread else ""
        self._process = start(replace(machine, plugin=f"{plugin},out={self._file}{threads}"))
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

    def __enter__(self) -> Self:
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


class CountedProgram(CountedProcess):
    """The process of a program's file, whose work is all on the thread that is asked."""

    def __init__(self, format_name: str, path: Path, processor: Processor) -> None:
        super().__init__(
            lambda machine: OnArm(machine, processor).started(format_name, path), processor
        )
