"""A recipe before training: a new model is given a structure that it then learns in."""

from pathlib import Path
from typing import Any

from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.progress import Silent
from mobilec.compressed.step import StepPlan
from mobilec.compression.method import Context
from mobilec.compression.plan.steps import applied_
from mobilec.compression.recipe.catalogue import recipe_file
from mobilec.compression.recipe.recipe import Recipe, read_recipe
from mobilec.compression.registry import TRAINING, method_of


class ByRecipe:
    """The steps of a recipe that neither train nor need to see what was learnt.

    Refused: others, by their number. Steps that train belong behind the training (``mobilec
    compress`` does them); what reads weights or data would choose by random numbers.
    """

    def __init__(self, recipe: str | Path) -> None:
        self._recipe = read_recipe(recipe_file(recipe))
        _refuse_learnt(self._recipe, recipe)

    def described(self) -> Any:
        return self._recipe.to_json()["steps"]

    def made_(
        self, model: PreTrainedModel, task: str, words: Path, seed: int
    ) -> tuple[StepPlan, ...]:
        def context(number: int) -> Context:
            return Context(task=task, folder=words, seed=seed, number=number + 1, keeps=False)

        done = applied_(model, self._recipe.steps, context, Silent())
        return tuple(step.plan for step in done)


def _refuse_learnt(recipe: Recipe, name: str | Path) -> None:
    for number, step in enumerate(recipe.steps, start=1):
        if step.method in TRAINING:
            why = "trains, and the model is trained by this command"
        elif method_of(step.method).reads(step.options):
            why = "chooses by data or by what a model has learnt, which this one has not yet"
        else:
            continue
        raise Refused(
            f"{name}, step {number} ({step.method}) {why}; leave it out, and do it afterwards with "
            "mobilec compress"
        )
