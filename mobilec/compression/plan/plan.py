"""`mobilec compress --dry-run`: what a recipe would make of a model, before anything is made."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.progress import Progress, Silent
from exporters.whole.folder import refuse_place
from mobilec.checkpoint.compressed import empty
from mobilec.checkpoint.describe import Description, describe
from mobilec.checkpoint.load import load
from mobilec.compressed.record import RECORD
from mobilec.compression.data.calibration import Calibration
from mobilec.compression.data.text_files import carry
from mobilec.compression.method import Context
from mobilec.compression.options import CompressOptions
from mobilec.compression.plan.costs import Totals, expected, totals
from mobilec.compression.plan.steps import Contexts, PlannedStep, planned_, work_folder
from mobilec.compression.recipe.catalogue import recipe_file
from mobilec.compression.recipe.recipe import Recipe, read_recipe
from mobilec.compression.registry import TRAINING, method_of


@dataclass(frozen=True)
class CompressionPlan:
    """What a compression would change.

    ``before``: what the model costs as it is; each step says what it costs then.
    """

    model: str
    task: str
    architecture: str
    output: Path
    before: Totals
    steps: tuple[PlannedStep, ...]

    @property
    def after(self) -> Totals:
        return self.steps[-1].after

    def to_json(self) -> dict[str, Any]:
        document = {**asdict(self), "output": str(self.output), "after": asdict(self.after)}
        return document | {"expected": asdict(expected(self.before, self.after))}


def plan_compression(options: CompressOptions, progress: Progress | None = None) -> CompressionPlan:
    """What ``compress`` would do. Raises ``Refused`` for what that would, before its slow work.

    Weights are loaded only where a step must see them.
    """
    watcher = progress or Silent()
    recipe = asked_recipe(options)
    about = describe(options.model, options.task)
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        carry(about, folder)
        with watcher.stage("loading"):
            model = _model(about, options, recipe)
        before = totals(model)
        own = contexts(about, options, folder, watcher, keeps=False)
        steps = planned_(model, recipe.steps, own, watcher)
    return CompressionPlan(
        model=about.source,
        task=about.task,
        architecture=about.architecture,
        output=options.output,
        before=before,
        steps=steps,
    )


def asked_recipe(options: CompressOptions) -> Recipe:
    """The recipe that was named. Refused: one that leaves an option nothing to do, and a place
    that is taken."""
    recipe = read_recipe(recipe_file(options.recipe))
    refuse_place(options.output, options.overwrite, RECORD)
    learners = [step for step in recipe.steps if step.method in TRAINING]
    if options.train is not None and all(step.options.train for step in learners):
        why = "names its own data" if learners else "has no step finetune"
        raise Refused(f"--train {options.train} does nothing: {options.recipe} {why}; leave it out")
    return recipe


def contexts(
    about: Description,
    options: CompressOptions,
    folder: Path,
    progress: Progress,
    keeps: bool = True,
) -> Contexts:
    """What each step may use; ``folder`` holds the words of the model as they are by then."""

    def context(number: int) -> Context:
        data, languages = options.data, options.languages
        return Context(
            task=about.task,
            folder=folder,
            seed=options.seed,
            calibration=None if data is None else Calibration(data, folder, about.task, languages),
            languages=languages,
            train=options.train,
            dev=None if options.evaluation is None else str(options.evaluation),
            work=work_folder(options.work, number),
            number=number + 1,
            keeps=keeps,
            source=options.model,
            progress=progress,
        )

    return context


def _model(about: Description, options: CompressOptions, recipe: Recipe) -> PreTrainedModel:
    if _reads(recipe.steps):
        return load(options.model, options.task, options.languages).model
    return empty(about)


def _reads(steps: Sequence[Any]) -> bool:
    return any(method_of(step.method).reads(step.options) for step in steps)
