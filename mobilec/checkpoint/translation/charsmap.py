"""The character rules of a SentencePiece model, out of their compiled form.

The form (sentencepiece/src/normalizer.cc, EncodePrecompiledCharsMap): 4 bytes little-endian, the
size of a trie; the trie of the keys as Darts-clone stores it; the replacements, each ended by a
zero byte. A leaf's value is the place of its replacement. Of a unit of the trie (darts.h,
DoubleArrayUnit): bit 8 says that a leaf follows, bits 10 up (times 256 where bit 9 is set) are
where its children stand, the low byte is the label, a leaf's value is the low 31 bits.
"""

import struct
from collections.abc import Iterator, Sequence

from exporters.errors import Refused

_SIZE = struct.Struct("<I")
_HAS_LEAF, _FAR, _LEAF = 1 << 8, 1 << 9, 1 << 31
_LABEL = _LEAF | 0xFF


def read_rules(charsmap: bytes) -> dict[str, str]:
    """What each sequence of characters is replaced by; the longest that matches is taken."""
    if not charsmap:
        return {}
    try:
        (size,) = _SIZE.unpack_from(charsmap)
        trie = struct.unpack_from(f"<{size // _SIZE.size}I", charsmap, _SIZE.size)
        replacements = charsmap[_SIZE.size + size :]
        return {key.decode(): _until_zero(replacements, at) for key, at in _leaves(trie)}
    except (struct.error, IndexError, ValueError) as broken:
        raise Refused(f"the character rules of a SentencePiece model are damaged: {broken}") from (
            broken
        )


def _leaves(trie: Sequence[int]) -> Iterator[tuple[bytes, int]]:
    """Every key with the place of its replacement."""
    children = _children(trie)
    open_nodes = [(b"", 0)]
    while open_nodes:
        key, node = open_nodes.pop()
        base = node ^ _offset(trie[node])
        if trie[node] & _HAS_LEAF:
            yield key, trie[base] & ~_LEAF
        open_nodes += [(key + bytes([label]), child) for label, child in children.get(base, ())]


def _children(trie: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """Labels and places of all children, by where the children of their parent stand."""
    children: dict[int, list[tuple[int, int]]] = {}
    for place, unit in enumerate(trie):
        label = unit & _LABEL
        if 0 < label < 256:
            children.setdefault(place ^ label, []).append((label, place))
    return children


def _offset(unit: int) -> int:
    return (unit >> 10) << (8 if unit & _FAR else 0)


def _until_zero(replacements: bytes, at: int) -> str:
    return replacements[at : replacements.index(b"\0", at)].decode()
