"""The cores of this machine, as Linux lists them."""

from collections import Counter
from pathlib import Path

from mobilec.benchmarking.clocks import CoreKind, Look

_PROCESSOR = 36
"""The core that a thread was last on, in /proc/PID/stat behind the name: field 39 of proc(5)."""
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
        text = _text(self._thread)
        # The name, in brackets, may hold anything.
        fields = text.rpartition(")")[2].split()
        return int(fields[_PROCESSOR]) if len(fields) > _PROCESSOR else None


def _mhz(file: Path) -> float | None:
    said = _text(file).strip()
    return int(said) / _KHZ if said.isdigit() else None


def _text(file: Path) -> str:
    """Empty where it cannot be read."""
    try:
        return file.read_text()
    except OSError:
        return ""
