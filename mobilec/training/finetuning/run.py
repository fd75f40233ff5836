"""The whole of a fine-tuning run: rows, Trainer, the best of the states that were measured."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from transformers import PreTrainedModel, PrinterCallback

from exporters.progress import Progress
from mobilec.layers.zeros import of_kept_zeros
from mobilec.training.finetuning.examples import Row, TokenizedRows
from mobilec.training.finetuning.goal import (
    NOTHING,
    STATE_FILE,
    Extra,
    Patience,
    Telling,
    figures,
    goal,
)
from mobilec.training.finetuning.options import FinetuningOptions
from mobilec.training.frozen import freeze_
from mobilec.training.layer_drop import dropping_layers
from mobilec.training.measures import Metric
from mobilec.training.resume import claim, step_of
from mobilec.training.trainer import GoalTrainer, load_, measured
from mobilec.training.zeros import Schedule, StayingZeros


@dataclass(frozen=True)
class Material:
    """``train``, ``dev``: rows of token ids, and how they become batches. ``metric``: what the run
    is judged by."""

    train: Sequence[Row]
    dev: Sequence[Row]
    padding: Callable[[Any], dict[str, Any]]
    metric: Metric


@dataclass(frozen=True)
class Learned:
    """``values``: the metric each time it was taken. ``best``: that of the weights it ended with.
    ``resumed_at``: the step at which a killed run went on, 0 for none."""

    metric: str
    values: tuple[float, ...]
    best: float
    steps: int
    resumed_at: int


def finetune_(
    model: PreTrainedModel,
    material: Material,
    options: FinetuningOptions,
    work: Path,
    run: dict[str, Any],
    progress: Progress,
    extra: Extra = NOTHING,
) -> Learned:
    """Trains ``model`` where it is, and leaves it on the CPU in eval mode.

    Checkpoints stand in ``work``. When the run was killed, the same call goes on from the last of
    them and ends with the weights that it would have had (on a CPU to the last bit; a GPU may add
    in another order). ``run``: what makes this run what it is; another one in ``work`` is refused.
    ``extra``: what else it is for.
    """
    metric, uses_cache = material.metric, getattr(model.config, "use_cache", None)
    freeze_(model)
    checkpoint = claim(work, run)
    values = figures(checkpoint, metric) if checkpoint else []
    data = TokenizedRows(material.train), TokenizedRows(material.dev)
    if options.sparsity:
        extra = replace(extra, keeps_last=True)
    purpose = goal(*data, material.padding, metric, options, extra)
    told = [Telling(progress, metric), Patience(metric, options.patience), zeros(model, options)]
    trainer = GoalTrainer(model, purpose, options, work, [*told, *extra.callbacks])
    # It prints on stdout, which belongs to the result of a command.
    trainer.remove_callback(PrinterCallback)
    if checkpoint is not None and metric.exhausted(values, options.patience):
        trainer.state = trainer.state.load_from_json(str(checkpoint / STATE_FILE))
        load_(model, Path(str(trainer.state.best_model_checkpoint)))
    else:
        with dropping_layers(model, options.layer_drop):
            trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
        values = measured(trainer.state.log_history, metric.name)
    # The Trainer turns it off, and it would be written down.
    if uses_cache is not None:
        model.config.use_cache = uses_cache
    model.zero_grad(set_to_none=True)
    model.cpu().eval()
    return Learned(
        metric=metric.name,
        values=tuple(values),
        best=values[-1 if extra.keeps_last else metric.best(values)],
        steps=trainer.state.global_step,
        resumed_at=step_of(checkpoint),
    )


def zeros(model: PreTrainedModel, options: FinetuningOptions) -> StayingZeros:
    """What keeps the zeros of a model, and makes more where that is asked for."""
    if not options.sparsity:
        return StayingZeros(of_kept_zeros(model), None)
    schedule = Schedule(options.sparsity, options.sparse_after)
    return StayingZeros(of_kept_zeros(model), schedule)
