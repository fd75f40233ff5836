"""What was built: the APK, and whose runtimes are in it. Both go into the APK as runtime.json."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mobilec.android.runtimes import LeftOut, Runtime

SCHEMA = 1


@dataclass(frozen=True)
class Carried:
    """An engine of an APK, or one that it was to have. ``reason``: why it is not there."""

    engine: str
    included: bool
    runtime: str = ""
    version: str = ""
    origin: str = ""
    licence: str = ""
    reason: str = ""

    @classmethod
    def of(cls, found: Runtime | LeftOut) -> "Carried":
        if isinstance(found, LeftOut):
            return cls(found.engine, False, reason=found.reason)
        return cls(found.engine, True, found.name, found.version, found.origin, found.licence)

    def to_json(self) -> dict[str, Any]:
        """Only what applies to it."""
        return {key: value for key, value in vars(self).items() if value != ""}


@dataclass(frozen=True)
class Built:
    """An APK. ``builder``: what built it, in words."""

    apk: Path
    size_bytes: int
    sha256: str
    builder: str
    abis: tuple[str, ...]
    engines: tuple[Carried, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "apk": str(self.apk),
            "size_bytes": self.size_bytes,
            "sha256": self.sha256,
            "builder": self.builder,
            "abis": list(self.abis),
            "engines": [engine.to_json() for engine in self.engines],
        }


def record(builder: str, abis: Sequence[str], engines: Sequence[Carried]) -> str:
    """The text of runtime.json."""
    document = {
        "schema": SCHEMA,
        "builder": builder,
        "abis": list(abis),
        "engines": [engine.to_json() for engine in engines],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
