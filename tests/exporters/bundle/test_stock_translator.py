"""The reference is transformers itself, limited as asked."""

import numpy as np
import torch
from transformers import GenerationConfig

from exporters.bundle.stock_translator import FORCED_LEAD, StockTranslator
from exporters.capture.band import Band
from exporters.decode.settings import GenerationSettings
from tests import translation_models

IDS = [9, 10, 11, 12]
SETTINGS = GenerationSettings(0, (1,), num_beams=3, max_length=9, forced_bos=17)


def test_tokens_are_those_of_generate_with_the_asked_limits() -> None:
    model = translation_models.tiny("mt5")
    stock = StockTranslator(model, SETTINGS)
    ids = torch.tensor([IDS])
    for beams, found in ((1, stock.greedy(IDS).tokens), (3, stock.searched(IDS))):
        config = GenerationConfig.from_dict(model.generation_config.to_dict())
        config.num_beams, config.max_length, config.forced_bos_token_id = beams, 9, 17
        expected = model.generate(
            ids, attention_mask=torch.ones_like(ids), generation_config=config
        )
        assert found == tuple(expected[0].tolist())
        assert found[1] == 17 and len(found) == 9
    assert model.generation_config.forced_bos_token_id is None


def test_leads_are_those_over_the_second_best() -> None:
    stock = StockTranslator(translation_models.tiny("mt5"), SETTINGS)
    found = stock.greedy(IDS)
    assert len(found.leads) == 8
    assert found.leads[0] == FORCED_LEAD
    second, best = np.sort(stock.logits(IDS, found.tokens)[1])[-2:]
    np.testing.assert_allclose(found.leads[1], best - second, rtol=1e-3)


def test_rows_are_of_the_table_of_each_side() -> None:
    model = translation_models.tiny("marian-separate")
    stock = StockTranslator(model, GenerationSettings(499, (0,)))
    for method, stack in (("encode", model.get_encoder()), ("decode", model.get_decoder())):
        expected = stack.get_input_embeddings().weight[[3, 5]].detach().numpy()
        np.testing.assert_array_equal(stock.rows(method, [3, 5]), expected)


def test_rows_in_bands_are_those_of_all_tables_side_by_side() -> None:
    class Banded(torch.nn.Module):
        def __init__(self, tables: list[Band]) -> None:
            super().__init__()
            self.tables = torch.nn.ModuleList(tables)

        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            own = [(ids - t.first + 1).clamp(0, len(t.weight) - 1) for t in self.tables]
            return torch.cat([t(at) for t, at in zip(self.tables, own, strict=True)], -1)

    rows = [torch.randn(words + 2, 2) for words in (3, 7)]
    for each in rows:
        each[0] = each[-1] = 0
    model = translation_models.tiny("marian")
    model.get_decoder().set_input_embeddings(Banded([Band(rows[0], 0), Band(rows[1], 3)]))
    found = StockTranslator(model, SETTINGS).rows("decode", [0, 9, 3])
    expected = [[*rows[0][1], 0, 0], [0, 0, *rows[1][7]], [0, 0, *rows[1][1]]]
    np.testing.assert_array_equal(found, np.array(expected, np.float32))
