"""Which A64 instructions read or write memory, and how many bytes.

Source: Arm Architecture Reference Manual for A-profile (DDI 0487), "C4.1 A64 instruction set
encoding", loads and stores. SVE's are counted as whole vectors of 128 bits, which is what the
processors here have; an inactive lane is not known from the instruction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

VECTOR_BYTES = 16
"""Of an SVE vector on cortex-a710."""
_CACHE_LINE = 64
"""Bytes that DC ZVA makes zero, on every processor here."""
_SEVERAL = {0: 4, 2: 4, 4: 3, 6: 3, 7: 1, 8: 2, 10: 2}
"""LD1 to LD4 and their stores: opcode to registers."""
_SVE_READS = (
    *((1, 1), (1, 2), (1, 4), (1, 8), (4, 8), (2, 2), (2, 4), (2, 8)),
    *((2, 8), (2, 4), (4, 4), (4, 8), (1, 8), (1, 4), (1, 2), (8, 8)),
)
"""SVE's contiguous loads: dtype to (bytes in memory, bytes in a lane)."""


@dataclass(frozen=True)
class Access:
    """Bytes; a prefetch is a load of none."""

    read_bytes: int = 0
    written_bytes: int = 0
    is_load: bool = True


def _access(size: int, is_load: bool) -> Access:
    return Access(size, 0) if is_load else Access(0, size, is_load=False)


@cache
def accessed(word: int) -> Access | None:
    """None where an instruction neither loads nor stores."""
    if word & 0xFFFFFFE0 == 0xD50B7420:  # DC ZVA
        return Access(0, _CACHE_LINE, is_load=False)
    if word & 0x9E000000 == 0x84000000:
        return _sve(word)
    if word & 0x0A000000 != 0x08000000:
        return None
    for mask, value, of in _FAMILIES:
        if word & mask == value:
            return of(word)
    return Access()


def _bits(word: int, low: int, count: int) -> int:
    return word >> low & (1 << count) - 1


def _several(word: int) -> Access:
    """LD1 to LD4 of whole registers."""
    registers = _SEVERAL.get(_bits(word, 12, 4), 1)
    return _access(registers * (16 if _bits(word, 30, 1) else 8), bool(_bits(word, 22, 1)))


def _single(word: int) -> Access:
    """LD1 to LD4 of one lane, and LD1R to LD4R."""
    opcode, size = _bits(word, 13, 3), _bits(word, 10, 2)
    elements = ((opcode & 1) << 1 | _bits(word, 21, 1)) + 1
    width = opcode >> 1
    element = 1 << (size if width == 3 else 3 if width == 2 and size & 1 else width)
    return _access(elements * element, bool(_bits(word, 22, 1)))


def _exclusive(word: int) -> Access:
    """Exclusive and ordered ones, and compare and swap, which reads and writes."""
    size, others, is_load, pair = (
        *(_bits(word, 30, 2), _bits(word, 23, 1)),
        *(bool(_bits(word, 22, 1)), _bits(word, 21, 1)),
    )
    if pair and others:
        return Access(1 << size, 1 << size)
    if pair and size < 2:  # CASP
        return Access(2 * (4 << size), 2 * (4 << size))
    return _access((1 << size) * (2 if pair else 1), is_load)


def _literal(word: int) -> Access:
    size = _bits(word, 30, 2)
    if _bits(word, 26, 1):
        return Access(4 << size)
    return Access((4, 8, 4, 0)[size])


def _pair(word: int) -> Access:
    size, is_load = _bits(word, 30, 2), bool(_bits(word, 22, 1))
    one = 4 << size if _bits(word, 26, 1) else (8 if size == 2 else 4)
    return _access(2 * one, is_load)


def _register(word: int) -> Access:
    size, kind = _bits(word, 30, 2), _bits(word, 22, 2)
    if _bits(word, 26, 1):
        return _access(16 if kind & 2 else 1 << size, bool(kind & 1))
    if size == 3 and kind == 2:  # PRFM
        return Access()
    return _access(1 << size, kind != 0)


def _atomic(word: int) -> Access:
    """LDADD and its like read and write; LDAPR reads."""
    size = 1 << _bits(word, 30, 2)
    return Access(size, 0 if _bits(word, 12, 4) == 0b1100 else size)


def _authenticated(word: int) -> Access:  # noqa: ARG001
    return Access(8)


_FAMILIES: tuple[tuple[int, int, Callable[[int], Access]], ...] = (
    (0xBF000000, 0x0C000000, _several),
    (0xBF000000, 0x0D000000, _single),
    (0x3F000000, 0x08000000, _exclusive),
    (0x3B000000, 0x18000000, _literal),
    (0x3A000000, 0x28000000, _pair),
    (0x3B200C00, 0x38200000, _atomic),
    (0x3B200400, 0x38200400, _authenticated),
    (0x3A000000, 0x38000000, _register),
    (0x3F200C00, 0x19000000, _register),  # LDAPUR, STLUR
)


def _sve(word: int) -> Access:
    """Loads are 100, 101 and 110 in the first three bits, stores 111."""
    top, is_load = _bits(word, 29, 3), _bits(word, 29, 3) != 0b111
    if word & 0xFFC0E000 in (0x85804000, 0xE5804000):  # LDR and STR of a vector
        return _access(VECTOR_BYTES, is_load)
    if word & 0xFFC0E010 in (0x85800000, 0xE5800000):  # LDR and STR of a predicate
        return _access(VECTOR_BYTES // 8, is_load)
    if word & 0xFE408000 == 0x84408000:  # LD1R
        return Access(_SVE_READS[_bits(word, 23, 2) << 2 | _bits(word, 13, 2)][0])
    if top == 0b101:
        return _sve_read(word)
    if not is_load and _bits(word, 13, 3) in (0b010, 0b111):  # ST1
        memory, lane = 1 << _bits(word, 23, 2), 1 << _bits(word, 21, 2)
        return _access(VECTOR_BYTES * memory // max(memory, lane), is_load)
    return _access(VECTOR_BYTES, is_load)


def _sve_read(word: int) -> Access:
    form = _bits(word, 13, 3)
    if form in (0b010, 0b011, 0b101):  # LD1, LDFF1, LDNF1
        memory, lane = _SVE_READS[_bits(word, 21, 4)]
        return Access(VECTOR_BYTES * memory // lane)
    if form in (0b110, 0b111) and _bits(word, 21, 2):  # LD2 to LD4, and LDNT1 is of one
        return Access(VECTOR_BYTES * (_bits(word, 21, 2) + 1))
    return Access(VECTOR_BYTES)
