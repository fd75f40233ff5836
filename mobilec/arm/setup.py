"""Prepares this machine to run ARM programs: an emulator, a userland, wheels and the runner."""

import platform
import shutil
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exporters.errors import Refused
from exporters.progress import Progress, Silent
from mobilec.arm import debian, runner_files, wheels
from mobilec.arm.cache import default_cache, installed
from mobilec.arm.emulator import Emulator
from mobilec.arm.native import is_native
from mobilec.fetching.cache import Cache, size_bytes
from mobilec.fetching.debian import fetch, refuse_missing, unpack

EMULATOR, USERLAND, WHEELS, RUNNER = "emulator", "userland", "wheels", "runner-with-marks"
PARTS = (EMULATOR, USERLAND, WHEELS, RUNNER)
QEMU = "usr/bin/qemu-aarch64"
_MEGA = 1e6
_FROM_DEBIAN = (
    "the emulator and the ARM libraries come from Debian's packages. Set this up on Debian (in a "
    "container: debian:13), or run it on an ARM machine, where no emulator is needed"
)


@dataclass(frozen=True)
class ArmSetup:
    """``sizes``: part to bytes on disk; none where this machine is ARM64 itself."""

    folder: Path | None
    sizes: dict[str, int]
    notes: tuple[str, ...]

    def with_more(self, sizes: dict[str, int], notes: tuple[str, ...]) -> "ArmSetup":
        """Parts that lie elsewhere, told with these."""
        return replace(self, sizes=self.sizes | sizes, notes=(*self.notes, *notes))

    def to_json(self) -> dict[str, Any]:
        return {"folder": str(self.folder or ""), "sizes": self.sizes, "notes": list(self.notes)}


def set_up(cache: Cache | None = None, progress: Progress | None = None) -> ArmSetup:
    """Makes every part that is not there yet. Interrupted, it goes on with the part it was at."""
    watcher = progress or Silent()
    if is_native():
        return ArmSetup(None, {}, ("this machine is ARM64: programs run on it as they are",))
    _refuse_other_machines()
    where, notes = cache or default_cache(), []
    for name, make in _MAKERS.items():
        if where.has(name):
            notes.append(f"{name}: was there")
            continue
        with watcher.stage(name), where.made(name) as folder:
            note = make(where, folder, watcher)
        notes.append(f"{name}: {note}")
    with watcher.stage("trying"):
        notes.append(_tried(emulator(where)))
    sizes = {name: size_bytes(where.part(name)) for name in PARTS}
    return ArmSetup(where.folder, sizes, tuple(notes))


def emulator(cache: Cache | None = None) -> Emulator:
    """The finished set-up, ready to start programs; Refused where a part is missing."""
    where = cache or default_cache()
    missing = [name for name in PARTS if not where.has(name)]
    if missing:
        raise Refused(
            f"ARM programs cannot run here yet: {', '.join(missing)} not in {where.folder}; "
            "prepare it once with: mobilec arm setup"
        )
    return Emulator(
        qemu=where.part(EMULATOR) / QEMU,
        userland=where.part(USERLAND),
        wheels=where.part(WHEELS),
        runner=where.part(RUNNER),
    )


def _refuse_other_machines() -> None:
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        raise Refused(
            f"ARM programs are emulated on Linux on x86_64, and run as they are on ARM64; this is "
            f"{sys.platform} on {platform.machine()}"
        )
    refuse_missing(_FROM_DEBIAN)


def _emulator(_: Cache, folder: Path, progress: Progress) -> str:
    debs = folder / "debs"
    debs.mkdir()
    progress.doing("qemu-user of Debian, 71 MB")
    fetch(debian.EMULATOR, debs, debian.RELEASE)
    unpacked = folder / "unpacked"
    unpack(debs, unpacked)
    qemu = folder / QEMU
    qemu.parent.mkdir(parents=True)
    # One static program of the many in the package.
    (unpacked / QEMU).rename(qemu)
    return _without(folder, debs, unpacked)


def _userland(_: Cache, folder: Path, progress: Progress) -> str:
    debs = folder / "debs"
    debs.mkdir()
    progress.doing(f"{len(debian.USERLAND)} ARM64 packages of Debian, 12 MB")
    fetch(debian.USERLAND, debs, debian.RELEASE)
    unpack(debs, folder)
    # Debian's base-files would bring this link; programs name their loader through it.
    (folder / "lib").symlink_to("usr/lib")
    return _without(folder, debs)


def _wheels(_: Cache, folder: Path, progress: Progress) -> str:
    versions = installed()
    for package, version in versions.items():
        progress.doing(f"{package} {version}")
        wheel = wheels.fetch(package, version, folder)
        wheels.unpack(wheel, package, folder)
        wheel.unlink()
    return f"{wheels.brought(versions)}, {_megabytes(folder)}"


def _runner(cache: Cache, folder: Path, progress: Progress) -> str:
    progress.doing(runner_files.COMPILER)
    origin = runner_files.place(cache.part(WHEELS), installed(), folder)
    return f"{origin}, {_megabytes(folder)}"


_MAKERS = {EMULATOR: _emulator, USERLAND: _userland, WHEELS: _wheels, RUNNER: _runner}


def _without(folder: Path, *rests: Path) -> str:
    for rest in rests:
        shutil.rmtree(rest)
    return _megabytes(folder)


def _megabytes(folder: Path) -> str:
    return f"{size_bytes(folder) / _MEGA:.1f} MB"


def _tried(machine: Emulator) -> str:
    """Both kinds of program start; one that does not would otherwise fail in the first gate."""
    return f"qemu {machine.version()}; ONNX Runtime {machine.onnxruntime_version()} answers on ARM"
