"""What a way to make a model smaller is: it plans, it applies, it rebuilds. One file a method."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.progress import Progress, Silent
from mobilec.checkpoint.translation.languages import ANY, Languages
from mobilec.compression.calibration import Calibration
from mobilec.layers.cost import NOTHING, Cost
from mobilec.layers.registry import layer_from
from mobilec.layers.seat import replace_


@dataclass(frozen=True)
class SeatPlan:
    """One module that changes. ``path``: its first, in the model as it is before the step; of a
    shared module the name by which others refer to it.

    ``layer``: its name in the registry of layers, and ``sizes`` what rebuilds it. ``note``: what a
    person should know, such as why this rank.
    """

    path: str
    layer: str
    sizes: dict[str, Any]
    before: Cost
    after: Cost
    note: str = ""


@dataclass(frozen=True)
class StepPlan:
    """What one step does. ``options``: those of the method, as JSON. ``shared``: modules that
    several seats hold, each counted once here. ``notes``: about the step as a whole. ``rebuild``:
    what else the method must know to rebuild (new sizes of a vocabulary).
    """

    method: str
    options: dict[str, Any]
    seats: tuple[SeatPlan, ...] = ()
    shared: tuple[SeatPlan, ...] = ()
    notes: tuple[str, ...] = ()
    rebuild: dict[str, Any] = field(default_factory=dict)

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


@dataclass(frozen=True)
class LayerError:
    """How far a layer is from the one that it replaced, both relative (Frobenius norms).

    ``weight``: of the dense matrices. ``output``: of what they make of calibration data, None
    where there was none.
    """

    path: str
    weight: float
    output: float | None = None


@dataclass(frozen=True)
class Context:
    """What a step may use beside the model.

    ``folder``: tokenizer and generation files as they stand before the step. A step that changes
    words rewrites them there while it is applied, and only reads them while it is planned.
    ``calibration``: None where no data was given; see ``needed``. ``languages``: of a translator
    that knows several. ``train``, ``dev``: what to learn from and to measure on, where a step does
    not say. ``work``: a folder that outlives a killed run, for steps that go on in it.
    """

    task: str
    folder: Path
    seed: int = 0
    calibration: Calibration | None = None
    languages: Languages = ANY
    train: str | None = None
    dev: str | None = None
    work: Path | None = None
    progress: Progress = field(default_factory=Silent)

    def needed(self, why: str) -> Calibration:
        """The calibration data, refused where there is none: ``why`` names what asks for it."""
        if self.calibration is None:
            raise Refused(f"{why} needs calibration data: give --data FILE with texts of the task")
        return self.calibration


class Method(Protocol):
    """One way. An instance stands in a file of ``mobilec/compression/methods`` as ``METHOD``."""

    options: type
    """A frozen dataclass whose fields are the keys of a recipe; see ``keys.py``."""

    def reads(self, options: Any) -> bool:
        """Whether ``plan`` must see weights or data; otherwise it also plans models on ``meta``."""
        ...

    def plan(self, model: PreTrainedModel, options: Any, context: Context) -> StepPlan:
        """What would change. Refuses what cannot be done; changes nothing."""
        ...

    def apply_(
        self, model: PreTrainedModel, plan: StepPlan, context: Context
    ) -> tuple[LayerError, ...]:
        """Gives layers their new modules, with weights from those that they had."""
        ...

    def rebuild_(self, model: PreTrainedModel, plan: StepPlan) -> None:
        """The same without weights: they will come from a file."""
        ...


Rebuild = Callable[[PreTrainedModel, StepPlan], None]


def rebuild_seats_(model: PreTrainedModel, plan: StepPlan) -> None:
    """``rebuild_`` of a method whose layers are independent: each seat by its sizes."""
    for seat in plan.seats:
        replace_(model, seat.path, layer_from(seat.layer, seat.sizes))


def options_of(plan: StepPlan, kind: type) -> Any:
    """The options of a plan as the dataclass of its method."""
    from mobilec.compression.keys import parsed

    return parsed(kind, plan.options, f"options of {plan.method}")


Options = Mapping[str, Any]
