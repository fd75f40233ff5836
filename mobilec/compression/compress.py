"""From a checkpoint to a smaller one: a recipe's steps in turn, saved whole or not at all."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from exporters.progress import Progress, Silent
from exporters.stages import Stages
from exporters.whole.folder import built_beside
from mobilec.checkpoint.compressed import compression_of
from mobilec.checkpoint.load import Checkpoint, load
from mobilec.checkpoint.save import save
from mobilec.compressed.record import RECORD, Record, plain_config
from mobilec.compressed.untied import untied
from mobilec.compression.data.text_files import carry
from mobilec.compression.options import CompressOptions
from mobilec.compression.plan.costs import totals
from mobilec.compression.plan.plan import asked_recipe, contexts
from mobilec.compression.plan.report import CompressResult, quality, write_report
from mobilec.compression.plan.steps import AppliedStep, applied_, refuse_early
from mobilec.compression.recipe.recipe import Recipe
from mobilec.evaluation.pytorch import Measured, examples_of, measured
from mobilec.provenance import tool


def compress(options: CompressOptions, progress: Progress | None = None) -> CompressResult:
    """Writes the folder ``options.output``, whole or not at all.

    Raises ``Refused``, early where that can be: a recipe that does not fit the model or its data.

    A run that was killed while a step trained goes on from there when it is repeated: it keeps its
    work beside the output until that stands.
    """
    stages = Stages(progress or Silent())
    recipe = asked_recipe(options)
    with stages.stage("loading"):
        checkpoint = load(options.model, options.task, options.languages)
        if options.evaluation is not None:
            examples_of(checkpoint, options.evaluation)
    with built_beside(options.output, options.overwrite, RECORD) as folder:
        result = _made(options, checkpoint, recipe, folder, stages)
    shutil.rmtree(options.work, ignore_errors=True)
    return result


def _made(
    options: CompressOptions, checkpoint: Checkpoint, recipe: Recipe, folder: Path, stages: Stages
) -> CompressResult:
    carry(checkpoint, folder)
    model, context = checkpoint.model, contexts(checkpoint, options, folder, stages)
    with stages.stage("checking"):
        refuse_early(model, recipe.steps, context)
    before, was = totals(model), _begun(checkpoint)
    data = options.evaluation
    first = data and _measured(checkpoint, data, stages, "as it is")
    steps = applied_(model, recipe.steps, context, stages)
    with stages.stage("saving"):
        record = save(model, _record(was, steps), folder)
    figures = None
    if data and first:
        again = load(folder, checkpoint.task, options.languages)
        figures = quality(data, first, _measured(again, data, stages, "made"))
    result = CompressResult(
        folder=options.output,
        record=record,
        before=before,
        steps=steps,
        quality=figures,
        seconds=stages.seconds,
    )
    write_report(result, folder)
    return result


def _begun(checkpoint: Checkpoint) -> Record:
    """What was done already, which is nothing for a dense model."""
    earlier = compression_of(checkpoint)
    if earlier is not None:
        return earlier
    source = checkpoint.entry(checkpoint.config.model_type)
    config, own = plain_config(checkpoint.config), untied(checkpoint.model)
    return Record(tool(), source, config, steps=(), sha256="", untied=own)


def _record(was: Record, steps: Sequence[AppliedStep]) -> Record:
    done = (*was.steps, *(step.plan for step in steps))
    return replace(was, tool=tool(), steps=done, sha256="")


def _measured(checkpoint: Checkpoint, data: Path, stages: Stages, which: str) -> Measured:
    with stages.stage(f"measuring the model {which}"):
        return measured(checkpoint, data)
