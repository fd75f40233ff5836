"""The whole of a training run: read, tokenize, train, evaluate, write the folder."""

import time
from dataclasses import replace
from pathlib import Path
from shutil import rmtree

from transformers import AutoModelForSequenceClassification, PreTrainedModel, set_seed

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.checkpoint.token_types import reads_types
from mobilec.evaluation.data import read_labelled, refuse_other_kind
from mobilec.shipped.stored import is_stored
from mobilec.training.arithmetic import Machine, settled, warn_of_slowness
from mobilec.training.classification.options import ClassificationOptions
from mobilec.training.classification.record import ClassificationRecord, hashes
from mobilec.training.classification.tokens import TokenizedExamples
from mobilec.training.classification.trainer import ClassifierTrainer, build_trainer
from mobilec.training.pace import Here
from mobilec.training.record import described, versions, write_record
from mobilec.training.resume import begun_in, claim
from mobilec.training.tokenizer import load_tokenizer

HERE = Here()


def train(asked: ClassificationOptions, machine: Machine = HERE) -> ClassificationRecord:
    """Fine-tunes ``asked.model`` into the folder ``asked.output``, which appears whole or not.

    Until then checkpoints stand beside it, in ``<output>.work``. When the run was killed, the same
    call goes on from the last of them and ends with the weights that it would have had (on a CPU
    to the last bit; a GPU may add in another order). ``machine``: what ``auto`` chooses by.
    """
    _check(asked)
    found = settled(asked.arithmetic, begun_in(_work(asked)), machine)
    options = replace(asked, arithmetic=found.arithmetic)
    examples = [read_labelled(file, options.labels) for file in (options.train, options.dev)]
    refuse_other_kind(*(each[0].asked for each in examples))
    tokenizer, model = load_tokenizer(options.model), _classifier(options)
    types = reads_types(type(model), model.config, tokenizer.backend_tokenizer, options.model)
    train_tokens, dev_tokens = (
        TokenizedExamples(each, tokenizer, options.max_length, types) for each in examples
    )
    work = _work(options)
    trainer = build_trainer(options, model, tokenizer, train_tokens, dev_tokens, work)
    checkpoint = claim(_work(options), described(options) | {"sha256": hashes(options)})
    warn_of_slowness(found.arithmetic, machine)
    begun = time.monotonic()
    trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    seconds = time.monotonic() - begun
    record = _record(options, found.why, trainer, checkpoint, seconds)
    _write(options, trainer, record)
    return record


def _check(options: ClassificationOptions) -> None:
    if options.output.exists():
        raise Refused(f"{options.output} exists already; name another folder or delete it")
    if not (options.model / "config.json").exists():
        raise Refused(f"{options.model} is no folder in Hugging Face format: it has no config.json")


def _classifier(options: ClassificationOptions) -> PreTrainedModel:
    """The encoder of ``options.model`` with a classification head, new where it has none."""
    # The head's random weights must not depend on what drew random numbers before.
    set_seed(options.seed)
    if is_stored(options.model):
        return _stored_classifier(options)
    return AutoModelForSequenceClassification.from_pretrained(
        options.model,
        num_labels=len(options.labels),
        id2label=dict(enumerate(options.labels)),
        label2id={label: index for index, label in enumerate(options.labels)},
        dtype="float32",
    )


def _stored_classifier(options: ClassificationOptions) -> PreTrainedModel:
    """A shipped model in float32; transformers does not know the form in which it is stored."""
    checkpoint = load(options.model)
    if checkpoint.labels != options.labels:
        raise Refused(
            f"{options.model} has the labels {','.join(checkpoint.labels)}, and was asked for "
            f"{','.join(options.labels)}; give the same ones in the same order"
        )
    return checkpoint.model


def _record(
    options: ClassificationOptions,
    arithmetic: str,
    trainer: ClassifierTrainer,
    checkpoint: Path | None,
    seconds: float,
) -> ClassificationRecord:
    accuracies = [e["eval_accuracy"] for e in trainer.state.log_history if "eval_accuracy" in e]
    resumed_at = int(checkpoint.name.rpartition("-")[2]) if checkpoint else 0
    return ClassificationRecord(
        options=described(options),
        arithmetic=arithmetic,
        sha256=hashes(options),
        dev_accuracy=accuracies[-1],
        dev_accuracies=tuple(accuracies),
        dev_examples=len(trainer.eval_dataset),
        train_examples=len(trainer.train_dataset),
        parameters=trainer.model.num_parameters(),
        steps=trainer.state.global_step - resumed_at,
        resumed_at=resumed_at,
        seconds=round(seconds, 1),
        versions=versions(),
    )


def _write(
    options: ClassificationOptions, trainer: ClassifierTrainer, record: ClassificationRecord
) -> None:
    whole = _work(options) / "whole"
    rmtree(whole, ignore_errors=True)
    trainer.model.save_pretrained(whole)
    # Read again: the Trainer's own has taken truncation and padding from the batches it made.
    load_tokenizer(options.model).save_pretrained(whole)
    write_record(record, whole)
    whole.rename(options.output)
    rmtree(_work(options))


def _work(options: ClassificationOptions) -> Path:
    return options.output.with_name(options.output.name + ".work")
