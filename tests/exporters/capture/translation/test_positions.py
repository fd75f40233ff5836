"""Rows are those of the stock modules, in the encoder and at any step of the decoder."""

import pytest
import torch
from torch import nn

from exporters.capture.translation.positions import (
    M2M100Rows,
    MarianRows,
    position_rows,
    share_equal_,
)
from tests import translation_models

TIME = 9


def stock_of(name: str) -> nn.Module:
    return translation_models.tiny(name).model.decoder.embed_positions


def test_marian() -> None:
    stock = stock_of("marian")
    rows = position_rows(stock, TIME)
    torch.testing.assert_close(rows((1, TIME)), stock((1, TIME)))
    at = torch.tensor([TIME - 1])
    torch.testing.assert_close(rows((3, 1), at), stock((3, 1), TIME - 1))


@pytest.mark.parametrize("name", ["bart", "mbart", "m2m_100"])
def test_others(name: str) -> None:
    stock = stock_of(name)
    rows = position_rows(stock, TIME)
    ids = translation_models.source(TIME)
    torch.testing.assert_close(rows(ids).reshape(TIME, -1), stock(ids)[0])
    last = rows(ids[:, :1], cache_length=torch.tensor([TIME - 1]))
    expected = stock(ids[:, :1], cache_length=TIME - 1)[0]
    torch.testing.assert_close(last, expected)


def test_m2m_100_gives_a_padding_token_within_a_source_no_position() -> None:
    stock = stock_of("m2m_100")
    rows = position_rows(stock, TIME)
    assert isinstance(rows, M2M100Rows)
    ids = torch.tensor([[1, 9, 1, 1, 8, 7, 1]])
    expected = stock(ids)
    torch.testing.assert_close(rows(ids), expected)
    assert not expected[0, 0].any() and torch.equal(expected[0, 4], stock(ids[:, 4:6])[0, 1])
    torch.testing.assert_close(rows.counting_all()(ids), stock(ids + 8)[0])
    assert rows.padding == 1


@pytest.mark.parametrize("name", ["marian", "bart", "mbart", "m2m_100"])
def test_only_the_rows_that_can_be_asked_for_are_kept(name: str) -> None:
    assert position_rows(stock_of(name), TIME).table.weight.shape == (TIME, 64)


def test_equal_positions_become_one_table_and_others_stay() -> None:
    first, equal, longer = (MarianRows(torch.ones(time, 4)) for time in (TIME, TIME, TIME + 1))
    share_equal_((nn.Sequential(first), nn.Sequential(equal, longer)))
    assert equal.table is first.table
    assert longer.table.weight.shape == (TIME + 1, 4)


def test_other_modules_keep_their_seats() -> None:
    assert position_rows(nn.Embedding(20, 4), TIME) is None
