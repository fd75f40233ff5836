"""Frozen dataclasses from JSON documents: every field is checked, nothing unknown passes."""

import dataclasses
import re
import types
import typing
from math import isfinite
from typing import Any, TypeVar

from exporters.errors import Refused

Record = TypeVar("Record")
LARGEST = (1 << 63) - 1
_HALF = re.compile("[\ud800-\udfff]")
"""Surrogates: halves of a character, which JSON can name alone and UTF-8 cannot hold."""
_SHOWN = 120
"""Characters of a value in a refusal."""


def from_json(kind: type[Record], document: Any, where: str) -> Record:
    """``document`` (what json.loads gave) as a ``kind``; ``where`` names it in the refusal."""
    return typing.cast(Record, _value(kind, document, where))


def _value(kind: Any, value: Any, where: str) -> Any:
    if dataclasses.is_dataclass(kind):
        return _record(kind, value, where)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _one_of(arguments, value, where)
    if origin is tuple:
        _expect(isinstance(value, list), where, "a list", value)
        return tuple(_value(arguments[0], v, f"{where}[{at}]") for at, v in enumerate(value))
    if origin is dict:
        _expect(isinstance(value, dict), where, "an object", value)
        return {key: _value(arguments[1], v, f"{where}.{key}") for key, v in value.items()}
    return _plain(kind, value, where)


def _record(kind: Any, value: Any, where: str) -> Any:
    _expect(isinstance(value, dict), where, "an object", value)
    fields = {f.name: f for f in dataclasses.fields(kind)}
    hints = typing.get_type_hints(kind)
    unknown = sorted(set(value) - set(fields))
    missing = sorted(n for n, f in fields.items() if n not in value and _needed(f))
    if unknown or missing:
        raise Refused(f"{where}: missing are {missing}, unknown are {unknown}")
    return kind(**{n: _value(hints[n], v, f"{where}.{n}") for n, v in value.items()})


def _needed(field: "dataclasses.Field[Any]") -> bool:
    missing = dataclasses.MISSING
    return field.default is missing and field.default_factory is missing


def _one_of(kinds: tuple[Any, ...], value: Any, where: str) -> Any:
    if value is None and types.NoneType in kinds:
        return None
    wanted = [kind for kind in kinds if kind is not types.NoneType]
    if len(wanted) == 1:
        return _value(wanted[0], value, where)
    for kind in wanted:
        try:
            return _value(kind, value, where)
        except Refused:
            continue
    raise Refused(f"{where} is {value!r}, which is none of {', '.join(map(str, kinds))}")


def _plain(kind: Any, value: Any, where: str) -> Any:
    if kind is Any:
        return value
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        _expect(abs(value) <= LARGEST, where, "a whole number of 64 bits", value)
        return float(value)
    right = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
    _expect(right, where, f"a value of type {getattr(kind, '__name__', kind)}", value)
    if kind is int:
        _expect(abs(value) <= LARGEST, where, "a whole number of 64 bits", value)
    if kind is float:
        _expect(isfinite(value), where, "a finite number", value)
    if kind is str:
        _expect(not _HALF.search(value), where, "a text of whole characters", value)
    return value


def _expect(right: bool, where: str, what: str, value: Any) -> None:
    if not right:
        raise Refused(f"{where} should be {what}, and is {value!r:.{_SHOWN}}")
