"""Lowers a program to every wanted format inside a folder, and describes what came out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from exporters.backend import Backend, Lowering, backend
from exporters.bundle.again import stored_again
from exporters.bundle.digest import digest
from exporters.bundle.manifest import MethodEntry, ProgramFile, Size, Tensor, TextFile
from exporters.dimension import Dimension
from exporters.formats import FACTS
from exporters.precision.budget import budget
from exporters.precision.layers import quantized_layers, refuse_idle
from exporters.precision.outliers import outliers_apart
from exporters.program import Program
from exporters.progress import Progress
from exporters.reading import Reading, StoredMethod, read

STEM = "model"


@dataclass(frozen=True)
class Prepared:
    """A program in the form of one back end, not lowered yet."""

    end: Backend
    original: Program
    quantized: Program


def prepare(program: Program, formats: Sequence[str], options: Lowering) -> tuple[Prepared, ...]:
    """Every back end's form of the program; whatever one of them refuses is refused here."""
    refuse_idle([m.module for m in program.methods], options.rules)
    return tuple(_prepared(program, backend(name), options) for name in formats)


def _prepared(program: Program, end: Backend, options: Lowering) -> Prepared:
    if options.precision not in end.precisions:
        return Prepared(end, program, end.quantize(program, options))  # which refuses it
    multiplied = outliers_apart(program, end.arithmetic(options), options.rules)
    return Prepared(end, program, end.quantize(multiplied, options))


def write_program(
    prepared: Prepared, folder: Path, options: Lowering, progress: Progress
) -> ProgramFile:
    """Lowers one form to ``folder`` and reads back what the file holds."""
    end = prepared.end
    methods = len(prepared.quantized.methods)
    path = folder / (STEM + end.suffix(methods, options.ios))
    end.lower(prepared.quantized, path, options, progress)
    progress.doing("reading the file back")
    return _described(path, prepared, read(end.format, path), options)


def describe_text(path: Path, role: str) -> TextFile:
    """The entry of a file that is no program."""
    sha256, size = digest(path)
    return TextFile(path.name, role, size, sha256)


def _described(path: Path, prepared: Prepared, reading: Reading, options: Lowering) -> ProgramFile:
    sha256, size = digest(path)
    package = FACTS[prepared.end.format].package
    program, int8 = prepared.original, options.precision.is_int8
    modules = [m.module for m in program.methods]
    chosen = {p for m in modules for p in quantized_layers(m, options.rules)} if int8 else set()
    needed = budget(program, options.precision, chosen)
    stored: Counter[str] = Counter()
    for tensor in reading.tensors:
        stored[tensor.dtype] += tensor.size_bytes
    return ProgramFile(
        path=path.name,
        format=prepared.end.format,
        runtime=package,
        runtime_version=version(package),
        precision=options.precision.value,
        size_bytes=size,
        sha256=sha256,
        methods=tuple(_method(m, prepared, options.lengths[-1]) for m in reading.methods),
        stored_bytes=dict(stored),
        int8_bytes=needed.int8_bytes,
        ideal_bytes=needed.ideal_bytes,
        row_tables=reading.row_tables,
        again=stored_again(prepared.end.format, program, options, chosen),
    )


def _method(stored: StoredMethod, prepared: Prepared, longest: int) -> MethodEntry:
    bounds = _bounds(stored.name, prepared)

    def tensor(name: str, dtype: str, shape: tuple[int | None, ...]) -> Tensor:
        # A package with enumerated inputs declares no shape for outputs that depend on them.
        specs = bounds.get(name, shape) if shape else shape
        sizes = zip(shape, specs, strict=True)
        return Tensor(name, dtype, tuple(_size(known, spec, longest) for known, spec in sizes))

    return MethodEntry(
        name=stored.name,
        inputs=tuple(tensor(*t) for t in stored.inputs),
        outputs=tuple(tensor(*t) for t in stored.outputs),
        arena_bytes=stored.arena_bytes,
        states=tuple(tensor(*t) for t in stored.states),
    )


def _bounds(stored: str, prepared: Prepared) -> dict[str, tuple[int | Dimension, ...]]:
    """Shapes by name in the method behind a stored one, which may be named after its length too.

    Of the form that was lowered: where the caller looks rows up, it has other inputs.
    """
    methods = (*prepared.original.methods, *prepared.quantized.methods)
    own = [m for m in methods if stored == m.name or stored.startswith(m.name + "_")]
    return {s.name: s.shape for m in own for s in (*m.inputs, *m.outputs)}


def _size(known: int | None, spec: int | Dimension | None, longest: int) -> int | Size:
    if known is not None:
        return known
    assert isinstance(spec, Dimension), "only a dynamic dimension is unknown in the file"
    return Size(spec.name, spec.minimum, min(spec.maximum, longest))
