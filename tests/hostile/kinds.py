"""What is mutated, and which commands read it: a kind is a function from a seed to a case."""

import hashlib
import json
import os
import random
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from exporters.bundle.manifest import read_manifest
from exporters.errors import Refused
from tests.hostile import mutate
from tests.hostile.bases import Bases
from tests.hostile.cases import Case, Make, Words, bundle_of, readers_of, seal
from tests.hostile.phones import phone
from tests.hostile.programs import program

FREE = (
    *("created", "tool", "source", "licence", "quality", "parity", "verified_on", "compression"),
    *("ids_held_against", "why", "kept_float", "runtime", "runtime_version", "reason"),
    *("arena_bytes", "most_error", "least_agreement", "source_scripts", "source_language"),
    *("target_language", "prefix", "labels", "name", "pad_id"),
)
"""Keys of a manifest under which whatever has the right form is as good as what stood there."""


def listed(bases: Bases, folder: Path, chance: random.Random) -> Case:
    """A file of a bundle, whose manifest stays: no hash is right any more."""
    bundle, does = bundle_of(bases, folder, chance)
    file = chance.choice([p for p in sorted(bundle.rglob("*")) if _counts(p)])
    _damage(file, folder, chance)
    return Case(readers_of(bundle, folder, does), f"{file.relative_to(bundle)}", held=True)


def contents(bases: Bases, folder: Path, chance: random.Random) -> Case:
    """A file of a bundle, and the manifest has the hash that it has now."""
    bundle, does = bundle_of(bases, folder, chance)
    file = chance.choice([p for p in sorted(bundle.rglob("*")) if _counts(p)])
    what = f"{file.relative_to(bundle)}"
    if file.suffix == ".json" and chance.random() < 0.7:
        made, place = mutate.document(file.read_bytes(), chance)
        file.write_bytes(made)
        what += f" {place}"
    else:
        file.write_bytes(mutate.bytes_(file.read_bytes(), chance))
    seal(bundle)
    return Case(readers_of(bundle, folder, does), what)


def manifest(bases: Bases, folder: Path, chance: random.Random) -> Case:
    """A manifest that says something else. What it says of nothing else may pass."""
    bundle, does = bundle_of(bases, folder, chance)
    file = bundle / "manifest.json"
    whole = json.loads(file.read_bytes())
    made, place = mutate.document(file.read_bytes(), chance)
    file.write_bytes(made)
    same = not set(place.split(".")) & set(FREE) and not _says(bundle, whole, made)
    return Case((("verify", bundle), *readers_of(bundle, folder, does)[1:]), place, verified=same)


def checkpoint(bases: Bases, folder: Path, chance: random.Random) -> Case:
    """A file of a checkpoint."""
    model = folder / "model"
    shutil.copytree(chance.choice((bases.classifier, bases.translator)), model)
    file = chance.choice(sorted(p for p in model.iterdir() if p.is_file()))
    what = file.name
    if file.suffix == ".json" and chance.random() < 0.7:
        made, place = mutate.document(file.read_bytes(), chance)
        file.write_bytes(made)
        what += f" {place}"
    elif file.suffix == ".safetensors" and chance.random() < 0.5:
        file.write_bytes(_header(file.read_bytes(), chance))
        what += " header"
    else:
        file.write_bytes(mutate.bytes_(file.read_bytes(), chance))
    dry = ("export", model, "--target", "onnx", "--dry-run", "-o", folder / "out")
    return Case((dry, ("inspect", model)), what)


def archive(bases: Bases, folder: Path, chance: random.Random) -> Case:
    """A finished app."""
    app = chance.choice((bases.apk, bases.ipa))
    made = folder / app.name
    made.write_bytes(mutate.bytes_(app.read_bytes(), chance))
    return Case((("size", made),), app.name)


def document(bases: Bases, folder: Path, chance: random.Random) -> Case:
    """What a benchmark wrote, or `mobilec size`."""
    source = chance.choice((bases.run, bases.run, bases.sizes))
    made = folder / source.name
    what = source.name
    if chance.random() < 0.7:
        content, place = mutate.document(source.read_bytes(), chance)
        what += f" {place}"
    else:
        content = mutate.bytes_(source.read_bytes(), chance)
    made.write_bytes(content)
    asked: Words = (made,) if source == bases.run else (bases.run, "--app-size", made)
    return Case((("report", *asked, "--as", "md", "-o", folder / "out.md"),), what)


KINDS: dict[str, Make] = {
    "listed": listed,
    "contents": contents,
    "program": program,
    "manifest": manifest,
    "checkpoint": checkpoint,
    "archive": archive,
    "document": document,
    "phone": phone,
}


def _counts(file: Path) -> bool:
    return file.is_file() and file.name not in ("manifest.json", "README.md")


def _damage(file: Path, folder: Path, chance: random.Random) -> None:
    kind = chance.choice(("bytes", "bytes", "bytes", "gone", "folder", "pipe", "zero", "outside"))
    content = file.read_bytes()
    if kind == "bytes":
        file.write_bytes(mutate.bytes_(content, chance))
        return
    file.unlink()
    if kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "zero":
        file.symlink_to("/dev/zero")
    elif kind == "outside":
        elsewhere = folder / "stolen"
        elsewhere.write_bytes(content)
        file.symlink_to(elsewhere)


def _header(content: bytes, chance: random.Random) -> bytes:
    """A safetensors file whose header says something else."""
    length = int.from_bytes(content[:8], "little")
    made, _ = mutate.document(content[8 : 8 + length], chance)
    return len(made).to_bytes(8, "little") + made + content[8 + length :]


def _says(bundle: Path, whole: Any, made: bytes) -> bool:
    """Whether the manifest in ``bundle`` says nothing but what ``whole`` said: what is left out may
    say what it says unasked, and one program may be enough."""
    if _equal(whole, made):
        return True
    try:
        changed = read_manifest(bundle)
    except Refused:
        return False
    with TemporaryDirectory() as scratch:
        (Path(scratch) / "manifest.json").write_text(json.dumps(whole), encoding="utf-8")
        before = read_manifest(Path(scratch))
    known = all(file in before.files for file in changed.files)
    return known and replace(before, files=changed.files) == changed


def _equal(whole: Any, made: bytes) -> bool:
    try:
        return bool(json.loads(made) == whole)
    except (ValueError, RecursionError):
        return False


def seed_of(kind: str, number: int) -> int:
    """Of one mutant; the same on every machine."""
    return int.from_bytes(hashlib.sha256(f"{kind} {number}".encode()).digest()[:8], "big")
