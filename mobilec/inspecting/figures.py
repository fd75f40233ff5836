"""What an inspection found, and the figures that follow from it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from exporters.bundle.manifest import Again
from exporters.reading import OperatorUse, Reading, StoredTensor
from exporters.verify.stored import duplicates


@dataclass(frozen=True)
class InspectedFile:
    """One program file, or the weights of a checkpoint. ``name``: relative to what was asked.
    ``again``: what the manifest says is stored once more on purpose.
    """

    name: str
    reading: Reading
    again: tuple[Again, ...] = ()

    @property
    def constants_by_dtype(self) -> dict[str, int]:
        """Bytes of all constants."""
        sizes: Counter[str] = Counter()
        for tensor in self.reading.tensors:
            sizes[tensor.dtype] += tensor.size_bytes
        return dict(sizes)

    @property
    def stored_bytes(self) -> int:
        """Of all constants."""
        return sum(self.constants_by_dtype.values())

    @property
    def graph_bytes(self) -> int:
        """Of all that is no constant."""
        return self.reading.size_bytes - self.stored_bytes

    @property
    def bytes_by_dtype(self) -> dict[str, int]:
        """The largest first; ``graph`` is all that is no constant."""
        sizes = Counter({"graph": self.graph_bytes} | self.constants_by_dtype)
        return dict(sizes.most_common())

    @property
    def duplicates(self) -> list[tuple[StoredTensor, ...]]:
        """Groups of tensors with the same bytes (1 KiB or more), each stored several times."""
        return duplicates(self.reading.tensors)

    @property
    def duplicate_bytes(self) -> int:
        """What would be saved if each of those stood once."""
        return sum(t.size_bytes for group in self.duplicates for t in group[1:])

    @property
    def operators_inside(self) -> float | None:
        """Share of operators that the fast path runs; None where the file has no operators."""
        uses = self.reading.operators
        return _share((u.count for u in uses if u.inside), (u.count for u in uses))

    @property
    def multiply_adds_inside(self) -> float | None:
        """The same of multiply-adds at the longest length."""
        uses = self.reading.operators
        return _share((u.multiply_adds for u in uses if u.inside), (u.multiply_adds for u in uses))

    @property
    def outside(self) -> tuple[OperatorUse, ...]:
        """What the fast path does not run, the most frequent first."""
        uses = (u for u in self.reading.operators if not u.inside)
        return tuple(sorted(uses, key=lambda use: -use.count))

    def largest(self, count: int) -> list[StoredTensor]:
        """The ``count`` largest tensors."""
        return sorted(self.reading.tensors, key=lambda t: -t.size_bytes)[:count]

    def to_json(self) -> dict[str, Any]:
        """The reading and every figure of this class."""
        return {
            "name": self.name,
            **asdict(self.reading),
            "graph_bytes": self.graph_bytes,
            "stored_bytes": self.stored_bytes,
            "bytes_by_dtype": self.bytes_by_dtype,
            "duplicates": [[t.name for t in group] for group in self.duplicates],
            "duplicate_bytes": self.duplicate_bytes,
            "again": [asdict(entry) for entry in self.again],
            "operators_inside": self.operators_inside,
            "multiply_adds_inside": self.multiply_adds_inside,
        }


@dataclass(frozen=True)
class CompressedLayers:
    """Layers that read one tensor, as ``--execution auto`` executes them.

    Over those of the dense layers: ``stored``, bytes as they were compressed; ``executed``, bytes
    in a .pte; ``multiply_adds``; ``time`` there, as expected, of int8 and for so many ``rows``.
    ``reason``: why the time falls less than what is stored.
    """

    paths: tuple[str, ...]
    layer: str
    form: str
    rows: int
    stored: float
    executed: float
    multiply_adds: float
    time: float
    reason: str


@dataclass(frozen=True)
class OtherFile:
    """A file that holds no tensors: tokenizer, goldens, configuration."""

    name: str
    size_bytes: int


@dataclass(frozen=True)
class Inspection:
    """Where the bytes and operators went.

    ``kind``: program, bundle, manifest or checkpoint. ``unique_parameters``: None where nothing
    says. ``compressed``: of a compressed checkpoint, how its layers are executed.
    """

    path: str
    kind: str
    files: tuple[InspectedFile, ...]
    others: tuple[OtherFile, ...] = ()
    unique_parameters: int | None = None
    compressed: tuple[CompressedLayers, ...] = ()

    @property
    def size_bytes(self) -> int:
        """Of all files together."""
        return sum(f.reading.size_bytes for f in self.files) + sum(
            o.size_bytes for o in self.others
        )

    def bytes_per_parameter(self, file: InspectedFile) -> float | None:
        """Stored bytes of a file over the parameters of its model."""
        return file.stored_bytes / self.unique_parameters if self.unique_parameters else None

    def to_json(self) -> dict[str, Any]:
        """One document of plain values."""
        files = [
            f.to_json() | {"bytes_per_parameter": self.bytes_per_parameter(f)} for f in self.files
        ]
        return asdict(self) | {"size_bytes": self.size_bytes, "files": files}


def _share(part: Iterable[int], whole: Iterable[int]) -> float | None:
    total = sum(whole)
    return sum(part) / total if total else None
