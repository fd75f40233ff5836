"""Bands by how often words occur: the tokenizer gives the frequent ones the first ids."""

import pytest
import torch

from mobilec.checkpoint.load import load
from mobilec.compression.vocabulary.json_words import JsonWords
from tests import translation_models
from tests.mobilec.compression.conftest import WORDS, made

FULL = {
    "method": "banded-embedding",
    "by": "counts",
    "cutoffs": [100, 250],
    "widths": [64, 64, 64],
}


def logits(checkpoint, text: str) -> torch.Tensor:
    ids = torch.tensor([checkpoint.tokenizer.encode(text).ids])
    with torch.no_grad():
        return checkpoint.model(input_ids=ids).logits


def test_a_classifier_answers_as_before(bert, labelled, tmp_path):
    result = made(bert, tmp_path, FULL, data=labelled)
    dense, small = load(bert), load(result.folder)
    for text in ("we go on up to an inn", "zebra!"):
        expected = logits(dense, text)
        torch.testing.assert_close(logits(small, text), expected, atol=1e-4, rtol=1e-4)


def test_frequent_words_come_first(bert, labelled, tmp_path):
    result = made(bert, tmp_path, FULL, data=labelled)
    dense, small = load(bert).tokenizer, load(result.folder).tokenizer
    assert dense.get_vocab().keys() == small.get_vocab().keys()
    special = len(JsonWords(bert, dense, 500).lists[0].special)
    assert {small.id_to_token(id) for id in range(special)} >= {"[PAD]", "[CLS]", "[SEP]"}
    words = [id for word in WORDS for id in small.encode(word, add_special_tokens=False).ids]
    assert max(words) < special + len(WORDS) + 5
    by_id = [dense.token_to_id(word) for word in WORDS]
    assert max(id for id in by_id if id is not None) > 300


@pytest.mark.parametrize("family", ["marian", "t5"])
def test_a_translator_answers_as_before(family, parallel, tmp_path):
    folder = translation_models.save(family, tmp_path / "dense")
    result = made(folder, tmp_path, FULL, data=parallel)
    dense, small = load(folder), load(result.folder)
    old, new = dense.tokenizer, small.tokenizer
    kept = [old.token_to_id(new.id_to_token(id)) for id in range(len(new.get_vocab()))]
    ids, mapped = (torch.tensor([c.text.words.ids("we go on")]) for c in (dense, small))
    assert [kept[id] for id in mapped[0].tolist()] == ids[0].tolist()
    with torch.no_grad():
        before = dense.model(input_ids=ids, decoder_input_ids=ids).logits[..., kept]
        after = small.model(input_ids=mapped, decoder_input_ids=mapped).logits
    torch.testing.assert_close(after, before, atol=1e-3, rtol=1e-3)


def test_padding_is_still_padding(parallel, tmp_path):
    folder = translation_models.save("marian", tmp_path / "dense")
    result = made(folder, tmp_path, FULL, data=parallel)
    small = load(result.folder)
    table = small.model.get_input_embeddings()
    assert small.tokenizer.id_to_token(small.pad_id) == "<pad>"
    assert table.padding_idx == small.pad_id == small.model.config.pad_token_id
