"""One session: every variant in each of the rounds, in another order each time."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from exporters.errors import Refused
from exporters.progress import Progress, Silent
from exporters.reading import read
from mobilec.benchmarking.adb.device import AdbPhone
from mobilec.benchmarking.counting.device import Counted
from mobilec.benchmarking.device import Crashed, Device
from mobilec.benchmarking.host.device import Host
from mobilec.benchmarking.ios.device import Iphone
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.join import joined
from mobilec.benchmarking.options import BenchOptions
from mobilec.benchmarking.run import App, Delegated, Run, Session
from mobilec.benchmarking.run_file import write_run
from mobilec.benchmarking.variants import BY_UNITS, Variant, left_out, variants
from mobilec.inspecting.figures import InspectedFile
from mobilec.provenance import tool

TOLD_EVERY_S = 2.0


@dataclass(frozen=True)
class BenchResult:
    """What was measured.

    ``files``: of the run.json documents, in the order of ``runs``. ``failures``: variant to why
    it has none; the others were measured all the same. ``left_out``: why programs that nobody asked
    for by name were not measured.
    """

    runs: tuple[Run, ...]
    files: tuple[Path, ...]
    failures: dict[str, str]
    left_out: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The documents without their samples, which the files hold."""
        return {
            "files": [str(file) for file in self.files],
            "runs": [_without_samples(run.to_json()) for run in self.runs],
            "failures": self.failures,
            "left_out": list(self.left_out),
        }


_DEVICES: dict[str, Callable[[BenchOptions], Device]] = {
    "host": lambda _: Host(),
    "adb": lambda options: AdbPhone(options.adb),
    "ios": lambda options: Iphone(options.ios),
    "arm": lambda _: Counted(),
}


def bench(options: BenchOptions, progress: Progress | None = None) -> BenchResult:
    """Measures every variant and writes a run.json for each: milliseconds, and bytes of memory.

    Raises ``Refused`` before the slow work: what a device cannot run, and files that are there
    already. When it is interrupted no file is half written.
    """
    watcher = progress or Silent()
    device = _DEVICES[options.device](options)
    asked = variants(options, device.engines, device.obstacle)
    skipped = left_out(options, device.engines, device.obstacle)
    options.output.mkdir(parents=True, exist_ok=True)
    taken = [v.file_name for v in asked if (options.output / v.file_name).exists()]
    if taken:
        raise Refused(f"{options.output} has {', '.join(taken)} already; give another -o")
    with device.prepared(asked, watcher):
        held = _Session(options, device, asked, watcher).held()
    return replace(held, left_out=skipped)


class _Session:
    """The rounds of one call of ``bench``."""

    def __init__(
        self,
        options: BenchOptions,
        device: Device,
        asked: tuple[Variant, ...],
        progress: Progress,
    ) -> None:
        self._options, self._device, self._asked = options, device, asked
        self._progress = progress
        self._id, self._order = str(uuid4()), random.Random(options.seed)
        said = tool()
        self._app = App("mobilec", said.version, said.commit, "release")

    def held(self) -> BenchResult:
        """A variant is written when its last round is over, and until then after each of them
        under a name that says so. One that failed is not asked again, and has no document."""
        found: dict[str, list[Run]] = {variant.file_name: [] for variant in self._asked}
        written: dict[str, tuple[Run, Path]] = {}
        failures: dict[str, str] = {}
        processes = self._options.processes
        for at in range(processes):
            for place, variant in enumerate(self._order.sample(self._asked, len(self._asked))):
                if str(variant) in failures:
                    continue
                rounds = found[variant.file_name]
                try:
                    with self._progress.stage(f"{variant}, {at + 1} of {processes}"):
                        rounds.append(self._one(variant, at, place))
                except Crashed as crash:
                    failures[str(variant)] = str(crash)
                    self._unfinished(variant).unlink(missing_ok=True)
                    continue
                except Refused as refused:
                    raise Refused(f"{refused}{self._kept()}") from refused
                if len(rounds) < processes:
                    write_run(joined(rounds), self._unfinished(variant))
                else:
                    written[variant.file_name] = self._write(variant, rounds)
                    self._unfinished(variant).unlink(missing_ok=True)
        there = [written[v.file_name] for v in self._asked if v.file_name in written]
        return BenchResult(tuple(r for r, _ in there), tuple(f for _, f in there), failures)

    def _one(self, variant: Variant, at: int, place: int) -> Run:
        options = self._options
        job = Job(
            folder=str(variant.bundle.folder),
            engine=variant.engine,
            threads=variant.threads,
            protocol=options.protocol(at),
            seed=options.seed + at,
            app=self._app,
            compute_units=variant.compute_units,
            processor=variant.processor,
        )
        run = self._device.measure(job, _Passed(self._progress))
        session = Session(self._id, options.seed, len(self._asked), 1, (place,))
        return replace(run, session=session)

    def _unfinished(self, variant: Variant) -> Path:
        """Of the rounds so far."""
        whole = self._options.output / variant.file_name
        return whole.with_name(f"{whole.stem}.unfinished.json")

    def _kept(self) -> str:
        """Where the rounds are that were over before a session ended early, in words."""
        names = sorted(file.name for file in self._options.output.glob("*.json"))
        if not names:
            return ""
        return f"; what was measured before is in {self._options.output}: {', '.join(names)}"

    def _write(self, variant: Variant, rounds: list[Run]) -> tuple[Run, Path]:
        whole = joined(rounds)
        run = replace(whole, variant=replace(whole.variant, delegated=_delegated(variant)))
        path = self._options.output / variant.file_name
        write_run(run, path)
        return run, path


class _Passed:
    """Passes on what a process tells: new words at once, and how far it is once in a while."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._what, self._last_s = progress, "", 0.0

    def __call__(self, share: float, what: str) -> None:
        now = time.monotonic()
        if what != self._what or now - self._last_s >= TOLD_EVERY_S:
            self._what, self._last_s = what, now
            self._progress.doing(f"{what}, {share:.0%}" if share else what)


def _delegated(variant: Variant) -> Delegated | None:
    """Read here, where the bundle lies: a phone has no reader of program files. Core ML decides
    on the phone, and says so in its plan."""
    if variant.engine in BY_UNITS:
        return None
    file = variant.bundle.manifest.program(variant.engine)
    reading = read(file.format, variant.bundle.folder / file.path)
    inspected = InspectedFile(file.path, reading)
    return Delegated(inspected.operators_inside, inspected.multiply_adds_inside)


def _without_samples(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_samples(v) for k, v in value.items() if k != "samples"}
    if isinstance(value, list | tuple):
        return [_without_samples(item) for item in value]
    return value
