"""Pages, and the tables between their marks."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from docs.tables import commands, figures, registries, rooms
from docs.tables.fields import outline
from exporters.bundle.manifest import Manifest

ROOT = rooms.ROOT
PAGES = (
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "benchmarks" / "arm_cost.md",
)
_MARKED = re.compile(r"(<!-- table: (.+?) -->\n)(?:.*?\n)??(<!-- end of table -->)", re.S)

TABLES: Mapping[str, Callable[[], str]] = {
    "families": registries.families,
    "translators": registries.translators,
    "precisions": registries.precisions,
    "targets": registries.targets,
    "gates": registries.gates,
    "methods": registries.methods,
    "keys of methods": registries.method_keys,
    "recipes": registries.recipes,
    "models": registries.models,
    "processors": registries.processors,
    "public names": registries.public,
    "fields of options": registries.options,
    "commands": commands.commands,
    "options of commands": commands.reference,
    "exit statuses": commands.statuses,
    "keys of the manifest": lambda: outline(Manifest),
    "rooms": rooms.rooms,
    "storeys": rooms.storeys,
    "a translator's figures": figures.translator,
    "a classifier's figures": figures.classifier,
    "figures of ARM": figures.arm,
    "instructions on ARM": figures.arm_cost,
    "functions on ARM": figures.arm_places,
    "translations on ARM": figures.arm_translation,
    "figures of students": figures.students,
    "figures of engines": figures.engines,
    "figures of smaller students": figures.frontier,
}
"""Name in a page's mark to what writes the table."""


def written(text: str) -> str:
    """A page with its tables as they are now. A name that no table has is an error."""
    return _MARKED.sub(lambda found: f"{found[1]}{TABLES[found[2]]()}\n{found[3]}", text)


def named(text: str) -> list[str]:
    """The tables of a page."""
    return [found[1] for found in _MARKED.findall(text)]


def stale() -> list[Path]:
    """Pages whose tables are not those of the code."""
    texts = {page: page.read_text(encoding="utf-8") for page in PAGES}
    return [page for page, text in texts.items() if written(text) != text]


def write() -> None:
    """Writes the tables into their pages."""
    for page in stale():
        page.write_text(written(page.read_text(encoding="utf-8")), encoding="utf-8")
