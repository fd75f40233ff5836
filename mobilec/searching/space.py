"""What a search chooses from: a recipe in which values may be choices.

    - method: svd
      optional: true
      rank: {from: 0.3, to: 0.9}
    - method: prune-width
      feed_forward: {among: [0.5, 0.75]}

``from`` and ``to`` are both taken in; two whole numbers give whole ones, ``log: true`` draws small
ones as often as large ones, ``step`` counts from ``from``. A step that is ``optional`` may be left
out.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import yaml

from exporters.errors import Refused
from mobilec.compression.recipe.rules import nearest

SHIPPED = Path(__file__).parent / "spaces"
OPTIONAL = "optional"
_RANGE = {"from", "to", "step", "log"}


class Drawn(Protocol):
    """What draws: a trial of Optuna."""

    def suggest_categorical(self, name: str, choices: Any) -> Any: ...

    def suggest_int(self, name: str, low: int, high: int, *, step: int, log: bool) -> int: ...

    def suggest_float(
        self, name: str, low: float, high: float, *, step: float | None, log: bool
    ) -> float: ...


@dataclass(frozen=True)
class Among:
    """One of ``values``, which may be anything that a recipe holds."""

    values: tuple[Any, ...]

    def drawn(self, name: str, trial: Drawn) -> Any:
        # By index: Optuna keeps no lists, and would take 1 and True for one.
        return self.values[trial.suggest_categorical(name, tuple(range(len(self.values))))]


@dataclass(frozen=True)
class Range:
    """A number from ``low`` to ``high``."""

    low: float
    high: float
    step: float | None = None
    log: bool = False

    def drawn(self, name: str, trial: Drawn) -> Any:
        if isinstance(self.low, int) and isinstance(self.high, int):
            step = int(self.step or 1)
            return trial.suggest_int(name, self.low, self.high, step=step, log=self.log)
        return trial.suggest_float(name, self.low, self.high, step=self.step, log=self.log)


@dataclass(frozen=True)
class Space:
    """``steps``: of a recipe, with choices in them. ``document``: as it was read."""

    steps: tuple[Mapping[str, Any], ...]
    optional: tuple[bool, ...]
    document: Any

    def drawn(self, trial: Drawn) -> list[dict[str, Any]]:
        """The steps of one recipe."""
        found = []
        for number, (step, optional) in enumerate(zip(self.steps, self.optional, strict=True)):
            name = f"{number + 1} {step['method']}"
            if optional and not trial.suggest_categorical(name, (True, False)):
                continue
            found.append(_drawn(step, name, trial))
        return found


def space_file(name: str) -> Path:
    """A shipped space, or a file."""
    shipped = {file.stem: file for file in sorted(SHIPPED.glob("*.yaml"))}
    path = shipped.get(name, Path(name).expanduser())
    if not path.is_file():
        near = ", ".join(nearest(name, shipped))
        raise Refused(f"there is no search space {name!r}: it is no file; those that ship: {near}")
    return path


def read_space(file: Path) -> Space:
    """Refused: what is no YAML, no list of steps, or leaves nothing to choose."""
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as broken:
        raise Refused(f"{file} is not YAML: {' '.join(str(broken).split())}") from broken
    steps = document.get("steps") if isinstance(document, dict) else document
    if not isinstance(steps, list) or not all(_is_step(step) for step in steps) or not steps:
        raise Refused(f"{file} has no list of steps, each with the name of its method")
    optional = tuple(step.get(OPTIONAL, False) is True for step in steps)
    plain = [{key: value for key, value in step.items() if key != OPTIONAL} for step in steps]
    read = tuple(_read(step, f"{file}, step {n}") for n, step in enumerate(plain, start=1))
    if not any(optional) and not any(_choices(step) for step in read):
        raise Refused(f"{file} has nothing to choose: give {{from: 0.3, to: 0.9}} for a value")
    return Space(read, optional, document)


def _is_step(step: Any) -> bool:
    return isinstance(step, dict) and isinstance(step.get("method"), str)


def _read(value: Any, where: str) -> Any:
    if isinstance(value, list):
        return [_read(item, where) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"among"}:
        return _among(value["among"], where)
    if {"from", "to"} <= set(value) <= _RANGE:
        return _range(value, where)
    return {key: _read(inner, f"{where}: {key}") for key, inner in value.items()}


def _among(values: Any, where: str) -> Among:
    if not isinstance(values, list) or len(values) < 2:
        raise Refused(f"{where}: among should be a list of two or more values, and is {values!r}")
    return Among(tuple(values))


def _range(value: Mapping[str, Any], where: str) -> Range:
    low, high, step, log = value["from"], value["to"], value.get("step"), value.get("log", False)
    numbers = [number for number in (low, high, step) if number is not None]
    if any(isinstance(n, bool) or not isinstance(n, int | float) for n in numbers):
        raise Refused(f"{where}: from, to and step should be numbers: {dict(value)}")
    if not low < high or (step is not None and not 0 < step <= high - low):
        raise Refused(f"{where}: from {low} to {high} by {step} holds nothing to choose")
    if log is not True and log is not False:
        raise Refused(f"{where}: log should be true or false, and is {log!r}")
    if log and (low <= 0 or step is not None):
        raise Refused(f"{where}: log wants numbers above 0, and no step")
    return Range(low, high, step, log)


def _choices(value: Any) -> bool:
    return any(isinstance(inner, Among | Range) for inner in _values(value))


def _values(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _values(inner)


def _drawn(value: Any, name: str, trial: Drawn) -> Any:
    if isinstance(value, Among | Range):
        return copy.deepcopy(value.drawn(name, trial))
    if isinstance(value, list):
        return [_drawn(item, f"{name}.{at}", trial) for at, item in enumerate(value)]
    if isinstance(value, Mapping):
        return {
            key: inner if key == "method" else _drawn(inner, f"{name} {key}", trial)
            for key, inner in value.items()
        }
    return value
