"""What a classifier's run is for: labels, with the accuracy on dev text every epoch."""

from transformers import DataCollatorWithPadding, PreTrainedTokenizerFast

from mobilec.training.classification.options import ClassificationOptions
from mobilec.training.classification.tokens import TokenizedExamples
from mobilec.training.measures import right_labels
from mobilec.training.order import LengthGroupedOrder
from mobilec.training.trainer import Goal


def goal(
    options: ClassificationOptions,
    tokenizer: PreTrainedTokenizerFast,
    train: TokenizedExamples,
    dev: TokenizedExamples,
) -> Goal:
    """The last state is the result; checkpoints are for a killed run alone."""
    settings = {
        "num_train_epochs": options.epochs,
        "warmup_steps": options.warmup,
        "per_device_train_batch_size": options.batch_size,
        "eval_strategy": "epoch",
        "logging_steps": 50,
        "save_steps": options.save_steps,
        "save_total_limit": 2,
    }
    return Goal(
        train=train,
        dev=dev,
        batch=DataCollatorWithPadding(tokenizer),
        order=lambda size: LengthGroupedOrder(train.lengths, size, options.seed),
        settings=settings,
        metrics=right_labels,
    )
