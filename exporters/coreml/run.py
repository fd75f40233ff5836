"""A package that runs: on a Mac by Core ML itself, elsewhere by the evaluator."""

import sys
from pathlib import Path
from typing import Protocol

import numpy as np

from exporters.coreml.enumerated import IDS, MASK
from exporters.coreml.evaluate import Evaluated
from exporters.coreml.functions import Signature, signatures
from exporters.coreml.mac import OnMac
from exporters.coreml.package import PAD_ID, open_packages
from exporters.errors import Refused
from exporters.runtime import Arrays, Elsewhere


class Engine(Protocol):
    """Runs one function at its own sizes."""

    def __call__(self, inputs: Arrays) -> dict[str, np.ndarray]: ...

    def reset(self) -> None: ...

    def read_states(self) -> dict[str, np.ndarray]: ...

    def write_states(self, states: Arrays) -> None: ...


class CoreMLRunner:
    """See ``exporters.runtime.StatefulRunner``.

    It calls the smallest function of a method that takes the inputs, filled up with padding.
    """

    def __init__(self, path: Path) -> None:
        packages = open_packages(path)
        self._pad_id = int(packages[0].notes.get(PAD_ID, "0"))
        self._calls = [(s, package) for package in packages for s in signatures(package)]
        self._engines: dict[str, Engine] = {}
        self._last: dict[str, Engine] = {}

    def run(self, method: str, inputs: Arrays) -> dict[str, np.ndarray]:
        """As ``exporters.runtime.Runner`` says. A function is loaded when it is first needed."""
        candidates = [s for s, _ in self._calls if s.method == method]
        if not candidates:
            names = sorted({s.method for s, _ in self._calls})
            raise Refused(f"there is no method {method!r}; the package has {', '.join(names)}")
        arrays = _folded(inputs, self._pad_id) if MASK not in candidates[0].sizes else dict(inputs)
        signature = _smallest(candidates, arrays)
        self._last[method] = self._engine(signature)
        return self._last[method](_padded(arrays, signature, self._pad_id))

    def reset(self) -> None:
        """All states zero again."""
        for engine in self._engines.values():
            engine.reset()

    def read_states(self, method: str) -> dict[str, np.ndarray]:
        """Copies of the states of the function that ran last for ``method``, by name."""
        return self._ran(method).read_states()

    def write_states(self, method: str, states: Arrays) -> None:
        """Replaces states of that function."""
        self._ran(method).write_states(states)

    def _ran(self, method: str) -> Engine:
        if method not in self._last:
            raise Refused(f"{method} has not run, so no states are kept for it: run it first")
        return self._last[method]

    def _engine(self, signature: Signature) -> Engine:
        key = f"{signature.method} {signature.function} {sorted(signature.sizes.items())}"
        if key not in self._engines:
            package = next(package for s, package in self._calls if s is signature)
            engine = OnMac if sys.platform == "darwin" else Evaluated
            self._engines[key] = engine(package, signature)
        return self._engines[key]


def load(
    path: Path, elsewhere: Elsewhere | None = None, threads: int | None = None
) -> CoreMLRunner:
    """See ``exporters.runtime.load``."""
    if threads is not None:
        raise Refused(f"{path} was to run on {threads} threads; Core ML chooses them itself")
    if elsewhere is not None:
        raise Refused(
            f"{path} runs on Apple's processors, by Apple's own framework; it can be run "
            "nowhere else than here"
        )
    return CoreMLRunner(path)


def _folded(inputs: Arrays, pad_id: int) -> dict[str, np.ndarray]:
    """Without the mask: what it hides becomes the padding id, as packages for iOS 17 expect."""
    arrays = dict(inputs)
    mask = arrays.pop(MASK, None)
    if mask is None or IDS not in arrays:
        return arrays
    ids = arrays[IDS]
    if np.any((ids == pad_id) & (mask != 0)):
        raise Refused(
            f"{IDS} hold the padding id {pad_id} where {MASK} is 1; a package for iOS 17 takes it "
            "for padding: leave it out of the text, or export for iOS 18"
        )
    return {**arrays, IDS: np.where(mask != 0, ids, pad_id)}


def _smallest(candidates: list[Signature], arrays: Arrays) -> Signature:
    """The first of ascending signatures whose sizes take the arrays."""
    expected = sorted(candidates[-1].sizes)
    if sorted(arrays) != expected:
        raise Refused(
            f"{candidates[0].method} takes {', '.join(expected)}; "
            f"given were {', '.join(sorted(arrays)) or 'none'}"
        )
    for signature in candidates:
        if all(_fits(arrays[name].shape, size) for name, size in signature.sizes.items()):
            return signature
    given = ", ".join(f"{name} {arrays[name].shape}" for name in expected)
    largest = ", ".join(f"{name} {candidates[-1].sizes[name]}" for name in expected)
    raise Refused(f"the inputs are {given}; {candidates[0].method} takes at most {largest}")


def _fits(shape: tuple[int, ...], size: tuple[int, ...]) -> bool:
    return len(shape) == len(size) and all(a <= b for a, b in zip(shape, size, strict=True))


def _padded(arrays: Arrays, signature: Signature, pad_id: int) -> dict[str, np.ndarray]:
    """Each array filled up at its end: ids with the padding id, everything else with 0."""
    return {
        name: _filled(name, arrays[name], signature, pad_id if name == IDS else 0)
        for name in signature.sizes
    }


def _filled(name: str, array: np.ndarray, signature: Signature, value: int) -> np.ndarray:
    size, dtype = signature.sizes[name], np.dtype(signature.dtypes[name])
    if array.dtype.kind not in ("f" if dtype.kind == "f" else "iub"):
        raise Refused(f"{name} is {array.dtype}; {signature.method} takes {dtype}")
    room = [(0, wanted - there) for there, wanted in zip(array.shape, size, strict=True)]
    return np.pad(array, room, constant_values=value).astype(dtype)
