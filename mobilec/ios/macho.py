"""What a Mach-O file says of itself: processors and system, from its headers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macholib import mach_o
from macholib.MachO import MachO

from exporters.errors import Refused

_PROCESSORS = {0x0100000C: "arm64", 0x01000007: "x86_64", 0x0C: "armv7"}
"""CPU_TYPE of <mach/machine.h>."""
_ARM64E = 2
"""CPU_SUBTYPE_ARM64E, in the low bits of the subtype."""
_PLATFORMS = {1: "macOS", 2: "iOS", 6: "Mac Catalyst", 7: "iOS Simulator"}
"""PLATFORM of <mach-o/loader.h>."""
_OLD_IOS = "iOS"
"""What LC_VERSION_MIN_IPHONEOS means, which linkers wrote before LC_BUILD_VERSION."""


@dataclass(frozen=True)
class Slice:
    """One processor's part of a file. ``platform``, ``minimum_os``: "" where it does not say."""

    processor: str
    platform: str
    minimum_os: str


def slices(path: Path) -> tuple[Slice, ...]:
    """Of every processor; a file for one has one. Refused where it is no Mach-O file."""
    try:
        found = tuple(_slice(header) for header in MachO(str(path)).headers)
    except Exception as wrong:  # a header that lies makes macholib fail anywhere
        why = " ".join(f"{type(wrong).__name__}: {wrong}".split())
        raise Refused(f"{path.name} is no Mach-O file ({why}), so no app for iOS") from wrong
    if not found:
        raise Refused(f"{path.name} is a Mach-O file for no processor, so no app for iOS")
    return found


def _slice(header: Any) -> Slice:
    platform, minimum_os = next(_said(header), ("", ""))
    return Slice(_processor(header.header), platform, minimum_os)


def _processor(header: Any) -> str:
    name = _PROCESSORS.get(header.cputype, f"processor {header.cputype}")
    return "arm64e" if name == "arm64" and header.cpusubtype & 0xFF == _ARM64E else name


def _said(header: Any) -> Iterator[tuple[str, str]]:
    for load, command, _ in header.commands:
        if load.cmd == mach_o.LC_BUILD_VERSION:
            platform = _PLATFORMS.get(command.platform, f"platform {command.platform}")
            yield platform, _version(command.minos)
        elif load.cmd == mach_o.LC_VERSION_MIN_IPHONEOS:
            yield _OLD_IOS, _version(command.version)


def _version(packed: int) -> str:
    """``xxxx.yy.zz`` in the bytes of a word; a last zero is left out."""
    major, minor, patch = packed >> 16, packed >> 8 & 0xFF, packed & 0xFF
    return f"{major}.{minor}.{patch}" if patch else f"{major}.{minor}"
