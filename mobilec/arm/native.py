"""The processor of this machine, where it is ARM64 itself."""

import platform
import subprocess
import sys
from pathlib import Path

from mobilec.arm.processors import DOT, MATRIX, Processor

_CPUINFO = Path("/proc/cpuinfo")
_SYSCTL = {"hw.optional.arm.FEAT_DotProd": DOT, "hw.optional.arm.FEAT_I8MM": MATRIX}
"""Apple's names for what Linux calls otherwise."""


def is_native() -> bool:
    """Whether this machine runs ARM64 itself."""
    return platform.machine().lower() in ("arm64", "aarch64")


def this_processor() -> Processor:
    """What this machine says of itself."""
    features = _of_mac() if sys.platform == "darwin" else _of_linux(_CPUINFO.read_text())
    int8 = tuple(name for name in (DOT, MATRIX) if name in features)
    return Processor(platform.processor() or platform.machine(), int8, "this machine")


def _of_linux(cpuinfo: str) -> set[str]:
    lines = (line.partition(":") for line in cpuinfo.splitlines())
    return {
        word for name, _, value in lines if name.strip() == "Features" for word in value.split()
    }


def _of_mac() -> set[str]:
    return {linux for apple, linux in _SYSCTL.items() if _sysctl(apple) == "1"}


def _sysctl(name: str) -> str:
    done = subprocess.run(["sysctl", "-n", name], capture_output=True, text=True)
    return done.stdout.strip()
