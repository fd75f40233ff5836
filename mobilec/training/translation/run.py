"""The whole of a training run: read, learn a vocabulary, train, average, write the folder."""

import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from transformers import GenerationConfig, MarianMTModel, PreTrainedTokenizerFast

from exporters.bundle.manifest import Source
from mobilec.training import resume
from mobilec.training.arithmetic import Machine, settled, warn_of_slowness
from mobilec.training.layer_drop import dropping_layers
from mobilec.training.pace import Here
from mobilec.training.record import described, versions, write_record
from mobilec.training.structure import AsItIs, Structure, structured_
from mobilec.training.trainer import GoalTrainer
from mobilec.training.translation.average import average_, best
from mobilec.training.translation.batches import Batches, Limits, Text, frequencies
from mobilec.training.translation.development import Development
from mobilec.training.translation.goal import goal
from mobilec.training.translation.model import new_model
from mobilec.training.translation.options import TranslationOptions
from mobilec.training.translation.pairs import (
    Pair,
    read_pairs,
    read_sentences,
    without_spoilers,
)
from mobilec.training.translation.record import Measured, TranslationRecord, hashes
from mobilec.training.translation.segmentation import Segmentation
from mobilec.training.translation.vocabulary import train_tokenizer

LANGUAGE_KEYS = ("source_lang", "target_lang")


HERE = Here(float32_attention=True)
"""As ``model.py`` has its attention."""

AS_IT_IS = AsItIs()
FROM_NOTHING = "random weights"
"""What a record names as the origin of a model that no checkpoint was before."""


def train(
    asked: TranslationOptions, machine: Machine = HERE, form: Structure = AS_IT_IS
) -> TranslationRecord:
    """Trains a model and its vocabulary into ``asked.output``, which appears whole or not.

    Until then checkpoints stand beside it, in ``<output>.work``. When the run was killed, the same
    call goes on from the last of them and ends with the weights that it would have had (on a CPU
    to the last bit; a GPU, or another number of threads, may add in another order). ``machine``:
    what ``auto`` chooses by. ``form``: the structure that the model is given before it learns.
    """
    resume.refuse_existing(asked.output)
    work = resume.work_of(asked.output)
    with resume.alone(work):
        return _trained(asked, machine, form, work)


def _trained(
    asked: TranslationOptions, machine: Machine, form: Structure, work: Path
) -> TranslationRecord:
    found = settled(asked.arithmetic, resume.begun_in(work), machine)
    options = replace(asked, arithmetic=found.arithmetic)
    corpora, dev = _read(options)
    run = described(options) | {"structure": form.described(), "sha256": hashes(options)}
    checkpoint = resume.claim(work, run)
    tokenizer = _tokenizer(options, corpora)
    text, development = _text(options, corpora, tokenizer), Development(dev, tokenizer)
    batches, model = _batches(options, text, tokenizer), _model(options, text, tokenizer)
    _structured_(model, form, options, tokenizer)
    trainer = GoalTrainer(model, goal(options, batches, development), options, work)
    warn_of_slowness(found.arithmetic, machine)
    begun = time.monotonic()
    with dropping_layers(model, options.layer_drop):
        trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    averages = average_(model, work, options.average, development)
    chosen = best(averages)
    record = TranslationRecord(
        options=described(options),
        arithmetic=found.why,
        sha256=hashes(options),
        averaged=chosen,
        dev_loss=averages[chosen].loss,
        dev_chrf=averages[chosen].chrf,
        by_step=_by_step(trainer),
        by_average=averages,
        dev_pairs=len(dev),
        train_pairs=tuple(map(len, corpora)),
        epochs=batches.epoch_of(options.steps - 1) + 1,
        parameters=model.num_parameters(),
        steps=trainer.state.global_step - resume.step_of(checkpoint),
        resumed_at=resume.step_of(checkpoint),
        seconds=round(time.monotonic() - begun, 1),
        versions=versions(),
    )
    resume.finish(options.output, partial(_write, options, model, tokenizer, record))
    return record


