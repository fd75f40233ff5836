"""Where the instructions of a bundle's programs go, on some processors."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from exporters.bundle.bundle import Bundle
from exporters.bundle.manifest import ProgramFile
from exporters.errors import Refused
from exporters.formats import with_engine
from exporters.progress import Progress, Silent
from mobilec.arm.counting.counts import Counts
from mobilec.arm.counting.places import Place, largest
from mobilec.arm.counting.program import CountedProgram
from mobilec.arm.processors import Processor, chosen
from mobilec.benchmarking.counting.measure import MIDDLE, WARM_UPS
from mobilec.benchmarking.host.workload import sentences, workload
from mobilec.benchmarking.options import COUNTING


@dataclass(frozen=True)
class Where:
    """``load``: of the file and its methods. ``total``: of the middle sentence of the benchmark.
    ``uses``: the instructions for int8 products that ran, by field of Counts; none where a program
    is of floats. ``places``: the functions with the most.
    """

    file: str
    format: str
    processor: str
    int8: tuple[str, ...]
    load: Counts
    total: Counts
    places: tuple[Place, ...]

    @property
    def uses(self) -> tuple[str, ...]:
        return tuple(kind for kind in ("dot", "matrix", "multiply") if getattr(self.total, kind))

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "uses": list(self.uses)}


def where(
    folder: Path, names: Sequence[str] = (), progress: Progress | None = None
) -> tuple[Where, ...]:
    """Every program of a bundle that runs there, on the processors of these names (none: one of
    each kind).

    Raises ``Refused``: no bundle, nothing that runs there, an unknown processor, no set-up.
    """
    watcher, asked = progress or Silent(), chosen(tuple(names))
    bundle, runnable = Bundle.open(folder), with_engine(COUNTING)
    files = [file for file in bundle.manifest.files if file.format in runnable]
    if not files:
        there = ", ".join(file.format for file in bundle.manifest.files)
        raise Refused(f"{folder} holds {there}; on ARM run {', '.join(runnable)}")
    found = []
    for file in files:
        for processor in asked:
            with watcher.stage(f"{file.path}, {processor.name}"):
                found.append(_of(bundle, file, processor))
    return tuple(found)


def _of(bundle: Bundle, file: ProgramFile, processor: Processor) -> Where:
    text = sentences(bundle)[MIDDLE]
    with CountedProgram(file.format, bundle.folder / file.path, processor) as program:
        there = replace(bundle, elsewhere=lambda *_: program.call)
        work = workload(there, file.format, 1)
        work.load()
        for _ in range(WARM_UPS):
            work.run(text)
        first = len(program.made)
        work.run(text)
        work.close()
    trace = program.trace
    calls = trace.calls[first:]
    total = Counts.sum([trace.counts(call) for call in calls])
    return Where(
        file=file.path,
        format=file.format,
        processor=processor.name,
        int8=program.int8,
        load=Counts.sum([trace.counts(interval) for interval in trace.loads]),
        total=total,
        places=largest(trace, calls),
    )
