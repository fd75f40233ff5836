"""What the comparison of constants says of a file that other tests have made."""

from pathlib import Path

from exporters.backend import backend
from exporters.program import Program
from exporters.verify.constants.comparison import Expectation, compare


def faults(
    format_name: str, program: Program, path: Path, again: tuple[str, ...] = ()
) -> list[str]:
    """None of a right file. ``program``: as it was captured; ``again``: what stands twice."""
    return compare(program, backend(format_name).constants(path), Expectation(again=again)).faults
