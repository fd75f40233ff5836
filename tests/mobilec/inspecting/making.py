"""A reading made by hand, and a back end that hands it out."""

from dataclasses import replace
from pathlib import Path

from exporters.bundle.manifest import Again
from exporters.reading import OperatorUse, Reading, StoredMethod, StoredTensor
from exporters.runtime import RowsInput, RowTable
from mobilec.inspecting.figures import InspectedFile

TABLE = StoredTensor("table", "int8", (100, 40), 4000, "aa")
TIED = StoredTensor("head.weight", "int8", (100, 40), 4000, "aa")
SCALES = StoredTensor("scales", "float32", (100,), 400, "bb")
NORM = StoredTensor("norm.weight", "float32", (16,), 64, "cc")
SAME_NORM = StoredTensor("norm.2.weight", "float32", (16,), 64, "cc")

OPERATORS = (
    OperatorUse("forward", "linear", 6, True, multiply_adds=900),
    OperatorUse("forward", "gather", 1, False, reason="no gather"),
    OperatorUse("forward", "mm", 3, False, multiply_adds=100, reason="refused"),
)
METHOD = StoredMethod(
    "forward",
    (("input_ids", "int64", (1, None)),),
    (("logits", "float32", (1, 2)),),
    arena_bytes=12_345,
    delegate_calls=2,
)


def reading(*tensors: StoredTensor) -> Reading:
    """Of a file of 10,000 bytes."""
    return Reading("executorch", 10_000, tensors, (METHOD,), OPERATORS)


def inspected(*tensors: StoredTensor) -> InspectedFile:
    return InspectedFile("model.pte", reading(*tensors))


def translator() -> InspectedFile:
    """A file with two methods, states, a table for the caller, and one that stands twice."""
    caches = tuple((f"key_{layer}", "float16", (8, 23, 16)) for layer in range(3))
    encode = StoredMethod("encode", (("source_rows", "float32", (1, None, 40)),), ())
    logits = (("logits", "float32", (2, 100)),)
    decode = StoredMethod("decode", (("token_rows", "float32", (2, 1, 40)),), logits, caches)
    given = (RowsInput("encode", "source_rows"), RowsInput("decode", "token_rows"))
    table = RowTable("head.weight", 1_024, 100, 40, "int8", 8_192, given)
    found = replace(reading(TIED, SCALES), methods=(encode, decode), row_tables=(table,))
    return InspectedFile("model.pte", found, (Again("embed", 4_000, "--standalone: alone"),))


class HandedOut:
    """Stands where a back end stands, and remembers what it was asked to read."""

    def __init__(self) -> None:
        self.asked: list[Path] = []

    def read(self, path: Path) -> Reading:
        self.asked.append(path)
        return reading(TABLE, SCALES)
