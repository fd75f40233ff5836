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
from exporters.decode.state import (
    APPEND,
    LOGITS,
    MASK,
    POSITION,
    REPLACE,
    TOKEN,
    State,
    States,
    brought,
    new_name,
)
from exporters.families.attention import CROSS, OWN, AttentionMap
from exporters.families.family import Row, TranslatorFamily
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
        # Where nothing attends to the past, no mask is read.
        self.mask = StepMask(capacity, bias) if family.decoding(model, OWN) else None
        self.cross = 2 * len(family.decoding(model, CROSS))
        self.pairs = 2 * len(family.decoding(model, OWN))

    def forward(
        self,
        token: torch.Tensor,
        position: torch.Tensor,
        attention_mask: torch.Tensor,
        *state: torch.Tensor,
    ) -> tuple[torch.Tensor, ...]:
        """token (hypotheses, 1), position (1,), attention_mask (1, length) of the source.

        ``state``: the cross keys and values, then the cache, then the rows, in the order of the
        layers. Returns logits (hypotheses, vocabulary), each layer's new key and value
        (hypotheses * its heads, 1, width), and its new row (hypotheses, width).
        """
        source = additive_mask(attention_mask)
        cross, past = state[: self.cross], state[self.cross :]
        cache = StepCache(position, pairs(cross), pairs(past[: self.pairs]), past[self.pairs :])
        logits = self.model(
            # Never read, as the cache has its projections; without it nothing of the source is.
            encoder_outputs=BaseModelOutput(last_hidden_state=token),
            attention_mask=source,
            decoder_input_ids=token,
            decoder_attention_mask=source if self.mask is None else self.mask(position),
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
    own: tuple[AttentionMap, ...], rows: tuple[Row, ...], hypotheses: int, capacity: int
) -> tuple[State, ...]:
    """Keys and values of the translation so far, (hypotheses * heads, capacity, width) each, and
    rows, (hypotheses, width)."""
    caches = (
        State(
            f"{kind}_{at}",
            new_name(f"{kind}_{at}"),
            (hypotheses * layer.heads, capacity, layer.width),
            APPEND,
        )
        for at, layer in enumerate(own)
        for kind in ("key", "value")
    )
    replaced = (
        State(row.name, new_name(row.name), (hypotheses, row.width), REPLACE) for row in rows
    )
    return (*caches, *replaced)


def decode_method(module: Decode, encode: Method, states: States, vocabulary: int) -> Method:
    """The entry point for one step, which takes what ``encode`` returns and ``states``."""
    inputs = (
        TensorSpec(TOKEN, torch.int64, (states.hypotheses, 1)),
        TensorSpec(POSITION, torch.int64, (1,), below=states.capacity),
        TensorSpec(MASK, torch.int64, (1, encode.dimensions["length"])),
        *encode.outputs,
        *(TensorSpec(state.name, torch.float32, state.shape) for state in states.kept),
    )
    outputs = (
        TensorSpec(LOGITS, torch.float32, (states.hypotheses, vocabulary)),
        *(TensorSpec(state.new, torch.float32, brought(state)) for state in states.kept),
    )
    return Method("decode", module, inputs, outputs)
