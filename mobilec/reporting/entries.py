"""What a report compares: runs, with the names that tell them apart."""

from dataclasses import dataclass
from statistics import median

from mobilec.benchmarking.run import Measured, Metric, Run

ENGINES = {"executorch": "ExecuTorch", "onnx": "ONNX Runtime", "coreml": "Core ML"}
MIDDLE = "middle"


@dataclass(frozen=True)
class Entry:
    """``device``: "" where all runs of the report are of one device."""

    run: Run
    device: str

    @property
    def bundle(self) -> str:
        return self.run.variant.bundle

    @property
    def engine(self) -> str:
        return ENGINES[self.run.variant.engine]

    @property
    def label(self) -> str:
        """Tells it from the others of its bundle."""
        threads = self.run.variant.threads
        parts = (self.engine, "1 thread" if threads == 1 else f"{threads} threads", self.device)
        return ", ".join(part for part in parts if part)

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
    def quality(self) -> Metric | None:
        """The first figure that the manifest has."""
        return self.run.variant.quality[0] if self.run.variant.quality else None


def entries(runs: tuple[Run, ...]) -> tuple[Entry, ...]:
    """By bundle and device, the quickest first; what was not measured comes last."""
    several = len({device_name(run) for run in runs}) > 1
    found = [Entry(run, device_name(run) if several else "") for run in runs]
    return tuple(sorted(found, key=_place))


def device_name(run: Run) -> str:
    """As a person calls it."""
    device = run.device
    if device.kind == "host":
        return f"{device.soc or device.abi} ({device.os})"
    model = device.name or device.model or device.abi
    maker = device.manufacturer or ""
    named = model if model.lower().startswith(maker.lower()) else f"{maker} {model}"
    return f"{named} (emulator)" if device.kind == "emulator" else named


def _place(entry: Entry) -> tuple[str, str, float]:
    latency = entry.latency_ms
    return entry.bundle, entry.device, float("inf") if latency is None else latency


def best(found: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries of one bundle and device that no other beats: smaller or quicker or better, and
    not worse in any (Pareto). Quality counts where all know it."""
    usable = [entry for entry in found if entry.latency_ms is not None]
    return tuple(e for e in usable if not any(_beats(o, e) for o in usable if o is not e))


def _beats(one: Entry, other: Entry) -> bool:
    first, second = _costs(one), _costs(other)
    pairs = list(zip(first, second, strict=False))
    return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)


def _costs(entry: Entry) -> tuple[float, ...]:
    assert entry.latency_ms is not None
    costs = (entry.latency_ms, float(entry.shipped_bytes))
    return costs if entry.quality is None else (*costs, -entry.quality.exported_value)
