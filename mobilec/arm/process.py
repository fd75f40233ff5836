"""A process on an ARM64 processor, to which calls go one after the other."""

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType

import numpy as np

from exporters.errors import Refused
from mobilec.arm.runner.stream import read_answer, write_call

_LAST_WORDS = 400


class ArmProcess:
    """Started at once, ended by ``close`` or when it is forgotten."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._words = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._words,
            env=dict(environment),
        )

    def call(self, method: str, inputs: Sequence[np.ndarray]) -> list[np.ndarray]:
        """The outputs of one call; Refused with the process's own words where there are none."""
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None and answers is not None, "both are pipes"
        try:
            write_call(requests, method, inputs)
            answer = read_answer(answers)
        except (EOFError, BrokenPipeError) as ended:
            raise Refused(f"the ARM process ended in {method}: {self._ended()}") from ended
        if isinstance(answer, str):
            raise Refused(f"the method {method} did not run on ARM: {answer}")
        return answer

    def close(self, wait_s: float = 5.0) -> None:
        """Ends the process, by force if it has not ended by itself after ``wait_s`` seconds;
        again does no harm."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                # What a dead process has not read is still to be written to it.
                with suppress(BrokenPipeError):
                    pipe.close()
        try:
            self._process.wait(timeout=wait_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._words.close()

    def __enter__(self) -> "ArmProcess":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _ended(self) -> str:
        status = self._process.wait()
        self._words.seek(0)
        words = self._words.read().decode(errors="replace").strip()[-_LAST_WORDS:]
        how = f"signal {-status}" if status < 0 else f"exit status {status}"
        return f"{how}{': ' + words if words else ''}"