def _structured_(
    model: MarianMTModel,
    form: Structure,
    options: TranslationOptions,
    tokenizer: PreTrainedTokenizerFast,
) -> None:
    kind, family = type(model).__name__, model.config.model_type
    source = Source(options.output.name, FROM_NOTHING, kind, family, sha256="", licence=None)
    with TemporaryDirectory() as scratch:
        words = Path(scratch)
        _write_words(options, model, tokenizer, words)
        structured_(model, form, words, options.seed, source)


def _batches(
    options: TranslationOptions, text: Text, tokenizer: PreTrainedTokenizerFast
) -> Batches:
    eos, pad = tokenizer.eos_token_id, tokenizer.pad_token_id
    limits = Limits(options.max_pieces, options.batch_pieces, options.joined)
    return Batches(text, limits, eos=eos, pad=pad, seed=options.seed, steps=options.steps)


def _model(
    options: TranslationOptions, text: Text, tokenizer: PreTrainedTokenizerFast
) -> MarianMTModel:
    eos, pad = tokenizer.eos_token_id, tokenizer.pad_token_id
    return new_model(options, frequencies(text, len(tokenizer), eos), pad, eos)


def _by_step(trainer: GoalTrainer) -> dict[int, Measured]:
    return {
        int(entry["step"]): Measured(entry["eval_loss"], entry["eval_chrf"])
        for entry in trainer.state.log_history
        if "eval_loss" in entry
    }


def _write(
    options: TranslationOptions,
    model: MarianMTModel,
    tokenizer: PreTrainedTokenizerFast,
    record: TranslationRecord,
    folder: Path,
) -> None:
    # The Trainer turns it off, and it would be written down.
    model.config.use_cache = True
    model.generation_config = generation(options, tokenizer)
    model.save_pretrained(folder)
    _write_words(options, model, tokenizer, folder)
    write_record(record, folder)


def _write_words(
    options: TranslationOptions,
    model: MarianMTModel,
    tokenizer: PreTrainedTokenizerFast,
    folder: Path,
) -> None:
    model.config.save_pretrained(folder)
    # The keys of Marian's own tokenizer; sentences are split by the language of the source.
    tokenizer.init_kwargs |= dict(zip(LANGUAGE_KEYS, options.languages, strict=True))
    tokenizer.save_pretrained(folder)


def generation(options: TranslationOptions, tokenizer: PreTrainedTokenizerFast) -> GenerationConfig:
    """Greedy search that begins as Marian does, with the pad that must not come again."""
    pad, eos = tokenizer.pad_token_id, tokenizer.eos_token_id
    return GenerationConfig(
        num_beams=1,
        do_sample=False,
        max_length=options.shape.positions,
        decoder_start_token_id=pad,
        pad_token_id=pad,
        eos_token_id=eos,
        forced_eos_token_id=eos,
        bad_words_ids=[[pad]],
    )


def _read(options: TranslationOptions) -> tuple[list[list[Pair]], list[Pair]]:
    """The pairs of each corpus, and those of dev."""
    dev = read_pairs(options.dev)
    held_out = read_sentences(options.held_out) | {side for pair in dev for side in pair}
    corpora = [without_spoilers(read_pairs(corpus), held_out) for corpus in options.train]
    return corpora, dev


def _tokenizer(options: TranslationOptions, corpora: list[list[Pair]]) -> PreTrainedTokenizerFast:
    """Learnt from each corpus as far as an epoch sees it, so that a large one does not outweigh."""
    seen = [
        side
        for corpus, pairs in zip(options.train, corpora, strict=True)
        for pair in pairs[:: round(1 / corpus.share)]
        for side in pair
    ]
    return train_tokenizer(seen, options.vocabulary, options.shape.positions)


def _text(
    options: TranslationOptions, corpora: list[list[Pair]], tokenizer: PreTrainedTokenizerFast
) -> Text:
    segmentation = Segmentation(tokenizer, options.piece_dropout, options.seed)
    source, target = (
        segmentation.side([pair[side] for pairs in corpora for pair in pairs]) for side in (0, 1)
    )
    return Text(
        source=source,
        target=target,
        sizes=tuple(map(len, corpora)),
        shares=tuple(corpus.share for corpus in options.train),
        ways=segmentation.ways(),
    )
