"""What a bundle was made from, where it is at hand: the float program and what was asked of it."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from exporters.decode.state import SHORTLISTED

if TYPE_CHECKING:
    from exporters.backend import Lowering
    from exporters.program import Program


@dataclass(frozen=True)
class Original:
    """``program``: as captured, in float, before any back end changed a seat of it. ``options``:
    as they were lowered with."""

    program: "Program" = field(repr=False)
    options: "Lowering" = field(repr=False)

    def of_file(self, methods: Collection[str]) -> "Original":
        """Without what its format may leave out; ``methods``: of the file."""
        return replace(self, program=self.program.without({*SHORTLISTED} - {*methods}))
