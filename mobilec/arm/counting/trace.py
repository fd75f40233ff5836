"""What the plugin wrote while a program ran: blocks of instructions, and how often each ran."""

import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from exporters.errors import Refused
from mobilec.arm.counting.counts import Counts
from mobilec.arm.counting.instructions import table
from mobilec.arm.counting.marks import Label

VERSION = 1
_RUNS = np.dtype([("slot", "<u4"), ("runs", "<u8")])


@dataclass(frozen=True)
class Interval:
    """From the mark before to the mark ``label``: ``runs`` of the blocks ``slots``."""

    label: int
    slots: np.ndarray
    runs: np.ndarray


@dataclass(frozen=True)
class Trace:
    """``words``: of all blocks, one after the other; ``ends``: (blocks,) where each stops;
    ``addresses``: (blocks,) where the emulator has it in memory; ``maps``: what lies where there,
    as Linux tells it.
    """

    words: np.ndarray
    ends: np.ndarray
    addresses: np.ndarray
    intervals: tuple[Interval, ...]
    maps: str

    @cached_property
    def added(self) -> np.ndarray:
        """(blocks, FIELDS): what one run of each block adds."""
        return table(self.words, self.ends)

    @property
    def loads(self) -> tuple[Interval, ...]:
        """What was loaded, in order: the file, then each method at its first call."""
        return tuple(each for each in self.intervals if each.label == Label.LOADED)

    @property
    def calls(self) -> tuple[Interval, ...]:
        """Every call, in order."""
        return tuple(each for each in self.intervals if each.label == Label.CALLED)

    def counts(self, interval: Interval) -> Counts:
        """Of what ran within it."""
        return Counts.of(interval.runs @ self.added[interval.slots])


def read_trace(path: Path) -> Trace:
    """Raises ``Refused``: of another version, or of a program that did not end well."""
    data = path.read_bytes() if path.is_file() else b""
    if data[:4] != b"MOBC" or len(data) < 8:
        raise Refused("the emulator counted nothing: its plugin wrote no counts")
    version = int.from_bytes(data[4:8], "little")
    if version != VERSION:
        raise Refused(
            f"the emulator's plugin counts in the form {version}, and form {VERSION} is read here; "
            "build it again: mobilec arm setup --count --again"
        )
    try:
        return _Reader(data).trace()
    except (struct.error, ValueError, IndexError) as broken:
        raise Refused(
            "the counts end in the middle: the program died while it was counted"
        ) from broken


class _Reader:
    """Goes through the records once."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 8
        self._words: list[np.ndarray] = []
        self._addresses: list[int] = []
        self._intervals: list[Interval] = []
        self._maps = ""

    def trace(self) -> Trace:
        records = {b"B": self._block, b"M": self._mark, b"P": self._places}
        while (letter := self._bytes(1)) in records:
            records[letter]()
        if letter == b"F":
            raise Refused(
                "the program has more code than the emulator's plugin has counters for, so nothing "
                "was counted"
            )
        if letter != b"E":
            raise ValueError(f"a record {letter!r}")
        return Trace(
            words=np.concatenate(self._words) if self._words else np.zeros(0, np.uint32),
            ends=np.cumsum([len(words) for words in self._words]),
            addresses=np.array(self._addresses, np.uint64),
            intervals=tuple(self._intervals),
            maps=self._maps,
        )

    def _block(self) -> None:
        slot, _, address, size = self._numbers("<IQQI")
        if slot != len(self._words):
            raise ValueError(f"block {slot} after {len(self._words)}")
        self._words.append(np.frombuffer(self._bytes(4 * size), "<u4"))
        self._addresses.append(address)

    def _mark(self) -> None:
        label, size = self._numbers("<II")
        ran = np.frombuffer(self._bytes(_RUNS.itemsize * size), _RUNS)
        slots, runs = ran["slot"].astype(np.int64), ran["runs"].astype(np.int64)
        self._intervals.append(Interval(label, slots, runs))

    def _places(self) -> None:
        (size,) = self._numbers("<I")
        self._maps = self._bytes(size).decode(errors="replace")

    def _numbers(self, form: str) -> tuple[int, ...]:
        return struct.unpack(form, self._bytes(struct.calcsize(form)))

    def _bytes(self, size: int) -> bytes:
        found = self._data[self._at : self._at + size]
        if len(found) < size:
            raise ValueError("the data ends")
        self._at += size
        return found
