"""A compressed model out of its record: the dense structure, then every edit."""

import copy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.compressed.edits import Edit, Share
from mobilec.compressed.record import RECORD, Record
from mobilec.compressed.structure import change_
from mobilec.compressed.untied import untie_


def rebuild_(model: PreTrainedModel, edits: Sequence[Edit]) -> None:
    """Does ``edits`` in order, all of them or none; weights that are new have no meaning. The
    random numbers of the caller are left as they are.

    Refused, before anything is changed: an edit that does not fit the model.
    """
    with torch.random.fork_rng(devices=[]):
        with torch.device("meta"):
            build_(outline(model), edits)
        build_(model, edits)


def rebuilt(of: type[PreTrainedModel], record: Record, source: str) -> PreTrainedModel:
    """The structure with weights of no meaning, on the device that is the default (``meta``, for
    a plan). Refused: another kind of model, and a step that does not fit the model."""
    named = record.config.get("model_type")
    if of.config_class is None or named != of.config_class.model_type:
        raise Refused(
            f"{RECORD} of {source} names the model type {named!r}, and the model is a "
            f"{of.__name__}; compress the model again"
        )
    with torch.random.fork_rng(devices=[]):
        model = of(record.dense_config())
        untie_(model, record.untied)
        for number, step in enumerate(record.steps, start=1):
            with of_step(number, step.method, source):
                build_(model, step.edits)
    return model.eval()


@contextmanager
def of_step(number: int, method: str, source: str) -> Iterator[None]:
    """A refusal says which step of a record it is about."""
    try:
        yield
    except Refused as misfit:
        raise Refused(
            f"{RECORD} of {source}, step {number} ({method}) does not fit the model: "
            f"{misfit}; compress the model again"
        ) from misfit


def build_(model: PreTrainedModel, edits: Sequence[Edit]) -> None:
    """``rebuild_`` of a model that nobody else holds: after a refusal it is of no use."""
    for number, edit in enumerate(edits, start=1):
        try:
            change_(model, edit)
        except Exception as misfit:  # torch's and Python's own too, of sizes from a file
            said = " ".join(str(misfit).split())
            reason = said if isinstance(misfit, Refused) else f"{type(misfit).__name__} {said}"
            raise Refused(f"edit {number}, {_named(edit)}: {reason}") from misfit


def outline(model: PreTrainedModel) -> PreTrainedModel:
    """The same structure with no memory behind its tensors; what is tied stays tied."""
    tensors = (*model.parameters(), *model.buffers())
    return copy.deepcopy(model, {id(tensor): _empty(tensor) for tensor in tensors})


def _empty(tensor: torch.Tensor) -> torch.Tensor:
    empty = torch.empty_like(tensor, device="meta")
    if isinstance(tensor, nn.Parameter):
        return nn.Parameter(empty, tensor.requires_grad)
    return empty


def _named(edit: Edit) -> str:
    path = edit.paths[0] if isinstance(edit, Share) and edit.paths else getattr(edit, "path", "")
    return f"{edit.edit} {path}".rstrip()
