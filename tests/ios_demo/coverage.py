"""Which lines the tests of the Swift package ran, by the document that llvm-cov exports."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LEAST = 0.9
"""Share of the core's lines that the tests must run."""


@dataclass(frozen=True)
class Covered:
    """A file or a folder. ``lines``: those with code."""

    name: str
    lines: int
    run: int

    @property
    def share(self) -> float:
        return self.run / self.lines if self.lines else 1.0


def read(document: Path, sources: Path) -> list[Covered]:
    """The files below ``sources``, by name."""
    files = json.loads(document.read_text())["data"][0]["files"]
    found = []
    for file in files:
        path = Path(file["filename"])
        if path.is_relative_to(sources):
            lines = file["summary"]["lines"]
            name = path.relative_to(sources).as_posix()
            found.append(Covered(name, lines["count"], lines["covered"]))
    return sorted(found, key=lambda each: each.name)


def total(files: Sequence[Covered], name: str = "all") -> Covered:
    return Covered(name, sum(f.lines for f in files), sum(f.run for f in files))


def table(files: Sequence[Covered]) -> str:
    """A row a file, a row for each folder above its files, and all at the end."""
    rows = []
    for folder in sorted({Path(file.name).parent.as_posix() for file in files}):
        inside = [file for file in files if Path(file.name).parent.as_posix() == folder]
        rows += [total(inside, f"{folder}/"), *inside]
    rows.append(total(files))
    width = max(len(row.name) for row in rows)
    return "\n".join(
        f"{row.name:{width}}  {row.run:5} of {row.lines:5} lines  {row.share:6.1%}" for row in rows
    )
