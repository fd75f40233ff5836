"""Scaled word tables: the stock module's rows, from a plain table and a factor."""

import pytest
import torch
from torch import nn

from exporters.capture.translation.scaled import ScaledRows, scaled_rows
from tests import translation_models


@pytest.mark.parametrize("name", ["bart", "mbart", "m2m_100"])
def test_rows_are_those_of_the_stock_module_and_the_weight_is_its_own(name: str) -> None:
    stock = translation_models.tiny(name, scale_embedding=True).get_encoder().embed_tokens
    seat = scaled_rows(stock, 80)
    assert isinstance(seat, ScaledRows) and type(seat.table) is nn.Embedding
    assert seat.table.weight is stock.weight
    assert seat.factor == 8.0
    ids = translation_models.source(9)
    assert torch.equal(seat(ids), stock(ids))


def test_a_factor_of_one_is_a_plain_table() -> None:
    stock = translation_models.tiny("bart", scale_embedding=False).get_encoder().embed_tokens
    seat = scaled_rows(stock, 80)
    assert type(seat) is nn.Embedding and seat.weight is stock.weight


def test_other_tables_keep_their_seat() -> None:
    assert scaled_rows(nn.Embedding(3, 4), 80) is None
