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
from exporters.capture.translation.mask import StepMask
from exporters.capture.translation.relative import decoder_bias
from exporters.decode.state import LOGITS, MASK, POSITION, TOKEN, new_name
from exporters.families.attention import CROSS, AttentionMap
from exporters.families.family import TranslatorFamily
from exporters.program import Method, TensorSpec


class Decode(nn.Module):
    """Hugging Face's model, called whole, with our cache, masks and attention.

    So its head, its scales and its biases need no description. All hypotheses go through in one
    call, which reads the weights once (benchmarks/README.md, "hypotheses in one call").
    """

    def __init__(self, model: PreTrainedModel, family: TranslatorFamily, capacity: int) -> None:
        super().__init__()
        self.model = _decoder(model, family, capacity)
        bias = decoder_bias(model, capacity) if family.relative else None
        self.mask = StepMask(capacity, bias)
        self.cross = 2 * len(family.decoding(model, CROSS))

    def forward(
        self,
        token: torch.Tensor,
        position: torch.Tensor,
        attention_mask: torch.Tensor,
        *state: torch.Tensor,
    ) -> tuple[torch.Tensor, ...]:
        """token (hypotheses, 1), position (1,), attention_mask (1, length) of the source.

        ``state``: the cross keys and values, then the cache, in the order of the layers. Returns
        logits (hypotheses, vocabulary) and each layer's new key and value
        (hypotheses * its heads, 1, width).
        """
        cache = StepCache(position, pairs(state[: self.cross]), pairs(state[self.cross :]))
        logits = self.model(
            # Never read, as the cache has its projections; without it nothing of the source is.
            encoder_outputs=BaseModelOutput(last_hidden_state=token),
            attention_mask=additive_mask(attention_mask),
            decoder_input_ids=token,
            decoder_attention_mask=self.mask(position),
            cache=cache,
            use_cache=True,
        ).logits
        return (logits.reshape(token.shape[0], -1), *cache.self_attention_cache.new)


def _decoder(model: PreTrainedModel, family: TranslatorFamily, capacity: int) -> nn.Module:
    """The model without what only ``encode`` runs, so that no back end stores it twice."""
    attention.register()
    network = activations.exportable(with_attention(model, attention.NAME))
    cross = family.decoding(network, CROSS)
    made_by = (part.path for layer in cross for part in (layer.key, layer.value))
    encoders = {id(network.get_encoder()), *(id(network.get_submodule(path)) for path in made_by)}

    def seat(_: str, module: nn.Module) -> nn.Module | None:
        return nn.Identity() if id(module) in encoders else family.seat(module, capacity)

    return reseated(network, seat)


def own_states(
    own: tuple[AttentionMap, ...], hypotheses: int, capacity: int
) -> tuple[TensorSpec, ...]:
    """Keys and values of the translation so far, (hypotheses * heads, capacity, width) each."""
    return tuple(
        TensorSpec(f"{kind}_{at}", torch.float32, (hypotheses * layer.heads, capacity, layer.width))
        for at, layer in enumerate(own)
        for kind in ("key", "value")
    )


def decode_method(
    module: Decode, encode: Method, states: tuple[TensorSpec, ...], hypotheses: int, vocabulary: int
) -> Method:
    """The entry point for one step, which takes what ``encode`` returns; ``states``: to each of
    which it adds one position."""
    capacity = states[0].sizes({})[1]
    inputs = (
        TensorSpec(TOKEN, torch.int64, (hypotheses, 1)),
        TensorSpec(POSITION, torch.int64, (1,), below=capacity),
        TensorSpec(MASK, torch.int64, (1, encode.dimensions["length"])),
        *encode.outputs,
        *states,
    )
    outputs = (
        TensorSpec(LOGITS, torch.float32, (hypotheses, vocabulary)),
        *(TensorSpec(new_name(s.name), s.dtype, (s.shape[0], 1, s.shape[2])) for s in states),
    )
    return Method("decode", module, inputs, outputs)
