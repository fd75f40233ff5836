"""Numbers of a model that are no weights."""

import torch
from transformers import PreTrainedModel


def frozen(model: PreTrainedModel) -> frozenset[str]:
    """Names of parameters that are no weights: the constructor freezes Marian's sines, and loading
    thaws them."""
    with torch.device("meta"):
        made: PreTrainedModel = type(model)(model.config)
    own = dict(model.named_parameters())
    names = (name for name, each in made.named_parameters() if not each.requires_grad)
    return frozenset(name for name in names if name in own)


def freeze_(model: PreTrainedModel) -> None:
    """Freezes them again."""
    for name in frozen(model):
        model.get_parameter(name).requires_grad_(False)
