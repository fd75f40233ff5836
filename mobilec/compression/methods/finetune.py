"""Fine-tuning as a step: the model as it is by then learns from data of its task.

The structure stays. Training begins with what the earlier steps made of the weights, so it costs a
fraction of the run that made the model.
"""

from dataclasses import dataclass, fields, replace
from hashlib import sha256

from transformers import PreTrainedModel

from exporters.decode.state import IDS
from exporters.errors import Refused
from exporters.text.encoder import TYPES
from mobilec.checkpoint.once import stored_once
from mobilec.compressed.edits import Zeros
from mobilec.compressed.rebuild import rebuild_
from mobilec.compressed.step import StepPlan
from mobilec.compression.data.model_text import ModelText
from mobilec.compression.linears.linears import chosen_linears, linear_at
from mobilec.compression.method import Context, LayerError, options_of
from mobilec.compression.recipe.keys import plain
from mobilec.compression.recipe.rules import Rules
from mobilec.evaluation.data import refuse_other_kind
from mobilec.tasks.registry import task_of
from mobilec.training.arithmetic import Machine, settled, warn_of_slowness
from mobilec.training.finetuning.examples import Padding, Row
from mobilec.training.finetuning.options import FinetuningOptions
from mobilec.training.finetuning.run import Material, finetune_
from mobilec.training.finetuning.sources import (
    DEV,
    TRAIN,
    Example,
    Reading,
    read_examples,
    source_name,
)
from mobilec.training.layer_drop import droppable
from mobilec.training.measures import Metric
from mobilec.training.pace import Here
from mobilec.training.resume import alone, begun_in
from mobilec.training.zeros import share_of_zeros


@dataclass(frozen=True)
class Finetune(FinetuningOptions):
    """``train``, ``dev``: a file, or ``ID[:CONFIG][@PART]`` of a data set; where they are not
    given, --train and --eval are taken. ``seed``: None takes that of the command. The others:
    see ``FinetuningOptions``.
    """

    train: str | None = None
    dev: str | None = None
    seed: int | None = None  # type: ignore[assignment]

    def training(self, seed: int) -> FinetuningOptions:
        """The options of the run, with the seed of the command where the step has none."""
        values = {f.name: getattr(self, f.name) for f in fields(FinetuningOptions)}
        return FinetuningOptions(**(values | {"seed": seed if self.seed is None else self.seed}))


@dataclass(frozen=True)
class FinetuneMethod:
    """See ``mobilec.compression.method.Method``. ``machine``: what ``auto`` chooses by."""

    machine: Machine = Here()

    options = Finetune

    def reads(self, options: Finetune) -> bool:  # noqa: ARG002
        """A plan looks at the data alone."""
        return False

    def plan(self, model: PreTrainedModel, options: Finetune, context: Context) -> StepPlan:  # noqa: ARG002
        """Reads the data, so that what is wrong with it is said at once. Of ``auto`` the plan, and
        with it the record, holds what it comes to, and a note says why."""
        train, dev = _examples(options, context)
        learnt, measured = (source_name(find(options, context)) for find in (_train, _dev))
        note = (
            f"learns from {len(train):,} examples of {learnt} for at most {options.epochs} epochs "
            f"of {-(-len(train) // options.batch_size):,} steps; the best by "
            f"{_metric(context).name} on {len(dev):,} examples of {measured} is kept"
        )
        found = settled(options.arithmetic, begun_in(context.work), self.machine)
        kept = replace(options, arithmetic=found.arithmetic)
        if options.layer_drop:
            droppable(model)
        edits = tuple(Zeros(path) for path in _sparse(model, options))
        return StepPlan("finetune", plain(kept), edits, notes=(note, found.why))

    def apply_(
        self, model: PreTrainedModel, plan: StepPlan, context: Context
    ) -> tuple[LayerError, ...]:
        """Trains the model where it is. No layer is replaced, so none has an error."""
        options: Finetune = options_of(plan, Finetune)
        assert context.work is not None, "a step that is applied has a folder to work in"
        text = ModelText(context.folder, context.task, context.languages)
        train, dev = _examples(options, context)
        material = Material(
            train=[_row(text, example, options.max_length) for example in train],
            dev=[_row(text, example, options.max_length) for example in dev],
            padding=Padding(text.pad_id, text.start_id),
            metric=_metric(context),
        )
        training = options.training(context.seed)
        rebuild_(model, plan.edits)
        run = plain(training) | {"sha256": _identity(model, material)}
        warn_of_slowness(training.arithmetic, self.machine)
        with alone(context.work):
            finetune_(model, material, training, context.work, run, context.progress)
        return ()


METHOD = FinetuneMethod()


def _sparse(model: PreTrainedModel, options: Finetune) -> list[str]:
    """Layers that get zeros on the way. Refused: more of them there already."""
    if not options.sparsity:
        return []
    chosen = [*chosen_linears(model, Rules(), True, "finetune: sparsity")]
    for path in chosen:
        weight = linear_at(model, path).weight
        if not weight.is_meta and (there := share_of_zeros(weight)) > options.sparsity:
            raise Refused(
                f"sparsity is {options.sparsity}, and {path} has {there:.2f} zeros already: zeros "
                "stay; ask for more of them, or for none"
            )
    return chosen


def _examples(options: Finetune, context: Context) -> tuple[list[Example], list[Example]]:
    text = ModelText(context.folder, context.task, context.languages)
    reading = Reading(context.task, text.about.labels, text.sides)
    train = read_examples(_train(options, context), TRAIN, reading)
    dev = read_examples(_dev(options, context), DEV, reading)
    refuse_other_kind(train[0].asked, dev[0].asked)
    return train, dev


def _train(options: Finetune, context: Context) -> str:
    if found := options.train or context.train:
        return found
    raise Refused(
        "finetune has nothing to learn from: give --train FILE (or the id of a data set), or the "
        "key train in its step"
    )


def _dev(options: Finetune, context: Context) -> str:
    if found := options.dev or context.dev:
        return found
    raise Refused(
        "finetune has nothing to measure itself on: give --eval FILE, or the key dev in its step"
    )


def _metric(context: Context) -> Metric:
    metric: Metric = task_of(context.task).metric()
    return metric


def _row(text: ModelText, example: Example, longest: int) -> Row:
    if isinstance(example.answer, str):
        ids = text.ids(example.text, longest)
        return {IDS: ids, "labels": text.translation(example.answer, longest)}
    encoded = text.encoded(example.asked, longest)
    row: Row = {IDS: list(encoded.ids), "labels": example.answer}
    return row | {TYPES: list(encoded.types)} if encoded.types else row


def _identity(model: PreTrainedModel, material: Material) -> str:
    """What decides the result beside the options: the weights to begin with, and the rows."""
    seen = sha256()
    for name, tensor in stored_once(model).items():
        seen.update(name.encode())
        seen.update(tensor.cpu().contiguous().numpy().tobytes())
    seen.update(repr((list(material.train), list(material.dev))).encode())
    return seen.hexdigest()
