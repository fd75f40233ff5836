"""manifest.json: the contract between the exporter and the apps that run a bundle."""

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from exporters.bundle.decoding import Decoding, from_sizes
from exporters.bundle.records import from_json
from exporters.bundle.text_entry import Text
from exporters.errors import Refused
from exporters.outside.json_file import read_json
from exporters.runtime import RowTable
from exporters.text.encoder import TYPES

SCHEMA = 2
_READ = (1, SCHEMA)
NAME = "manifest.json"


@dataclass(frozen=True)
class Size:
    """A dynamic size of a tensor, with its bounds (both included)."""

    name: str
    minimum: int
    maximum: int


@dataclass(frozen=True)
class Tensor:
    """An input or output of a method."""

    name: str
    dtype: str
    shape: tuple[int | Size, ...]


@dataclass(frozen=True)
class MethodEntry:
    """An entry point of a file. ``arena_bytes``: planned activation memory, where it is known.

    ``states``: what the file itself keeps from one call to the next (Core ML on iOS 18).
    """

    name: str
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    arena_bytes: int | None = None
    states: tuple[Tensor, ...] = ()


@dataclass(frozen=True)
class Again:
    """Constants that stand in a file once more on purpose. ``reason``: what that buys."""

    name: str
    size_bytes: int
    reason: str


@dataclass(frozen=True)
class ProgramFile:
    """A program. ``path`` is relative to the manifest; ``sha256`` of a folder is over its files.

    ``stored_bytes``: of the constants, by dtype. ``int8_bytes``: what the layers that were
    quantized have together. ``ideal_bytes``: what the constants would take if each stood once.
    ``row_tables``: tables whose rows the caller of the file looks up in its bytes and hands in
    where ids would go. ``again``: what is stored twice because that was asked for.
    """

    path: str
    format: str
    runtime: str
    runtime_version: str
    precision: str
    size_bytes: int
    sha256: str
    methods: tuple[MethodEntry, ...]
    stored_bytes: dict[str, int]
    int8_bytes: int
    ideal_bytes: int
    row_tables: tuple[RowTable, ...] = ()
    again: tuple[Again, ...] = ()

    @property
    def reads_types(self) -> bool:
        """Whether a method has token types among its inputs."""
        return any(tensor.name == TYPES for method in self.methods for tensor in method.inputs)


@dataclass(frozen=True)
class TextFile:
    """Another file of the bundle. ``role``: tokenizer, shortlist, golden or card."""

    path: str
    role: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True)
class Source:
    """What the bundle was made from. ``sha256`` is over the weight files of the checkpoint."""

    model: str
    origin: str
    architecture: str
    family: str
    sha256: str
    licence: str | None


@dataclass(frozen=True)
class Limits:
    """Lengths in tokens, special tokens included: of the input, which is a translator's source.

    ``longest_target``: of a translation, without its start token.
    """

    shortest: int
    longest: int
    longest_target: int | None = None


@dataclass(frozen=True)
class Precision:
    """What was asked, and which layers stay in float all the same (``why`` says who chose).

    ``most_error``, ``least_agreement``: what the gates allow, where the user asked for other limits
    than those of the kind of model (exporters/verify/tolerance.py)."""

    asked: str
    kept_float: tuple[str, ...] = ()
    why: str = ""
    most_error: float | None = None
    least_agreement: float | None = None


@dataclass(frozen=True)
class Quality:
    """A metric of one exported program beside the float model's, on the same data.

    ``signature``: sacrebleu's, which names the version and the settings of the metric.
    """

    format: str
    metric: str
    float_value: float
    exported_value: float
    data: str
    rows: int
    signature: str = ""


@dataclass(frozen=True)
class Parity:
    """How far one exported program is from PyTorch on the goldens, and where it was run.

    ``agreement``: share of the golden sentences with the same label, or of their tokens.
    """

    format: str
    max_abs: float
    relative: float
    agreement: float
    verified_on: str


@dataclass(frozen=True)
class Verified:
    """A processor on which the programs of a format passed every gate. ``int8``: what it offers
    for int8 products beyond the least of its architecture, by Linux's names; ``by``: the emulator,
    or "" for the real one.
    """

    architecture: str
    processor: str
    int8: tuple[str, ...]
    by: str
    format: str


@dataclass(frozen=True)
class Tool:
    """The exporter. ``commit`` is empty when it did not run from a clone."""

    version: str
    commit: str


@dataclass(frozen=True)
class Manifest:
    """Everything that a phone must know of a bundle, and everything that a person may ask.

    ``ids_held_against``: what gave the ids of the bundle's tokenizer for some thousand texts when
    it was made: SentencePiece with a file, a class of transformers. Empty in bundles before that
    was asked.
    """

    name: str
    task: str
    created: str
    tool: Tool
    source: Source
    files: tuple[ProgramFile, ...]
    texts: tuple[TextFile, ...]
    text: Text
    limits: Limits
    precision: Precision
    unique_parameters: int
    decoding: Decoding | None = None
    compression: dict[str, Any] | None = None
    quality: tuple[Quality, ...] = ()
    parity: tuple[Parity, ...] = ()
    verified_on: tuple[Verified, ...] = ()
    ids_held_against: tuple[str, ...] = ()
    schema: int = field(default=SCHEMA)

    def to_json(self) -> dict[str, Any]:
        """The document, its keys in the order of the fields, the schema first."""
        document = dataclasses.asdict(self)
        return {"schema": document.pop("schema"), **document}

    def listed(self) -> tuple["ProgramFile | TextFile", ...]:
        """Every file that belongs to the bundle."""
        return (*self.files, *self.texts)

    def program(self, format_name: str) -> ProgramFile:
        """The file of a format."""
        for file in self.files:
            if file.format == format_name:
                return file
        there = ", ".join(f.format for f in self.files)
        raise Refused(f"the bundle {self.name!r} has no {format_name} program; it has {there}")


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Writes manifest.json into ``folder``."""
    text = json.dumps(manifest.to_json(), indent=2, ensure_ascii=False)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """Reads and checks manifest.json: its schema, its fields, and that no path leaves."""
    path = folder / NAME
    if not path.is_file():
        raise Refused(f"{folder} is not a bundle: it has no {NAME}")
    document = read_json(path, "export the bundle again")
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema not in _READ:
        read = " and ".join(map(str, _READ))
        raise Refused(f"{path} has schema {schema!r}; this version of mobilec reads {read}")
    if schema == 1 and document.get("decoding") is not None:
        document["decoding"] = from_sizes(document["decoding"], f"{path}.decoding")
    manifest = from_json(Manifest, {**document, "schema": SCHEMA}, str(path))
    for file in manifest.listed():
        _refuse_outside(file.path, path)
    return manifest


def _refuse_outside(name: str, manifest: Path) -> None:
    pure = PurePosixPath(name)
    if not name or pure.is_absolute() or ".." in pure.parts or "\\" in name or ":" in name:
        raise Refused(f"{manifest} names {name!r}, which leaves the bundle; nothing was opened")
