"""A recipe: a YAML list of steps, read once, every name and key checked before anything is done."""

from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from exporters.errors import Refused
from mobilec.compression.recipe.keys import parsed, plain
from mobilec.compression.recipe.rules import nearest
from mobilec.compression.registry import method_of

_HEAD = ("reaches", "source", "steps")


@dataclass(frozen=True)
class Step:
    """One method with its options, an instance of ``Method.options``."""

    method: str
    options: Any

    def to_json(self) -> dict[str, Any]:
        return {"method": self.method, **plain(self.options)}


@dataclass(frozen=True)
class Recipe:
    """``reaches``: in one line, what it is for. ``source``: where its choices come from."""

    steps: tuple[Step, ...]
    reaches: str = ""
    source: str = ""

    def to_json(self) -> dict[str, Any]:
        steps = [step.to_json() for step in self.steps]
        return {"reaches": self.reaches, "source": self.source, "steps": steps}


def read_recipe(file: Path) -> Recipe:
    """The recipe in a file. Refused: no YAML, a key twice, unknown methods and keys."""
    if not file.is_file():
        raise Refused(f"{file} is no file; a recipe is a YAML file with a list of steps")
    try:
        document = yaml.load(file.read_text(encoding="utf-8"), _OnceLoader)
    except UnicodeDecodeError as undecodable:
        raise Refused(f"{file} is not UTF-8 text ({undecodable}); convert it") from undecodable
    except yaml.YAMLError as broken:
        raise Refused(f"{file} is not YAML: {' '.join(str(broken).split())}") from broken
    except Refused as twice:
        raise Refused(f"{file}, {twice}") from twice
    return parse_recipe(document, str(file))


def parse_recipe(document: Any, where: str) -> Recipe:
    """``document``: a list of steps, or a mapping with ``steps`` and what it says of itself."""
    head = document if isinstance(document, dict) else {"steps": document}
    for key in head:
        if key not in _HEAD:
            near = ", ".join(nearest(str(key), _HEAD))
            raise Refused(f"{where} has no key {key!r}; did you mean {near}?")
    steps = head.get("steps")
    if not isinstance(steps, list) or not steps:
        raise Refused(
            f"{where} has no steps; it should be a list of them, each with the name of its method: "
            f"- method: svd"
        )
    return Recipe(
        steps=tuple(_step(each, f"{where}, step {n}") for n, each in enumerate(steps, start=1)),
        reaches=str(head.get("reaches", "")),
        source=str(head.get("source", "")),
    )


def _step(document: Any, where: str) -> Step:
    if not isinstance(document, dict) or not isinstance(document.get("method"), str):
        raise Refused(f"{where} should be a mapping with the key method, and is {document!r}")
    name = document["method"]
    try:
        method = method_of(name)
    except Refused as unknown:
        raise Refused(f"{where}: {unknown}") from unknown
    keys = {str(key): value for key, value in document.items() if key != "method"}
    return Step(name, parsed(method.options, keys, f"{where} ({name})"))


class _OnceLoader(yaml.SafeLoader):
    """YAML says that keys are unique, and PyYAML takes the last of equal ones in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        lines: dict[str, int] = {}
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if key.value in lines:
                raise Refused(
                    f"line {line}: the key {key.value!r} stands in line {lines[key.value]} "
                    f"already; each key once"
                )
            lines[key.value] = line
        return super().construct_mapping(node, deep)
