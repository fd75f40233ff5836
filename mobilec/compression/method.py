"""What a way to make a model smaller is: it plans edits and does them. One file a method."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.progress import Progress, Silent
from mobilec.checkpoint.translation.languages import ANY, Languages
from mobilec.compressed.step import StepPlan
from mobilec.compression.data.calibration import Batch, Calibration


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
    not say. ``work``: a folder that outlives a killed run, for steps that go on in it. ``number``:
    of the step, from 1. ``keeps``: whether anything may be written to ``work``, which a plan alone
    may not. ``source``: the model as it was before the first step, as the command was told it.
    """

    task: str
    folder: Path
    seed: int = 0
    calibration: Calibration | None = None
    languages: Languages = ANY
    train: str | None = None
    dev: str | None = None
    work: Path | None = None
    number: int = 1
    keeps: bool = True
    source: str = ""
    progress: Progress = field(default_factory=Silent)

    def needed(self, why: str) -> Calibration:
        """The calibration data, refused where there is none: ``why`` names what asks for it."""
        if self.calibration is None:
            raise Refused(f"{why} needs calibration data: give --data FILE with texts of the task")
        return self.calibration

    def labelled(self, why: str) -> tuple[Batch, ...]:
        """The batches of calibration data that has a loss; ``why`` names what asks for it.
        Refused: none, and texts alone."""
        batches = self.needed(why).batches
        if not all("labels" in batch for batch in batches):
            raise Refused(
                f"{why} is told by the loss, and --data has texts alone: give labelled texts, or "
                "pairs"
            )
        return batches


class Method(Protocol):
    """One way. An instance stands in a file of ``mobilec/compression/methods`` as ``METHOD``."""

    options: type
    """A frozen dataclass whose fields are the keys of a recipe; see ``keys.py``."""

    def reads(self, options: Any) -> bool:
        """Whether ``plan`` must see weights or data; otherwise it also plans models on ``meta``."""
        ...

    def plan(self, model: PreTrainedModel, options: Any, context: Context) -> StepPlan:
        """What would change: the edits that rebuild it without this method, and what they cost.
        Refuses what cannot be done; changes nothing."""
        ...

    def apply_(
        self, model: PreTrainedModel, plan: StepPlan, context: Context
    ) -> tuple[LayerError, ...]:
        """Makes the structure that the edits of ``plan`` make, with weights from those that there
        were."""
        ...


def options_of(plan: StepPlan, kind: type) -> Any:
    """The options of a plan as the dataclass of its method."""
    from mobilec.compression.recipe.keys import parsed

    return parsed(kind, plan.options, f"options of {plan.method}")
