"""The one loop of every training run: transformers' Trainer, which is handed what it is for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from safetensors.torch import load_file, save_file
from torch.utils.data import Dataset, Sampler
from transformers import PreTrainedModel, Trainer, TrainerCallback, TrainingArguments

from mobilec.checkpoint.once import fill_, stored_once
from mobilec.training.arithmetic import Arithmetic

WEIGHTS_FILE = "model.safetensors"
EVALUATION_BATCH = 64


class Asked(Protocol):
    """What the options of every run have."""

    @property
    def learning_rate(self) -> float: ...

    @property
    def weight_decay(self) -> float: ...

    @property
    def arithmetic(self) -> Arithmetic: ...

    @property
    def seed(self) -> int: ...


@dataclass(frozen=True)
class Goal:
    """What a run is for: all that is not the same in every run.

    ``train``, ``dev``: examples, several of which ``batch`` makes into what the model reads.
    ``order``: in which they are learnt from, by the size of a batch. ``loss``: of a batch; None is
    the model's own. ``metrics``: of the answers to ``dev``. ``measured``: of the model, where a
    pass over ``dev`` does not tell. ``penalty``: what is added to the loss of each step, by the
    share of the run that is over. ``lesson``: of the model and a batch, in the place of the loss
    while it learns. ``settings``: what else is its own, by transformers' names.
    """

    train: Dataset
    dev: Dataset
    batch: Callable[[Any], Any]
    order: Callable[[int], Sampler]
    settings: Mapping[str, Any]
    loss: Callable[..., torch.Tensor] | None = None
    metrics: Callable[..., dict[str, float]] | None = None
    measured: Callable[[PreTrainedModel], dict[str, float]] | None = None
    penalty: Callable[[float], torch.Tensor] | None = None
    lesson: Callable[[PreTrainedModel, Mapping[str, Any]], torch.Tensor] | None = None


class GoalTrainer(Trainer):
    """Sees its examples in an order that survives a kill, and keeps tied tensors once."""

    model: PreTrainedModel

    def __init__(
        self,
        model: PreTrainedModel,
        goal: Goal,
        options: Asked,
        work: Path,
        callbacks: Sequence[TrainerCallback] = (),
    ) -> None:
        """Checkpoints go to ``work``."""
        super().__init__(
            model=model,
            args=_arguments(options, work, goal.settings),
            data_collator=goal.batch,
            train_dataset=goal.train,
            eval_dataset=goal.dev,
            compute_loss_func=goal.loss,
            compute_metrics=goal.metrics,
            callbacks=list(callbacks),
        )
        self.goal = goal

    def _get_train_sampler(self, train_dataset: Dataset | None = None) -> Sampler:  # noqa: ARG002
        return self.goal.order(self.args.train_batch_size)

    def compute_loss(self, model: Any, inputs: Any, *given: Any, **named: Any) -> Any:
        if self.goal.lesson is not None and model.training:
            return self.goal.lesson(model, inputs)
        found = super().compute_loss(model, inputs, *given, **named)
        if self.goal.penalty is None or not model.training:
            return found
        more = self.goal.penalty(self.state.global_step / max(self.state.max_steps, 1))
        return (found[0] + more, *found[1:]) if isinstance(found, tuple) else found + more

    def evaluate(self, *given: Any, **named: Any) -> dict[str, float]:
        if self.goal.measured is None:
            return super().evaluate(*given, **named)
        figures = self.goal.measured(self.model)
        metrics = {f"eval_{name}": figure for name, figure in figures.items()}
        self.log(metrics)
        return metrics

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


def measured(log: Sequence[Mapping[str, Any]], metric: str) -> list[float]:
    """What a Trainer's log has of a metric of the development text, in order."""
    return [entry[f"eval_{metric}"] for entry in log if f"eval_{metric}" in entry]


def _arguments(options: Asked, work: Path, settings: Mapping[str, Any]) -> TrainingArguments:
    return TrainingArguments(
        output_dir=str(work),
        learning_rate=options.learning_rate,
        lr_scheduler_type="linear",
        weight_decay=options.weight_decay,
        max_grad_norm=1.0,
        per_device_eval_batch_size=EVALUATION_BATCH,
        bf16=options.arithmetic.is_bf16,
        # The Trainer finds a GPU by itself, but refuses bf16 on a CPU that was not asked for.
        use_cpu=not torch.accelerator.is_available(),
        seed=options.seed,
        report_to="none",
        **settings,
    )
