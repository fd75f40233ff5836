"""A runner that keeps when each call began and ended."""

import time
from dataclasses import dataclass

import numpy as np

from exporters.runtime import Arrays, Runner, repeated
from exporters.runtime import Call as Ready


@dataclass(frozen=True)
class Call:
    """Seconds of a monotonic clock."""

    method: str
    began_s: float
    ended_s: float

    @property
    def milliseconds(self) -> float:
        return 1000 * (self.ended_s - self.began_s)


class TimedRunner:
    """See ``exporters.runtime.Runner``. ``calls``: since they were last taken."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._calls: list[Call] = []

    def run(self, method: str, inputs: Arrays) -> dict[str, np.ndarray]:
        began = time.perf_counter()
        outputs = self._runner.run(method, inputs)
        self._calls.append(Call(method, began, time.perf_counter()))
        return outputs

    def repeated(self, method: str, inputs: Arrays) -> Ready:
        """See ``exporters.runtime.RepeatingRunner``."""
        ready = repeated(self._runner, method, inputs)

        def timed() -> dict[str, np.ndarray]:
            began = time.perf_counter()
            outputs = ready()
            self._calls.append(Call(method, began, time.perf_counter()))
            return outputs

        return timed

    def taken(self) -> tuple[Call, ...]:
        """The calls so far; the next ones start a new list."""
        calls, self._calls = tuple(self._calls), []
        return calls
