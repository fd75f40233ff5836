"""What a bundle was made from, where it is at hand: the float program and what was asked of it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporters.backend import Lowering
    from exporters.program import Program


@dataclass(frozen=True)
class Original:
    """``program``: as captured, in float, before any back end changed a seat of it. ``options``:
    as they were lowered with."""

    program: "Program" = field(repr=False)
    options: "Lowering" = field(repr=False)
