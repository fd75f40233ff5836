from dataclasses import replace

import pytest
import torch

from exporters.capture.capture import CaptureOptions, capture
from exporters.errors import Refused
from exporters.families.mpnet import PositionBias
from exporters.families.registry import attentions_of
from tests import models
from tests.exporters.families.pruned import pruned


def test_bias_is_the_stock_bias_at_every_length() -> None:
    encoder = models.tiny("mpnet").mpnet.encoder
    bias = PositionBias(encoder, 64)
    for time in (2, 17, 64):
        expected = encoder.compute_position_bias(torch.zeros(1, time, 1))
        assert torch.equal(bias(time), expected[0])


def test_a_row_is_stored_for_each_distance() -> None:
    bias = PositionBias(models.tiny("mpnet").mpnet.encoder, 64)
    assert [buffer.shape for buffer in bias.buffers()] == [(2 * 64 + 1,)]


@pytest.mark.parametrize("pad_id", [0, 1, 5])
def test_positions_begin_behind_1_whatever_the_padding_is(pad_id: int) -> None:
    """As ``MPNetEmbeddings`` has it; captured is proven equal, padded too."""
    model = models.tiny("mpnet", pad_token_id=pad_id)
    program = capture(model, "text-classification", CaptureOptions(128))
    assert program.pad_id == pad_id
    with pytest.raises(Refused, match="129 tokens was asked for.* positions for 128"):
        capture(model, "text-classification", CaptureOptions(129))


def test_heads_of_one_layer_alone_are_refused_by_name() -> None:
    model = models.tiny("mpnet", num_hidden_layers=2)
    _, second = attentions_of(model)
    for at, columns in ((second, 3), (replace(second, bias=""), 4)):
        uneven = pruned(model, {at: [0, 2, 3]})
        said = f"layers of this mpnet have 4, 3 heads, and its bias .* for {columns}: it can"
        with pytest.raises(Refused, match=said):
            capture(uneven, "text-classification", CaptureOptions(64))
