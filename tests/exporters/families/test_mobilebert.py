import pytest
import torch

from exporters.capture.capture import CaptureOptions, capture
from exporters.errors import Refused
from tests import models


def test_padding_that_changes_the_stock_model_does_not_change_ours() -> None:
    model = models.tiny("mobilebert")
    module = capture(model, "text-classification", CaptureOptions(64)).methods[0].module
    ids = torch.arange(5, 15).reshape(1, -1)
    padded = torch.nn.functional.pad(ids, (0, 6))
    mask = (padded > 0).long()
    with torch.no_grad():
        expected = model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits
        stock = model(input_ids=padded, attention_mask=mask).logits
        ours = module(padded, mask)
    assert (stock - expected).abs().max() > 1e-2
    torch.testing.assert_close(ours, expected, rtol=0.0, atol=1e-5)


def test_scores_beyond_the_mask_are_named() -> None:
    """Without norms scores can grow so large that a padded key still counts."""
    model = models.tiny("mobilebert")
    for layer in model.mobilebert.encoder.layer:
        layer.attention.self.query.weight.data *= 3e3
    words = (
        "Without padding they are equal: its attention has scores beyond what a mask of -1e\\+04"
    )
    with pytest.raises(Refused, match=f"is another model: with 3 tokens and 5 of .*{words} hides"):
        capture(model, "text-classification", CaptureOptions(64))
