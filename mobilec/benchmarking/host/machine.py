"""This machine, as run.json describes a device, and how it is at a moment."""

import os
import platform
import subprocess
import sys
from pathlib import Path

from mobilec.benchmarking.host.memory import of_machine
from mobilec.benchmarking.run import Condition, Device

_CPUINFO = Path("/proc/cpuinfo")
_RELEASE = Path("/etc/os-release")
_SUPPLIES = Path("/sys/class/power_supply")
_TELLING = ("avx2", "avx512f", "avx512_vnni", "amx_int8", "asimddp", "asimdhp", "i8mm", "atomics")
"""What decides which int8 and float16 kernels run."""


def machine() -> Device:
    """Processor, memory, system."""
    described = _cpuinfo()
    flags = described.get("flags", described.get("Features", "")).split()
    total, available = of_machine()
    return Device(
        kind="host",
        manufacturer=None,
        model=None,
        name=None,
        soc=described.get("model name") or _brand() or platform.processor() or platform.machine(),
        cores=os.cpu_count() or 1,
        features=tuple(flag for flag in _TELLING if flag in flags),
        memory_bytes=total,
        available_bytes=available,
        os=platform.system(),
        os_version=_version(),
        abi=platform.machine(),
    )


def condition() -> Condition:
    """Battery, where there is one, and load."""
    percent, plugged = _battery()
    return Condition(
        battery_percent=percent, plugged=plugged, load_average=round(os.getloadavg()[0], 2)
    )


def _cpuinfo() -> dict[str, str]:
    """The first processor of Linux's list; empty on other systems."""
    lines = _CPUINFO.read_text().split("\n\n")[0].splitlines() if _CPUINFO.is_file() else []
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}


def _brand() -> str:
    """The processor's name on a Mac."""
    if sys.platform != "darwin":
        return ""
    asked = ["sysctl", "-n", "machdep.cpu.brand_string"]
    return subprocess.run(asked, capture_output=True, text=True).stdout.strip()


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
