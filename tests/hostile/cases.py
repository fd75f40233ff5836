"""A mutant with the commands that read it, and what every kind of mutant wants."""

import json
import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from exporters.bundle.digest import digest
from tests.hostile.bases import Bases

Words = tuple[object, ...]
TEXT = "ab cd ef"


@dataclass(frozen=True)
class Case:
    """``commands``: that read it. ``what``: was done. ``held``: each command must refuse it;
    ``verified``: `mobilec verify` must. ``surroundings``: variables. ``left``: what is wrong with
    what they wrote, or "". ``close``: ends what stands for it."""

    commands: tuple[Words, ...]
    what: str
    held: bool = False
    verified: bool = False
    surroundings: Mapping[str, str] = field(default_factory=dict)
    left: Callable[[], str] = str
    close: Callable[[], None] = lambda: None


Make = Callable[[Bases, Path, random.Random], Case]


def bundle_of(bases: Bases, folder: Path, chance: random.Random) -> tuple[Path, str]:
    source, does = chance.choice(((bases.labelling, "classify"), (bases.translating, "translate")))
    shutil.copytree(source, folder / "bundle")
    return folder / "bundle", does


def readers_of(bundle: Path, folder: Path, does: str) -> tuple[Words, ...]:
    return (
        ("verify", bundle),
        ("inspect", bundle),
        (does, bundle, TEXT, "--format", "executorch"),
        (does, bundle, TEXT, "--format", "onnx"),
    )


def seal(bundle: Path) -> None:
    """The manifest as it would be if the files had always been so."""
    file = bundle / "manifest.json"
    whole = json.loads(file.read_bytes())
    for entry in (*whole["files"], *whole["texts"]):
        entry["sha256"], entry["size_bytes"] = digest(bundle / entry["path"])
    file.write_text(json.dumps(whole))
