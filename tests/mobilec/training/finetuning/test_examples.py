"""Rows become batches: padded where nothing is read, with no loss where nothing is said."""

from mobilec.training.finetuning.examples import Padding, TokenizedRows
from mobilec.training.measures import IGNORED


def test_a_batch_of_labels():
    batch = Padding(9)([{"input_ids": [1, 2], "labels": 1}, {"input_ids": [3], "labels": 0}])
    assert {name: tensor.tolist() for name, tensor in batch.items()} == {
        "input_ids": [[1, 2], [3, 9]],
        "attention_mask": [[1, 1], [1, 0]],
        "labels": [1, 0],
    }


def test_a_batch_of_pairs_has_types_and_those_of_a_text_alone_are_zeros():
    pair = {"input_ids": [1, 2], "token_type_ids": [0, 1], "labels": 1}
    batch = Padding(9)([pair, {"input_ids": [3, 4, 5], "labels": 0}])
    assert batch["token_type_ids"].tolist() == [[0, 1, 0], [0, 0, 0]]


def test_a_batch_of_translations():
    rows = [{"input_ids": [1], "labels": [4, 5]}, {"input_ids": [2], "labels": [6]}]
    batch = Padding(9, start_id=8)(rows)
    assert batch["labels"].tolist() == [[4, 5], [6, IGNORED]]
    assert batch["decoder_input_ids"].tolist() == [[8, 4], [8, 9]]


def test_the_longer_side_is_the_length_of_a_row():
    rows = TokenizedRows(
        [{"input_ids": [1, 2], "labels": 1}, {"input_ids": [3], "labels": [4] * 5}]
    )
    assert rows.lengths == [2, 5] and len(rows) == 2
