"""A stand-in for a file that keeps its states itself, made of a captured program and PyTorch."""

import numpy as np

from exporters.decode.state import APPEND, POSITION, states_of
from exporters.eager import TorchRunner
from exporters.program import Program
from exporters.runtime import Arrays


class StatefulTorch:
    """See ``exporters.runtime.StatefulRunner``. Every source is padded to ``length``, as such files
    have functions of fixed lengths."""

    def __init__(self, program: Program, length: int) -> None:
        self._runner, self._length = TorchRunner(program), length
        self._kept = states_of(program).kept
        self.reads = 0
        self.reset()

    def run(self, method: str, inputs: Arrays) -> dict[str, np.ndarray]:
        if method == "encode":
            room = ((0, 0), (0, self._length - inputs["input_ids"].shape[1]))
            return self._runner.run(method, {k: np.pad(v, room) for k, v in inputs.items()})
        assert not set(inputs) & set(self._states), "the file has its own states"
        outputs = self._runner.run(method, {**inputs, **self._states})
        for state in self._kept:
            new, at = outputs.pop(state.new), inputs[POSITION][0]
            if state.update == APPEND:
                self._states[state.name][:, at] = new[:, 0]
            else:
                self._states[state.name] = new
        return outputs

    def reset(self) -> None:
        self._states = {state.name: np.zeros(state.shape, np.float32) for state in self._kept}

    def read_states(self, method: str) -> dict[str, np.ndarray]:
        assert method == "decode"
        self.reads += 1
        return {name: state.copy() for name, state in self._states.items()}

    def write_states(self, method: str, states: Arrays) -> None:
        assert method == "decode" and set(states) == set(self._states)
        self._states = {name: state.copy() for name, state in states.items()}
