"""transformers' Trainer for a model of any structure, with the best of its states as the result."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch.utils.data import Dataset, Sampler
from transformers import (
    EvalPrediction,
    PreTrainedModel,
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)

from exporters.progress import Progress
from mobilec.checkpoint.once import fill_, stored_once
from mobilec.evaluation.metrics import accuracy
from mobilec.training.classification.order import LengthGroupedOrder
from mobilec.training.finetuning.examples import Padding, TokenizedRows
from mobilec.training.finetuning.options import FinetuningOptions
from mobilec.training.translation.trainer import Smoothed

WEIGHTS_FILE = "model.safetensors"
STATE_FILE = "trainer_state.json"
EVALUATION_BATCH = 64


@dataclass(frozen=True)
class Goal:
    """``metric``: that a run is judged by, with ``higher`` telling which of two is better."""

    metric: str
    higher: bool

    def best(self, values: Sequence[float]) -> int:
        """The place of the best; of equal ones the first."""
        return values.index(max(values) if self.higher else min(values))


LABELS = Goal("accuracy", higher=True)
WORDS = Goal("loss", higher=False)
"""chrF asks for a search through every sentence; the loss of the same pairs costs one pass."""


class FinetuningTrainer(Trainer):
    """Sees its examples in an order that survives a kill, and keeps tied tensors once."""

    model: PreTrainedModel
    train_dataset: TokenizedRows

    def _get_train_sampler(self, train_dataset: Dataset | None = None) -> Sampler:  # noqa: ARG002
        lengths = self.train_dataset.lengths
        return LengthGroupedOrder(lengths, self.args.train_batch_size, self.args.seed)

    def _save(
        self,
        output_dir: str | None = None,
        state_dict: dict[str, Any] | None = None,  # noqa: ARG002 - it names tied tensors twice
    ) -> None:
        """transformers' own saving goes by the ties that a model's class declares, and a
        compressed model has others."""
        folder = Path(output_dir or str(self.args.output_dir))
        folder.mkdir(parents=True, exist_ok=True)
        tensors = {n: t.cpu().contiguous() for n, t in stored_once(self.model).items()}
        save_file(tensors, folder / WEIGHTS_FILE, metadata={"format": "pt"})

    def _load_from_checkpoint(
        self, resume_from_checkpoint: str, model: torch.nn.Module | None = None
    ) -> None:
        load_(model or self.model, Path(resume_from_checkpoint))

    def _load_best_model(self) -> None:
        load_(self.model, Path(str(self.state.best_model_checkpoint)))


def load_(model: torch.nn.Module, checkpoint: Path) -> None:
    """Gives a model the weights of one of its checkpoints."""
    fill_(model, load_file(checkpoint / WEIGHTS_FILE), str(checkpoint))


def figures(checkpoint: Path, goal: Goal) -> list[float]:
    """What the run that left a checkpoint had measured by then, in order."""
    state = json.loads((checkpoint / STATE_FILE).read_text())
    return measured(state["log_history"], goal)


def measured(log: Sequence[dict[str, Any]], goal: Goal) -> list[float]:
    """The metric of the goal in a Trainer's log."""
    return [entry[f"eval_{goal.metric}"] for entry in log if f"eval_{goal.metric}" in entry]


def exhausted(values: Sequence[float], goal: Goal, patience: int) -> bool:
    """Whether so many values in a row were no better than the best before them."""
    return bool(patience and values) and len(values) - 1 - goal.best(values) >= patience


def build_trainer(
    model: PreTrainedModel,
    data: tuple[TokenizedRows, TokenizedRows],
    padding: Padding,
    goal: Goal,
    options: FinetuningOptions,
    work: Path,
    progress: Progress,
) -> FinetuningTrainer:
    """A trainer on ``data`` (train, dev) whose checkpoints go to ``work``."""
    train, dev = data
    trainer = FinetuningTrainer(
        model=model,
        args=_arguments(options, goal, work),
        data_collator=padding,
        train_dataset=train,
        eval_dataset=dev,
        compute_loss_func=Smoothed(options.label_smoothing) if goal is WORDS else None,
        compute_metrics=_accuracy if goal is LABELS else None,
        callbacks=[Telling(progress, goal), Patience(goal, options.patience)],
    )
    # It prints on stdout, which belongs to the result of a command.
    trainer.remove_callback(PrinterCallback)
    return trainer


class Patience(TrainerCallback):
    """Ends a run by its log alone, which a checkpoint holds: a resumed run ends where it would
    have ended."""

    def __init__(self, goal: Goal, patience: int) -> None:
        self._goal, self._patience = goal, patience

    def on_evaluate(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        if exhausted(measured(state.log_history, self._goal), self._goal, self._patience):
            control.should_training_stop = True


class Telling(TrainerCallback):
    """Says how far a run is."""

    def __init__(self, progress: Progress, goal: Goal) -> None:
        self._progress, self._goal = progress, goal

    def on_log(self, args: Any, state: Any, control: Any, **_: Any) -> None:  # noqa: ARG002
        values = measured(state.log_history, self._goal)
        last = f", {self._goal.metric} {values[-1]:.4f}" if values else ""
        self._progress.doing(f"step {state.global_step} of {state.max_steps}{last}")


def _arguments(options: FinetuningOptions, goal: Goal, work: Path) -> TrainingArguments:
    every = "epoch" if options.save_steps is None else "steps"
    return TrainingArguments(
        output_dir=str(work),
        num_train_epochs=options.epochs,
        learning_rate=options.learning_rate,
        lr_scheduler_type="linear",
        warmup_steps=options.warmup,
        weight_decay=options.weight_decay,
        per_device_train_batch_size=options.batch_size,
        per_device_eval_batch_size=EVALUATION_BATCH,
        prediction_loss_only=goal is WORDS,
        bf16=options.arithmetic.is_bf16,
        # The Trainer finds a GPU by itself, but refuses bf16 on a CPU that was not asked for.
        use_cpu=not torch.accelerator.is_available(),
        seed=options.seed,
        eval_strategy=every,
        save_strategy=every,
        eval_steps=options.save_steps,
        save_steps=options.save_steps or 1,
        load_best_model_at_end=True,
        metric_for_best_model=goal.metric,
        greater_is_better=goal.higher,
        logging_steps=20,
        save_total_limit=2,
        remove_unused_columns=False,
        report_to="none",
        disable_tqdm=True,
    )


def _accuracy(prediction: EvalPrediction) -> dict[str, float]:
    """``predictions`` are logits of shape (examples, labels), ``label_ids`` (examples,)."""
    predicted = np.argmax(prediction.predictions, axis=1).tolist()
    return {"accuracy": accuracy(np.asarray(prediction.label_ids).tolist(), predicted)}
