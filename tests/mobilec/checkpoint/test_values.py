"""Weights that are no weights are named before a model is made of them."""

import pytest
import torch

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.checkpoint.values import refuse_values
from tests.mobilec.checkpoint import making

ROWS = torch.ones(2, 3)


def with_value(value: float) -> torch.Tensor:
    changed = ROWS.clone()
    changed[1, 2] = value
    return changed


@pytest.mark.parametrize(
    ("tensor", "words"),
    [
        (with_value(float("nan")), r"1 of 6 numbers in a.weight that are not finite.* \[1, 2\]"),
        (with_value(float("inf")).half(), "that are not finite"),
        (ROWS.to(torch.complex64), "complex numbers in a.weight"),
        (ROWS.to(torch.int8), "int8 in a.weight: weights that are quantized already"),
        (ROWS.to(torch.float8_e4m3fn), "float8_e4m3fn in a.weight"),
        (torch.tensor(float("nan")), r"1 of 1 numbers in a.weight"),
    ],
)
def test_the_tensor_is_named(tensor: torch.Tensor, words: str) -> None:
    with pytest.raises(Refused, match=words):
        refuse_values({"sound.bias": ROWS, "a.weight": tensor}, "it")


def test_buffers_may_be_what_they_are() -> None:
    positions, mask = torch.arange(3), torch.full((3,), float("-inf"))
    refuse_values({"position_ids": positions, "attention.mask": mask, "a.weight": ROWS}, "it")


def test_a_checkpoint_with_a_number_that_is_none_is_refused_by_its_tensor(tmp_path) -> None:
    model = making.bert(tmp_path)
    with torch.no_grad():
        model.classifier.bias[1] = float("nan")
    model.save_pretrained(tmp_path)
    with pytest.raises(Refused, match="numbers in classifier.bias that are not finite"):
        load(tmp_path)
