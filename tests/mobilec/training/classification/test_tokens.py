"""Examples to tokens: cut where asked, never padded, and their lengths counted."""

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


def test_a_loaded_tokenizer_neither_cuts_nor_pads(tmp_path):
    # The checkpoint's tokenizer.json pads to 32 tokens and cuts at 8.
    tokenizer = load_tokenizer(write_checkpoint(tmp_path))
    assert [len(ids) for ids in tokenizer([e.text for e in EXAMPLES])["input_ids"]] == [6, 22]
