"""The bias from tables is the bias that the model computes."""

from collections.abc import Callable

import pytest
import torch
from torch import nn
from transformers import PreTrainedModel

from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation
from exporters.capture.translation.relative import EncoderBias, decoder_bias, unbiased
from exporters.errors import Refused
from tests import translation_models

FAMILIES = ("t5", "mt5")


def stock(stack: PreTrainedModel, queries: int, keys: int, past: int = 0) -> torch.Tensor:
    with torch.no_grad():
        first = stack.block[0].layer[0].SelfAttention
        return first.compute_bias(queries, keys, past_seen_tokens=past)


@pytest.mark.parametrize("name", FAMILIES)
def test_encoder_bias_at_every_length(name: str) -> None:
    model = translation_models.tiny(name)
    bias = EncoderBias(model, max_source=30)
    for time in (1, 7, 30):
        torch.testing.assert_close(bias(time), stock(model.encoder, time, time))


@pytest.mark.parametrize("name", FAMILIES)
def test_decoder_bias_at_every_position(name: str) -> None:
    model = translation_models.tiny(name)
    bias = decoder_bias(model, capacity=30)
    for position in (0, 1, 29):
        row = stock(model.decoder, 1, position + 1, past=position)[0, :, 0]
        torch.testing.assert_close(bias[:, position, :position], row[:, :-1])
        torch.testing.assert_close(bias[:, position, 30], row[:, -1])


def test_only_the_first_attention_is_replaced_and_stays_as_it_is() -> None:
    blocks = translation_models.tiny("t5").encoder.block
    first, second = (block.layer[0].SelfAttention for block in blocks)
    twin = unbiased(first, 10)
    assert not twin.has_relative_attention_bias
    assert twin.q.weight is first.q.weight
    assert first.has_relative_attention_bias
    assert first.relative_attention_bias is not None
    assert unbiased(second, 10) is None


@pytest.mark.parametrize(
    "of",
    [
        lambda model: model.encoder.block[1].layer[0].SelfAttention,
        lambda model: model.decoder.block[1].layer[0].SelfAttention,
        lambda model: model.decoder.block[1].layer[1].EncDecAttention,
    ],
)
def test_heads_of_one_layer_alone_are_refused_by_name(of: Callable[[nn.Module], nn.Module]) -> None:
    model = translation_models.tiny("t5")
    attention = of(model)
    for name in ("q", "k", "v"):
        setattr(attention, name, nn.Linear(64, 3 * 12, bias=False))
    attention.o, attention.n_heads = nn.Linear(3 * 12, 64, bias=False), 3
    with pytest.raises(Refused, match="layers of this t5 have 4, 3 heads, and its bias"):
        capture_translation(model, CaptureOptions(12, 8))
