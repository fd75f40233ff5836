"""What an app costs a phone: bytes to download and to keep, and which part of it they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporters.outside.archive import opened
from mobilec.android.apk import (
    DAMAGED,
    IN_BUNDLES,
    LIBRARIES,
    PARTS,
    REST,
    Apk,
    Content,
    open_apk,
)
from mobilec.apps.part import PartSize, measured

_NO_LIBRARIES = "any"
"""The ABI of an app without native code."""


@dataclass(frozen=True)
class AbiSize:
    """An app on phones of one ABI, without the libraries for others.

    ``apk_bytes``: of the file, when it is installed as it is. ``download_bytes``: the same with
    its libraries compressed; a bound, as stores compress the rest too and send each phone a part.
    ``installed_bytes``: the APK, in which libraries are mapped where they lie, without what the
    system compiles of its dex. ``copied_bytes``: bundles that the app copies out of the APK when
    they are first used, because an engine opens files only. ``parts`` sum to ``download_bytes``
    and ``installed_bytes``.
    """

    abi: str
    apk_bytes: int
    download_bytes: int
    installed_bytes: int
    copied_bytes: int
    parts: tuple[PartSize, ...]


@dataclass(frozen=True)
class AppSize:
    """What an .apk weighs.

    ``file_bytes``: of the APK with all its ABIs. ``record``: its runtime.json.
    """

    path: Path
    file_bytes: int
    abis: tuple[AbiSize, ...]
    record: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        return {
            "path": str(self.path),
            "file_bytes": self.file_bytes,
            "abis": [
                {**vars(abi), "parts": [vars(part) for part in abi.parts]} for abi in self.abis
            ],
            "runtime": self.record,
        }


def size(path: Path) -> AppSize:
    """Measures a finished APK."""
    apk = open_apk(path)
    compressed = _compressed_libraries(apk)
    abis = apk.abis or (_NO_LIBRARIES,)
    sizes = tuple(_abi_size(apk, abi, compressed) for abi in abis)
    return AppSize(path, apk.size_bytes, sizes, apk.record)


def _compressed_libraries(apk: Apk) -> dict[str, int]:
    """Name of each library to its bytes when it is deflated, the way of every store."""
    with opened(apk.path, "an APK", DAMAGED) as archive:
        return {
            content.name: min(measured(archive.chunks(content.name))[0], content.packed_bytes)
            for content in apk.contents
            if content.part == LIBRARIES
        }


def _abi_size(apk: Apk, abi: str, compressed: dict[str, int]) -> AbiSize:
    here = [content for content in apk.contents if content.abi in ("", abi)]
    # Headers, alignment and signature: what the file has beyond the contents of its entries.
    around = apk.size_bytes - sum(content.packed_bytes for content in apk.contents)
    parts = [*_library_parts(here, compressed), *_other_parts(here, around)]
    installed = sum(part.installed_bytes for part in parts)
    return AbiSize(
        abi=abi,
        apk_bytes=installed,
        download_bytes=sum(part.download_bytes for part in parts),
        installed_bytes=installed,
        copied_bytes=_copied_bytes(apk),
        parts=tuple(parts),
    )


def _copied_bytes(apk: Apk) -> int:
    """Each bundle whole; its manifest is read from a copy of its own before the rest is wanted."""
    inside = [content for content in apk.contents if content.name.startswith(IN_BUNDLES)]
    manifests = (c for c in inside if re.fullmatch(f"{IN_BUNDLES}[^/]+/manifest.json", c.name))
    return sum(c.size_bytes for c in inside) + sum(c.size_bytes for c in manifests)


def _library_parts(contents: Sequence[Content], compressed: dict[str, int]) -> list[PartSize]:
    libraries = [content for content in contents if content.part == LIBRARIES]
    return [
        PartSize(
            f"{LIBRARIES}: {engine}",
            sum(compressed[c.name] for c in libraries if c.engine == engine),
            sum(c.packed_bytes for c in libraries if c.engine == engine),
        )
        for engine in sorted({content.engine for content in libraries})
    ]


def _other_parts(contents: Sequence[Content], around: int) -> list[PartSize]:
    others = [part for part in PARTS if part != LIBRARIES]
    sums = {part: sum(c.packed_bytes for c in contents if c.part == part) for part in others}
    sums[REST] += around
    return [PartSize(part, total, total) for part, total in sums.items()]
