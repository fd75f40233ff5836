"""Starts programs on a processor that is emulated."""

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from mobilec.arm.counting.addresses import held
from mobilec.arm.process import ArmProcess
from mobilec.arm.processors import DOT, MATRIX, Processor

_SERVER = Path(__file__).parent / "runner" / "onnx_server.py"
_PYTHON = "usr/bin/python3.13"


@dataclass(frozen=True)
class Emulator:
    """``qemu``: the user-mode emulator; the rest are the folders of the set-up. ``plugin``: what
    it loads, with its arguments; such a program runs on one thread, so that it can be counted.
    """

    qemu: Path
    userland: Path
    wheels: Path
    runner: Path
    plugin: str = ""

    def pte(self, path: Path, processor: Processor) -> ArmProcess:
        """A process that answers calls of a .pte's methods."""
        alone = ["--one-thread"] if self.plugin else []
        return self._started([str(self.runner / "runner"), *alone, str(path)], processor)

    def onnx(self, path: Path, processor: Processor) -> ArmProcess:
        """A process that answers calls of the methods in an .onnx file or folder."""
        files = sorted(path.glob("*.onnx")) if path.is_dir() else [path]
        return self._started([*self._python(), str(_SERVER), *map(str, files)], processor)

    def script(
        self, path: Path, words: Sequence[str], packages: Path, processor: Processor
    ) -> ArmProcess:
        """A process of a Python program that is neither of these, with ARM64 packages of its own:
        it answers calls as onnx_server.py does."""
        return self._started([*self._python(), str(path), *words], processor, packages)

    def int8_features(self, processor: Processor) -> tuple[str, ...]:
        """The instructions for int8 products that the emulated processor says it has."""
        words = self._command([str(self.runner / "runner"), "--features"], processor)
        said = self._answer(words).split()
        return tuple(name for name in (DOT, MATRIX) if name in said)

    def version(self) -> str:
        """Of the emulator."""
        found = re.search(r"version (\S+)", self._answer([str(self.qemu), "--version"]))
        return found[1] if found else "unknown"

    def onnxruntime_version(self) -> str:
        """As ONNX Runtime says it on the ARM side."""
        code = "import onnxruntime; print(onnxruntime.__version__)"
        command = self._command([*self._python(), "-c", code], Processor("cortex-a76", (), ""))
        return self._answer(command).strip()

    def _started(
        self, program: Sequence[str], processor: Processor, packages: Path | None = None
    ) -> ArmProcess:
        return ArmProcess(self._command(program, processor, packages), self._environment())

    def _command(
        self, program: Sequence[str], processor: Processor, packages: Path | None = None
    ) -> list[str]:
        own = () if packages is None else (str(packages), str(_SERVER.parent))
        inside = {
            "LD_LIBRARY_PATH": str(self.wheels / "executorch" / "lib"),
            "PYTHONPATH": ":".join((*own, str(self.wheels))),
            "PYTHONNOUSERSITE": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
            # NumPy's, which does no work here and would start threads.
            "OPENBLAS_NUM_THREADS": "1",
        }
        settings = [word for name, value in inside.items() for word in ("-E", f"{name}={value}")]
        emulated = [str(self.qemu), "-cpu", processor.name, "-L", str(self.userland)]
        if self.plugin:
            emulated = [*held(), *emulated, "-seed", "1", "-plugin", self.plugin]
        return [*emulated, *settings, *program]

    def _python(self) -> tuple[str, ...]:
        return (str(self.userland / _PYTHON),)

    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}

    def _answer(self, command: Sequence[str]) -> str:
        done = subprocess.run(
            list(command), env=self._environment(), capture_output=True, text=True, timeout=300
        )
        if done.returncode:
            raise Refused(
                f"the ARM set-up does not run ({done.stderr.strip()[-300:]}); make it again: "
                "mobilec arm setup --again"
            )
        return done.stdout
