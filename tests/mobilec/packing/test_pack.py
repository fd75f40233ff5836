"""From a trained folder to a shipped one: whole, measured, and never over another."""

import json

import pytest
import torch
from safetensors.torch import load_file

from exporters.errors import Refused
from exporters.precision.int8 import dequantize_rows, quantize_rows
from mobilec.checkpoint.load import load
from mobilec.packing import quality
from mobilec.packing.measure import classify, measured_accuracy
from mobilec.packing.pack import pack
from mobilec.shipped.stored import is_stored


def test_the_packed_folder_is_the_rounded_model(trained, dev, tmp_path):
    pack(trained, tmp_path / "packed", dev)
    assert is_stored(tmp_path / "packed")
    packed = load(tmp_path / "packed")
    assert packed.labels == ("negative", "positive")
    original = load_file(trained / "model.safetensors")["bert.pooler.dense.weight"]
    rounded = packed.model.get_parameter("bert.pooler.dense.weight")
    assert torch.equal(rounded, dequantize_rows(*quantize_rows(original)))


def test_the_record_goes_along_and_says_what_was_measured(trained, dev, tmp_path):
    record = pack(trained, tmp_path / "packed", dev)
    assert json.loads((tmp_path / "packed" / "training.json").read_text()) == record
    stored = record["stored"]
    assert record["dev_accuracy"] == 0.5
    assert stored["float_dev_accuracy"] == measured_accuracy(trained, dev)
    assert stored["stored_dev_accuracy"] == measured_accuracy(tmp_path / "packed", dev)
    assert stored["stored_bytes"] == (tmp_path / "packed" / "model.safetensors").stat().st_size
    assert stored["stored_bytes"] < stored["float_bytes"]


def test_accuracy_is_counted_over_the_rows_of_the_file(trained, dev, tmp_path):
    checkpoint = load(trained)
    lines = dev.read_text().splitlines()[1:]
    right = [
        classify(checkpoint, line.split("\t")[0]) == int(line.split("\t")[1]) for line in lines
    ]
    assert measured_accuracy(trained, dev) == sum(right) / len(lines)
    turned = tmp_path / "turned.tsv"
    rows = [f"{line[:-1]}{1 - int(line[-1])}" for line in lines]
    turned.write_text("\n".join(["sentence\tlabel", *rows]))
    assert measured_accuracy(trained, turned) == pytest.approx(1 - sum(right) / len(lines))


def test_the_packed_tokenizer_neither_cuts_nor_pads(trained, dev, tmp_path):
    pack(trained, tmp_path / "packed", dev)
    tokenizer = json.loads((tmp_path / "packed" / "tokenizer.json").read_text())
    assert tokenizer["truncation"] is None and tokenizer["padding"] is None


def test_a_card_that_is_there_stays_and_a_model_that_is_there_is_refused(trained, dev, tmp_path):
    (tmp_path / "packed").mkdir()
    (tmp_path / "packed" / "README.md").write_text("a card")
    pack(trained, tmp_path / "packed", dev)
    assert (tmp_path / "packed" / "README.md").read_text() == "a card"
    with pytest.raises(Refused, match="holds a model already"):
        pack(trained, tmp_path / "packed", dev)


def test_nothing_appears_when_it_fails_halfway(trained, dev, tmp_path, monkeypatch):
    def fail(*_):
        raise KeyboardInterrupt

    before = {file.name for file in tmp_path.iterdir()}
    monkeypatch.setattr(quality, "measured_accuracy", fail)
    with pytest.raises(KeyboardInterrupt):
        pack(trained, tmp_path / "packed", dev)
    assert {file.name for file in tmp_path.iterdir()} == before | {"packed"}
    assert not list((tmp_path / "packed").iterdir())


def test_a_folder_that_training_did_not_write_is_refused(trained, dev, tmp_path):
    (trained / "training.json").unlink()
    with pytest.raises(Refused, match="lacks training.json"):
        pack(trained, tmp_path / "packed", dev)
