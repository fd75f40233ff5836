"""What source code a module of this repository runs: its own, and that of all it imports."""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("exporters", "mobilec", "tests")


def digest_of(modules: Iterable[str]) -> str:
    """sha256 of the sources of these modules and of every module of ours that they import.

    Modules of other packages do not count: their versions do (see ``store.VERSIONS``).
    """
    found = hashlib.sha256()
    for module in sorted(reached(modules)):
        found.update(module.encode())
        found.update(_file(module).read_bytes())
    return found.hexdigest()


def reached(modules: Iterable[str]) -> set[str]:
    """The names of these modules and of all that they import, directly or not."""
    seen: set[str] = set()
    waiting = [module for module in modules if _ours(module)]
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting += imported(module)
    return seen


@cache
def imported(module: str) -> tuple[str, ...]:
    """Modules of ours that a module names, wherever in the file: in its imports, and in the words
    by which it loads one later."""
    tree = ast.parse(_file(module).read_bytes())
    return tuple(name for node in ast.walk(tree) for name in _named(node) if _ours(name))


def _named(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _ours(module: str) -> bool:
    if not module.replace(".", "").isidentifier():
        return False
    return module.partition(".")[0] in PACKAGES and _file(module).is_file()


@cache
def _file(module: str) -> Path:
    place = ROOT.joinpath(*module.split("."))
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
