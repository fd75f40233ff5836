"""A function of a package run by Core ML itself, which only a Mac has."""

from typing import Any

import coremltools as ct
import numpy as np

from exporters.coreml.functions import MAIN, Signature, described
from exporters.coreml.package import Package
from exporters.runtime import Arrays


class OnMac:
    """One function, on the processors that Core ML chooses. States keep their values."""

    def __init__(self, package: Package, signature: Signature) -> None:
        name = None if signature.function == MAIN else signature.function
        self._model = ct.models.MLModel(str(package.path), function_name=name)
        here = next(d for d in described(package) if d.name == signature.function)
        self._states = tuple(state.name for state in here.state)
        self.reset()

    def reset(self) -> None:
        """All states zero. Core ML refuses to make a state where the function has none."""
        self._state: Any = self._model.make_state() if self._states else None

    def read_states(self) -> dict[str, np.ndarray]:
        """Copies of all states by name."""
        return {name: np.array(self._state.read_state(name)) for name in self._states}

    def write_states(self, states: Arrays) -> None:
        """Replaces the named ones."""
        for name, value in states.items():
            self._state.write_state(name, np.ascontiguousarray(value, np.float16))

    def __call__(self, inputs: Arrays) -> dict[str, np.ndarray]:
        """Arrays of exactly the function's sizes, in and out."""
        return self._model.predict(dict(inputs), state=self._state)
