import torch

from exporters.capture.mpnet import PositionBias
from tests import models


def test_bias_is_the_stock_bias_at_every_length() -> None:
    encoder = models.tiny("mpnet").mpnet.encoder
    bias = PositionBias(encoder, 64)
    for time in (2, 17, 64):
        expected = encoder.compute_position_bias(torch.zeros(1, time, 1))
        assert torch.equal(bias(time), expected[0])
