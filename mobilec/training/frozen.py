"""Numbers of a model that are no weights."""

import torch
from transformers import PreTrainedModel


def freeze_(model: PreTrainedModel) -> None:
    """Marian's sines are no weights: its constructor freezes them, and loading thaws them."""
    with torch.device("meta"):
        made: PreTrainedModel = type(model)(model.config)
    own = dict(model.named_parameters())
    for name, parameter in made.named_parameters():
        if not parameter.requires_grad and name in own:
            own[name].requires_grad_(False)
