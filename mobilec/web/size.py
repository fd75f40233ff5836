"""What a site costs whoever opens it: bytes that come over the network, and bytes that are kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from exporters.formats import FACTS
from mobilec.apps.listed import LARGEST_BYTES, Listed, is_manifest, listed
from mobilec.apps.part import PartSize, measured
from mobilec.web.content import BUNDLES, ENGINES, SITE
from mobilec.web.packed import SUFFIX
from mobilec.web.page import INDEX

SCRIPTS, STYLES, PICTURES, PAGE = "scripts", "styles", "pictures", "page"
MODELS, TOKENIZERS, REST = "models", "tokenizers", "rest"
RUNTIME = " and ".join(FACTS[engine].title for engine in ENGINES)
_ORDER = (PAGE, SCRIPTS, STYLES, PICTURES, RUNTIME, MODELS, TOKENIZERS, REST)
"""``rest``: manifests and goldens of bundles."""
_BY_SUFFIX = {
    **dict.fromkeys((".js", ".mjs"), SCRIPTS),
    ".css": STYLES,
    **dict.fromkeys((".png", ".svg", ".ico", ".webp", ".woff2"), PICTURES),
    ".wasm": RUNTIME,
}
_OF_RUNTIME = ("ort", "onnxruntime")
"""What the names of the runtime's own scripts begin with."""
ABI = "browser"
"""What stands for one in a report."""
_FOR_HOSTS = ("_headers", ".nojekyll")


@dataclass(frozen=True)
class SiteSize:
    """What a site weighs.

    ``file_bytes``: of the folder, with the packed copies of its files. ``download_bytes``: of every
    file once, as a host sends it that packs; ``installed_bytes``: as the browser keeps them.
    ``parts`` sum to both.
    """

    path: Path
    file_bytes: int
    download_bytes: int
    installed_bytes: int
    parts: tuple[PartSize, ...]

    def to_json(self) -> dict[str, Any]:
        """As of an app with one ABI."""
        browser = {
            "abi": ABI,
            "download_bytes": self.download_bytes,
            "installed_bytes": self.installed_bytes,
            "parts": [vars(part) for part in self.parts],
        }
        return {"path": str(self.path), "file_bytes": self.file_bytes, "abis": [browser]}


def is_site(path: Path) -> bool:
    return (path / SITE).is_file() and (path / INDEX).is_file()


def size(path: Path) -> SiteSize:
    """Measures the folder of a site."""
    files = {p.relative_to(path).as_posix(): p for p in path.rglob("*") if p.is_file()}
    parts = tuple(_parts(files))
    return SiteSize(
        path=path,
        file_bytes=sum(file.stat().st_size for file in files.values()),
        download_bytes=sum(part.download_bytes for part in parts),
        installed_bytes=sum(part.installed_bytes for part in parts),
        parts=parts,
    )


def _parts(files: dict[str, Path]) -> Iterator[PartSize]:
    known = listed(_manifests(files))
    sums = {name: [0, 0] for name in _ORDER}
    for name, file in files.items():
        is_copy = name.endswith(SUFFIX) and name.removesuffix(SUFFIX) in files
        if is_copy or name in _FOR_HOSTS:
            continue
        pair = sums[_part(name, known)]
        download, installed = _bytes(name, file, files)
        pair[0] += download
        pair[1] += installed
    yield from (PartSize(name, *pair) for name, pair in sums.items() if pair[1])


def _manifests(files: dict[str, Path]) -> Iterator[tuple[str, bytes]]:
    for name, file in files.items():
        if is_manifest(name, BUNDLES) and file.stat().st_size <= LARGEST_BYTES:
            yield name, file.read_bytes()


def _bytes(name: str, file: Path, files: dict[str, Path]) -> tuple[int, int]:
    """As hosts pack it: there already, or as they would."""
    small = files.get(name + SUFFIX)
    if small is not None:
        return small.stat().st_size, file.stat().st_size
    with file.open("rb") as stream:
        packed, whole = measured(iter(lambda: stream.read(1 << 20), b""))
    return min(packed, whole), whole


def _part(name: str, known: Listed) -> str:
    if name.startswith(f"{BUNDLES}/"):
        if any(name == program or name.startswith(f"{program}/") for program in known.programs):
            return MODELS
        return TOKENIZERS if name in known.tokenizers else REST
    path = PurePosixPath(name)
    if path.name.startswith(_OF_RUNTIME):
        return RUNTIME
    return _BY_SUFFIX.get(path.suffix, PAGE)
