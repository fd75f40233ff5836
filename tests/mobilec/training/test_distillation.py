"""Losses of distillation against their formulas, number by number."""

import math

import pytest
import torch

from mobilec.training.distillation import layer_map, patient, soft_targets


def test_soft_targets_are_hintons():
    student, teacher, temperature = [2.0, -1.0, 0.5], [0.1, 0.7, -0.3], 3.0

    def softened(logits):
        powers = [math.exp(z / temperature) for z in logits]
        return [power / sum(powers) for power in powers]

    p, q = softened(teacher), softened(student)
    expected = temperature**2 * sum(a * math.log(a / b) for a, b in zip(p, q, strict=True))
    said, wanted = torch.tensor([student]), torch.tensor([teacher])
    one = torch.ones(1)
    assert float(soft_targets(said, wanted, temperature, one)) == pytest.approx(expected, rel=1e-5)
    assert float(soft_targets(wanted, wanted, temperature, one)) == pytest.approx(0, abs=1e-6)


def test_padding_does_not_count():
    said, wanted = torch.randn(2, 3, 5), torch.randn(2, 3, 5)
    counts = torch.tensor([[1.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    each = [
        soft_targets(said[b, t], wanted[b, t], 2.0, torch.ones(()))
        for b, t in ((0, 0), (0, 1), (1, 0))
    ]
    mean = float(sum(each)) / 3
    assert float(soft_targets(said, wanted, 2.0, counts)) == pytest.approx(mean, rel=1e-5)


def test_soft_targets_do_not_fade_with_the_temperature():
    """The factor T^2: gradients stay of one size."""
    sizes = []
    for temperature in (4.0, 8.0):
        said = torch.tensor([[1.0, -1.0, 0.2]], requires_grad=True)
        wanted = torch.tensor([[0.0, 0.5, -0.5]])
        soft_targets(said, wanted, temperature, torch.ones(1)).backward()
        sizes.append(float(said.grad.norm()))
    assert sizes[1] == pytest.approx(sizes[0], rel=0.25)


def test_hidden_states_are_normalised():
    student, teacher = torch.tensor([[3.0, 0.0]]), torch.tensor([[0.0, 5.0]])
    assert float(patient([student], [teacher], torch.ones(1))) == pytest.approx(2.0)
    assert float(
        patient([student, student], [teacher, student * 7], torch.ones(1))
    ) == pytest.approx(1.0)


def test_maps_are_those_of_the_paper():
    """Six layers of twelve: {2, 4, 6, 8, 10} and {7, 8, 9, 10, 11}."""
    assert [other for _, other in layer_map(6, 12, "skip")] == [2, 4, 6, 8, 10]
    assert [other for _, other in layer_map(6, 12, "last")] == [7, 8, 9, 10, 11]
    assert [one for one, _ in layer_map(6, 12, "last")] == [1, 2, 3, 4, 5]
