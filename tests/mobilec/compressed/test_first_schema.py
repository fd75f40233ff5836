"""Records of schema 1, as the version wrote them that knew no other: each opens as it did.

A file of ``schema-1`` has a record, the names and shapes of the tensors that were stored with it,
settings of the model, and the last logits that it gave for IDS with the weights of ``numbers``.
"""

import json
import zlib
from hashlib import sha256
from pathlib import Path

import pytest
import torch
import transformers

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.checkpoint.once import fill_, stored_once
from mobilec.compressed.read import read_record
from mobilec.compressed.rebuild import rebuilt
from mobilec.compressed.record import RECORD, write_record
from mobilec.compression.registry import METHODS
from mobilec.shipped.catalogue import shipped_folder

THEN = {
    *("reduce-vocabulary", "albert-embedding", "banded-embedding", "define-embedding"),
    *("dextra-embedding", "svd", "tensor-train", "tucker", "shared-tucker", "finetune"),
}
"""The methods of that time."""
WRITTEN = {file.stem: file for file in sorted((Path(__file__).parent / "schema-1").glob("*.json"))}
IDS = torch.tensor([[5, 9, 20, 11, 7, 3]])
SHIPPED = shipped_folder("sentiment-en")
WARM = "A warm and funny film."
SAID = [-3.2193, 4.0096]
"""The logits of WARM by the version that wrote its record, and the sha256 of its weights there."""
WEIGHTS = "10364e2674be6a1e7d65dddaebf780cf00a92e429503275e51c06f8547573dea"


def numbers(name: str, shape: list[int]) -> torch.Tensor:
    """Weights that depend on their name alone."""
    generator = torch.Generator().manual_seed(zlib.crc32(name.encode()))
    return 0.2 * torch.randn(shape, generator=generator)


def document(name: str) -> dict:
    return json.loads(WRITTEN[name].read_text())


def opened(written: dict, folder: Path) -> transformers.PreTrainedModel:
    """The model of a record in ``folder``, filled with the tensors that were stored."""
    of = getattr(transformers, written["record"]["source"]["architecture"])
    model = rebuilt(of, read_record(folder, of), "test")
    assert [*stored_once(model)] == [*written["stored"]]
    fill_(model, {name: numbers(name, shape) for name, shape in written["stored"].items()}, "test")
    return model


@torch.inference_mode()
def logits(model: transformers.PreTrainedModel) -> torch.Tensor:
    own = {"decoder_input_ids": IDS} if model.config.is_encoder_decoder else {}
    found = model(input_ids=IDS, attention_mask=torch.ones_like(IDS), **own).logits
    return found.reshape(-1, found.shape[-1])[-1][:8]


def test_every_method_that_wrote_one_is_there():
    records = (document(name)["record"] for name in WRITTEN)
    assert {step["method"] for record in records for step in record["steps"]} == THEN
    assert THEN <= {*METHODS}


@pytest.mark.parametrize("name", WRITTEN)
def test_it_opens_as_it_did(name, tmp_path):
    written = document(name)
    (tmp_path / RECORD).write_text(json.dumps(written["record"]))
    model = opened(written, tmp_path)
    torch.testing.assert_close(logits(model), torch.tensor(written["logits"]), atol=1e-5, rtol=0)
    assert {key: getattr(model.config, key) for key in written["settings"]} == written["settings"]


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_of_it_is_schema_2_and_the_same(name, tmp_path):
    written = document(name)
    (tmp_path / RECORD).write_text(json.dumps(written["record"]))
    of = getattr(transformers, written["record"]["source"]["architecture"])
    record = read_record(tmp_path, of)
    write_record(record, tmp_path)
    assert json.loads((tmp_path / RECORD).read_text())["schema"] == 2
    assert read_record(tmp_path, of) == record
    torch.testing.assert_close(
        logits(opened(written, tmp_path)), torch.tensor(written["logits"]), atol=1e-5, rtol=0
    )


def test_what_people_read_of_a_step_is_kept(tmp_path):
    written = document("marian-words-albert-bank")["record"]
    (tmp_path / RECORD).write_text(json.dumps(written))
    record = read_record(tmp_path, transformers.MarianMTModel).to_json()
    for old, new in zip(written["steps"], json.loads(json.dumps(record["steps"])), strict=True):
        for seats in ("seats", "shared"):
            for seat in old[seats]:
                seat.pop("sizes")
            assert new[seats] == old[seats]
        assert all(new[key] == old[key] for key in ("method", "options", "notes"))


def test_a_step_that_does_not_fit_is_refused_by_its_number(tmp_path):
    written = document("bert-words-define-svd")["record"]
    written["steps"][2]["seats"][0]["path"] = "bert.nowhere"
    (tmp_path / RECORD).write_text(json.dumps(written))
    with pytest.raises(Refused, match=r"step 3 \(svd\) does not fit .* no module 'bert.nowhere'"):
        read_record(tmp_path, transformers.BertForSequenceClassification)
    written["steps"][0]["rebuild"]["padding"] = []
    (tmp_path / RECORD).write_text(json.dumps(written))
    with pytest.raises(Refused, match=r"step 1 \(reduce-vocabulary\) does not fit"):
        read_record(tmp_path, transformers.BertForSequenceClassification)


def test_the_shipped_classifier_opens():
    assert json.loads((SHIPPED / RECORD).read_text())["schema"] == 1
    checkpoint = load("sentiment-en")
    seen = sha256()
    for name, tensor in sorted(checkpoint.model.state_dict().items()):
        seen.update(name.encode() + tensor.contiguous().numpy().tobytes())
    assert seen.hexdigest() == WEIGHTS
    ids = torch.tensor([checkpoint.tokenizer.encode(WARM).ids])
    with torch.inference_mode():
        found = checkpoint.model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits
    torch.testing.assert_close(found[0], torch.tensor(SAID), atol=1e-3, rtol=0)
