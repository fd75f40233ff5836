"""What a program's constants need: each once, matrices in int8 where that was asked."""

import torch
from torch import nn

from exporters.precision.budget import Budget, budget
from exporters.precision.rules import Precision
from exporters.program import Method, Program, TensorSpec
from exporters.reading import LEAST_BYTES


def program(*layers: nn.Module) -> Program:
    network = nn.Sequential(*layers)
    row = TensorSpec("x", torch.float32, (1, 8))
    return Program("any", "any", (Method("forward", network, (row,), (row,)),), 0, 0)


def test_a_matrix_that_stands_twice_counts_once():
    layer = nn.Linear(8, 8)
    found = budget(program(layer, layer), Precision.INT8, {"0", "1"})
    assert found == Budget(int8_bytes=64, ideal_bytes=64 + 8 * 4 + 8 * 4)


def test_a_matrix_as_small_as_zero_points_is_int8_and_not_promised():
    small = nn.Linear(8, 7, bias=False)
    assert small.weight.numel() < LEAST_BYTES
    found = budget(program(small), Precision.INT8, {"0"})
    assert found == Budget(int8_bytes=0, ideal_bytes=56 + 7 * 4)


def test_what_stays_in_float_has_its_bytes():
    assert budget(program(nn.Linear(8, 8)), Precision.FP32, ()) == Budget(0, 72 * 4)
    assert budget(program(nn.Linear(8, 8)), Precision.FP16, ()) == Budget(0, 72 * 2)
