"""Dataclasses as tables: their fields, and what their docstrings say of each."""

import dataclasses
import re
import types
import typing
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from docs.tables.markdown import code, marked, table

_NAMES = r"(?:``\w+``(?:,\s+|\s+and\s+)?)+:\s"
_TOLD = re.compile(rf"({_NAMES})(.*?)(?={_NAMES}|\Z)", re.S)
_PLAIN = {str: "text", int: "number", float: "number", bool: "true or false", Path: "path"}


def told(kind: type) -> dict[str, str]:
    """Field to the words after its name in the docstring of its class, or of one that it is of."""
    found: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        paragraphs = (vars(each).get("__doc__") or "").split("\n\n")
        for names, words in (pair for text in paragraphs for pair in _TOLD.findall(text)):
            for name in re.findall(r"\w+", names):
                found[name] = marked(words).rstrip(".,; ")
    return found


def usual(kind: type) -> str:
    """The fields of a class of options, and what they are where nobody says."""
    hints, words = typing.get_type_hints(kind), told(kind)
    rows = (
        (
            code(field.name),
            _annotated(hints[field.name]),
            _default(field),
            words.get(field.name, ""),
        )
        for field in dataclasses.fields(kind)
    )
    return table(("field", "type", "unasked", "what it says"), rows)


def _annotated(hint: Any) -> str:
    """``tuple[Path, ...]`` without the modules."""
    named = hint.__name__ if isinstance(hint, type) and not typing.get_args(hint) else str(hint)
    return code(re.sub(r"(?:\w+\.)+(?=\w)", "", named))


def _default(field: "dataclasses.Field[Any]") -> str:
    if field.default is dataclasses.MISSING:
        return "must be given"
    if dataclasses.is_dataclass(field.default):
        return "its own"
    value = field.default
    return code(str(value) if isinstance(value, Path | Enum) else repr(value))


def outline(kind: type) -> str:
    """Every key of a JSON document that a dataclass is written as, those inside others too."""
    return table(("key", "is", "and says"), _rows(kind, "", {}))


def _rows(kind: type, within: str, seen: dict[type, str]) -> Iterator[tuple[str, str, str]]:
    """``seen``: classes whose keys stand above already, and where."""
    hints, words = typing.get_type_hints(kind), told(kind)
    for field in dataclasses.fields(kind):
        hint = hints[field.name]
        inside = tuple(dict.fromkeys(_records(hint)))
        path = f"{within}{field.name}{'[]' if _is_list(hint) else ''}"
        says = words.get(field.name) or " ".join(_summary(each) for each in inside)
        above = [f"keys as of {code(seen[each])}" for each in inside if each in seen]
        yield code(path), _words(hint), "; ".join(filter(None, (says, *above)))
        for each in inside:
            if each not in seen:
                seen[each] = path
                yield from _rows(each, f"{path}.", seen)


def _records(hint: Any) -> Iterator[type]:
    if dataclasses.is_dataclass(hint):
        yield typing.cast(type, hint)
    for part in typing.get_args(hint):
        yield from _records(part)


def _summary(kind: type) -> str:
    """What a class says before it comes to its fields."""
    text = (vars(kind).get("__doc__") or "").split("\n\n")[0]
    return marked(re.split(_NAMES, text)[0]).rstrip(".,; ")


def _is_list(hint: Any) -> bool:
    return any(typing.get_origin(each) in (tuple, list) for each in (hint, *typing.get_args(hint)))


def _words(hint: Any) -> str:
    """A type as someone says it who reads JSON."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if hint is type(None):
        return "null"
    if origin in (typing.Union, types.UnionType):
        return " or ".join(dict.fromkeys(map(_words, parts)))
    if origin in (tuple, list):
        return f"list of {_words(parts[0])}"
    if origin is dict:
        return "object"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return " or ".join(code(member.value) for member in hint)
    return _PLAIN.get(hint, "object")
