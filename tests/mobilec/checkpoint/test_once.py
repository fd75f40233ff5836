"""Each tensor is stored once and filled strictly."""

import pytest
import torch
from torch import nn

from exporters.errors import Refused
from mobilec.checkpoint.once import fill_, stored_once


def tied() -> nn.Sequential:
    table, head = nn.Embedding(7, 4), nn.Linear(4, 7)
    head.weight = table.weight
    return nn.Sequential(table, nn.Linear(4, 4), head)


def test_a_tied_tensor_is_stored_under_its_first_name():
    assert list(stored_once(tied())) == ["0.weight", "1.weight", "1.bias", "2.bias"]


def test_what_was_stored_fills_another_model_bit_for_bit():
    model, other = tied(), tied()
    fill_(other, stored_once(model), "x")
    assert all(
        torch.equal(a, b) for a, b in zip(model.parameters(), other.parameters(), strict=True)
    )
    assert other[0].weight is other[2].weight


def test_any_of_its_names_will_do():
    stored = stored_once(tied())
    stored["2.weight"] = stored.pop("0.weight")
    fill_(tied(), stored, "x")


def test_everything_that_differs_is_said_at_once():
    stored = stored_once(tied())
    del stored["1.bias"]
    stored |= {"3.weight": torch.zeros(1), "1.weight": torch.zeros(4, 5)}
    with pytest.raises(Refused) as refused:
        fill_(tied(), stored, "x")
    assert str(refused.value) == (
        "the weights of x are not those of its record; absent: 1.bias; without a place: 3.weight; "
        "1.weight is (4, 5) where (4, 4) belongs"
    )
