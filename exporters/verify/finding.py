"""What one gate found out about one file."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """``message`` says what was checked and, when it failed, which input, which output, by how
    much. ``figures``: what was measured, by name. ``format``: of the file; "" for the bundle.
    """

    gate: str
    format: str
    passed: bool
    message: str
    figures: Mapping[str, float | int | str] = field(default_factory=dict)
