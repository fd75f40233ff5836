"""A function of a package run by Core ML itself, which only a Mac has."""

import coremltools as ct
import numpy as np

from exporters.backend import Arrays
from exporters.coreml.functions import MAIN, Signature, described
from exporters.coreml.package import Package


class OnMac:
    """One function, on the processors that Core ML chooses. States keep their values."""

    def __init__(self, package: Package, signature: Signature) -> None:
        name = None if signature.function == MAIN else signature.function
        self._model = ct.models.MLModel(str(package.path), function_name=name)
        here = next(d for d in described(package) if d.name == signature.function)
        self._has_state = len(here.state) > 0
        self.reset()

    def reset(self) -> None:
        """All states zero. Core ML refuses to make a state where the function has none."""
        self._state = self._model.make_state() if self._has_state else None

    def __call__(self, inputs: Arrays) -> dict[str, np.ndarray]:
        """Arrays of exactly the function's sizes, in and out."""
        return self._model.predict(dict(inputs), state=self._state)
