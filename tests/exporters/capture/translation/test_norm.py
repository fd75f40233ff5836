import torch
from torch import nn

from exporters.capture.translation.norm import rms_norm
from tests import translation_models


def test_is_the_norm_of_both_families_on_its_weight() -> None:
    for name in ("t5", "mt5"):
        stock = translation_models.tiny(name).decoder.final_layer_norm
        norm = rms_norm(stock, 10)
        x = 3 * torch.randn(2, 5, 64)
        torch.testing.assert_close(norm(x), stock(x))
        assert norm.weight is stock.weight


def test_other_modules_keep_their_seats() -> None:
    assert rms_norm(nn.LayerNorm(4), 10) is None
