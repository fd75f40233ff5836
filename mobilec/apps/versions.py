"""What the programs in an app were made with, and what the app runs them with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mobilec.apps.placing import Placed


@dataclass(frozen=True)
class Versions:
    """Of one engine. ``made_with``: what wrote its programs. ``runs_with``: the runtime that the
    app's project names, or what stands in its place where it names none."""

    engine: str
    made_with: tuple[str, ...]
    runs_with: str

    def __str__(self) -> str:
        made = " and ".join(self.made_with)
        return f"{self.engine}: made with {made}; the app runs it with {self.runs_with}"

    def to_json(self) -> dict[str, Any]:
        made_with = list(self.made_with)
        return {"engine": self.engine, "made_with": made_with, "runs_with": self.runs_with}


def versions(placed: Sequence[Placed], runs_with: Mapping[str, str]) -> tuple[Versions, ...]:
    """Of each engine of ``runs_with`` that a program is there for."""
    found = []
    for engine, runtime in runs_with.items():
        made = sorted({p.made_with[engine] for p in placed if engine in p.made_with})
        if made:
            found.append(Versions(engine, tuple(made), runtime))
    return tuple(found)
