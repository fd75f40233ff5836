"""What a report compares: runs, with the names that tell them apart."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median

from exporters.formats import FACTS
from mobilec.benchmarking.browser import Browser, name_of
from mobilec.benchmarking.counts import Counted
from mobilec.benchmarking.options import WEB
from mobilec.benchmarking.run import Device, Measured, Metric, Run
from mobilec.benchmarking.validity import FOOTPRINT

ENGINES = {name: facts.title for name, facts in FACTS.items()}
MIDDLE = "middle"
UNITS = {
    "all": "all units",
    "cpuOnly": "CPU",
    "cpuAndGPU": "CPU and GPU",
    "cpuAndNeuralEngine": "CPU and Neural Engine",
}
"""What Core ML may use, in words."""
PROVIDERS = {"wasm": "WebAssembly", "webgpu": "WebGPU"}
"""What ONNX Runtime Web may use, in words."""


@dataclass(frozen=True)
class Entry:
    """``label``: tells it from every other run of its task in the report. ``number``: its place
    there, from 1.
    """

    run: Run
    label: str
    number: int = 0

    @property
    def task(self) -> str:
        return self.run.variant.task

    @property
    def device(self) -> str:
        return device_name(self.run)

    @property
    def engine(self) -> str:
        return ENGINES[self.run.variant.engine]

    @property
    def measured(self) -> Measured | None:
        return self.run.measured

    @property
    def latency_ms(self) -> float | None:
        """The median of the middle sentence, text to text."""
        return None if self.measured is None else self.total_ms(MIDDLE)

    def total_ms(self, name: str) -> float:
        assert self.measured is not None
        return self.measured.sentence(name).total_ms.statistics.p50

    @property
    def cold_ms(self) -> float | None:
        cold = self.measured.load.cold_ms if self.measured else ()
        return median(cold) if cold else None

    @property
    def first_answer_ms(self) -> float | None:
        """From the start of a process to its first answer, where it was started for that."""
        answers = self.measured.load.first_answer_ms if self.measured else ()
        return median(answers) if answers else None

    @property
    def first_ever_ms(self) -> float | None:
        """What the device does once with a program: Core ML compiles it, and fits it to its
        processors when it is loaded for the first time."""
        load = self.measured.load if self.measured else None
        parts = (load.compile_ms, load.first_ever_load_ms) if load else ()
        known = [ms for ms in parts if ms is not None]
        return sum(known) if known else None

    @property
    def shipped_bytes(self) -> int:
        """What a bundle adds to an app for this engine: the program and its tokenizers."""
        return self.run.variant.size_bytes + self.run.variant.text_bytes

    @property
    def peak_bytes(self) -> int | None:
        return self.measured.memory.peak_with_swap_bytes if self.measured else None

    @property
    def added_bytes(self) -> int | None:
        """The peak above what was resident before the load."""
        baseline = self.measured.memory.baseline_bytes if self.measured else None
        return None if self.peak_bytes is None or baseline is None else self.peak_bytes - baseline

    @property
    def memory_kind(self) -> str:
        """What the system means by the memory of a process."""
        if self.run.device.kind == WEB:
            return "page"
        return "footprint" if self.run.device.os in FOOTPRINT else "resident"

    @property
    def added_pss_bytes(self) -> int | None:
        """What load and runs left, each page divided by the processes that have it."""
        rollup = self.measured.memory.rollup if self.measured else None
        parts = (rollup.after_runs, rollup.baseline) if rollup else (None, None)
        after, before = (pages.pss_bytes if pages else None for pages in parts)
        return None if after is None or before is None else after - before

    @property
    def core_mhz(self) -> float | None:
        """The median frequency of the core that the sentences were on."""
        found = [mhz for clock in self.run.conditions.clocks or () for mhz in clock.mhz]
        return median(found) if found else None

    @property
    def counted(self) -> Counted | None:
        return self.run.counted

    @property
    def instructions(self) -> int | None:
        """Of the middle sentence, where they were counted."""
        return self.counted.sentence(MIDDLE).total.instructions if self.counted else None

    @property
    def quality(self) -> Metric | None:
        """The first figure that the manifest has."""
        return self.run.variant.quality[0] if self.run.variant.quality else None


def entries(runs: tuple[Run, ...]) -> tuple[Entry, ...]:
    """By task and device, the quickest first; what was not measured comes last."""
    tasks = dict.fromkeys(run.variant.task for run in runs)
    found = [
        Entry(run, label)
        for task in tasks
        for run, label in _labelled([run for run in runs if run.variant.task == task])
    ]
    ordered = sorted(found, key=_place)
    groups = ([entry for entry in ordered if entry.task == task] for task in sorted(tasks))
    return tuple(replace(e, number=at) for group in groups for at, e in enumerate(group, start=1))


def _labelled(runs: list[Run]) -> list[tuple[Run, str]]:
    """Each with the fewest words that tell it from the others: the engine and its setting always,
    then whatever differs, until all labels do."""
    labels = [", ".join((ENGINES[r.variant.engine], _setting(r))) for r in runs]
    for name in _TELLING:
        words = [name(run) for run in runs]
        if len(set(labels)) == len(labels) and name not in _ALWAYS:
            break
        if len(set(words)) > 1:
            labels = [f"{label}, {word}" for label, word in zip(labels, words, strict=True)]
    counts = [labels[:at].count(label) + 1 for at, label in enumerate(labels)]
    unique = [f"{label} #{n}" if n > 1 else label for label, n in zip(labels, counts, strict=True)]
    return list(zip(runs, unique, strict=True))


def _setting(run: Run) -> str:
    """Threads, which Core ML takes as it likes: there it is the compute units."""
    count, units = run.variant.threads, run.variant.compute_units
    if run.counted is not None:
        return f"counted on {run.counted.processor}"
    if units is not None:
        ran_on = run.variant.ran_on
        return UNITS[units] + (f", ran on {UNITS[ran_on]}" if ran_on not in (None, units) else "")
    threads = "1 thread" if count == 1 else f"{count} threads"
    provider = run.variant.provider
    return threads if provider is None else f"{PROVIDERS[provider]}, {threads}"


def _bundle(run: Run) -> str:
    return run.variant.bundle


def device_name(run: Run) -> str:
    """As a person calls it."""
    device = run.device
    if device.kind == "host":
        return f"{device.soc or device.abi} ({device.os})"
    if device.browser is not None:
        return _browser(device, device.browser)
    model = device.name or device.model or device.abi
    maker = device.manufacturer or ""
    named = model if model.lower().startswith(maker.lower()) else f"{maker} {model}"
    return f"{named} (emulator)" if device.kind == "emulator" else named


def _browser(device: Device, browser: Browser) -> str:
    """Which one, and as much as it tells of where it runs."""
    name = name_of(browser.brands, browser.user_agent) or "a browser"
    system = " ".join(filter(None, (device.os or browser.platform, device.os_version)))
    where = f"{device.model} ({system})" if device.model and system else device.model or system
    return f"{name} on {where}" if where else name


_ALWAYS = (_bundle, device_name)
_TELLING: tuple[Callable[[Run], str], ...] = (
    *_ALWAYS,
    lambda run: run.variant.precision,
    lambda run: run.runner,
    lambda run: run.started.replace("T", " "),
)
"""What may differ between runs of one engine: where several bundles or devices are compared, they
are named at each."""


def _place(entry: Entry) -> tuple[str, str, float]:
    cost = entry.latency_ms if entry.counted is None else entry.instructions
    return entry.task, entry.device, float("inf") if cost is None else cost


def best(found: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries that no other of their task and device beats: smaller or quicker or better, and
    not worse in any (Pareto). Quality counts where both know it."""
    usable = [entry for entry in found if entry.latency_ms is not None]
    return tuple(e for e in usable if not any(_beats(other, e) for other in usable))


def _beats(one: Entry, other: Entry) -> bool:
    if (one.task, one.device) != (other.task, other.device):
        return False
    first, second = _costs(one), _costs(other)
    pairs = list(zip(first, second, strict=False))
    return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)


def _costs(entry: Entry) -> tuple[float, ...]:
    assert entry.latency_ms is not None
    costs = (entry.latency_ms, float(entry.shipped_bytes))
    return costs if entry.quality is None else (*costs, -entry.quality.exported_value)
