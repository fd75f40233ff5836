"""What an A64 instruction does, from its 32 bits.

Source: Arm Architecture Reference Manual for A-profile (DDI 0487), "C4 A64 Instruction Set
Encoding". Bits are written as masks: a word is of a class where ``word & mask == value``.
"""

from collections.abc import Iterator
from functools import cache

import numpy as np

from mobilec.arm.counting.counts import FIELDS
from mobilec.arm.counting.memory import Access, accessed

DOT_PRODUCTS = (
    (0x9FE0FC00, 0x0E809400),  # SDOT, UDOT of vectors
    (0xBFE0FC00, 0x0E809C00),  # USDOT of vectors
    (0x9FC0F400, 0x0F80E000),  # SDOT, UDOT by element
    (0xBFC0F400, 0x0F80F000),  # USDOT by element
    (0xBFC0F400, 0x0F00F000),  # SUDOT by element
    (0xFFE0F800, 0x44800000),  # SVE: SDOT, UDOT
    (0xFFE0FC00, 0x44807800),  # SVE: USDOT
    (0xFFE0F800, 0x44A00000),  # SVE: SDOT, UDOT by element
    (0xFFE0F800, 0x44A01800),  # SVE: USDOT, SUDOT by element
)
MATRIX_PRODUCTS = (
    (0xDFE0FC00, 0x4E80A400),  # SMMLA, UMMLA
    (0xFFE0FC00, 0x4E80AC00),  # USMMLA
    (0xFF20FC00, 0x45009800),  # SVE: SMMLA, UMMLA, USMMLA
)
WIDENING_PRODUCTS = (
    (0x9F20FC00, 0x0E208000),  # SMLAL, UMLAL
    (0x9F20FC00, 0x0E20A000),  # SMLSL, UMLSL
    (0x9F20FC00, 0x0E20C000),  # SMULL, UMULL
    (0x9F00F400, 0x0F002000),  # SMLAL, UMLAL by element
    (0x9F00F400, 0x0F006000),  # SMLSL, UMLSL by element
    (0x9F00F400, 0x0F00A000),  # SMULL, UMULL by element
)
BRANCHES = (
    (0x7C000000, 0x14000000),  # B, BL
    (0x7C000000, 0x34000000),  # CBZ, CBNZ, TBZ, TBNZ
    (0xFE000000, 0x54000000),  # B.cond
    (0xFE000000, 0xD6000000),  # BR, BLR, RET
)
VECTORS = (
    (0x0E000000, 0x0E000000),  # Advanced SIMD and floating point
    (0x9E000000, 0x04000000),  # SVE but for its loads and stores
)
_KINDS = (
    ("dot", DOT_PRODUCTS),
    ("matrix", MATRIX_PRODUCTS),
    ("multiply", WIDENING_PRODUCTS),
    ("branches", BRANCHES),
    ("vector", VECTORS),
)
"""The first that fits is an instruction's kind."""
_AT = {name: at for at, name in enumerate(FIELDS)}


@cache
def kind(word: int) -> str:
    """The field of Counts that an instruction is counted in; "" is every other arithmetic."""
    access = accessed(word)
    if access is not None:
        return "loads" if access.is_load else "stores"
    found = (name for name, classes in _KINDS if any(word & m == v for m, v in classes))
    return next(found, "")


@cache
def row(word: int) -> tuple[int, ...]:
    """What one execution of an instruction adds to each of FIELDS."""
    added = dict(_added(word))
    return tuple(added.get(name, 0) for name in FIELDS)


def _added(word: int) -> Iterator[tuple[str, int]]:
    yield "instructions", 1
    if name := kind(word):
        yield name, 1
    access = accessed(word) or Access()
    yield "read_bytes", access.read_bytes
    yield "written_bytes", access.written_bytes


def table(words: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """(blocks, FIELDS): what a run of each block adds. ``words``: of all blocks, one after the
    other; ``ends``: (blocks,) where each stops."""
    unique, place = np.unique(words, return_inverse=True)
    rows = np.array([row(int(word)) for word in unique], np.int64).reshape(-1, len(FIELDS))
    running = np.vstack([np.zeros((1, len(FIELDS)), np.int64), rows[place].cumsum(axis=0)])
    return np.diff(running[ends], axis=0, prepend=0)
