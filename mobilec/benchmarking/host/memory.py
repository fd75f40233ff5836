"""How much memory this process takes. Imports nothing that would take more of it."""

import resource
import sys
from dataclasses import dataclass
from pathlib import Path

from mobilec.benchmarking.pages import Pages

_STATUS = Path("/proc/self/status")
_MEMINFO = Path("/proc/meminfo")
KIB = 1024


@dataclass(frozen=True)
class Taken:
    """Bytes. None where the system does not say."""

    resident: int | None
    peak: int | None
    swapped: int | None

    @property
    def with_swap(self) -> int | None:
        """Resident and swapped together: compressed swap hides pages from the first."""
        return None if self.resident is None else self.resident + (self.swapped or 0)


def taken() -> Taken:
    """Now, and at most so far."""
    if not _STATUS.is_file():
        unit = 1 if sys.platform == "darwin" else KIB
        return Taken(None, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit, None)
    fields = kibibytes(_STATUS)
    return Taken(fields.get("VmRSS"), fields.get("VmHWM"), fields.get("VmSwap"))


def pages(rollup: Path = Path("/proc/self/smaps_rollup")) -> Pages | None:
    """By whom they belong to. The kernel walks through all of them for it, for up to tens of
    milliseconds; None without such a file."""
    try:
        fields = kibibytes(rollup)
    except OSError:
        return None
    names = ("Pss", "Private_Dirty", "Private_Clean")
    return Pages(*(fields.get(name) for name in names)) if fields else None


def of_machine() -> tuple[int | None, int | None]:
    """(all, available)."""
    fields = kibibytes(_MEMINFO) if _MEMINFO.is_file() else {}
    return fields.get("MemTotal"), fields.get("MemAvailable")


def kibibytes(path: Path) -> dict[str, int]:
    """The lines ``Name:  123 kB`` of a file in /proc, in bytes."""
    rows = (line.partition(":") for line in path.read_text().splitlines())
    words = {name: value.split() for name, _, value in rows}
    return {n: int(w[0]) * KIB for n, w in words.items() if len(w) == 2 and w[1] == "kB"}
