"""The variants that DeBERTa checkpoints have: capture compares each with the stock model."""

import pytest

from exporters.capture.capture import CaptureOptions, capture
from exporters.capture.skew import Skew
from tests import models


@pytest.mark.parametrize(
    "changes",
    [
        {"pos_att_type": ["c2p"]},
        {"pos_att_type": ["p2c"]},
        {"share_att_key": False},
        {"position_buckets": -1, "max_relative_positions": 20},
        {"norm_rel_ebd": "none"},
        {"relative_attention": False},
        {"position_biased_input": True, "type_vocab_size": 2},
        {"conv_kernel_size": 3, "conv_act": "gelu"},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_variants_are_captured(changes: dict[str, object]) -> None:
    assert capture(models.tiny("deberta-v2", **changes), "text-classification", CaptureOptions(64))


def test_each_layer_offers_its_skew_as_a_seat() -> None:
    program = capture(models.tiny("deberta-v2"), "text-classification", CaptureOptions(64))
    modules = program.method("forward").module.named_modules()
    assert [name for name, module in modules if isinstance(module, Skew)] == [
        f"model.deberta.encoder.layer.{layer}.attention.self.skew" for layer in (0, 1)
    ]
