"""The whole of a training run: read, tokenize, train, evaluate, write the folder."""

import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from transformers import AutoModelForSequenceClassification, PreTrainedModel, set_seed

from exporters.bundle.manifest import Source
from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.checkpoint.sources.hf.weight_files import digest, find_weights
from mobilec.checkpoint.token_types import reads_types
from mobilec.compressed.record import RECORD
from mobilec.evaluation.data import read_labelled, refuse_other_kind
from mobilec.shipped.stored import is_stored
from mobilec.training import resume
from mobilec.training.arithmetic import Machine, settled, warn_of_slowness
from mobilec.training.classification.goal import goal
from mobilec.training.classification.options import ClassificationOptions
from mobilec.training.classification.record import ClassificationRecord, hashes
from mobilec.training.classification.tokens import TokenizedExamples
from mobilec.training.layer_drop import dropping_layers
from mobilec.training.measures import LABELS
from mobilec.training.pace import Here
from mobilec.training.record import described, versions, write_record
from mobilec.training.structure import AsItIs, Structure, structured_
from mobilec.training.tokenizer import load_tokenizer
from mobilec.training.trainer import GoalTrainer, measured

HERE = Here()
AS_IT_IS = AsItIs()


def train(
    asked: ClassificationOptions, machine: Machine = HERE, form: Structure = AS_IT_IS
) -> ClassificationRecord:
    """Fine-tunes ``asked.model`` into the folder ``asked.output``, which appears whole or not.

    Until then checkpoints stand beside it, in ``<output>.work``. When the run was killed, the same
    call goes on from the last of them and ends with the weights that it would have had (on a CPU
    to the last bit; a GPU may add in another order). ``machine``: what ``auto`` chooses by.
    ``form``: the structure that the model is given before it learns.
    """
    _check(asked)
    work = resume.work_of(asked.output)
    with resume.alone(work):
        return _trained(asked, machine, form, work)


def _trained(
    asked: ClassificationOptions, machine: Machine, form: Structure, work: Path
) -> ClassificationRecord:
    found = settled(asked.arithmetic, resume.begun_in(work), machine)
    options = replace(asked, arithmetic=found.arithmetic)
    examples = [read_labelled(file, options.labels) for file in (options.train, options.dev)]
    refuse_other_kind(*(each[0].asked for each in examples))
    tokenizer, model = load_tokenizer(options.model), _classifier(options)
    types = reads_types(type(model), model.config, tokenizer.backend_tokenizer, options.model)
    train_tokens, dev_tokens = (
        TokenizedExamples(each, tokenizer, options.max_length, types) for each in examples
    )
    _structured_(model, form, options)
    labels = goal(options, tokenizer, train_tokens, dev_tokens)
    trainer = GoalTrainer(model, labels, options, work)
    run = described(options) | {"structure": form.described(), "sha256": hashes(options)}
    checkpoint = resume.claim(work, run)
    warn_of_slowness(found.arithmetic, machine)
    begun = time.monotonic()
    with dropping_layers(model, options.layer_drop):
        trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    seconds = time.monotonic() - begun
    sizes = len(train_tokens), len(dev_tokens)
    record = _record(options, found.why, trainer, sizes, checkpoint, seconds)
    resume.finish(options.output, partial(_write, options, model, record))
    return record


def _check(options: ClassificationOptions) -> None:
    resume.refuse_existing(options.output)
    if not (options.model / "config.json").exists():
        raise Refused(f"{options.model} is no folder in Hugging Face format: it has no config.json")


def _classifier(options: ClassificationOptions) -> PreTrainedModel:
    """The encoder of ``options.model`` with a classification head, new where it has none."""
    # The head's random weights must not depend on what drew random numbers before.
    set_seed(options.seed)
    if is_stored(options.model) or (options.model / RECORD).is_file():
        return _own_classifier(options)
    return AutoModelForSequenceClassification.from_pretrained(
        options.model,
        num_labels=len(options.labels),
        id2label=dict(enumerate(options.labels)),
        label2id={label: index for index, label in enumerate(options.labels)},
        dtype="float32",
    )


def _own_classifier(options: ClassificationOptions) -> PreTrainedModel:
    """A shipped model, or a compressed one, in float32: transformers does not know the form in
    which the one is stored, nor the structure of the other."""
    checkpoint = load(options.model)
    if checkpoint.labels != options.labels:
        raise Refused(
            f"{options.model} has the labels {','.join(checkpoint.labels)}, and was asked for "
            f"{','.join(options.labels)}; give the same ones in the same order"
        )
    return checkpoint.model


def _structured_(model: PreTrainedModel, form: Structure, options: ClassificationOptions) -> None:
    kind, family = type(model).__name__, model.config.model_type
    sha256 = digest(find_weights(options.model).files)
    source = Source(options.model.name, "folder", kind, family, sha256, licence=None)
    structured_(model, form, options.model, options.seed, source)


def _record(
    options: ClassificationOptions,
    arithmetic: str,
    trainer: GoalTrainer,
    sizes: tuple[int, int],
    checkpoint: Path | None,
    seconds: float,
) -> ClassificationRecord:
    accuracies = measured(trainer.state.log_history, LABELS.name)
    return ClassificationRecord(
        options=described(options),
        arithmetic=arithmetic,
        sha256=hashes(options),
        dev_accuracy=accuracies[-1],
        dev_accuracies=tuple(accuracies),
        dev_examples=sizes[1],
        train_examples=sizes[0],
        parameters=trainer.model.num_parameters(),
        steps=trainer.state.global_step - resume.step_of(checkpoint),
        resumed_at=resume.step_of(checkpoint),
        seconds=round(seconds, 1),
        versions=versions(),
    )


def _write(
    options: ClassificationOptions,
    model: PreTrainedModel,
    record: ClassificationRecord,
    folder: Path,
) -> None:
    model.save_pretrained(folder)
    # Read again: the Trainer's own has taken truncation and padding from the batches it made.
    load_tokenizer(options.model).save_pretrained(folder)
    write_record(record, folder)
