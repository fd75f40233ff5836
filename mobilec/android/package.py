"""The entries of an APK in a fixed order, with fixed times, aligned: same input, same bytes.

Android maps native libraries and assets where they lie in the APK. Libraries begin at multiples of
16 KB, the largest page of a phone (developer.android.com/guide/practices/page-sizes); what is
stored otherwise at multiples of 4 bytes, as zipalign does.
"""

import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused

PAGE_BYTES = 16384
_WORD_BYTES = 4
_TIME = (1981, 1, 1, 1, 1, 2)
_LOCAL_HEADER_BYTES = 30
_ALIGNMENT = 0xD935
"""The extra field that zipalign writes: id, size, alignment, padding."""
_LEAST_EXTRA_BYTES = 6
_PROGRAM_LOAD = 1


@dataclass(frozen=True)
class Entry:
    """A file of the APK. ``stored``: not compressed."""

    name: str
    content: bytes
    stored: bool


def linked_entries(package: Path) -> Iterator[Entry]:
    """What aapt2 linked, compressed where it compressed it."""
    with zipfile.ZipFile(package) as archive:
        for info in archive.infolist():
            stored = info.compress_type == zipfile.ZIP_STORED
            yield Entry(info.filename, archive.read(info), stored)


def asset_entries(assets: Path) -> Iterator[Entry]:
    """Every asset, stored. Names that begin with a point are no assets, as for aapt2."""
    for file in sorted(assets.rglob("*")):
        inside = file.relative_to(assets)
        if file.is_file() and not any(part.startswith(".") for part in inside.parts):
            yield Entry(f"assets/{inside.as_posix()}", file.read_bytes(), True)


def library_entries(libraries: Mapping[str, tuple[Path, ...]]) -> Iterator[Entry]:
    """Native libraries by ABI, stored; each must be built for pages of 16 KB."""
    for abi, files in libraries.items():
        for file in files:
            content = file.read_bytes()
            refuse_small_pages(content, file)
            yield Entry(f"lib/{abi}/{file.name}", content, True)


def dex_entries(files: tuple[Path, ...]) -> Iterator[Entry]:
    for file in files:
        yield Entry(file.name, file.read_bytes(), False)


def write_package(entries: Iterator[Entry], package: Path) -> None:
    """Writes an APK that is not signed yet; the manifest comes first."""
    named = {entry.name: entry for entry in entries}
    ordered = sorted(named, key=lambda name: (name != "AndroidManifest.xml", name))
    with zipfile.ZipFile(package, "w") as archive:
        for name in ordered:
            entry = named[name]
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system = 0
            info.external_attr = 0
            info.compress_type = zipfile.ZIP_STORED if entry.stored else zipfile.ZIP_DEFLATED
            if entry.stored:
                info.extra = _padding(archive.start_dir, name)
            archive.writestr(info, entry.content, compresslevel=9)


def alignment(name: str) -> int:
    """At multiples of what the content of a stored entry begins, in bytes."""
    return PAGE_BYTES if name.startswith("lib/") and name.endswith(".so") else _WORD_BYTES


def refuse_small_pages(content: bytes, file: Path) -> None:
    """Refuses an ELF library of which a segment is aligned to less than 16 KB."""
    smallest = min(_segment_alignments(content), default=PAGE_BYTES)
    if smallest < PAGE_BYTES:
        raise Refused(
            f"{file} is built for pages of {smallest} bytes; phones with pages of {PAGE_BYTES} "
            "bytes could not load it"
        )


def _segment_alignments(content: bytes) -> Iterator[int]:
    """p_align of each loaded segment of a 64-bit little-endian ELF (System V gABI, chapter 5)."""
    (table,) = struct.unpack_from("<Q", content, 32)
    size, count = struct.unpack_from("<HH", content, 54)
    for at in range(table, table + size * count, size):
        if struct.unpack_from("<I", content, at)[0] == _PROGRAM_LOAD:
            yield struct.unpack_from("<Q", content, at + 48)[0]


def _padding(offset: int, name: str) -> bytes:
    """An extra field that moves the content of an entry at ``offset`` to where it must begin."""
    least = alignment(name)
    size = -(offset + _LOCAL_HEADER_BYTES + len(name.encode())) % least
    while 0 < size < _LEAST_EXTRA_BYTES:
        size += least
    return struct.pack("<HHH", _ALIGNMENT, size - 4, least).ljust(size, b"\0") if size else b""
