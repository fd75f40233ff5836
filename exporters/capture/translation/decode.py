"""``decode``: one more token of each hypothesis."""

import torch
from torch import nn
from transformers import PreTrainedModel
from transformers.modeling_outputs import BaseModelOutput

from exporters.capture import activations
from exporters.capture.masks import additive_mask
from exporters.capture.network import with_attention
from exporters.capture.seats import reseated
from exporters.capture.translation import attention
from exporters.capture.translation.cache import StepCache, pairs
from exporters.capture.translation.families import Family
from exporters.capture.translation.mask import StepMask
from exporters.capture.translation.relative import decoder_bias
from exporters.decode.layout import LOGITS, MASK, POSITION, TOKEN, Layout
from exporters.dimension import Dimension
from exporters.program import Method, TensorSpec


class Decode(nn.Module):
    """Hugging Face's model, called whole, with our cache, masks and attention.

    So its head, its scales and its biases need no description. All hypotheses go through in one
    call, which reads the weights once (benchmarks/README.md, "hypotheses in one call").
    """

    def __init__(self, model: PreTrainedModel, family: Family, layout: Layout) -> None:
        super().__init__()
        self.model = _decoder(model, family, layout.capacity)
        bias = decoder_bias(model, layout.capacity) if family.relative else None
        self.mask = StepMask(layout.capacity, bias)
        self.cross = len(layout.cross)

    def forward(
        self,
        token: torch.Tensor,
        position: torch.Tensor,
        attention_mask: torch.Tensor,
        *state: torch.Tensor,
    ) -> tuple[torch.Tensor, ...]:
        """token (hypotheses, 1), position (1,), attention_mask (1, length) of the source.

        ``state``: the cross keys and values, then the cache, in the order of ``Layout``. Returns
        logits (hypotheses, vocabulary) and each layer's new key and value
        (hypotheses * heads, 1, width).
        """
        cache = StepCache(position, pairs(state[: self.cross]), pairs(state[self.cross :]))
        logits = self.model(
            # Never read, as the cache has its projections; without it nothing of the source is.
            encoder_outputs=BaseModelOutput(last_hidden_state=token),
            attention_mask=additive_mask(attention_mask),
            decoder_input_ids=token,
            decoder_attention_mask=self.mask(position),
            past_key_values=cache,
            use_cache=True,
        ).logits
        return (logits.reshape(token.shape[0], -1), *cache.self_attention_cache.new)


def _decoder(model: PreTrainedModel, family: Family, capacity: int) -> nn.Module:
    """The model without what only ``encode`` runs, so that no back end stores it twice."""
    attention.register()
    network = activations.exportable(with_attention(model, attention.NAME))
    cross = (p for layer in family.cross(network) for p in (layer.key, layer.value))
    encoders = {id(network.get_encoder()), *(id(projection) for projection in cross)}

    def seat(_: str, module: nn.Module) -> nn.Module | None:
        return nn.Identity() if id(module) in encoders else family.seat(module, capacity)

    return reseated(network, seat)


def decode_method(module: Decode, layout: Layout, length: Dimension, vocabulary: int) -> Method:
    """The entry point for one step; ``length`` is the source's, as ``encode`` has it."""
    inputs = (
        TensorSpec(TOKEN, torch.int64, (layout.hypotheses, 1)),
        TensorSpec(POSITION, torch.int64, (1,)),
        TensorSpec(MASK, torch.int64, (1, length)),
        *_floats(layout.cross, (layout.heads, length, layout.width)),
        *_floats(layout.past, layout.past_shape),
    )
    rows, _, width = layout.past_shape
    outputs = (
        *_floats((LOGITS,), (layout.hypotheses, vocabulary)),
        *_floats(layout.new, (rows, 1, width)),
    )
    return Method("decode", module, inputs, outputs)


def _floats(names: tuple[str, ...], shape: tuple[int | Dimension, ...]) -> tuple[TensorSpec, ...]:
    return tuple(TensorSpec(name, torch.float32, shape) for name in names)
