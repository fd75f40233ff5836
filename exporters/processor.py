"""The processor of this machine: its name, and the instructions that decide how int8 is multiplied.

A figure of an int8 program is of the processor that it was seen on, so every figure names one.
"""

import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")

INT8 = (
    *("avx2", "avx_vnni", "avx_vnni_int8", "avx512f", "avx512_vnni", "amx_int8"),
    *("asimddp", "i8mm", "sve"),
)
"""By Linux's names. x86 without a VNNI of any kind saturates where weights are signed."""

_ARM_MAC = {"hw.optional.arm.FEAT_DotProd": "asimddp", "hw.optional.arm.FEAT_I8MM": "i8mm"}
"""Apple's names for what Linux calls otherwise."""


@dataclass(frozen=True)
class Processor:
    """``flags``: all that it says it can do, by Linux's names."""

    name: str
    flags: frozenset[str]

    def among(self, names: Sequence[str]) -> tuple[str, ...]:
        """Those of ``names`` that it has, in their order."""
        return tuple(name for name in names if name in self.flags)

    @property
    def int8(self) -> tuple[str, ...]:
        """What it has for int8 products."""
        return self.among(INT8)

    def __str__(self) -> str:
        return f"{self.name} ({' '.join(self.int8) or 'no int8 instructions'})"


@cache
def this_processor() -> Processor:
    """What this machine says of itself."""
    if sys.platform == "darwin":
        name = _sysctl("machdep.cpu.brand_string")
        return Processor(name or _plain_name(), _of_mac())
    return of_linux(CPUINFO.read_text() if CPUINFO.is_file() else "")


def of_linux(cpuinfo: str) -> Processor:
    """The first processor of Linux's list; ARM's has no name there."""
    first = cpuinfo.strip().split("\n\n")[0].splitlines()
    parts = (line.partition(":") for line in first)
    described = {key.strip(): value.strip() for key, _, value in parts}
    flags = described.get("flags", described.get("Features", "")).split()
    return Processor(described.get("model name") or _plain_name(), frozenset(flags))


def _of_mac() -> frozenset[str]:
    arm = {linux for apple, linux in _ARM_MAC.items() if _sysctl(apple) == "1"}
    return frozenset(arm | set(_sysctl("machdep.cpu.leaf7_features").lower().split()))


def _plain_name() -> str:
    return platform.processor() or platform.machine()


def _sysctl(name: str) -> str:
    done = subprocess.run(["sysctl", "-n", name], capture_output=True, text=True)
    return done.stdout.strip()
