"""Where a program's instructions go: by function of a library."""

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mobilec.arm.counting.counts import Counts
from mobilec.arm.counting.functions import functions
from mobilec.arm.counting.trace import Interval, Trace

LARGEST = 10
ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Place:
    """``library``: a file's name. ``function``: its name, or its address in the library, where the
    library was shipped without. ``share``: of all instructions."""

    library: str
    function: str
    share: float
    counts: Counts


@dataclass(frozen=True)
class _Mapped:
    """``begins`` to ``ends`` of the emulator's memory is ``file`` from ``offset`` on."""

    begins: int
    ends: int
    offset: int
    file: Path


def largest(trace: Trace, intervals: Sequence[Interval], most: int = LARGEST) -> tuple[Place, ...]:
    """The functions in which the most instructions ran, the largest first."""
    runs = np.zeros(len(trace.ends), np.int64)
    for interval in intervals:
        np.add.at(runs, interval.slots, interval.runs)
    ran = np.flatnonzero(runs)
    spent = trace.added[ran] * runs[ran, None]
    sums: dict[tuple[str, str], np.ndarray] = {}
    mapped = sorted(_mapped(trace.maps), key=lambda each: each.begins)
    for address, row in zip(trace.addresses[ran], spent, strict=True):
        place = _place(int(address), mapped)
        sums[place] = sums.get(place, 0) + row
    total = max(1, int(spent[:, 0].sum()))
    ordered = sorted(sums.items(), key=lambda item: (-item[1][0], item[0]))
    return tuple(
        Place(library, _readable(function), round(row[0] / total, 4), Counts.of(row))
        for (library, function), row in ordered[:most]
    )


def _mapped(maps: str) -> Iterator[_Mapped]:
    """The lines of /proc/self/maps that are of a file."""
    for line in maps.splitlines():
        words = line.split(maxsplit=5)
        if len(words) == 6 and words[5].startswith("/"):
            begins, ends = (int(number, 16) for number in words[0].split("-"))
            yield _Mapped(begins, ends, int(words[2], 16), Path(words[5]))


def _place(address: int, mapped: Sequence[_Mapped]) -> tuple[str, str]:
    found = next((each for each in mapped if each.begins <= address < each.ends), None)
    if found is None or not found.file.is_file():
        return ELSEWHERE, ""
    start, name = functions(found.file).at(address - found.begins + found.offset)
    return found.file.name, name or f"{start:#x}"


def _readable(name: str) -> str:
    """C++'s names as they were written, where binutils is there to say it."""
    if not name.startswith("_Z"):
        return name
    try:
        done = subprocess.run(["c++filt", name], capture_output=True, text=True)
    except OSError:
        return name
    return done.stdout.strip() or name
