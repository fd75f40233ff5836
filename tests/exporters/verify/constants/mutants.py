"""One change of a finished file at random, in a constant or in a node.

    python -m tests.exporters.verify.constants.mutants onnx 300     # how many are noticed

A change is never of nothing: a constant has other numbers afterwards, a node is another node.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np

from exporters.backend import backend
from exporters.verify import emulated
from exporters.verify.original import Original
from tests.exporters.verify.constants.drawn import Idle
from tests.exporters.verify.constants.finished import (
    Finished,
    finished,
    first_failed,
    program,
)
from tests.exporters.verify.constants.stores import stores

Draw = random.Random


def mutate(path: Path, seed: int, constants: float = 0.5) -> str:
    """Changes the file in one place, and says what. ``constants``: the share of changes that are of
    these and not of nodes."""
    draw = Draw(seed)
    while True:
        try:
            return _constant(path, draw) if draw.random() < constants else _node(path, draw)
        except Idle:
            continue


def _constant(path: Path, draw: Draw) -> str:
    store = draw.choice(stores(path))
    if store.values.dtype.kind not in "fiu":
        raise Idle
    name, change = draw.choice(list(_CHANGES.items()))
    changed = store.values.copy()
    change(changed.reshape(changed.shape or (1,)), draw)
    if np.array_equal(changed, store.values):
        raise Idle
    store.write(changed)
    return f"{name} of the constant {store.name} {store.values.shape}"


def _one_number(values: np.ndarray, draw: Draw) -> None:
    flat = values.reshape(-1)
    at = draw.randrange(flat.size)
    if values.dtype.itemsize == 1:
        flat[at] = flat[at] - 3 if int(flat[at]) > 3 else flat[at] + 3
    else:
        flat[at] += max(0.05 * float(np.abs(flat).max()), 1e-3)


def _part(values: np.ndarray, draw: Draw) -> np.ndarray:
    """A row, a column, or all of a vector's second half."""
    if values.ndim < 2:
        return values[values.size // 2 :]
    turned = np.moveaxis(values, draw.randrange(values.ndim), 0)
    return turned[draw.randrange(len(turned))]


def _zeros(values: np.ndarray, draw: Draw) -> None:
    _part(values, draw)[...] = 128 if values.dtype == np.uint8 else 0


def _scaled(values: np.ndarray, draw: Draw) -> None:
    part = _part(values, draw)
    part[...] = (part.astype(np.float32) * draw.choice((0.8, 0.9, 1.1))).astype(values.dtype)


def _exchanged(values: np.ndarray, draw: Draw) -> None:
    turned = np.moveaxis(values, draw.randrange(values.ndim), 0)
    if len(turned) < 2:
        raise Idle
    a, b = draw.sample(range(len(turned)), 2)
    turned[[a, b]] = turned[[b, a]]


def _shifted(values: np.ndarray, draw: Draw) -> None:
    values[...] = np.roll(values, 1, axis=draw.randrange(values.ndim))


_CHANGES: dict[str, Callable[[np.ndarray, Draw], None]] = {
    "one number": _one_number,
    "zeros in a part": _zeros,
    "another size of a part": _scaled,
    "two parts exchanged": _exchanged,
    "a shift by one": _shifted,
}


def _node(path: Path, draw: Draw) -> str:
    if path.suffix == ".onnx":
        from tests.exporters.verify.constants.onnx_nodes import change
    elif path.suffix == ".pte":
        from tests.exporters.verify.constants.pte_nodes import change
    else:
        from tests.exporters.verify.constants.package_nodes import change
    return change(path, draw)


@dataclass(frozen=True)
class Outcome:
    """``failed``: a gate and what it says; None where all passed as if nothing were wrong."""

    seed: int
    change: str
    failed: tuple[str, str] | None


def outcomes(made: Finished, seeds: range) -> Iterator[Outcome]:
    """One mutant for each seed, before all gates."""
    with patch.object(emulated, "expected_of", cache_of(made)):
        yield from _outcomes(made, seeds)


def cache_of(made: Finished) -> Callable[..., emulated.Expected]:
    """The answers of the emulated program, which are the same for all changes of one file."""
    subject, original = made.subject(made.folder), Original(program(made.family), made.options)
    arithmetic = backend(made.file.format).arithmetic(made.options)
    expected = emulated.expected_of(subject, original, arithmetic)
    return lambda *_: expected


def _outcomes(made: Finished, seeds: range) -> Iterator[Outcome]:
    for seed in seeds:
        with TemporaryDirectory() as folder:
            path = made.copied(Path(folder))
            change = mutate(path, seed)
            yield Outcome(seed, change, first_failed(made.subject(Path(folder))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("format")
    parser.add_argument("count", type=int)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    gates: Counter[str] = Counter()
    for outcome in outcomes(finished(asked.format), range(asked.first, asked.first + asked.count)):
        gates[outcome.failed[0] if outcome.failed else "none"] += 1
        if not outcome.failed:
            sys.stdout.write(f"{outcome.seed}: {outcome.change} passed\n")
            sys.stdout.flush()
    sys.stdout.write(f"{asked.count - gates['none']} of {asked.count} noticed, by {dict(gates)}\n")


if __name__ == "__main__":
    main()
