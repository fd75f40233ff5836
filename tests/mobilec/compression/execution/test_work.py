import itertools

import pytest
import torch
from torch import nn

from mobilec.compression.execution.work import RATES, Work, slowest, work_of
from mobilec.layers.plain import chain

X = torch.randn(1, 10, 8)


def test_a_linear_is_counted_by_its_rows():
    assert work_of([nn.Linear(8, 3)], X) == Work(1, 10 * (8 + 3), 10 * 8 * 3, 8 * 3, 1)
    assert work_of([nn.Linear(8, 3)], X[:, :1]) == Work(1, 8 + 3, 8 * 3, 8 * 3, 0)


def test_one_linear_on_one_tensor_counts_once():
    """As back ends compute it; the twin has two linears, or two tensors."""
    shared, others = nn.Linear(8, 2), [nn.Linear(2, 8) for _ in range(3)]
    three = work_of([chain([shared, other]) for other in others], X)
    assert three.calls == 1 + 3
    assert work_of([chain([nn.Linear(8, 2), other]) for other in others], X).calls == 6
    assert work_of([chain([shared, others[0], shared])], X).calls == 3


def test_work_adds_up_and_takes_time():
    one = Work(1, 2, 3, 4, 1)
    assert one + one == one.times(2) == Work(2, 4, 6, 8, 2)
    for of in itertools.chain(*RATES.values()):
        assert one.times(2).nanoseconds(of) == 2 * one.nanoseconds(of) > 0
        assert Work().nanoseconds(of) == 0
        expected = of.call_of_rows + 2 * of.touch + 3 * of.multiply + 4 * of.move
        assert one.nanoseconds(of) == pytest.approx(expected)
        assert Work(calls=1).nanoseconds(of) == of.call


def test_the_slowest_format_and_machine_count():
    """A call more is more in ONNX Runtime, where fewer bytes are less."""
    dense, factored = Work(1, 1000, 10**6, 10**6, 1), Work(2, 1200, 10**5, 10**5, 2)
    times = {
        of: factored.nanoseconds(of) / dense.nanoseconds(of)
        for of in itertools.chain(*RATES.values())
    }
    assert slowest(factored, dense, tuple(RATES)) == max(times.items(), key=lambda item: item[1])
    for name, rates in RATES.items():
        worst = max(rates, key=lambda of: times[of])
        assert slowest(factored, dense, (name,)) == (worst, times[worst])
