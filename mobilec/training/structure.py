"""What a model becomes before it is trained: smaller by a recipe, or as it is."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from transformers import PreTrainedModel

from exporters.bundle.manifest import Source
from mobilec.checkpoint.save_pretrained import keep_record_, kept_record
from mobilec.checkpoint.task import AUTO, find_task
from mobilec.compressed.record import Record, plain_config
from mobilec.compressed.step import StepPlan
from mobilec.compressed.untied import untied
from mobilec.provenance import tool
from mobilec.training.frozen import freeze_


class Structure(Protocol):
    """Which structure a model is given before it learns."""

    def described(self) -> Any:
        """As JSON: it is part of what a run is."""
        ...

    def made_(
        self, model: PreTrainedModel, task: str, words: Path, seed: int
    ) -> tuple[StepPlan, ...]:
        """Gives ``model`` the structure, and tells by which steps. ``words``: a folder with its
        tokenizer."""
        ...


class AsItIs:
    """Nothing is changed."""

    def described(self) -> None:
        return None

    def made_(
        self,
        model: PreTrainedModel,  # noqa: ARG002
        task: str,  # noqa: ARG002
        words: Path,  # noqa: ARG002
        seed: int,  # noqa: ARG002
    ) -> tuple[StepPlan, ...]:
        return ()


def structured_(
    model: PreTrainedModel, form: Structure, words: Path, seed: int, source: Source
) -> None:
    """Gives ``model`` its structure before it is trained; ``save_pretrained`` writes the record of
    it too. ``source``: what a dense model was by then."""
    model.config.architectures = [type(model).__name__]
    task = find_task(model.config, AUTO, source.model)
    was = kept_record(model) or Record(
        tool(), source, plain_config(model.config), steps=(), sha256="", untied=untied(model)
    )
    steps = form.made_(model, task, words, seed)
    if steps:
        keep_record_(model, replace(was, tool=tool(), steps=(*was.steps, *steps), sha256=""))
    freeze_(model)
