"""The cores of this machine, as Linux lists them."""

from collections import Counter
from pathlib import Path

from mobilec.benchmarking.clocks import CoreKind, Look
from mobilec.benchmarking.host.stat import PROCESSOR, fields

_KHZ = 1000


class Cores:
    """``cpus`` and ``thread``: where Linux tells of the cores, and of the thread that asks."""

    def __init__(
        self,
        cpus: Path = Path("/sys/devices/system/cpu"),
        thread: Path = Path("/proc/thread-self/stat"),
    ) -> None:
        self._cpus, self._thread = cpus, thread
        found = {
            int(folder.name.removeprefix("cpu")): _mhz(folder / "cpufreq" / "cpuinfo_max_freq")
            for folder in cpus.glob("cpu[0-9]*")
        }
        self._most = {number: mhz for number, mhz in found.items() if mhz is not None}

    def kinds(self) -> tuple[CoreKind, ...] | None:
        """The fastest first; None where the system does not say, as in most virtual machines."""
        counts = Counter(self._most.values())
        return tuple(CoreKind(counts[mhz], mhz) for mhz in sorted(counts, reverse=True)) or None

    def look(self) -> Look | None:
        """Where the asking thread is now."""
        number = self._number() if self._most else None
        if number is None or number not in self._most:
            return None
        now = _mhz(self._cpus / f"cpu{number}" / "cpufreq" / "scaling_cur_freq")
        return Look(self._most[number], now)

    def _number(self) -> int | None:
        found = fields(self._thread)
        return int(found[PROCESSOR]) if len(found) > PROCESSOR else None


def _mhz(file: Path) -> float | None:
    """None where it cannot be read."""
    try:
        said = file.read_text().strip()
    except OSError:
        return None
    return int(said) / _KHZ if said.isdigit() else None
