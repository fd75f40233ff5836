"""What one step of a compression did to a model, and what it costs before and after."""

from dataclasses import dataclass
from typing import Any

from mobilec.compressed.edits import Edit, Replace
from mobilec.layers.cost import NOTHING, Cost


@dataclass(frozen=True)
class SeatPlan:
    """One module that changes. ``path``: its first, in the model as it is before the step; of a
    shared module the name by which others refer to it.

    ``layer``: what it becomes, by its name. ``note``: what a person should know, such as why this
    rank.
    """

    path: str
    layer: str
    before: Cost
    after: Cost
    note: str = ""


@dataclass(frozen=True)
class StepPlan:
    """What one step does. ``options``: those of the method, as JSON. ``edits``: all that the
    structure has of it. ``seats``: the same for people, with costs. ``shared``: modules that
    several seats hold, each counted once here. ``notes``: about the step as a whole.
    """

    method: str
    options: dict[str, Any]
    edits: tuple[Edit, ...] = ()
    seats: tuple[SeatPlan, ...] = ()
    shared: tuple[SeatPlan, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def replaced(self) -> tuple[Replace, ...]:
        """The edits that give a module's place to another layer."""
        return tuple(edit for edit in self.edits if isinstance(edit, Replace))

    @property
    def before(self) -> Cost:
        """Of all that changes."""
        return sum((seat.before for seat in self._all), NOTHING)

    @property
    def after(self) -> Cost:
        """The same once it has changed."""
        return sum((seat.after for seat in self._all), NOTHING)

    @property
    def _all(self) -> tuple[SeatPlan, ...]:
        return (*self.seats, *self.shared)
