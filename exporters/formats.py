"""Every format, one line each: the name of its folder."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from exporters.facts import Facts

FORMATS = (
    "executorch",
    "onnx",
    "coreml",
)

FACTS: Mapping[str, Facts] = MappingProxyType(
    {name: import_module(f"exporters.{name}.facts").FACTS for name in FORMATS}
)
"""Without any library of theirs."""

TARGETS = tuple(dict.fromkeys(target for facts in FACTS.values() for target in facts.targets))
"""Of ``mobilec export``, as the formats name them."""


def unasked(target: str) -> tuple[str, ...]:
    """The formats that a target gets where none is asked for."""
    return tuple(name for name, facts in FACTS.items() if facts.targets.get(target))


def usable(target: str) -> tuple[str, ...]:
    """The formats that a target can use."""
    return tuple(name for name, facts in FACTS.items() if target in facts.targets)


def heeding(option: str) -> tuple[str, ...]:
    """The formats that heed a field of ``exporters.backend.Lowering`` that is not of all."""
    return tuple(name for name, facts in FACTS.items() if option in facts.asked)


def with_engine(device: str) -> tuple[str, ...]:
    """The formats that a kind of device has an engine for."""
    return tuple(name for name, facts in FACTS.items() if device in facts.devices)
