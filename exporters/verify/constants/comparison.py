"""The constants of a whole file against the program that it was made from."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from exporters.constants import FileConstant, FileMethod, FileScalar
from exporters.program import Method, Program
from exporters.verify.constants.accounting import missing
from exporters.verify.constants.matching import Candidates, Claim
from exporters.verify.constants.recording import Recording, recorded
from exporters.verify.constants.rounding import same_number
from exporters.verify.stored import NOTICEABLE_BYTES


@dataclass
class Comparison:
    """``matched``: places of the file that are constants of the program. ``faults``: in words, the
    most telling first."""

    matched: int = 0
    scalars: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Expectation:
    """What a format adds to the program. ``levels``: of signed weights of 8 bits, where they have
    fewer than 127. ``again``: paths of what may stand in the file twice."""

    levels: int | None = None
    again: tuple[str, ...] = ()


def compare(program: Program, methods: Iterable[FileMethod], asked: Expectation) -> Comparison:
    """Every constant that some method of the file reads, and every one that the program uses."""
    found, places = Comparison(), _Places(asked.again)
    recordings: dict[tuple[str, tuple[tuple[str, int], ...]], Recording] = {}
    seen: set[str] = set()
    for method in methods:
        own = program.method(method.method)
        sizes = _sizes(own, method.length)
        key = (method.method, tuple(sorted(sizes.items())))
        if key not in recordings:
            recordings[key] = recorded(own, sizes)
            places.hold_(recordings[key])
        _compare_method_(found, method, recordings[key], asked, places)
        seen.add(method.method)
    found.faults += [f"{m.name} is not in the file" for m in program.methods if m.name not in seen]
    found.faults += places.twice()
    found.matched = places.count
    return found


_USUAL = 24
"""A length that is run quickly and that no other size of a model is likely to equal."""


def _sizes(method: Method, length: int | None) -> dict[str, int]:
    """Of each dynamic dimension; nothing that depends on one that is open is in the file."""
    return {
        name: max(d.minimum, min(d.maximum, length or _USUAL))
        for name, d in method.dimensions.items()
    }


def _compare_method_(
    found: Comparison,
    method: FileMethod,
    recording: Recording,
    asked: Expectation,
    places: "_Places",
) -> None:
    candidates = Candidates(recording)
    strange = []
    for constant in (_asked(each, asked) for each in method.constants):
        claims = candidates.claim(constant)
        places.note_(constant, claims)
        strange += [] if claims or _adds_nothing(constant) else [constant]
    lacking = missing(recording, candidates.claimed)
    found.faults += [f"{method.name}: {c.name} is not in the file" for c in lacking]
    words = [f"{each.name} is {candidates.nearest(each)}" for each in strange]
    found.faults += [f"{method.name}: {each}" for each in words]
    found.faults += [f"{method.name}: {words}" for words in _strange(method, recording)]
    found.faults += [f"{method.name}: nothing takes what {each} gives" for each in method.idle]
    found.scalars += len(method.scalars)


def _adds_nothing(constant: FileConstant) -> bool:
    """Whether it is a vector of zeros, as Core ML adds to every product that has no bias. Where one
    stands in the place of a bias, that bias is missing."""
    values = constant.load()
    return values.squeeze().ndim <= 1 and not values.any()


def _asked(constant: FileConstant, asked: Expectation) -> FileConstant:
    signed = constant.levels is not None and constant.stored == "int8"
    return replace(constant, levels=asked.levels) if signed and asked.levels else constant


def _strange(method: FileMethod, recording: Recording) -> Iterator[str]:
    """Numbers of the file that do not stand in the code."""
    for scalar in (each for each in method.scalars if not each.calibrated):
        if not any(same_number(scalar.value, e, scalar.stored) for e in recording.scalars):
            yield f"{scalar.name} is {scalar.value:.9g}, {_nearest(scalar, recording)}"


def _nearest(scalar: FileScalar, recording: Recording) -> str:
    if not recording.scalars:
        return "and the program has no numbers"
    near = min(recording.scalars, key=lambda expected: abs(expected - scalar.value))
    return f"which the program has not; its nearest is {near:.9g} ({recording.scalars[near]})"


class _Places:
    """Where in the file each parameter stands, in 8 bits and in float: a rule may ask for both.

    What the program itself holds in both orders, as a table's factor that words are looked up with
    and scored with, may stand in the file in both.
    """

    def __init__(self, again: tuple[str, ...]) -> None:
        self._again = again
        self._of: dict[tuple[int, bool], dict[Hashable, str]] = defaultdict(dict)
        self._names: dict[int, dict[str, None]] = defaultdict(dict)
        self._values: dict[int, np.ndarray] = {}
        self._all: set[Hashable] = set()

    @property
    def count(self) -> int:
        return len(self._all)

    def hold_(self, recording: Recording) -> None:
        """Everything of note that the program holds."""
        for own in recording.constants:
            if own.held and own.value.nbytes >= NOTICEABLE_BYTES:
                self._values[own.value.data_ptr()] = own.value.numpy()

    def note_(self, constant: FileConstant, claims: tuple[Claim, ...]) -> None:
        if claims:
            self._all.add(constant.place)
        for claim in claims:
            own = claim.candidate.constant
            at = own.value.data_ptr()
            if own.held and at in self._values:
                self._of[at, constant.levels is not None].setdefault(constant.place, constant.name)
                self._names[at][own.name] = None

    def twice(self) -> Iterator[str]:
        said: set[tuple[int, bool]] = set()
        for (at, quantized), places in self._of.items():
            if len(places) < 2 or (at, quantized) in said:
                continue
            equal = self._equal(at)
            said.update((each, quantized) for each in equal)
            names = [n.removesuffix(".weight") for each in equal for n in self._names[each]]
            allowed = any(name.endswith(path) for name in names for path in self._again)
            there: dict[Hashable, str] = {}
            for each in equal:
                there |= self._of.get((each, quantized), {})
            if len(there) > len(equal) and not allowed:
                first = next(iter(self._names[at]))
                yield f"{first} is in the file {len(there)} times: {', '.join(there.values())}"

    def _equal(self, at: int) -> list[int]:
        """What the program holds that has the same numbers, in the same or the other order."""
        values = self._values[at]
        return [
            each
            for each, other in self._values.items()
            if np.array_equal(other, values) or np.array_equal(other, values.T)
        ]
