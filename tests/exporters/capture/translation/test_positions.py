"""Rows are those of the stock modules, in the encoder and at any step of the decoder."""

import torch

from exporters.capture.translation.positions import m2m100_rows, marian_rows
from tests import translation_models

TIME = 9


def test_marian() -> None:
    stock = translation_models.tiny("marian").model.decoder.embed_positions
    rows = marian_rows(stock, TIME)
    torch.testing.assert_close(rows((1, TIME)), stock((1, TIME)))
    at = torch.tensor([TIME - 1])
    torch.testing.assert_close(rows((3, 1), at), stock((3, 1), TIME - 1))
    assert rows.rows.shape == (TIME, 64)


def test_m2m100() -> None:
    stock = translation_models.tiny("m2m_100").model.decoder.embed_positions
    rows = m2m100_rows(stock, TIME)
    ids = translation_models.source(TIME)
    torch.testing.assert_close(rows(ids), stock(ids)[0])
    last = torch.tensor([TIME - 1])
    expected = stock(ids[:, :1], past_key_values_length=TIME - 1)[0]
    torch.testing.assert_close(rows(ids[:, :1], past_key_values_length=last), expected)
    assert rows.rows.shape == (TIME, 64)


def test_other_modules_keep_their_seats() -> None:
    learned = translation_models.tiny("bart").model.decoder.embed_positions
    assert marian_rows(learned, TIME) is None
    assert m2m100_rows(learned, TIME) is None
