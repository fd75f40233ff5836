"""An APK taken apart: each entry with its place in the file and the part of the app that it is."""

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from exporters.errors import Refused
from exporters.outside.archive import Archive, opened
from exporters.outside.json_file import parse_json
from mobilec.android.layout import BUNDLES, RECORD
from mobilec.apps.listed import LARGEST_BYTES, Listed, is_manifest, listed

DAMAGED = "build it again, or copy it again"
"""What to do with one that cannot be read."""

LIBRARIES = "runtime libraries"
SHARED = "shared"
DEX, MODELS, TOKENIZERS, RESOURCES, REST = "dex", "models", "tokenizers", "resources", "rest"
PARTS = (LIBRARIES, DEX, MODELS, TOKENIZERS, RESOURCES, REST)
"""``rest``: manifests and goldens of bundles, what is no file (headers, alignment, signature)."""

_ENGINES = {
    "libexecutorch": "executorch",
    "libfbjni": "executorch",
    "libonnxruntime": "onnx",
    "libc++_shared": SHARED,
}
"""How the name of a library begins, to the engine that brings it."""
_RESOURCES = ("AndroidManifest.xml", "resources.arsc", "res/", "META-INF/")
IN_BUNDLES = f"assets/{BUNDLES}/"
"""How the name of a file of a bundle begins."""


@dataclass(frozen=True)
class Content:
    """An entry. ``packed_bytes``: in the APK; ``size_bytes``: its content. ``abi`` and ``engine``
    are of native libraries; ``offset``: where its content begins."""

    name: str
    part: str
    size_bytes: int
    packed_bytes: int
    stored: bool
    offset: int
    abi: str = ""
    engine: str = ""


@dataclass(frozen=True)
class Apk:
    """An APK that was opened. ``record``: its runtime.json, empty where it has none."""

    path: Path
    size_bytes: int
    contents: tuple[Content, ...]
    record: dict[str, Any]

    @property
    def abis(self) -> tuple[str, ...]:
        """Those it has native libraries for."""
        return tuple(sorted({content.abi for content in self.contents if content.abi}))


def open_apk(path: Path) -> Apk:
    """Refuses what is no APK."""
    if not path.is_file():
        raise Refused(f"{path} is not there; `mobilec bundle BUNDLE --apk {path}` builds one")
    with opened(path, "an APK", DAMAGED) as archive:
        if "AndroidManifest.xml" not in archive.names:
            raise Refused(f"{path} is not an APK: it has no AndroidManifest.xml")
        manifests = dict.fromkeys(n for n in archive.names if is_manifest(n, f"assets/{BUNDLES}"))
        parts = _Parts(listed((name, archive.read(name, LARGEST_BYTES)) for name in manifests))
        contents = tuple(parts.content(info, path) for info in archive.entries)
        record = _record(archive, path)
    return Apk(path, path.stat().st_size, contents, record)


def _record(archive: Archive, path: Path) -> dict[str, Any]:
    """Of an app of ours; another may have a file of this name."""
    name = f"assets/{RECORD}"
    if name not in archive.names:
        return {}
    document = parse_json(archive.read(name), f"{name} of {path}", DAMAGED)
    if not isinstance(document, dict):
        raise Refused(f"{name} of {path} is not what mobilec writes there; {DAMAGED}")
    return document


@dataclass(frozen=True)
class _Parts:
    known: Listed

    def content(self, info: zipfile.ZipInfo, path: Path) -> Content:
        library = _library(info.filename)
        return Content(
            name=info.filename,
            part=self._part(info.filename),
            size_bytes=info.file_size,
            packed_bytes=info.compress_size,
            stored=info.compress_type == zipfile.ZIP_STORED,
            offset=_data_offset(path, info),
            abi=library.parent.name if library else "",
            engine=_engine(library.name) if library else "",
        )

    def _part(self, name: str) -> str:
        if _library(name):
            return LIBRARIES
        if name.endswith(".dex"):
            return DEX
        if any(name == path or name.startswith(path + "/") for path in self.known.programs):
            return MODELS
        if name in self.known.tokenizers:
            return TOKENIZERS
        return RESOURCES if name.startswith(_RESOURCES) else REST


def _library(name: str) -> PurePosixPath | None:
    path = PurePosixPath(name)
    return path if path.parts[:1] == ("lib",) and path.suffix == ".so" else None


def _engine(library: str) -> str:
    known = (engine for start, engine in _ENGINES.items() if library.startswith(start))
    return next(known, "other")


def _data_offset(path: Path, info: zipfile.ZipInfo) -> int:
    """Behind the local header, whose name and extra field may differ from the directory's."""
    with path.open("rb") as stream:
        stream.seek(info.header_offset + 26)
        name = int.from_bytes(stream.read(2), "little")
        extra = int.from_bytes(stream.read(2), "little")
    return info.header_offset + 30 + name + extra
