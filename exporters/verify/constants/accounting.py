"""Whether every constant that a method uses is in the file, itself or what it is made of."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np

from exporters.verify.constants.matching import Candidate
from exporters.verify.constants.recording import Constant, Recording


def missing(recording: Recording, claimed: Iterable[Candidate]) -> tuple[Constant, ...]:
    """Constants that the program uses and no constant of the file stands for, each once."""
    there = _Accounted(claimed)
    lacking = (leaf for used in recording.used for leaf in there.lacking(used))
    return tuple(dict.fromkeys(lacking))


class _Accounted:
    """``claimed``: what the file has. Equal constants are one to a file that stores bytes once."""

    def __init__(self, claimed: Iterable[Candidate]) -> None:
        self._claimed = {part for c in claimed for part in _with_turned(c.constant)}

    @cached_property
    def _contents(self) -> set[tuple[tuple[int, ...], str]]:
        return {_content(constant) for constant in self._claimed}

    def lacking(self, constant: Constant) -> Iterator[Constant]:
        """What of a constant is in the file in no form. Single numbers are looked at apart."""
        if not constant.is_number or constant.value.numel() == 1 or self._has(constant):
            return
        numbers = [part for part in constant.made_of if part.is_number]
        if not numbers and not constant.held and _uniform(constant):
            return  # made by the code, of a size alone
        if not numbers:
            yield constant
        for part in numbers:
            yield from self.lacking(part)

    def _has(self, constant: Constant) -> bool:
        return constant in self._claimed or _content(constant) in self._contents


def _with_turned(constant: Constant) -> Iterator[Constant]:
    yield constant
    if constant.turned:
        yield from _with_turned(constant.made_of[0])


def _content(constant: Constant) -> tuple[tuple[int, ...], str]:
    values = constant.value.detach().contiguous().numpy()
    shape = tuple(n for n in values.shape if n != 1)
    return shape, hashlib.sha256(values.tobytes()).hexdigest()


def _uniform(constant: Constant) -> bool:
    values = constant.value.numpy()
    return bool(np.all(values == values.reshape(-1)[0]))
