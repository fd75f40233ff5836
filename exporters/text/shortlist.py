"""Which target words a sentence may become, by its source words: Marian's lexical shortlist.

The file is Marian's too (marian-dev, src/data/shortlist.cpp), little endian: six u64, which are a
magic number, a checksum, first, best, offsets and entries; u64 offsets, one more than source words;
u32 target words. Those of source word w stand from offset w to offset w + 1, and rise.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exporters.errors import Refused

MAGIC = 0xF11A48D5013417F5
_HEADER = struct.Struct("<6Q")
_CHECKED_FROM = 16
"""The checksum is of all that follows it."""
_U64 = (1 << 64) - 1


@dataclass(frozen=True, eq=False)
class Shortlist:
    """``first``: so many target words, from 0 on, that every sentence may have. ``best``: how many
    a source word was meant to have. ``offsets``: uint64 (source words + 1). ``targets``: uint32."""

    first: int
    best: int
    offsets: np.ndarray
    targets: np.ndarray

    def allowed(self, ids: Sequence[int]) -> np.ndarray:
        """The target words for a sentence of these source words (with its end token, as the model
        reads it): int64, rising, each once. Refused: an id for which there is no list."""
        words = sorted(set(ids))
        if words and not 0 <= words[0] <= words[-1] < len(self.offsets) - 1:
            raise Refused(
                f"the shortlist has {len(self.offsets) - 1:,} source words, and the ids of a text "
                f"go from {words[0]} to {words[-1]}; it is of another vocabulary"
            )
        starts, ends = self.offsets[:-1][words].tolist(), self.offsets[1:][words].tolist()
        lists = [self.targets[start:end] for start, end in zip(starts, ends, strict=True)]
        return np.unique(np.concatenate([np.arange(self.first), *lists])).astype(np.int64)


def read_shortlist(
    path_or_bytes: Path | bytes | memoryview,
    source_words: int,
    target_words: int,
    name: str = "the shortlist",
) -> Shortlist:
    """``source_words``, ``target_words``: sizes of the vocabularies that it must be of. ``name``:
    of bytes, in messages.

    Refused: what is no such file, is cut off or damaged, or is of other vocabularies.
    """
    if isinstance(path_or_bytes, Path):
        name, whole = str(path_or_bytes), memoryview(path_or_bytes.read_bytes())
    else:
        whole = memoryview(path_or_bytes)
    first, best, offset_count, entries = _header(whole, name)
    if offset_count != source_words + 1 or first > target_words:
        raise Refused(
            f"{name} is of {offset_count - 1:,} source words and allows the first {first:,} target "
            f"words always; the vocabularies have {source_words:,} and {target_words:,}: give the "
            f"shortlist that came with the model"
        )
    if _checksum(whole) != int.from_bytes(whole[8:_CHECKED_FROM], "little"):
        raise Refused(f"{name} is damaged (its checksum is another); download it again")
    offsets = np.frombuffer(whole, "<u8", offset_count, _HEADER.size).astype(np.uint64)
    start = _HEADER.size + 8 * offset_count
    targets = np.frombuffer(whole, "<u4", entries, start).astype(np.uint32)
    if reason := _unsound(offsets, targets, target_words):
        raise Refused(f"{name} is damaged ({reason}); download it again")
    return Shortlist(first, best, offsets, targets)


def write_shortlist(shortlist: Shortlist) -> bytes:
    """As Marian writes and reads it; ``read_shortlist`` gives the same again."""
    offsets, targets = shortlist.offsets.astype("<u8"), shortlist.targets.astype("<u4")
    numbers = (shortlist.first, shortlist.best, len(offsets), len(targets))
    body = offsets.tobytes() + targets.tobytes()
    checksum = _checksum(_HEADER.pack(MAGIC, 0, *numbers) + body)
    return _HEADER.pack(MAGIC, checksum, *numbers) + body


def _header(whole: memoryview, name: str) -> tuple[int, int, int, int]:
    """First, best, offsets and entries, which the length of the file bears out."""
    if len(whole) < _HEADER.size or int.from_bytes(whole[:8], "little") != MAGIC:
        raise Refused(
            f"{name} does not begin as Marian's binary shortlist does; one of text is made into it "
            f"by marian-conv --shortlist"
        )
    _, _, first, best, offset_count, entries = _HEADER.unpack_from(whole)
    size_bytes = _HEADER.size + 8 * offset_count + 4 * entries
    if size_bytes != len(whole) or not offset_count:
        raise Refused(
            f"{name} is {len(whole):,} bytes long, and its header promises {size_bytes:,}; "
            f"download it again"
        )
    return first, best, offset_count, entries


def _checksum(whole: bytes | memoryview) -> int:
    """Marian's util::hashMem over the u64 from ``first`` on (src/common/hash.h); four bytes that
    are left at the end are not in it. h = h ^ (v + 0x9e3779b9 + (h << 6) + (h >> 2))."""
    count = (len(whole) - _CHECKED_FROM) // 8
    total = 0
    for value in np.frombuffer(whole, "<u8", count, _CHECKED_FROM).tolist():
        total = (total ^ (value + 0x9E3779B9 + (total << 6) + (total >> 2))) & _U64
    return total


def _unsound(offsets: np.ndarray, targets: np.ndarray, target_words: int) -> str:
    """What is wrong with its lists; "" where nothing is."""
    if offsets[0] != 0 or offsets[-1] != len(targets) or (offsets[1:] < offsets[:-1]).any():
        return "its lists do not follow one another"
    if not len(targets):
        return ""
    if targets.max() >= target_words:
        return f"it names target word {targets.max()} of {target_words}"
    rises = targets[1:] > targets[:-1]
    starts = offsets[1:-1][(offsets[1:-1] > 0) & (offsets[1:-1] < len(targets))]
    rises[starts.astype(np.int64) - 1] = True
    return "" if rises.all() else "the target words of a list do not rise"
