"""A compressed folder on its way into the package: its structure, its record, its rounded rows."""

import json
import shutil
from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file

from exporters.errors import Refused
from exporters.precision.int8 import dequantize_rows, quantize_rows
from mobilec.checkpoint.compressed import compression_of
from mobilec.checkpoint.load import load
from mobilec.checkpoint.once import stored_once
from mobilec.compression.compress import compress
from mobilec.compression.options import CompressOptions
from mobilec.packing.measure import measured_accuracy
from mobilec.packing.pack import Search, pack
from mobilec.shipped.stored import WEIGHTS_FILE, is_stored, load_state_dict
from tests.mobilec.compression.conftest import written

NARROW = {"method": "albert-embedding", "width": 8}
RANKED = {"method": "svd", "rank": 4, "layers": ["*.intermediate.dense", "*.output.dense"]}


def compressed(model, folder, *steps):
    options = CompressOptions(str(model), written(folder, *steps), folder / "small")
    return compress(options).folder


@pytest.fixture
def small(trained, tmp_path):
    return compressed(trained, tmp_path, NARROW, RANKED)


@pytest.fixture
def packed(small, dev, tmp_path):
    pack(small, tmp_path / "packed", dev)
    return tmp_path / "packed"


def test_the_packed_folder_is_the_rounded_model(small, packed):
    assert is_stored(packed)
    rounded = stored_once(load(packed).model)
    original, stored = load_file(small / WEIGHTS_FILE), load_state_dict(packed)
    assert rounded.keys() == original.keys() == stored.keys()
    for name, tensor in original.items():
        assert torch.equal(rounded[name], stored[name]), name
        matrix = tensor.dim() == 2 and len(tensor) > 1
        wanted = dequantize_rows(*quantize_rows(tensor)) if matrix else tensor
        assert torch.equal(rounded[name], wanted), name


def test_what_is_no_matrix_stays_as_it_is(trained, dev, tmp_path):
    bank = {"method": "shared-tucker", "form": "IV", "width": 8, "bank": 2}
    small = compressed(trained, tmp_path, bank)
    pack(small, tmp_path / "packed", dev)
    original, stored = load_file(small / WEIGHTS_FILE), load_state_dict(tmp_path / "packed")
    cubes = [name for name, tensor in original.items() if tensor.dim() == 3]
    assert cubes and all(torch.equal(original[name], stored[name]) for name in cubes)
    load(tmp_path / "packed")


def test_the_record_is_of_the_stored_weights(small, packed):
    before, after = compression_of(load(small)), compression_of(load(packed))
    assert before and after and before.sha256 != after.sha256 == load(packed).digest
    assert replace(after, sha256=before.sha256) == before


def test_with_the_record_of_the_float_weights_it_is_refused(small, packed):
    shutil.copyfile(small / "compression.json", packed / "compression.json")
    with pytest.raises(Refused, match="one of the two is another model's"):
        load(packed)


def test_the_report_goes_along_and_says_what_was_measured(small, packed, dev):
    report = json.loads((packed / "compression-report.json").read_text())
    stored = report.pop("stored")
    assert report == json.loads((small / "compression-report.json").read_text())
    assert stored["float_dev_accuracy"] == measured_accuracy(small, dev)
    assert stored["stored_dev_accuracy"] == measured_accuracy(packed, dev)
    assert stored["stored_bytes"] < stored["float_bytes"]
    assert not (packed / "training.json").exists()


def test_a_packed_model_is_compressed_further(packed, tmp_path):
    again = tmp_path / "again"
    again.mkdir()
    further = {"method": "svd", "rank": 4, "layers": ["*.attention.self.*"]}
    record = compression_of(load(compressed(packed, again, further)))
    assert record and [step.method for step in record.steps] == ["albert-embedding", "svd", "svd"]


def test_tied_factors_of_a_translator_stay_tied(translator, parallel, tmp_path):
    small = compressed(translator, tmp_path, NARROW)
    pack(small, tmp_path / "packed", parallel, search=Search(beams=2))
    checkpoint = load(tmp_path / "packed")
    assert checkpoint.text.settings.num_beams == 2
    assert stored_once(checkpoint.model).keys() == load_file(small / WEIGHTS_FILE).keys()
    again = stored_once(checkpoint.model)
    assert all(torch.equal(again[n], t) for n, t in load_state_dict(tmp_path / "packed").items())


def test_what_is_stored_already_is_refused(packed, dev, tmp_path):
    with pytest.raises(Refused, match="stored in int8 rows already"):
        pack(packed, tmp_path / "twice", dev)
    assert not (tmp_path / "twice").exists()


def test_a_folder_without_its_report_is_refused(small, dev, tmp_path):
    (small / "compression-report.json").unlink()
    with pytest.raises(Refused, match="lacks compression-report.json"):
        pack(small, tmp_path / "packed", dev)
