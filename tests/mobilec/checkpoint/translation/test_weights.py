"""A translator comes in with all of its weights, tied where its tensors are."""

import json
from pathlib import Path

import pytest
import torch
from transformers import PreTrainedModel

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.shipped.stored import save_state_dict
from tests.mobilec.checkpoint.translation.making import save_tokenizer
from tests.translation_models import FAMILIES, UNTIED, source, tiny

SUMMATION_ORDER = 2e-5
"""Weights mapped from a file are aligned otherwise than fresh ones, and summed in other order."""


def saved(family: str, folder: Path) -> PreTrainedModel:
    model = tiny(family)
    fresh = dict(type(model)(model.config).named_parameters())
    for name, table in model.named_parameters():
        if name.endswith("embed_positions.weight") and not table.requires_grad:
            # Marian's waves are not stored: every model of its size has the same.
            table.data = fresh[name].data
    model.save_pretrained(folder)
    save_tokenizer(folder, model.config)
    return model


def logits(model: PreTrainedModel) -> torch.Tensor:
    ids = source(7)
    with torch.no_grad():
        return model(input_ids=ids, decoder_input_ids=ids.flip(1)).logits


def check_same(folder: Path, model: PreTrainedModel) -> PreTrainedModel:
    loaded = load(folder).model
    torch.testing.assert_close(logits(loaded), logits(model), rtol=0, atol=SUMMATION_ORDER)
    return loaded


@pytest.mark.parametrize("family", FAMILIES)
def test_loaded_model_computes_what_was_saved(family: str, tmp_path: Path) -> None:
    model = saved(family, tmp_path)
    loaded = check_same(tmp_path, model)
    tied = loaded.get_output_embeddings().weight is loaded.get_decoder().embed_tokens.weight
    assert tied == (family not in UNTIED)


@pytest.mark.parametrize("family", FAMILIES)
def test_pickle_with_every_name_of_old(family: str, tmp_path: Path) -> None:
    """Checkpoints of 2020 hold each tied table under each of its names, and sine tables."""
    model = saved(family, tmp_path)
    (tmp_path / "model.safetensors").unlink()
    torch.save(dict(model.state_dict()), tmp_path / "pytorch_model.bin")
    check_same(tmp_path, model)


@pytest.mark.parametrize("family", ["t5", "mt5"])
@pytest.mark.parametrize("said", [True, False])
def test_tensors_decide_whether_the_head_is_tied(family: str, said: bool, tmp_path: Path) -> None:
    """T5's config of transformers 5 says tied whatever the file holds."""
    model = saved("t5-gated" if family == "t5" else family, tmp_path)
    config = tmp_path / "config.json"
    content = json.loads(config.read_text())
    scales = content.get("scale_decoder_outputs")
    config.write_text(json.dumps(content | {"tie_word_embeddings": said}))
    loaded = load(tmp_path).model
    assert torch.equal(loaded.lm_head.weight, model.lm_head.weight)
    if family == "mt5" or not scales:
        check_same(tmp_path, model)


@pytest.mark.parametrize("family", ["marian", "m2m_100", "t5", "mt5"])
def test_stored_int8_rows(family: str, tmp_path: Path) -> None:
    model = saved(family, tmp_path)
    kept = {n: t for n, t in model.state_dict().items() if n in stored_names(tmp_path)}
    save_state_dict(kept, tmp_path / "model.safetensors")
    loaded = load(tmp_path).model
    table = model.get_input_embeddings().weight
    error = (loaded.get_input_embeddings().weight - table).abs().amax(1)
    assert (error <= table.abs().amax(1) / 127).all()
    tied = loaded.get_output_embeddings().weight is loaded.get_decoder().embed_tokens.weight
    assert tied == (family not in UNTIED)


def stored_names(folder: Path) -> set[str]:
    from safetensors import safe_open

    with safe_open(folder / "model.safetensors", framework="pt") as file:
        return set(file.keys())


def test_missing_layer_is_refused(tmp_path: Path) -> None:
    model = saved("marian", tmp_path)
    state = {n: t for n, t in model.state_dict().items() if "decoder.layers.1" not in n}
    (tmp_path / "model.safetensors").unlink()
    torch.save(state, tmp_path / "pytorch_model.bin")
    with pytest.raises(Refused, match="MarianMTModel; absent .would be random.*decoder.layers.1"):
        load(tmp_path)


def test_missing_table_is_refused(tmp_path: Path) -> None:
    model = saved("bart", tmp_path)
    tables = ("shared", "embed_tokens", "lm_head")
    state = {n: t for n, t in model.state_dict().items() if not any(t in n for t in tables)}
    (tmp_path / "model.safetensors").unlink()
    torch.save(state, tmp_path / "pytorch_model.bin")
    with pytest.raises(Refused, match="BartForConditionalGeneration; absent"):
        load(tmp_path)
