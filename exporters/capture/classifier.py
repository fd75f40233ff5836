"""A classifier as a program: ``forward(input_ids, attention_mask) -> logits``, batch 1."""

import torch
from torch import nn

from exporters.capture.families import Family
from exporters.capture.network import Network
from exporters.capture.positions import after_padding
from exporters.program import Dimension, Method, TensorSpec


class Classifier(nn.Module):
    """Hugging Face's model, called whole, with our masks and our attention."""

    def __init__(self, network: Network, family: Family, padding: int) -> None:
        """``padding``: the id behind which positions begin, where a family counts them so."""
        super().__init__()
        self.model, self.mask, self.family = network.model, network.mask, family
        self.padding = padding

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """(1, time) int64 ids and 0/1 mask to (1, labels) float32 logits."""
        arguments = {}
        if self.family.token_types:
            # One for all tokens: a format of fixed lengths would store its row once for each.
            arguments["token_type_ids"] = input_ids.new_zeros(1, 1)
        if self.family.positions_after_padding:
            arguments["position_ids"] = after_padding(input_ids, self.padding)
        mask = self.mask(attention_mask)
        return self.model(input_ids=input_ids, attention_mask=mask, **arguments).logits


def forward_method(module: Classifier, labels: int, max_length: int) -> Method:
    """The one entry point of a classifier, for every length up to ``max_length``."""
    length = Dimension("length", module.family.minimum_length, max_length)
    inputs = tuple(
        TensorSpec(name, torch.int64, (1, length)) for name in ("input_ids", "attention_mask")
    )
    return Method("forward", module, inputs, (TensorSpec("logits", torch.float32, (1, labels)),))
