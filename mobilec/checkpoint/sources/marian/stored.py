"""A thing by its name as it lies in a model's file, before it is made numbers of."""

from dataclasses import dataclass

FLOAT32, FLOAT16 = "float32", "float16"
TEXT = "int8"
INTGEMM8, INTGEMM16 = "intgemm8", "intgemm16"

MOST_ITEMS = 65_536
"""Models have hundreds of tensors."""
MOST_DIMENSIONS = 8


@dataclass(frozen=True)
class Stored:
    """``kind``: one of the words above. ``data``: exactly the bytes that ``shape`` and ``kind``
    ask for, without what fills them up."""

    name: str
    kind: str
    shape: tuple[int, ...]
    data: memoryview
