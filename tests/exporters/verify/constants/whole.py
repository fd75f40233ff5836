"""What the comparison of constants says of a file that other tests have made."""

import shutil
from pathlib import Path

from exporters.backend import backend
from exporters.program import Program
from exporters.verify.constants.comparison import Expectation, compare
from tests.exporters.verify.constants.mutants import mutate


def faults(
    format_name: str, program: Program, path: Path, again: tuple[str, ...] = ()
) -> list[str]:
    """None of a right file. ``program``: as it was captured; ``again``: what stands twice."""
    return compare(program, backend(format_name).constants(path), Expectation(again=again)).faults


def changed_and_noticed(
    format_name: str, program: Program, path: Path, folder: Path, seed: int
) -> list[str]:
    """The same of a copy in ``folder`` of which one constant was changed at random."""
    copied = folder / path.name
    if path.is_dir():
        shutil.copytree(path, copied)
    else:
        shutil.copyfile(path, copied)
    mutate(copied, seed, constants=1)
    return faults(format_name, program, copied)
