"""This machine, as run.json describes a device, and how it is at a moment."""

import os
import platform
import time
from pathlib import Path

from exporters.processor import INT8, this_processor
from mobilec.benchmarking.host.cores import Cores
from mobilec.benchmarking.host.memory import of_machine
from mobilec.benchmarking.host.stat import STARTED, fields
from mobilec.benchmarking.run import Condition, Device

_RELEASE = Path("/etc/os-release")
_SUPPLIES = Path("/sys/class/power_supply")
_TELLING = (*INT8, "asimdhp", "atomics")
"""What decides which int8 and float16 kernels run."""


def machine() -> Device:
    """Processor, memory, system."""
    processor = this_processor()
    total, available = of_machine()
    return Device(
        kind="host",
        manufacturer=None,
        model=None,
        name=None,
        soc=processor.name,
        cores=os.cpu_count() or 1,
        features=processor.among(_TELLING),
        memory_bytes=total,
        available_bytes=available,
        os=platform.system(),
        os_version=_version(),
        abi=platform.machine(),
        core_kinds=Cores().kinds(),
    )


def alive_ms(process: Path = Path("/proc/self/stat")) -> float | None:
    """Since the start of this process; None where the system has no such file."""
    found = fields(process)
    if not found:
        return None
    started_s = int(found[STARTED]) / os.sysconf("SC_CLK_TCK")
    return 1000 * (time.clock_gettime(time.CLOCK_BOOTTIME) - started_s)


def condition() -> Condition:
    """Battery, where there is one, and load."""
    percent, plugged = _battery()
    return Condition(
        battery_percent=percent, plugged=plugged, load_average=round(os.getloadavg()[0], 2)
    )


def _version() -> str:
    """Debian GNU/Linux 12 rather than the number of a kernel, where the system says so."""
    if _RELEASE.is_file():
        rows = (line.partition("=") for line in _RELEASE.read_text().splitlines())
        names = {key: value.strip('"') for key, _, value in rows}
        if "PRETTY_NAME" in names:
            return f"{names['PRETTY_NAME']}, kernel {platform.release()}"
    return platform.mac_ver()[0] or platform.release()


def _battery() -> tuple[float | None, bool | None]:
    """(percent, plugged) of Linux's first battery."""
    for supply in sorted(_SUPPLIES.glob("*")):
        if _read(supply / "type") == "Battery" and (percent := _read(supply / "capacity")):
            return float(percent), _read(supply / "status") != "Discharging"
    return None, None


def _read(path: Path) -> str:
    return path.read_text().strip() if path.is_file() else ""
