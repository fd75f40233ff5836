"""Prepares this machine to count: the emulator that takes plugins, and the plugin."""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from exporters.errors import Refused
from exporters.progress import Progress, Silent
from mobilec.arm import setup as running
from mobilec.arm.counting import qemu
from mobilec.arm.emulator import Emulator
from mobilec.arm.native import is_native
from mobilec.fetching.cache import Cache, size_bytes, user_cache

PLUGIN = Path(__file__).parent / "plugin" / "count.c"
LIBRARY = "count.so"
EMULATOR = "qemu-trixie"
_NATIVE = (
    "this machine is ARM64 itself: perf counts instructions there (mobilec bench --device arm), "
    "and their kinds and places are told by the emulator alone, on Linux on x86_64"
)
_OLDEST = 10
_SAID = 400


@dataclass(frozen=True)
class Counting:
    """``emulator``: loads ``plugin``."""

    emulator: Path
    plugin: Path


def default_cache() -> Cache:
    """mobilec/arm64-counting in the user's cache: the same for all versions of the runtimes."""
    return user_cache("arm64-counting")


def plugin_part() -> str:
    """The cache's part for the plugin as its source is now."""
    return f"plugin-{sha256(PLUGIN.read_bytes()).hexdigest()[:12]}"


def set_up(
    cache: Cache | None = None, progress: Progress | None = None
) -> tuple[dict[str, int], tuple[str, ...]]:
    """(part to bytes, what was done). Makes what is not there yet, each part whole or not at all.

    Raises ``Refused``: what is missing to build them.
    """
    watcher, where = progress or Silent(), cache or default_cache()
    if is_native():
        return {}, (_NATIVE,)
    notes = []
    for name, make in ((EMULATOR, qemu.build), (plugin_part(), _plugin(where))):
        if where.has(name):
            notes.append(f"{name}: was there")
            continue
        with watcher.stage(name), where.made(name) as folder:
            note = make(folder, watcher)
        notes.append(f"{name}: {note}")
    sizes = {name: size_bytes(where.part(name)) for name in (EMULATOR, plugin_part())}
    return sizes, tuple(notes)


def counting(cache: Cache | None = None) -> Counting:
    """The finished set-up; Refused where a part is missing, or an emulator counts wrongly."""
    if is_native():
        raise Refused(_NATIVE)
    where = cache or default_cache()
    missing = [name for name in (EMULATOR, plugin_part()) if not where.has(name)]
    if missing:
        raise Refused(
            f"instructions cannot be counted here yet: {', '.join(missing)} not in "
            f"{where.folder}; prepare it once with: mobilec arm setup --count"
        )
    found = Counting(where.part(EMULATOR) / qemu.PROGRAM, where.part(plugin_part()) / LIBRARY)
    refuse_wrong(found.emulator)
    return found


def emulator(cache: Cache | None = None) -> tuple[Emulator, Path]:
    """(the emulator of programs that counts, its plugin)."""
    found = counting(cache)
    return replace(running.emulator(), qemu=found.emulator), found.plugin


def refuse_wrong(program: Path) -> None:
    """Refuses an emulator that takes no plugins, or computes int8 products wrongly."""
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True).stdout
    version = re.search(r"version (\d+)\.(\S+)", said)
    if version is None:
        raise Refused(
            f"{program} does not start ({said.strip()[:_SAID] or 'it says nothing'}); build it "
            "again: mobilec arm setup --count --again"
        )
    if int(version[1]) < _OLDEST:
        raise Refused(
            f"{program} is qemu {version[1]}.{version[2]}, which computes the products of int8 "
            f"matrices (SME's among them) wrongly; qemu {_OLDEST} is needed: mobilec arm setup "
            "--count --again"
        )
    help_text = subprocess.run([str(program), "--help"], capture_output=True, text=True).stdout
    if "-plugin" not in help_text:
        raise Refused(
            f"{program} takes no plugins, so it cannot count: mobilec arm setup --count --again"
        )


def _plugin(cache: Cache) -> Callable[[Path, Progress], str]:
    def make(folder: Path, progress: Progress) -> str:
        progress.doing("compiling the plugin")
        compile_plugin(cache.part(EMULATOR) / qemu.INCLUDE, folder / LIBRARY)
        return f"{shutil.which('gcc')}, {size_bytes(folder) / 1e3:.0f} kB"

    return make


def compile_plugin(include: Path, library: Path) -> None:
    """The plugin against an emulator's header; Refused with the compiler's words."""
    words = [
        "gcc",
        "-O2",
        "-Wall",
        "-Werror",
        "-shared",
        "-fPIC",
        f"-I{include}",
        str(PLUGIN),
        "-o",
    ]
    done = subprocess.run([*words, str(library)], capture_output=True, text=True)
    if done.returncode:
        raise Refused(f"the plugin that counts could not be compiled: {done.stderr[-_SAID:]}")
