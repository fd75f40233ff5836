"""A session that is called again and again on the memory of the caller's arrays.

A decoder hands over its cache, which it writes into, and the source at every step. Bound once, they
cost nothing more: of a step of 2 layers x 256 with 32,000 words handing over takes a tenth.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import onnxruntime as ort

from exporters.errors import Refused
from exporters.runtime import Arrays


@contextmanager
def refused_failures(what: str) -> Iterator[None]:
    """What ONNX Runtime says where a method does not run, as a refusal: an index outside a table, a
    shape that fits nothing. It has a class of its own for each."""
    try:
        yield
    except Exception as failed:
        reason = " ".join(str(failed).split())
        raise Refused(f"{what} did not run: {reason:.400}; export it again") from failed


class RepeatedSession:
    """See ``exporters.runtime.RepeatingRunner``. Results are copies."""

    def __init__(self, session: ort.InferenceSession, inputs: Arrays) -> None:
        """``inputs``: without gaps in their memory (see ``lasting``)."""
        self._session, self._binding = session, session.io_binding()
        self._names = [output.name for output in session.get_outputs()]
        # A binding has addresses only.
        self._inputs = dict(inputs)
        for name, array in inputs.items():
            self._binding.bind_cpu_input(name, array)
        for name in self._names:
            self._binding.bind_output(name)

    def __call__(self) -> dict[str, np.ndarray]:
        with refused_failures("a method"):
            self._session.run_with_iobinding(self._binding)
        results = self._binding.copy_outputs_to_cpu()
        return dict(zip(self._names, results, strict=True))


def lasting(inputs: Arrays) -> bool:
    """Whether all can be bound: one with gaps in its memory would be copied, and the copy would
    not follow what the caller writes."""
    return all(array.flags.c_contiguous for array in inputs.values())
