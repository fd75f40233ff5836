"""A compressed checkpoint: its record says how the structure is rebuilt before it is filled."""

import torch
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.checkpoint.build import Built, build
from mobilec.checkpoint.describe import Description
from mobilec.checkpoint.empty import empty_model
from mobilec.checkpoint.once import fill_
from mobilec.checkpoint.save_pretrained import keep_record_
from mobilec.checkpoint.sources.source import Weights
from mobilec.checkpoint.task import model_class
from mobilec.checkpoint.values import refuse_values
from mobilec.compressed.read import read_record
from mobilec.compressed.rebuild import rebuilt
from mobilec.compressed.record import RECORD, Record


def compression_of(about: Description) -> Record | None:
    """What was done to a model; None where it is dense."""
    return read_record(about.folder, _class(about))


def built(about: Description, weights: Weights) -> Built:
    """The model with its weights, dense or as its record says. Refused: weights other than those
    that the record was written for."""
    record = compression_of(about)
    refuse_values(weights.tensors, about.source)
    if record is None:
        return build(_class(about), about.config, weights.tensors, about.source)
    if record.sha256 != weights.digest:
        raise Refused(
            f"the weights of {about.source} have the sha256 {weights.digest[:12]}..., and its "
            f"{RECORD} was written for {record.sha256[:12]}...: one of the two is another "
            f"model's; compress the model again"
        )
    model = rebuilt(_class(about), record, about.source)
    fill_(model, weights.tensors, about.source)
    keep_record_(model, record)
    return Built(model, unused=())


def empty(about: Description) -> PreTrainedModel:
    """The same structure with no memory behind its weights."""
    record = compression_of(about)
    if record is None:
        return empty_model(_class(about), about.config, about.source)
    with torch.device("meta"):
        return rebuilt(_class(about), record, about.source)


def _class(about: Description) -> type[PreTrainedModel]:
    return model_class(about.config, about.task, about.source)
