"""``save_pretrained`` of a compressed model: transformers' own writes tensors that no class of its
own fits, and no record."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MethodType
from typing import Any

from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.checkpoint.save import save
from mobilec.compressed.record import Record

_WHOLE = ("max_shard_size",)
"""Options of transformers that change nothing here: there is one file of weights, which is small.
``push_to_hub`` always gives it."""


def keep_record_(model: PreTrainedModel, record: Record) -> None:
    """Makes ``save_pretrained``, and ``push_to_hub`` with it, write the record too, for the weights
    as they are by then.

    A bound method and no closure: a deep copy of the model has one of its own.
    """
    vars(model)["compression"] = record
    vars(model)["save_pretrained"] = MethodType(_save_pretrained, model)


def kept_record(model: PreTrainedModel) -> Record | None:
    """What ``keep_record_`` was given; None for a dense model."""
    found: Record | None = vars(model).get("compression")
    return found


def _save_pretrained(model: PreTrainedModel, save_directory: str | Path, **options: Any) -> None:
    """Weights, configuration, search settings and record. Refused: options that would do nothing,
    and a structure that is no longer that of the record."""
    if idle := [name for name in options if name not in _WHOLE]:
        raise Refused(
            f"save_pretrained of a compressed model has no {', '.join(idle)}: it writes one file "
            f"in float32 beside {model.__class__.__name__}'s record; leave it out"
        )
    folder, record = Path(save_directory), vars(model)["compression"]
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as beside:
        made = Path(beside)
        save(model, replace(record, sha256=""), made)
        if model.can_generate() and model.generation_config is not None:
            model.generation_config.save_pretrained(made)
        # All of it is right by now: a folder that held a model never holds half of another.
        for file in made.iterdir():
            file.replace(folder / file.name)
