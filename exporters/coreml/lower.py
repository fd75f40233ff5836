"""A quantized program to an .mlpackage on disk."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import coremltools as ct

from exporters.backend import Lowering
from exporters.coreml.bars import quiet_conversion
from exporters.coreml.convert import convert, of_function
from exporters.coreml.enumerated import convert_enumerated
from exporters.coreml.functions import MAIN, planned
from exporters.coreml.limits import check
from exporters.coreml.package import LENGTHS, METHODS, PAD_ID, settle_
from exporters.program import Program
from exporters.progress import Progress


def lower(program: Program, path: Path, options: Lowering, progress: Progress) -> None:
    """Writes the package ``path``, which appears whole or not at all.

    MiniLM's shape (22.71 M parameters) at three lengths: 14 s of one core; int8 23.12 MB, fp16
    45.62 MB, fp32 90.97 MB. ALBERT-base's (11.69 M, 12 uses of one layer): 26 s, int8 12.13 MB.
    """
    check(program, options)
    with _workplace(path) as work, quiet_conversion():
        built = work / "built.mlpackage"
        if options.ios == 17:
            progress.doing(f"one function for {len(options.lengths)} lengths")
            convert_enumerated(program, built, options)
        else:
            _convert_functions(program, work, built, options, progress)
        settle_(built, _notes(program, options))
        _replace(built, path)


def _convert_functions(
    program: Program, work: Path, built: Path, options: Lowering, progress: Progress
) -> None:
    """A package for each function, then one that has them all and stores each weight once."""
    merged = ct.utils.MultiFunctionDescriptor()
    for function in planned(program, options):
        progress.doing(f"function {function.name}")
        single = work / f"{function.name}.mlpackage"
        convert(of_function(function), single, options)
        merged.add_function(str(single), MAIN, function.name)
        merged.default_function_name = function.name
    progress.doing("merging the functions")
    ct.utils.save_multifunction(merged, str(built))


def _notes(program: Program, options: Lowering) -> dict[str, str]:
    return {
        PAD_ID: str(program.pad_id),
        LENGTHS: ",".join(map(str, options.lengths)),
        METHODS: ",".join(m.name for m in program.methods),
    }


@contextmanager
def _workplace(path: Path) -> Iterator[Path]:
    """A folder beside ``path`` that takes all temporary files, coremltools' own too.

    coremltools keeps a copy of each program in the system's temporary folder until Python ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.stem}-") as work:
        tempfile.tempdir = work
        try:
            yield Path(work)
        finally:
            tempfile.tempdir = before


def _replace(built: Path, path: Path) -> None:
    if path.exists():
        shutil.rmtree(path)
    os.rename(built, path)
