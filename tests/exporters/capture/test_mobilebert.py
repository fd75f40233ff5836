import torch

from exporters.capture.capture import CaptureOptions, capture
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
