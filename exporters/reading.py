"""What a finished file holds. Nothing that makes one is imported, only its format's own reader."""

from dataclasses import dataclass
from pathlib import Path

from exporters.errors import refusing
from exporters.runtime import RowTable, door

LEAST_BYTES = 64
"""An int8 tensor in a file that has fewer may be a zero point, so a matrix of fewer is promised to
nobody; it is int8 all the same."""


@dataclass(frozen=True)
class StoredTensor:
    """One constant in a file. ``digest``: sha256 of its bytes; equal digests are duplicates."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    size_bytes: int
    digest: str


@dataclass(frozen=True)
class OperatorUse:
    """How often an operator stands in a method, and who runs it.

    ``inside``: True where the fast path runs it (XNNPACK delegate, ML program, ONNX Runtime).
    ``reason``: why it stays outside. ``multiply_adds``: of all these together, at the longest
    length; 0 where none. ``overloads``: of a kernel that the runtime must have, by name.
    """

    method: str
    operator: str
    count: int
    inside: bool
    multiply_adds: int = 0
    reason: str = ""
    overloads: tuple[str, ...] = ()


@dataclass(frozen=True)
class StoredMethod:
    """A method as the file declares it: tensors are (name, dtype, shape); None is dynamic."""

    name: str
    inputs: tuple[tuple[str, str, tuple[int | None, ...]], ...]
    outputs: tuple[tuple[str, str, tuple[int | None, ...]], ...]
    states: tuple[tuple[str, str, tuple[int | None, ...]], ...] = ()
    arena_bytes: int | None = None
    delegate_calls: int | None = None


@dataclass(frozen=True)
class Reading:
    """What a file holds, by the format's own reader. ``graph_bytes``: all but the tensors.

    ``weight_dtypes``: in which matrices of 8 bits are stored. ``saturating``: weights of int8
    products whose sums are cut off on some processor, which then answers differently.
    """

    format: str
    size_bytes: int
    tensors: tuple[StoredTensor, ...]
    methods: tuple[StoredMethod, ...]
    operators: tuple[OperatorUse, ...]
    row_tables: tuple[RowTable, ...] = ()
    weight_dtypes: tuple[str, ...] = ("int8",)
    saturating: tuple[str, ...] = ()

    @property
    def graph_bytes(self) -> int:
        return self.size_bytes - sum(t.size_bytes for t in self.tensors)


def read(format: str, path: Path) -> Reading:
    """Read by the reader of its format, whose library is imported only now."""
    reader = door(format, "read")
    with refusing(f"{path} is damaged, or not what its format says", "; make it again"):
        found: Reading = reader.read(path)
    return found
