"""One session: every variant in each of the rounds, in another order each time."""

import time
from collections.abc import Callable
from dataclasses import replace

from exporters.errors import Refused
from exporters.progress import Progress, Silent
from mobilec.benchmarking.adb.device import AdbPhone
from mobilec.benchmarking.counting.device import Counted
from mobilec.benchmarking.device import Crashed, Device
from mobilec.benchmarking.host.device import Host
from mobilec.benchmarking.ios.device import Iphone
from mobilec.benchmarking.options import WEB, BenchOptions
from mobilec.benchmarking.result import BenchResult
from mobilec.benchmarking.rounds import Rounds, Turn, job_of, kept, turns
from mobilec.benchmarking.run import App, Run
from mobilec.benchmarking.variants import Variant, left_out, variants
from mobilec.provenance import tool

TOLD_EVERY_S = 2.0


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
    if options.device == WEB:
        return _bench_web(options, watcher)
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


def _bench_web(options: BenchOptions, progress: Progress) -> BenchResult:
    """Whoever also watches several devices at once is told of each."""
    try:
        from mobilec.benchmarking.web.bench import bench_web
    except ModuleNotFoundError as missing:
        raise Refused(
            f"browsers need the package {missing.name!r}, which is not installed: "
            "pip install 'mobilec[web]'"
        ) from missing
    return bench_web(options, progress)


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
        said = tool()
        self._app = App("mobilec", said.version, said.commit, "release")

    def held(self) -> BenchResult:
        """One that failed is not asked again."""
        options, rounds = self._options, Rounds(self._options, self._asked)
        for turn in turns(self._asked, options.processes, options.seed):
            if rounds.failed(turn.variant):
                continue
            try:
                with self._progress.stage(f"{turn.variant}, {turn.at + 1} of {options.processes}"):
                    rounds.add(turn, self._one(turn))
            except Crashed as crash:
                rounds.fail(turn.variant, str(crash))
            except Refused as refused:
                raise Refused(f"{refused}{kept(options.output)}") from refused
        return rounds.result()

    def _one(self, turn: Turn) -> Run:
        job = job_of(turn, self._options, self._app, str(turn.variant.bundle.folder))
        return self._device.measure(job, _Passed(self._progress))


class _Passed:
    """Passes on what a process tells: new words at once, and how far it is once in a while."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._what, self._last_s = progress, "", 0.0

    def __call__(self, share: float, what: str) -> None:
        now = time.monotonic()
        if what != self._what or now - self._last_s >= TOLD_EVERY_S:
            self._what, self._last_s = what, now
            self._progress.doing(f"{what}, {share:.0%}" if share else what)
