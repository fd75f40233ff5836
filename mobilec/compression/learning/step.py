"""A step of a recipe that trains: it is planned by its data, and run until it ends or is killed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ClassVar

from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.edits import Edit, Zeros
from mobilec.compressed.rebuild import rebuild_
from mobilec.compressed.step import SeatPlan, StepPlan
from mobilec.compression.learning.lesson import LearningOptions, Lesson, identity, lesson_of
from mobilec.compression.linears.linears import chosen_linears, linear_at
from mobilec.compression.method import Context, LayerError, options_of
from mobilec.compression.recipe.keys import plain
from mobilec.compression.recipe.rules import Rules
from mobilec.training.arithmetic import Machine, settled, warn_of_slowness
from mobilec.training.finetuning.goal import NOTHING, Extra
from mobilec.training.finetuning.run import Material, finetune_
from mobilec.training.layer_drop import droppable
from mobilec.training.pace import Here
from mobilec.training.resume import alone, begun_in
from mobilec.training.zeros import share_of_zeros

_DATA = ("train", "dev")
"""Options that name data, which is known by what stands in it."""


class LearningStep:
    """See ``mobilec.compression.method.Method``. ``machine``: what ``auto`` chooses by."""

    options: type
    name: ClassVar[str]

    def __init__(self, machine: Machine | None = None) -> None:
        self.machine: Machine = machine or Here()

    def edits(self, model: PreTrainedModel, options: Any) -> tuple[Edit, ...]:
        """Layers that get zeros on the way. Refused: more of them there already."""
        if not options.sparsity:
            return ()
        chosen = [*chosen_linears(model, Rules(), True, f"{self.name}: sparsity")]
        for path in chosen:
            weight = linear_at(model, path).weight
            if not weight.is_meta and (there := share_of_zeros(weight)) > options.sparsity:
                raise Refused(
                    f"sparsity is {options.sparsity}, and {path} has {there:.2f} zeros already: "
                    "zeros stay; ask for more of them, or for none"
                )
        return tuple(Zeros(path) for path in chosen)

    def seats(self, model: PreTrainedModel, edits: tuple[Edit, ...]) -> tuple[SeatPlan, ...]:  # noqa: ARG002
        """The same for people."""
        return ()

    @contextmanager
    def taught(
        self,
        model: PreTrainedModel,
        edits: tuple[Edit, ...],
        options: Any,  # noqa: ARG002
        examples: int,  # noqa: ARG002
        context: Context,  # noqa: ARG002
    ) -> Iterator[Extra]:
        """Within it ``model``, whose structure gets ``edits``, learns from so many ``examples``;
        afterwards it is plain again."""
        rebuild_(model, edits)
        yield NOTHING

    def material(self, options: Any, lesson: Lesson, context: Context) -> Material:  # noqa: ARG002
        """What the run reads."""
        return lesson.material(options.max_length)

    def told(
        self,
        model: PreTrainedModel,  # noqa: ARG002
        options: Any,  # noqa: ARG002
        lesson: Lesson,  # noqa: ARG002
        context: Context,  # noqa: ARG002
    ) -> tuple[str, ...]:
        """What else a plan says. Refused: what this model cannot learn from."""
        return ()

    def reads(self, options: Any) -> bool:  # noqa: ARG002
        """A plan looks at the data alone."""
        return False

    def plan(self, model: PreTrainedModel, options: LearningOptions, context: Context) -> StepPlan:
        """Reads the data, so that what is wrong with it is said at once. Of ``auto`` the plan, and
        with it the record, holds what it comes to, and a note says why."""
        lesson = lesson_of(options, context, self.name)
        more = self.told(model, options, lesson, context)
        found = settled(options.arithmetic, begun_in(context.work), self.machine)
        kept = replace(options, arithmetic=found.arithmetic)
        if options.layer_drop:
            droppable(model)
        edits = self.edits(model, options)
        seats = self.seats(model, edits)
        return StepPlan(
            self.name, plain(kept), edits, seats, notes=(lesson.told(options), found.why, *more)
        )

    def apply_(
        self, model: PreTrainedModel, plan: StepPlan, context: Context
    ) -> tuple[LayerError, ...]:
        """Trains the model where it is. No layer imitates another, so none has an error."""
        options: LearningOptions = options_of(plan, self.options)
        assert context.work is not None, "a step that is applied has a folder to work in"
        material = self.material(options, lesson_of(options, context, self.name), context)
        training = options.training(context.seed)
        own = {key: value for key, value in plain(options).items() if key not in _DATA}
        run = own | plain(training) | {"sha256": identity(model, material)}
        warn_of_slowness(training.arithmetic, self.machine)
        with (
            alone(context.work),
            self.taught(model, plan.edits, options, len(material.train), context) as extra,
        ):
            finetune_(model, material, training, context.work, run, context.progress, extra)
        return ()
