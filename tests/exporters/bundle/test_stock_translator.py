"""The reference is transformers itself, limited as asked."""

import numpy as np
import torch
from transformers import GenerationConfig

from exporters.bundle.stock_translator import FORCED_LEAD, StockTranslator
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
