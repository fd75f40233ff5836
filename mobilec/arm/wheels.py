"""ARM64 wheels of the packages that are installed here, fetched by pip and unpacked."""

import subprocess
import sys
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path
from zipfile import ZipFile

from exporters.errors import Refused

PYTHON = "3.13"
"""Of the userland (Debian 13)."""
NEEDED = {
    "numpy": ("*",),
    "onnxruntime": ("*",),
    "executorch": (
        "executorch/include/*",
        "executorch/lib/libexecutorch.so",
        "executorch/lib/libexecutorch_threadpool.so",
        "executorch/lib/libexecutorch_backend_xnnpack.so",
        "executorch/lib/libexecutorch_kernels_*.so",
    ),
}
"""Package to the files that are kept. ExecuTorch's libraries need neither Python nor PyTorch."""

_PLATFORMS = ("manylinux_2_28_aarch64", "manylinux_2_27_aarch64", "manylinux2014_aarch64")


def fetch(package: str, version: str, folder: Path) -> Path:
    """The wheel of one package in ``folder``; pip checks it against the hash of its index."""
    platforms = [word for platform in _PLATFORMS for word in ("--platform", platform)]
    interpreter = ["--python-version", PYTHON, "--implementation", "cp"]
    wheel = ["--only-binary=:all:", "--no-deps", f"{package}=={version}", "-d", str(folder)]
    command = [sys.executable, "-m", "pip", "download", "-q", *platforms, *interpreter, *wheel]
    done = subprocess.run(command, capture_output=True, text=True)
    found = list(folder.glob(f"{package}-*.whl"))
    if done.returncode or not found:
        raise Refused(
            f"the ARM wheel of {package} {version} could not be fetched: "
            f"{done.stderr.strip()[-400:]}"
        )
    return found[0]


def unpack(wheel: Path, package: str, folder: Path) -> None:
    """The needed files of a wheel; every one is checked against its CRC as it is read."""
    with ZipFile(wheel) as archive:
        members = [
            name
            for name in archive.namelist()
            if any(fnmatch(name, pattern) for pattern in NEEDED[package])
        ]
        archive.extractall(folder, members)


def brought(versions: Mapping[str, str]) -> str:
    """What is fetched, in words."""
    return ", ".join(f"{package} {version}" for package, version in versions.items())
