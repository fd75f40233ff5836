"""Gate: this machine's runtime multiplies int8 as exact integers do, before it judges a file."""

from collections.abc import Iterable

from exporters.errors import Refused
from exporters.precision.rules import Precision
from exporters.probe.probe import probe
from exporters.verify.finding import Finding
from exporters.verify.subject import Subject

_MULTIPLIED = (Precision.INT8, Precision.INT8_STATIC)


def check(subject: Subject) -> Finding:
    """Where it does not, what it says of a file is no verdict on the file."""
    if subject.precision not in _MULTIPLIED:
        message = f"{subject.precision.value} multiplies no int8"
        return Finding("arithmetic", subject.format, True, message)
    found = probe(subject.format)
    figures = {"results": found.results, "wrong": found.wrong}
    return Finding("arithmetic", subject.format, found.exact, str(found), figures)


def refuse_inexact(formats: Iterable[str], precision: Precision) -> None:
    """Refuses, before the slow work, to make what this machine cannot judge."""
    probes = [probe(name) for name in formats] if precision in _MULTIPLIED else []
    for found in probes:
        if not found.exact:
            raise Refused(
                f"{found}; no {found.format} program of {precision.value} can be verified on this "
                "machine: export on another, update the runtime, or ask for another precision"
            )
