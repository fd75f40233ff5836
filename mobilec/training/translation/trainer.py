"""The Trainer of a translation model: batches made beforehand, dev loss and chrF on the way."""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import Dataset, Sampler, SequentialSampler
from transformers import MarianMTModel, Trainer, TrainingArguments
from transformers.modeling_outputs import Seq2SeqLMOutput

from mobilec.training.translation.batches import IGNORED, Batch, Batches
from mobilec.training.translation.development import Development
from mobilec.training.translation.options import TranslationOptions

ADAM_BETAS = (0.9, 0.98)
"""Those of Vaswani et al. 2017; with 0.999 the first thousand steps are unsteady."""


class TranslationTrainer(Trainer):
    """A Trainer that takes its batches in order, and measures a checkpoint by ``development``."""

    model: MarianMTModel
    batches: Batches
    development: Development

    def _get_train_sampler(self, train_dataset: Dataset | None = None) -> Sampler:  # noqa: ARG002
        return SequentialSampler(self.batches)

    def evaluate(self, *_: object, **__: object) -> dict[str, float]:
        """Dev loss and chrF of the model as it is; the Trainer asks every ``eval_steps``."""
        figures = self.development.measured(self.model)
        metrics = {f"eval_{name}": figure for name, figure in figures.items()}
        self.log(metrics)
        return metrics


def build_trainer(
    options: TranslationOptions,
    model: MarianMTModel,
    batches: Batches,
    development: Development,
    work: Path,
) -> TranslationTrainer:
    """A trainer whose checkpoints go to ``work``."""
    trainer = TranslationTrainer(
        model=model,
        args=_arguments(options, work),
        data_collator=_only,
        train_dataset=batches,
        eval_dataset=batches,
        compute_loss_func=Smoothed(options.label_smoothing),
    )
    trainer.batches = batches
    trainer.development = development
    return trainer


class Smoothed:
    """The mean cross-entropy of the labels that are no padding, smoothed by ``share``."""

    def __init__(self, share: float) -> None:
        self._share = share

    def __call__(
        self,
        outputs: Seq2SeqLMOutput,
        labels: torch.Tensor,
        num_items_in_batch: torch.Tensor | None = None,  # noqa: ARG002 - a batch is a step
    ) -> torch.Tensor:
        logits = outputs.logits
        if logits is None:
            raise ValueError("the model gave no logits")
        return nn.functional.cross_entropy(
            logits.float().flatten(0, 1),
            labels.flatten(),
            ignore_index=IGNORED,
            label_smoothing=self._share,
        )


def _only(batches: Sequence[Batch]) -> Batch:
    """The data loader's batch of one is a batch already."""
    (batch,) = batches
    return batch


def _arguments(options: TranslationOptions, work: Path) -> TrainingArguments:
    return TrainingArguments(
        output_dir=str(work),
        max_steps=options.steps,
        learning_rate=options.learning_rate,
        lr_scheduler_type="linear",
        warmup_steps=options.warmup_steps,
        weight_decay=options.weight_decay,
        adam_beta1=ADAM_BETAS[0],
        adam_beta2=ADAM_BETAS[1],
        optim="adamw_torch_fused",
        max_grad_norm=1.0,
        per_device_train_batch_size=1,
        bf16=options.arithmetic.is_bf16,
        # The Trainer finds a GPU by itself, but refuses bf16 on a CPU that was not asked for.
        use_cpu=not torch.accelerator.is_available(),
        seed=options.seed,
        eval_strategy="steps",
        eval_steps=options.save_steps,
        logging_steps=50,
        save_strategy="steps",
        save_steps=options.save_steps,
        save_total_limit=options.average + 1,
        report_to="none",
        disable_tqdm=True,
    )
