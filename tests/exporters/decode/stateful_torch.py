"""A stand-in for a file that keeps its cache itself, made of a captured program and PyTorch."""

import numpy as np

from exporters.decode.layout import POSITION, layout_of
from exporters.eager import TorchRunner
from exporters.program import Program
from exporters.runtime import Arrays


class StatefulTorch:
    """See ``exporters.runtime.StatefulRunner``. Every source is padded to ``length``, as such files
    have functions of fixed lengths."""

    def __init__(self, program: Program, length: int) -> None:
        self._runner, self._length = TorchRunner(program), length
        self._layout = layout_of(program.method("decode"))
        self.reads = 0
        self.reset()

    def run(self, method: str, inputs: Arrays) -> dict[str, np.ndarray]:
        if method == "encode":
            room = ((0, 0), (0, self._length - inputs["input_ids"].shape[1]))
            return self._runner.run(method, {k: np.pad(v, room) for k, v in inputs.items()})
        assert not set(inputs) & set(self._layout.past), "the file has its own cache"
        outputs = self._runner.run(method, {**inputs, **self._states})
        for past, new in zip(self._layout.past, self._layout.new, strict=True):
            self._states[past][:, inputs[POSITION][0]] = outputs.pop(new)[:, 0]
        return outputs

    def reset(self) -> None:
        shape = self._layout.past_shape
        self._states = {name: np.zeros(shape, np.float32) for name in self._layout.past}

    def read_states(self, method: str) -> dict[str, np.ndarray]:
        assert method == "decode"
        self.reads += 1
        return {name: state.copy() for name, state in self._states.items()}

    def write_states(self, method: str, states: Arrays) -> None:
        assert method == "decode" and set(states) == set(self._states)
        self._states = {name: state.copy() for name, state in states.items()}
