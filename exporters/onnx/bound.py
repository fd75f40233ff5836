"""A session on the memory of the caller's arrays, which stay bound from call to call.

A decoder hands over its cache, which it writes into, and the source at every step. Bound once, they
cost nothing more: of a step of 2 layers x 256 with 32,000 words handing over takes a tenth.
"""

import numpy as np
import onnxruntime as ort

from exporters.backend import Arrays
from exporters.handed import Handed

Signature = tuple[tuple[str, np.dtype, tuple[int, ...]], ...]


def signature(inputs: Arrays) -> Signature:
    """What decides whether a call is like the one before: names, dtypes and shapes."""
    return tuple((name, array.dtype, array.shape) for name, array in inputs.items())


class BoundSession:
    """An array that is the same object as in the call before is not handed over again.

    Nothing was copied, so what was written into it meanwhile is seen. Results are copies.
    """

    def __init__(self, session: ort.InferenceSession) -> None:
        self._session, self._binding = session, session.io_binding()
        self.outputs = [output.name for output in session.get_outputs()]
        self._bound: dict[str, np.ndarray] = {}
        self._last: Handed | None = None

    def holds(self, inputs: Arrays) -> bool:
        """Whether all are bound as they are, so that there is nothing to check or to bind."""
        return self._last is not None and self._last.again(inputs)

    def forget(self) -> None:
        """To be called where inputs have other shapes than before: results will have, too."""
        self._bound, self._last = {}, None
        self._binding.clear_binding_inputs()
        self._binding.clear_binding_outputs()
        for name in self.outputs:
            self._binding.bind_output(name)

    def bind(self, inputs: Arrays) -> None:
        """Named arrays, for the runs to come."""
        for name, array in inputs.items():
            if self._bound.get(name) is not array:
                self._bind(name, array)
        self._last = Handed.of(inputs) if self._bound.keys() == inputs.keys() else None

    def run(self) -> dict[str, np.ndarray]:
        """Named results of what is bound."""
        self._session.run_with_iobinding(self._binding)
        results = self._binding.copy_outputs_to_cpu()
        return dict(zip(self.outputs, results, strict=True))

    def _bind(self, name: str, array: np.ndarray) -> None:
        """One with gaps in its memory is copied, now and at every call."""
        whole = array.flags.c_contiguous
        self._binding.bind_cpu_input(name, array if whole else np.ascontiguousarray(array))
        if whole:
            self._bound[name] = array
        else:
            self._bound.pop(name, None)
