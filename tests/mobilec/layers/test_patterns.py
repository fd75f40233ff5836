"""Patterns against their formula, at every length, and with padding wherever it may be."""

import copy

import numpy as np
import pytest
import torch

from mobilec.layers.patterns import PATTERNS, Patterns
from tests.mobilec.layers.patterns import expected

NAMES = tuple(PATTERNS)
FLOAT32 = 1e-6
"""Of weights up to 1."""
FLOAT16 = 2e-3
"""Two units of the last place of a weight near 1: three products, a quotient and its sum."""


def made(mask, time, dtype=torch.float32, names=NAMES):
    batch = 1 if mask is None else len(mask)
    return Patterns()(names, mask, torch.zeros(batch, time, 8, dtype=dtype))


@pytest.mark.parametrize("time", [1, 2, 3, 9, 128])
@pytest.mark.parametrize("name", NAMES)
def test_a_pattern_is_its_formula(name, time):
    (found,) = made(None, time, names=(name,))[0]
    np.testing.assert_allclose(found, expected(name, range(time)), atol=FLOAT32)


def test_a_row_is_a_distribution_or_nothing():
    sums = made(None, 6).sum(-1)[0]
    nothing = {"previous": [0], "next": [5], "left-context": [0, 1], "right-context": [4, 5]}
    for name, rows in zip(NAMES, sums, strict=True):
        wanted = [float(at not in nothing.get(name, ())) for at in range(6)]
        torch.testing.assert_close(rows, torch.tensor(wanted))


@pytest.mark.parametrize("tokens", [[1] * 5 + [0] * 4, [0] * 4 + [1] * 5, [0, 1, 1, 0, 1, 1, 1]])
def test_padding_is_not_there(tokens):
    there = torch.tensor(tokens, dtype=torch.bool)
    found = made(there[None, None, None], len(tokens))[0]
    for name, weights in zip(NAMES, found, strict=True):
        inner = weights[there][:, there]
        np.testing.assert_allclose(inner, expected(name, range(5)), atol=FLOAT32)
        assert not weights[:, ~there].any()


def test_masks_of_any_kind_say_the_same():
    plain = torch.tensor([[1, 1, 1, 1, 0, 0], [1, 1, 1, 1, 1, 1]])
    seen = plain.bool()[:, None, None]
    lowest = torch.finfo(torch.float32).min
    forms = [
        seen,
        seen.expand(-1, -1, 6, -1),
        torch.where(seen, 0.0, lowest),
        torch.where(seen, 0.0, -1e4).expand(-1, -1, 6, -1),
        plain,
    ]
    wanted = made(forms[0], 6)
    for form in forms[1:]:
        torch.testing.assert_close(made(form, 6), wanted, rtol=0, atol=0)
    torch.testing.assert_close(made(None, 6)[0], wanted[1], rtol=0, atol=0)


@pytest.mark.parametrize("name", NAMES)
def test_half_precision_is_enough_for_a_long_text(name):
    (found,) = made(None, 512, torch.float16, names=(name,))[0]
    np.testing.assert_allclose(found.float(), expected(name, range(512)), atol=FLOAT16)


def test_layers_of_one_mask_have_them_made_once():
    patterns, like = Patterns(), torch.zeros(1, 5, 8)
    mask, other = torch.zeros(1, 1, 1, 5), torch.tensor([0.0, 0, 0, -1e4, -1e4])[None, None, None]
    first = patterns(("end",), mask, like)
    assert patterns(("end",), mask, like) is first
    assert not torch.equal(patterns(("start",), mask, like), first)
    assert not torch.equal(patterns(("end",), other, like), first)
    assert patterns(("end",), None, torch.zeros(1, 7, 8)).shape == (1, 1, 7, 7)
    assert copy.deepcopy(patterns)(("end",), None, torch.zeros(1, 7, 8)).shape[-1] == 7


def test_what_was_made_without_gradients_is_not_handed_to_a_training():
    patterns, like = Patterns(), torch.randn(1, 4, 8, requires_grad=True)
    with torch.inference_mode():
        patterns(("end",), None, like)
    torch.matmul(patterns(("end",), None, like), like).sum().backward()
    assert like.grad is not None
