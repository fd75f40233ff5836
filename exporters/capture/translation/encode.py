"""``encode``: a source once, to the keys and values that every decoder step reads."""

import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.capture.masks import additive_mask
from exporters.capture.network import with_our_attention
from exporters.capture.seats import reseated
from exporters.capture.translation.relative import EncoderBias
from exporters.decode.state import MASK
from exporters.dimension import Dimension
from exporters.families.attention import CROSS, AttentionMap
from exporters.families.family import TranslatorFamily
from exporters.program import Method, TensorSpec

SHORTEST = 1
"""An empty text is its end token alone."""


class Encode(nn.Module):
    """Hugging Face's encoder, called whole, and the projections of all decoder layers."""

    def __init__(self, model: PreTrainedModel, family: TranslatorFamily, max_source: int) -> None:
        super().__init__()
        network = reseated(with_our_attention(model), lambda _, m: family.seat(m, max_source))
        self.encoder = network.get_encoder()
        self.bias = EncoderBias(model, max_source) if family.relative else None
        cross = family.decoding(network, CROSS)
        made_by = (part.path for layer in cross for part in (layer.key, layer.value))
        self.projections = nn.ModuleList(map(network.get_submodule, made_by))
        self.widths = tuple(layer.width for layer in cross for _ in range(2))

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        """(1, length) ids and 0/1 mask to (heads, length, width): key, value of each layer."""
        mask = additive_mask(attention_mask)
        if self.bias is not None:
            mask = mask + self.bias(input_ids.shape[1])
        source = self.encoder(input_ids=input_ids, attention_mask=mask).last_hidden_state
        made = (projection(source) for projection in self.projections)
        return tuple(_heads(x, width) for x, width in zip(made, self.widths, strict=True))


def _heads(x: torch.Tensor, width: int) -> torch.Tensor:
    """(1, length, heads * width) to (heads, length, width)."""
    heads = x.shape[-1] // width
    return x.reshape(-1, heads, width).transpose(0, 1).contiguous()


def encode_method(module: Encode, cross: tuple[AttentionMap, ...], max_source: int) -> Method:
    """The entry point for every source up to ``max_source``."""
    length = Dimension("length", SHORTEST, max_source)
    inputs = tuple(TensorSpec(name, torch.int64, (1, length)) for name in ("input_ids", MASK))
    outputs = tuple(
        TensorSpec(f"cross_{kind}_{at}", torch.float32, (layer.heads, length, layer.width))
        for at, layer in enumerate(cross)
        for kind in ("key", "value")
    )
    return Method("encode", module, inputs, outputs)
