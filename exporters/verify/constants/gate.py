"""Gate: every constant of the file is one of the model's, to half a step, and none of the model's
is missing."""

from typing import TYPE_CHECKING

from exporters.formats import heeding
from exporters.verify.finding import Finding
from exporters.verify.original import Original
from exporters.verify.subject import Subject

if TYPE_CHECKING:
    from exporters.verify.constants.comparison import Comparison

REDUCED = 63
"""The levels of signed weights where 7 bits were asked for: two products fit into 16 bits."""
_SHOWN = 3
GATE = "constants"


def check(subject: Subject) -> Finding:
    """Read from the file, made float, and held against the captured program number by number."""
    original = subject.original
    if original is None:
        message = "no checkpoint at hand to compare with: --reference MODEL names it"
        return Finding(GATE, subject.format, True, message, {"compared": 0})
    found = _compared(subject, original)
    figures = {"constants": found.matched, "scalars": found.scalars, "faults": len(found.faults)}
    return Finding(GATE, subject.format, not found.faults, _message(found), figures)


def _compared(subject: Subject, original: Original) -> "Comparison":
    from exporters.backend import backend  # which makes files, by PyTorch: not needed until here
    from exporters.precision.outliers import outliers_apart
    from exporters.verify.constants.comparison import Expectation, compare

    path = subject.bundle.folder / subject.file.path
    end, options = backend(subject.format), original.options
    methods = end.constants(path)
    reduced = subject.format in heeding("reduce_range") and options.reduce_range
    asked = Expectation(
        levels=REDUCED if reduced else None,
        again=tuple(entry.name for entry in subject.file.again),
    )
    program = outliers_apart(original.program, end.arithmetic(options), options.rules)
    return compare(program, methods, asked)


def _message(found: "Comparison") -> str:
    if not found.faults:
        return (
            f"{found.matched} constants and {found.scalars} numbers of the file are the model's, "
            "within half a step, and none of the model's is missing"
        )
    shown = "; ".join(found.faults[:_SHOWN])
    more = f"; and {len(found.faults) - _SHOWN} more" if len(found.faults) > _SHOWN else ""
    return (
        f"{len(found.faults)} faults: {shown}{more}. The file is another model than the "
        "checkpoint: export it again, and if it says so again, report it"
    )
