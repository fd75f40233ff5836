"""The tree of the repository: folders, and what their own first words say of each."""

import ast
from collections.abc import Iterator
from pathlib import Path

from docs.tables.markdown import first_paragraph

ROOT = Path(__file__).parents[2]
TOP = (
    "exporters",
    "mobilec",
    "android_demo",
    "ios_demo",
    "benchmarks",
    "examples",
    "docs",
    "tests",
)
"""In the order in which a newcomer asks for them."""
DEEP = ("exporters", "mobilec")
"""Folders whose own folders are drawn."""
_WIDTH = 28


def rooms() -> str:
    """Two packages with all their rooms, the rest of the repository in a line each."""
    return _drawn(3)


def storeys() -> str:
    """The same without the rooms inside rooms."""
    return _drawn(1)


def _drawn(depth: int) -> str:
    lines = (line for name in TOP for line in _lines(ROOT / name, 0, depth))
    return "\n".join(("```text", *lines, "```"))


def _lines(folder: Path, level: int, depth: int) -> Iterator[str]:
    yield f"{'  ' * level + folder.name + '/':{_WIDTH}}{said(folder)}"
    if level < depth and folder.relative_to(ROOT).parts[0] in DEEP:
        for inside in sorted(folder.iterdir()):
            if (inside / "__init__.py").is_file():
                yield from _lines(inside, level + 1, depth)


def said(folder: Path) -> str:
    """The first words of a package, or the title of a folder's README."""
    package = folder / "__init__.py"
    if not package.is_file():
        title = (folder / "README.md").read_text(encoding="utf-8").splitlines()[0]
        return title.removeprefix("# ")
    words = first_paragraph(ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))))
    if not words:
        name = package.relative_to(ROOT).as_posix()
        raise ValueError(f"{name} is empty: say in a docstring what the room is for")
    return words.partition(": ")[2] if words.startswith(f"{folder.name}: ") else words
