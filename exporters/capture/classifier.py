"""A classifier as a program: ``forward(input_ids, attention_mask) -> logits``, batch 1."""

import copy

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.capture import attention
from exporters.capture.families import Family
from exporters.capture.masks import additive_mask


class Classifier(nn.Module):
    """Hugging Face's model, called whole, with our masks and our attention."""

    def __init__(self, model: PreTrainedModel, family: Family) -> None:
        super().__init__()
        self.model = model
        self.family = family
        self.first_position = (model.config.pad_token_id or 0) + 1

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """(1, time) int64 ids and 0/1 mask to (1, labels) float32 logits."""
        arguments = {}
        if self.family.token_types:
            arguments["token_type_ids"] = torch.zeros_like(input_ids)
        if self.family.positions_after_padding:
            positions = torch.arange(input_ids.shape[1]).reshape(1, -1)
            arguments["position_ids"] = positions + self.first_position
        mask = additive_mask(attention_mask)
        return self.model(input_ids=input_ids, attention_mask=mask, **arguments).logits


def private_copy(model: PreTrainedModel) -> PreTrainedModel:
    """A copy of the network that shares every parameter, with its own structure and config."""
    shared = {id(p): p for p in model.parameters()}
    twin = copy.deepcopy(model, memo=shared)
    attention.register()
    twin.set_attn_implementation(attention.NAME)
    return twin.eval()
