"""Calibration: texts of the user as batches that the model takes."""

import pytest
import torch

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.compression.data import calibration
from mobilec.compression.data.calibration import Calibration
from mobilec.compression.method import Context


def test_labelled_sentences_give_the_loss_of_the_task(bert, labelled):
    given = Calibration(labelled, bert, "text-classification")
    model = load(bert).model
    losses = [float(model(**batch).loss) for batch in given.batches]
    assert len(losses) == len(given.texts) == 24
    assert all(loss > 0 for loss in losses)


def test_plain_sentences_have_no_labels(bert, tmp_path):
    (tmp_path / "texts.txt").write_text("we go on\nso do i\n")
    given = Calibration(tmp_path / "texts.txt", bert, "text-classification")
    assert given.texts == ("we go on", "so do i")
    assert all(batch.keys() == {"input_ids", "attention_mask"} for batch in given.batches)


def test_pairs_give_the_loss_of_a_translator(marian, parallel):
    given = Calibration(parallel, marian, "translation")
    checkpoint = load(marian)
    batch, text = given.batches[0], checkpoint.text
    assert text.words.ids(given.texts[0]) == batch["input_ids"][0].tolist()
    assert text.words.text(batch["labels"][0].tolist()) == given.texts[1]
    shifted = [checkpoint.model.config.decoder_start_token_id, *batch["labels"][0].tolist()[:-1]]
    assert batch["decoder_input_ids"][0].tolist() == shifted
    assert len(given.texts) == 48
    given = checkpoint.model(**batch).loss
    own = checkpoint.model(**{k: v for k, v in batch.items() if k != "decoder_input_ids"}).loss
    torch.testing.assert_close(given, own)


def test_long_texts_are_cut_to_what_the_model_has_room_for(bert, tmp_path):
    (tmp_path / "texts.txt").write_text("we go on " * 200)
    (batch,) = Calibration(tmp_path / "texts.txt", bert, "text-classification").batches
    assert batch["input_ids"].shape == (1, 128)


def test_enough_tokens_are_enough(bert, tmp_path, monkeypatch):
    (tmp_path / "texts.txt").write_text("we go on\n" * 50)
    every = Calibration(tmp_path / "texts.txt", bert, "text-classification").batches
    assert len(every) == 50
    monkeypatch.setattr(calibration, "TOKENS", 4 * every[0]["input_ids"].shape[1] - 1)
    assert len(Calibration(tmp_path / "texts.txt", bert, "text-classification").batches) == 4


def test_a_step_that_needs_data_says_so(bert):
    with pytest.raises(Refused, match="a budget needs calibration data: give --data FILE"):
        Context("text-classification", bert).needed("a budget")
