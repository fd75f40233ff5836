"""A classifier as a program: ``forward(input_ids, attention_mask) -> logits``, batch 1.

One that labels pairs has ``token_type_ids`` as a third input, where the model has a table of them:
where the second text begins only the tokenizer knows, as a separator may be typed inside a text.
"""

import inspect
from typing import Any

import torch
from torch import nn
from transformers import PreTrainedConfig

from exporters.capture.network import Network
from exporters.capture.positions import after_padding
from exporters.decode.state import IDS, MASK
from exporters.dimension import Dimension
from exporters.families.family import ClassifierFamily
from exporters.program import Method, TensorSpec
from exporters.text.encoder import TYPES


class Classifier(nn.Module):
    """Hugging Face's model, called whole, with our masks and our attention."""

    def __init__(self, network: Network, family: ClassifierFamily, padding: int) -> None:
        """``padding``: the id behind which positions begin, where a family counts them so."""
        super().__init__()
        self.model, self.mask, self.family = network.model, network.mask, family
        self.padding = padding

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """(1, time) int64 ids, 0/1 mask and types to (1, labels) float32 logits."""
        arguments = {}
        if token_type_ids is not None:
            arguments[TYPES] = token_type_ids
        elif self.family.token_types:
            # One for all tokens: a format of fixed lengths would store its row once for each.
            arguments[TYPES] = input_ids.new_zeros(1, 1)
        if self.family.positions_after_padding:
            arguments["position_ids"] = after_padding(input_ids, self.padding)
        mask = self.mask(attention_mask)
        return self.model(input_ids=input_ids, attention_mask=mask, **arguments).logits


def takes_types(kind: type[Any], config: PreTrainedConfig) -> bool:
    """Whether models of a class tell the texts of a pair apart by a table of token types."""
    named = TYPES in inspect.signature(kind.forward).parameters
    return named and (getattr(config, "type_vocab_size", None) or 0) > 1


def forward_method(module: Classifier, labels: int, max_length: int, types: bool = False) -> Method:
    """The one entry point of a classifier, for every length up to ``max_length``. ``types``:
    whether token types are an input."""
    length = Dimension("length", module.family.minimum_length, max_length)
    names = (IDS, MASK, TYPES) if types else (IDS, MASK)
    inputs = tuple(TensorSpec(name, torch.int64, (1, length)) for name in names)
    return Method("forward", module, inputs, (TensorSpec("logits", torch.float32, (1, labels)),))
