"""Positions are those of transformers, with padding anywhere."""

import pytest
import torch
from transformers.models.roberta.modeling_roberta import RobertaEmbeddings

from exporters.capture.positions import after_padding


@pytest.mark.parametrize("padding", [0, 1, 3])
def test_equal_to_roberta_s(padding: int) -> None:
    ids = torch.randint(0, 6, (1, 40), generator=torch.Generator().manual_seed(padding))
    expected = RobertaEmbeddings.create_position_ids_from_input_ids(ids, padding)
    assert torch.equal(after_padding(ids, padding), expected)


def test_by_hand() -> None:
    assert after_padding(torch.tensor([[7, 1, 8, 9, 1]]), 1).tolist() == [[2, 1, 3, 4, 1]]
