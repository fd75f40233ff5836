"""How much memory this process took at most. Only the standard library."""

import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_bytes() -> int:
    """The largest resident set so far.

    Linux hands ``ru_maxrss`` on from the process that started this one, so its own count is read
    where there is one.
    """
    if _STATUS.is_file():
        return _field("VmHWM")
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def resident_bytes() -> int:
    """The resident set at this moment; away from Linux the largest so far."""
    return _field("VmRSS") if _STATUS.is_file() else peak_bytes()


def _field(name: str) -> int:
    fields = dict(line.split(":", 1) for line in _STATUS.read_text().splitlines())
    return int(fields[name].split()[0]) * 1024
