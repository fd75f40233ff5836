"""Examples to tokens: cut where asked, never padded, and their lengths counted."""

import pytest

from mobilec.evaluation.data import Example
from mobilec.training.classification.tokens import TokenizedExamples
from mobilec.training.tokenizer import load_tokenizer
from tests.mobilec.training.classification.tiny import write_checkpoint

EXAMPLES = [Example("the film is fine", 1, 2), Example("dull " * 20, 0, 3)]


def test_examples_are_cut_and_not_padded(tmp_path):
    tokenizer = load_tokenizer(write_checkpoint(tmp_path))
    tokenized = TokenizedExamples(EXAMPLES, tokenizer, max_length=10)
    assert tokenized.lengths == [6, 10]
    assert [tokenized[0]["label"], tokenized[1]["label"]] == [1, 0]
    words = tokenizer.convert_ids_to_tokens(tokenized[0]["input_ids"])
    assert words == ["[CLS]", "the", "film", "is", "fine", "[SEP]"]
    assert tokenized[1]["input_ids"][-1] == tokenizer.sep_token_id


@pytest.mark.parametrize("types", [True, False])
def test_pairs_are_those_of_transformers_with_the_types_that_the_model_reads(tmp_path, types):
    tokenizer = load_tokenizer(write_checkpoint(tmp_path))
    pairs = [Example("the film is fine", 1, 2, "dull"), Example("dull " * 20, 0, 3, "a bit " * 9)]
    tokenized = TokenizedExamples(pairs, tokenizer, max_length=10, reads_types=types)
    for at, each in enumerate(pairs):
        expected = tokenizer(
            each.text, each.pair, truncation=True, max_length=10, return_token_type_ids=types
        )
        assert tokenized[at] == {**expected, "label": each.label}
        assert ("token_type_ids" in expected) == types
    assert tokenized.lengths == [8, 10]


def test_a_loaded_tokenizer_neither_cuts_nor_pads(tmp_path):
    # The checkpoint's tokenizer.json pads to 32 tokens and cuts at 8.
    tokenizer = load_tokenizer(write_checkpoint(tmp_path))
    assert [len(ids) for ids in tokenizer([e.text for e in EXAMPLES])["input_ids"]] == [6, 22]
