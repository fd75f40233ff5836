"""A compressed checkpoint: its record says how the structure is rebuilt before it is filled.

The one door from here to ``mobilec.compression``, which itself loads checkpoints: nothing of it is
imported until a folder holds a record.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import torch
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.checkpoint.build import Built, build
from mobilec.checkpoint.describe import Description
from mobilec.checkpoint.once import fill_
from mobilec.checkpoint.task import model_class
from mobilec.checkpoint.weights import Weights

if TYPE_CHECKING:
    from mobilec.compression.record import Record

RECORD = "compression.json"


def compression_of(folder: Path) -> "Record | None":
    """What was done to the model in ``folder``; None where it is dense."""
    if not (folder / RECORD).is_file():
        return None
    from mobilec.compression.record import read_record

    return read_record(folder)


def built(about: Description, weights: Weights) -> Built:
    """The model with its weights, dense or as its record says. Refused: weights other than those
    that the record was written for."""
    record = compression_of(about.folder)
    if record is None:
        of = model_class(about.config, about.task, about.source)
        return build(of, about.config, weights.tensors, about.source)
    if record.sha256 != weights.digest:
        raise Refused(
            f"the weights of {about.source} have the sha256 {weights.digest[:12]}..., and its "
            f"{RECORD} was written for {record.sha256[:12]}...: one of the two is another "
            f"model's; compress the model again"
        )
    model = _rebuilt(about, record)
    fill_(model, weights.tensors, about.source)
    _keep_record_(model, record)
    return Built(model, unused=())


def empty(about: Description) -> PreTrainedModel:
    """The same structure with no memory behind its weights."""
    record = compression_of(about.folder)
    with torch.device("meta"):
        if record is not None:
            return _rebuilt(about, record)
        model: PreTrainedModel = model_class(about.config, about.task, about.source)(about.config)
        return model


def _keep_record_(model: PreTrainedModel, record: "Record") -> None:
    from mobilec.compression.saving import keep_record_

    keep_record_(model, record)


def _rebuilt(about: Description, record: "Record") -> PreTrainedModel:
    from mobilec.compression.rebuild import rebuilt

    of = model_class(about.config, about.task, about.source)
    return rebuilt(of, record, about.source)
