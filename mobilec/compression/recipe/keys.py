"""Options of a method out of the keys of a recipe, and back: typed, and nothing unknown passes.

A field's type is one of Python's plain ones, a tuple, dict or union of them, or a class with
``parse(value, where)`` and ``to_json()`` (rules, ranks).
"""

import dataclasses
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any

from exporters.bundle.records import from_json
from exporters.errors import Refused
from mobilec.compression.recipe.rules import nearest


def parsed(kind: type, keys: Mapping[str, Any], where: str) -> Any:
    """``keys`` as an instance of the dataclass ``kind``; ``where`` names the step in refusals."""
    known = [field.name for field in dataclasses.fields(kind)]
    for key in keys:
        if key not in known:
            raise Refused(_unknown(key, known, where))
    if missing := [f.name for f in dataclasses.fields(kind) if _needed(f) and f.name not in keys]:
        raise Refused(f"{where} needs {', '.join(missing)}; its keys are {', '.join(known)}")
    hints = typing.get_type_hints(kind)
    values = {key: _value(hints[key], value, f"{where}: {key}") for key, value in keys.items()}
    try:
        return kind(**values)
    except Refused as bad:
        raise Refused(f"{where}: {bad}") from bad


def plain(options: Any) -> dict[str, Any]:
    """``options`` as JSON holds them: what ``parsed`` makes them of again."""
    return {f.name: _plain(getattr(options, f.name)) for f in dataclasses.fields(options)}


def unasked(kind: type) -> dict[str, Any]:
    """The values that fields of ``kind`` have where a recipe does not name them, as JSON."""
    return {f.name: _plain(_usual(f)) for f in dataclasses.fields(kind) if not _needed(f)}


def _usual(field: "dataclasses.Field[Any]") -> Any:
    made = field.default_factory
    return field.default if made is dataclasses.MISSING else made()


def _unknown(key: str, known: list[str], where: str) -> str:
    if not known:
        return f"{where} has no key {key!r}; it has none"
    near = ", ".join(nearest(key, known))
    return f"{where} has no key {key!r}; did you mean {near}? Its keys are {', '.join(known)}"


def _needed(field: "dataclasses.Field[Any]") -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _value(kind: Any, value: Any, where: str) -> Any:
    own = next((k for k in (kind, *typing.get_args(kind)) if hasattr(k, "parse")), None)
    if own is not None and not (value is None and type(None) in typing.get_args(kind)):
        return own.parse(value, where)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _choice(kind, value, where)
    if typing.get_origin(kind) is tuple and isinstance(value, tuple):
        value = list(value)
    return from_json(kind, value, where)


def _choice(kind: type[Enum], value: Any, where: str) -> Enum:
    values = [member.value for member in kind]
    if value not in values:
        raise Refused(f"{where} is {value!r}; it can be {', '.join(map(str, values))}")
    return kind(value)


def _plain(value: Any) -> Any:
    if hasattr(value, "to_json"):
        return value.to_json()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value
