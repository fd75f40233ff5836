"""How much the model suffers from an error in one layer, in three ways.

    weight    every layer's relative error counts alike, that of its matrix
    output    ... and that of what it makes of calibration texts, token by token
    loss      ... times the loss that such an error causes: each layer is cut alone at a probe, and
              the loss over calibration texts is compared

The squared errors of the layers are added up, as if one did not touch another.
"""

from collections.abc import Mapping, Sequence

from torch import nn

from exporters.errors import Refused
from mobilec.compression.data.calibration import Batch
from mobilec.compression.data.moments import mean_loss
from mobilec.compression.method import Context

WAYS = ("weight", "output", "loss")
TEXTS = 32
"""Texts for the loss: every layer asks for a run over all of them."""
_FLOOR = 0.01
"""Of the mean: a layer whose probe lowered the loss by chance is not given up for it."""


def loss_weights(
    model: nn.Module, probes: Mapping[str, nn.Module], errors: Mapping[str, float], context: Context
) -> dict[str, float]:
    """Path to the loss per error, 1 in the mean. ``probes``: what takes each seat for its run;
    ``errors``: the relative squared error of each."""
    batches = _labelled(context)
    before = mean_loss(model, batches)
    found = {}
    for path, probe in probes.items():
        context.progress.doing(f"sensitivity of {path}")
        found[path] = (_loss_with(model, path, probe, batches) - before) / max(errors[path], 1e-9)
    mean = sum(abs(value) for value in found.values()) / max(len(found), 1) or 1.0
    return {path: max(value / mean, _FLOOR) for path, value in found.items()}


def _labelled(context: Context) -> Sequence[Batch]:
    batches = context.needed("sensitivity: loss").batches[:TEXTS]
    if not all("labels" in batch for batch in batches):
        raise Refused(
            "sensitivity: loss needs calibration data with labels, and this has texts alone; give "
            "labelled data, or ask for sensitivity: output"
        )
    return batches


def _loss_with(model: nn.Module, path: str, probe: nn.Module, batches: Sequence[Batch]) -> float:
    """The loss with another module in a seat, and the module's own back in it afterwards."""
    parent, _, name = path.rpartition(".")
    holder, own = model.get_submodule(parent), model.get_submodule(path)
    setattr(holder, name, probe)
    try:
        return mean_loss(model, batches)
    finally:
        setattr(holder, name, own)
