"""A translator on its way into the package: rounded, measured, with search and languages."""

import json

import pytest
import torch
from safetensors.torch import load_file

from exporters.errors import Refused
from exporters.precision.int8 import dequantize_rows, quantize_rows
from mobilec.checkpoint.load import load
from mobilec.packing.measure import translated
from mobilec.packing.pack import Search, pack
from mobilec.shipped.stored import is_stored


@pytest.fixture
def packed(translator, parallel, tmp_path):
    pack(translator, tmp_path / "packed", parallel, parallel, Search(beams=3, no_repeat=4))
    return tmp_path / "packed"


def test_the_packed_folder_is_the_rounded_model(translator, packed):
    assert is_stored(packed)
    model = load(packed).model
    original = load_file(translator / "model.safetensors")
    table = dequantize_rows(*quantize_rows(original["model.shared.weight"]))
    for embeddings in (model.get_input_embeddings(), model.get_output_embeddings()):
        assert torch.equal(embeddings.weight, table)
    assert model.get_output_embeddings().weight is model.get_input_embeddings().weight
    assert torch.equal(model.final_logits_bias, original["final_logits_bias"])


def test_the_search_has_the_beams_that_were_chosen(translator, packed):
    assert load(translator).text.settings.num_beams == 1
    assert load(packed).text.settings.num_beams == 3
    assert load(packed).text.settings.no_repeat_ngram == 4
    assert load(packed).text.settings.bad_words == load(translator).text.settings.bad_words != ()


def test_languages_go_along(packed):
    text = load(packed).text
    assert (text.source_language, text.target_language) == ("en", "de")


def test_the_record_says_what_was_measured(packed, parallel):
    record = json.loads((packed / "training.json").read_text())
    assert record["dev_chrf"] == 0.5
    stored = record["stored"]
    assert stored["stored_bytes"] < stored["float_bytes"]
    for part in ("stored_dev", "stored_test"):
        assert stored[part].keys() == {"greedy", "4 beams"}
    score = stored["stored_test"]["greedy"]["BLEU"]
    assert 0 <= score["score"] <= 100 and "version" in score["signature"]
    assert stored["float_dev"].keys() == {"greedy"}
    samples = stored["samples"]
    assert len(samples) == 10
    assert samples[3]["source"] == "Big dogs sleep."
    (answer,) = translated(load(packed), [samples[3]["source"]], beams=3)
    assert samples[3]["translation"] == answer


def test_translations_come_in_the_order_of_their_sentences(translator):
    checkpoint = load(translator)
    texts = ["Big cats sleep here.", "Dogs run.", "Cats."]
    alone = [translated(checkpoint, [text], beams=1)[0] for text in texts]
    assert translated(checkpoint, texts, beams=1) == alone


def test_beams_are_refused_where_nothing_is_searched(trained, dev, tmp_path):
    with pytest.raises(Refused, match="no generation_config.json"):
        pack(trained, tmp_path / "packed", dev, search=Search(beams=4))
    assert not list((tmp_path / "packed").iterdir())


def test_a_classifier_does_not_translate(trained):
    with pytest.raises(Refused, match="does not translate"):
        translated(load(trained), ["Dogs run."], beams=1)
