"""transformers' Trainer, set up for one run of text classification."""

from pathlib import Path

import numpy as np
import torch
from torch.utils.data import Dataset, Sampler
from transformers import (
    DataCollatorWithPadding,
    EvalPrediction,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    Trainer,
    TrainingArguments,
)

from mobilec.evaluation.metrics import accuracy
from mobilec.training.classification.options import ClassificationOptions
from mobilec.training.classification.order import LengthGroupedOrder
from mobilec.training.classification.tokens import TokenizedExamples

EVALUATION_BATCH = 64


class ClassifierTrainer(Trainer):
    """A Trainer that sees its examples in an order that survives a kill."""

    model: PreTrainedModel
    train_dataset: TokenizedExamples
    eval_dataset: TokenizedExamples

    def _get_train_sampler(self, train_dataset: Dataset | None = None) -> Sampler:  # noqa: ARG002
        lengths = self.train_dataset.lengths
        return LengthGroupedOrder(lengths, self.args.train_batch_size, self.args.seed)


def build_trainer(
    options: ClassificationOptions,
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerFast,
    train: TokenizedExamples,
    dev: TokenizedExamples,
    work: Path,
) -> ClassifierTrainer:
    """A trainer whose checkpoints go to ``work`` and whose dev accuracy is taken every epoch."""
    return ClassifierTrainer(
        model=model,
        args=_arguments(options, work),
        data_collator=DataCollatorWithPadding(tokenizer),
        train_dataset=train,
        eval_dataset=dev,
        processing_class=tokenizer,
        compute_metrics=_metrics,
    )


def _arguments(options: ClassificationOptions, work: Path) -> TrainingArguments:
    return TrainingArguments(
        output_dir=str(work),
        num_train_epochs=options.epochs,
        learning_rate=options.learning_rate,
        lr_scheduler_type="linear",
        warmup_steps=options.warmup,
        weight_decay=options.weight_decay,
        per_device_train_batch_size=options.batch_size,
        per_device_eval_batch_size=EVALUATION_BATCH,
        bf16=options.arithmetic.is_bf16,
        # The Trainer finds a GPU by itself, but refuses bf16 on a CPU that was not asked for.
        use_cpu=not torch.accelerator.is_available(),
        seed=options.seed,
        eval_strategy="epoch",
        logging_steps=50,
        save_strategy="steps",
        save_steps=options.save_steps,
        save_total_limit=2,
        report_to="none",
    )


def _metrics(prediction: EvalPrediction) -> dict[str, float]:
    """``predictions`` are logits of shape (examples, labels), ``label_ids`` (examples,)."""
    predicted = np.argmax(prediction.predictions, axis=1).tolist()
    return {"accuracy": accuracy(np.asarray(prediction.label_ids).tolist(), predicted)}
