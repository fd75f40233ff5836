"""What an app for iOS costs a phone: bytes to download and to keep, and which part they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from exporters.errors import Refused
from mobilec.apps.listed import LARGEST_BYTES, Listed, is_manifest, listed
from mobilec.apps.part import PartSize, measured
from mobilec.ios.app import AppFiles, open_app
from mobilec.ios.layout import RESOURCES as BUNDLES
from mobilec.ios.macho import Slice, slices

CODE, FRAMEWORK, EXTENSIONS = "code", "framework", "extensions"
MODELS, TOKENIZERS, RESOURCES, SIGNATURE, REST = (
    "models",
    "tokenizers",
    "resources",
    "signature",
    "rest",
)
_ORDER = (CODE, FRAMEWORK, EXTENSIONS, MODELS, TOKENIZERS, RESOURCES, SIGNATURE, REST)
"""``rest``: manifests and goldens of bundles."""

_SIGNED = ("_CodeSignature/", "SC_Info/", "embedded.mobileprovision")
_PHONES = ("iOS", "iOS Simulator", "")


@dataclass(frozen=True)
class IosAbiSize:
    """``abi``: every processor that the app has code for. ``parts`` sum to both figures."""

    abi: str
    download_bytes: int
    installed_bytes: int
    parts: tuple[PartSize, ...]


@dataclass(frozen=True)
class IosAppSize:
    """What an .ipa or .app weighs.

    ``file_bytes``: of the .ipa, or of all files of the .app. ``platform``: iOS, or its
    simulator; ``minimum_os``: the oldest that runs it. ``signed``: as it lies here.
    """

    path: Path
    file_bytes: int
    app_id: str
    version: str
    platform: str
    minimum_os: str
    signed: bool
    abis: tuple[IosAbiSize, ...]

    def to_json(self) -> dict[str, Any]:
        abis = [{**vars(abi), "parts": [vars(part) for part in abi.parts]} for abi in self.abis]
        return {**vars(self), "path": str(self.path), "abis": abis}


def size(path: Path) -> IosAppSize:
    """Measures a finished .ipa or .app."""
    app = open_app(path)
    with app.extracted(app.executable) as executable:
        found = slices(executable)
    platform = _platform(path, found)
    parts = tuple(_parts(app))
    whole = IosAbiSize(
        abi=", ".join(dict.fromkeys(each.processor for each in found)),
        download_bytes=sum(part.download_bytes for part in parts),
        installed_bytes=sum(part.installed_bytes for part in parts),
        parts=parts,
    )
    return IosAppSize(
        path=path,
        file_bytes=app.file_bytes,
        app_id=str(app.info.get("CFBundleIdentifier", "")),
        version=str(app.info.get("CFBundleShortVersionString", "")),
        platform=platform,
        minimum_os=str(app.info.get("MinimumOSVersion", found[0].minimum_os)),
        signed="embedded.mobileprovision" in app.names,
        abis=(whole,),
    )


def _platform(path: Path, found: tuple[Slice, ...]) -> str:
    platform = found[0].platform
    if platform not in _PHONES:
        raise Refused(f"{path} is an app for {platform}; what phones run is measured here")
    return platform or "iOS"


def _parts(app: AppFiles) -> Iterator[PartSize]:
    """Every file is in one part, and a part without a file is left out."""
    sums: dict[str, list[int]] = {}
    manifests = (name for name in app.names if is_manifest(name, BUNDLES))
    named = _Parts(app.executable, listed((n, app.content(n, LARGEST_BYTES)) for n in manifests))
    for name, content in app.contents():
        found, (packed, size) = sums.setdefault(named.part(name), [0, 0]), measured(content)
        found[0] += min(packed, size)
        found[1] += size
    for name in sorted(sums, key=_place):
        yield PartSize(name, *sums[name])


def _place(name: str) -> tuple[int, str]:
    return _ORDER.index(name.split(":")[0]), name


@dataclass(frozen=True)
class _Parts:
    executable: str
    known: Listed

    def part(self, name: str) -> str:
        path = PurePosixPath(name)
        if name == self.executable or name == f"{self.executable}.debug.dylib":
            return CODE
        if path.parts[0] == "Frameworks" and len(path.parts) > 1:
            return f"{FRAMEWORK}: {PurePosixPath(path.parts[1]).stem}"
        if path.parts[0] == "PlugIns":
            return EXTENSIONS
        if name.startswith(_SIGNED):
            return SIGNATURE
        if path.parts[0] == BUNDLES:
            return self._bundled(name)
        return RESOURCES

    def _bundled(self, name: str) -> str:
        for program, engine in self.known.programs.items():
            if name == program or name.startswith(program + "/"):
                return f"{MODELS}: {engine}"
        return TOKENIZERS if name in self.known.tokenizers else REST
