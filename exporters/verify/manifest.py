"""Gate: what the manifest says of a file beyond its interface is what the file has."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from exporters.bundle.manifest import Size
from exporters.precision.rules import Precision
from exporters.verify.finding import Finding
from exporters.verify.subject import Subject

LOOSEST = 1.0
"""A wrong program has errors around 1: a phone that tolerates more tolerates everything."""
UNSTORED = 2
"""Parameters to the bytes that a file has: one takes at least one, and some are of no use to it."""


def check(subject: Subject) -> Finding:
    """Recomputed: bytes by dtype. Held against each other: bytes that are needed and stored, bounds
    of one size, the tolerance that phones compare with."""
    wrong = [*_asked(subject), *_bytes(subject), *_bounds(subject), *_tolerance(subject)]
    message = "; ".join(wrong) or "bytes, bounds and the tolerance of phones are those of the file"
    return Finding("manifest", subject.format, not wrong, message)


def _asked(subject: Subject) -> Iterator[str]:
    known, asked = {each.value for each in Precision}, subject.bundle.manifest.precision.asked
    if asked not in known:
        yield f"is said to be made as {asked!r}; there are {', '.join(sorted(known))}"


def _bytes(subject: Subject) -> Iterator[str]:
    stored: Counter[str] = Counter()
    for tensor in subject.reading.tensors:
        stored[tensor.dtype] += tensor.size_bytes
    file = subject.file
    if dict(stored) != file.stored_bytes:
        yield f"stores {dict(stored)}, and the manifest says {file.stored_bytes}"
    # What is needed is stored once, in half the bytes where a runtime computes in float16.
    for name, size in {"ideal_bytes": file.ideal_bytes, "int8_bytes": file.int8_bytes}.items():
        if size > UNSTORED * stored.total():
            yield f"has {stored.total()} bytes of constants, and {name} is {size}"
    parameters = subject.bundle.manifest.unique_parameters
    if parameters > UNSTORED * stored.total():
        yield f"has {stored.total()} bytes of constants, and is said to be of {parameters} numbers"


def _bounds(subject: Subject) -> Iterator[str]:
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for method in subject.file.methods:
        for tensor in (*method.inputs, *method.outputs, *method.states):
            for size in tensor.shape:
                if isinstance(size, Size):
                    found[size.name].add((size.minimum, size.maximum))
    limits = subject.bundle.manifest.limits
    for name, bounds in found.items():
        if len(bounds) > 1 or not all(0 <= low <= high for low, high in bounds):
            yield (
                f"takes {name} in {sorted(bounds)}, and the limits are {limits.shortest} to "
                f"{limits.longest}"
            )


def _tolerance(subject: Subject) -> Iterator[str]:
    tolerance = subject.bundle.golden.tolerance.get(subject.format)
    asked = subject.bundle.manifest.precision.most_error or 0.0
    if tolerance is None or not 0 < tolerance <= max(LOOSEST, asked):
        yield f"phones would tolerate {tolerance} of it; a wrong program has around {LOOSEST:g}"
