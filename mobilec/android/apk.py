"""An APK taken apart: each entry with its place in the file and the part of the app that it is."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from exporters.errors import Refused
from mobilec.android.layout import BUNDLES, RECORD

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
    if not zipfile.is_zipfile(path):
        raise Refused(f"{path} is not an APK: it is no ZIP archive")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        if "AndroidManifest.xml" not in names:
            raise Refused(f"{path} is not an APK: it has no AndroidManifest.xml")
        parts = _Parts(dict(_programs(archive)), set(_tokenizers(archive)))
        contents = tuple(parts.content(info, path) for info in archive.infolist())
        record = json.loads(archive.read(f"assets/{RECORD}")) if f"assets/{RECORD}" in names else {}
    return Apk(path, path.stat().st_size, contents, record)


@dataclass(frozen=True)
class _Parts:
    """``programs``: path of a program, which may be a folder, in the APK to its format."""

    programs: dict[str, str]
    tokenizers: set[str]

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
        if any(name == path or name.startswith(path + "/") for path in self.programs):
            return MODELS
        if name in self.tokenizers:
            return TOKENIZERS
        return RESOURCES if name.startswith(_RESOURCES) else REST


def _library(name: str) -> PurePosixPath | None:
    path = PurePosixPath(name)
    return path if path.parts[0] == "lib" and path.suffix == ".so" else None


def _engine(library: str) -> str:
    known = (engine for start, engine in _ENGINES.items() if library.startswith(start))
    return next(known, "other")


def _programs(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    for folder, manifest in _manifests(archive):
        yield from ((f"{folder}/{file['path']}", file["format"]) for file in manifest["files"])


def _tokenizers(archive: zipfile.ZipFile) -> Iterator[str]:
    for folder, manifest in _manifests(archive):
        texts = (text for text in manifest["texts"] if "tokenizer" in text["role"])
        yield from (f"{folder}/{text['path']}" for text in texts)


def _manifests(archive: zipfile.ZipFile) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in archive.namelist():
        if name.startswith(IN_BUNDLES) and name.endswith("/manifest.json"):
            yield name.removesuffix("/manifest.json"), json.loads(archive.read(name))


def _data_offset(path: Path, info: zipfile.ZipInfo) -> int:
    """Behind the local header, whose name and extra field may differ from the directory's."""
    with path.open("rb") as stream:
        stream.seek(info.header_offset + 26)
        name = int.from_bytes(stream.read(2), "little")
        extra = int.from_bytes(stream.read(2), "little")
    return info.header_offset + 30 + name + extra
