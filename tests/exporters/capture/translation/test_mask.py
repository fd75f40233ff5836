import torch

from exporters.capture.masks import MASKED
from exporters.capture.translation.mask import StepMask


def test_sees_what_came_before_and_itself() -> None:
    mask = StepMask(capacity=3)
    assert mask(torch.tensor([0])).tolist() == [[[[MASKED, MASKED, MASKED, 0]]]]
    assert mask(torch.tensor([2])).tolist() == [[[[0, 0, MASKED, 0]]]]


def test_a_bias_is_added_head_by_head() -> None:
    bias = torch.arange(24.0).reshape(2, 3, 4)
    row = StepMask(3, bias)(torch.tensor([1]))
    assert row.shape == (1, 2, 1, 4)
    assert row[0, :, 0].tolist() == [
        [4, 5 + MASKED, 6 + MASKED, 7],
        [16, 17 + MASKED, 18 + MASKED, 19],
    ]
