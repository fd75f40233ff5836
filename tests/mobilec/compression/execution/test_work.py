import torch
from torch import nn

from mobilec.compression.execution.work import Work, work_of
from mobilec.layers.plain import chain

X = torch.randn(1, 10, 8)


def test_a_linear_is_counted_by_its_rows():
    assert work_of([nn.Linear(8, 3)], X) == Work(1, 10 * (8 + 3), 10 * 8 * 3, 8 * 3)


def test_one_linear_on_one_tensor_counts_once():
    """As back ends compute it; the twin has two linears, or two tensors."""
    shared, others = nn.Linear(8, 2), [nn.Linear(2, 8) for _ in range(3)]
    three = work_of([chain([shared, other]) for other in others], X)
    assert three.calls == 1 + 3
    assert work_of([chain([nn.Linear(8, 2), other]) for other in others], X).calls == 6
    assert work_of([chain([shared, others[0], shared])], X).calls == 3


def test_work_adds_up_and_takes_time():
    one = Work(1, 2, 3, 4)
    assert one + one == one.times(2) == Work(2, 4, 6, 8)
    assert one.times(2).nanoseconds == 2 * one.nanoseconds > 0
    assert Work().nanoseconds == 0
