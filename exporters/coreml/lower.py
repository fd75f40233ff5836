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
from exporters.coreml.convert import carried, convert, of_function
from exporters.coreml.enumerated import convert_for_ios_17
from exporters.coreml.functions import MAIN, planned
from exporters.coreml.limits import check
from exporters.coreml.package import LENGTHS, METHODS, PAD_ID, SUFFIX, settle_
from exporters.program import Method, Program
from exporters.progress import Progress


def lower(program: Program, path: Path, options: Lowering, progress: Progress) -> None:
    """Writes the package ``path``, which appears whole or not at all.

    MiniLM's shape (22.71 M parameters) at three lengths: 14 s of one core; int8 23.12 MB, fp16
    45.62 MB, fp32 90.97 MB. ALBERT-base's (11.69 M, 12 uses of one layer): 26 s, int8 12.13 MB.
    opus-mt's (Marian of 6 + 6 layers x 512, 58,101 words, 74.02 M), six functions: at most 122 s
    of one core and 2.5 GB of memory, capture included; int8 75.04 MB.
    """
    check(program, options)
    with _workplace(path) as work, quiet_conversion():
        build = _merged if options.ios >= 18 else _separate
        _replace(build(program, work / f"built{SUFFIX}", options, progress), path)


def _separate(program: Program, built: Path, options: Lowering, progress: Progress) -> Path:
    """For iOS 17: a package of one function, or a folder with such a package for each method."""
    folder = built.with_suffix("")
    folder.mkdir()
    for method in program.methods:
        progress.doing(f"{method.name} for iOS 17")
        package = folder / f"{method.name}{SUFFIX}"
        convert_for_ios_17(method, program, package, options)
        settle_(package, _notes(program, (method,), options))
    return package if len(program.methods) == 1 else folder


def _merged(program: Program, built: Path, options: Lowering, progress: Progress) -> Path:
    """A package for each function, then one that has them all and stores each weight once."""
    merged, half = ct.utils.MultiFunctionDescriptor(), carried(program, options)
    for function in planned(program, options):
        progress.doing(f"function {function.name}")
        single = built.with_name(f"{function.name}{SUFFIX}")
        convert(of_function(function, half), single, options)
        merged.add_function(str(single), MAIN, function.name)
        merged.default_function_name = function.name
    progress.doing("merging the functions")
    ct.utils.save_multifunction(merged, str(built))
    settle_(built, _notes(program, program.methods, options))
    return built


def _notes(program: Program, methods: tuple[Method, ...], options: Lowering) -> dict[str, str]:
    return {
        PAD_ID: str(program.pad_id),
        LENGTHS: ",".join(map(str, options.lengths)),
        METHODS: ",".join(m.name for m in methods),
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
