"""What fine-tuning is for: the best of the states that were measured, by one metric."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import PreTrainedModel, TrainerCallback

from exporters.progress import Progress
from mobilec.training.finetuning.examples import TokenizedRows
from mobilec.training.finetuning.options import FinetuningOptions
from mobilec.training.measures import LABELS, WORDS, Metric, Smoothed, right_labels
from mobilec.training.order import LengthGroupedOrder
from mobilec.training.trainer import Goal, measured

STATE_FILE = "trainer_state.json"


@dataclass(frozen=True)
class Extra:
    """What a run has beside the task's loss. ``penalty``: of the model, by the share of the run
    that is over, added to the loss of each step. ``lesson``: of the model and a batch, in
    the place of that loss. ``keeps_last``: the last state is the result, not
    the best: what the run is for comes on the way. ``callbacks``: are told of each step."""

    penalty: Callable[[float], torch.Tensor] | None = None
    lesson: Callable[[PreTrainedModel, Mapping[str, Any]], torch.Tensor] | None = None
    keeps_last: bool = False
    callbacks: tuple[TrainerCallback, ...] = ()


NOTHING = Extra()


def goal(
    train: TokenizedRows,
    dev: TokenizedRows,
    padding: Callable[[Any], dict[str, Any]],
    metric: Metric,
    options: FinetuningOptions,
    extra: Extra,
) -> Goal:
    """Measured and kept every ``save_steps``, or once an epoch."""
    every = "epoch" if options.save_steps is None else "steps"
    settings = {
        "num_train_epochs": options.epochs,
        "warmup_steps": options.warmup,
        "per_device_train_batch_size": options.batch_size,
        "prediction_loss_only": metric is WORDS,
        "eval_strategy": every,
        "save_strategy": every,
        "eval_steps": options.save_steps,
        "save_steps": options.save_steps or 1,
        "load_best_model_at_end": not extra.keeps_last,
        "metric_for_best_model": metric.name,
        "greater_is_better": metric.higher,
        "logging_steps": 20,
        "save_total_limit": 2,
        "remove_unused_columns": False,
        "disable_tqdm": True,
    }
    return Goal(
        train=train,
        dev=dev,
        batch=padding,
        order=lambda size: LengthGroupedOrder(train.lengths, size, options.seed),
        settings=settings,
        loss=Smoothed(options.label_smoothing) if metric is WORDS else None,
        metrics=right_labels if metric is LABELS else None,
        penalty=extra.penalty,
        lesson=extra.lesson,
    )


def figures(checkpoint: Path, metric: Metric) -> list[float]:
    """What the run that left a checkpoint had measured by then, in order."""
    return measured(json.loads((checkpoint / STATE_FILE).read_text())["log_history"], metric.name)


class Patience(TrainerCallback):
    """Ends a run by its log alone, which a checkpoint holds: a resumed run ends where it would
    have ended."""

    def __init__(self, metric: Metric, patience: int) -> None:
        self._metric, self._patience = metric, patience

    def on_evaluate(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        values = measured(state.log_history, self._metric.name)
        if self._metric.exhausted(values, self._patience):
            control.should_training_stop = True


class Telling(TrainerCallback):
    """Says how far a run is."""

    def __init__(self, progress: Progress, metric: Metric) -> None:
        self._progress, self._metric = progress, metric

    def on_log(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        values = measured(state.log_history, self._metric.name)
        last = f", {self._metric.name} {values[-1]:.4f}" if values else ""
        self._progress.doing(f"step {state.global_step} of {state.max_steps}{last}")
