"""The shipped models as both apps take them, made where their sources have changed.

    python -m tests.bundles phone ios       # build/phone and build/ios

Programs come out of the store of lowered programs (see tests/lowering), all gates run on them, and
a set that was made of the same sources, models and libraries is left as it is.
"""

import argparse
import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from unittest.mock import patch

from filelock import FileLock

from exporters.bundle import write
from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions
from tests.lowering.sources import ROOT, digest_of
from tests.lowering.store import backend, surroundings

BUILD = ROOT / "build"
MODELS = {"translation": "translate-en-de", "sentiment": "sentiment-en"}
"""Folder of a bundle to the shipped model in it."""
TARGETS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"phone": ("android", "onnx"), "ios": ("ios",)}
)
"""Folder of a set to the targets that its bundles are of."""
_ENDS = {
    "phone": (
        *("exporters.executorch.backend", "exporters.executorch.facts"),
        *("exporters.onnx.backend", "exporters.onnx.facts"),
    ),
    "ios": ("exporters.coreml.backend", "exporters.coreml.facts"),
}
"""What a set is lowered by, which nothing imports by name."""


def bundles(name: str) -> Path:
    """The folder of a set, whole and of these sources; a second process waits for the first."""
    folder = BUILD / name
    folder.mkdir(parents=True, exist_ok=True)
    stamp, made = folder / "made", _digest(name)
    with FileLock(BUILD / f"{name}.lock"):
        if not (stamp.is_file() and stamp.read_text() == made and _whole(folder)):
            stamp.unlink(missing_ok=True)
            for bundle in MODELS:
                _export(bundle, folder / bundle, TARGETS[name])
            stamp.write_text(made)
    return folder


def _whole(folder: Path) -> bool:
    """Whether every bundle has all its files, with the bytes that its manifest names."""
    try:
        for name in MODELS:
            Bundle.open(folder / name)
    except Refused:
        return False
    return True


def _export(name: str, output: Path, targets: tuple[str, ...]) -> None:
    options = ExportOptions(MODELS[name], targets, output=output, overwrite=True)
    with patch.object(write, "backend", backend):
        export(options)


def _digest(name: str) -> str:
    """Of all that the bundles of a set are made of."""
    found = hashlib.sha256(surroundings().encode())
    found.update(digest_of({"mobilec.exporting.export", *_ENDS[name]}).encode())
    for model in MODELS.values():
        for file in sorted((ROOT / "mobilec" / "shipped" / model).iterdir()):
            found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="+", choices=TARGETS)
    for name in parser.parse_args().names:
        sys.stdout.write(f"{bundles(name)}\n")


if __name__ == "__main__":
    main()
