"""Where figures were seen: without it they mean nothing."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("torch", "transformers", "executorch", "onnx", "onnxruntime", "coremltools")
_FLAGS = ("avx2", "avx512f", "avx512_vnni", "amx_int8", "asimddp", "i8mm")


def machine() -> dict[str, object]:
    """Processor, what it can do, how busy it is at this moment, and versions of libraries."""
    described = _cpuinfo()
    flags = described.get("flags", described.get("Features", "")).split()
    return {
        "processor": described.get("model name", platform.processor() or platform.machine()),
        "instructions": [flag for flag in _FLAGS if flag in flags],
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "load_average": os.getloadavg(),
        "versions": {name: version(name) for name in _LIBRARIES},
    }


def _cpuinfo() -> dict[str, str]:
    """The first processor of Linux's list; empty on other systems."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text().split("\n\n")[0].splitlines() if path.is_file() else []
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
