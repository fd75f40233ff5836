"""int8 of a translator in PyTorch: one bad layer is found, and tied tables stay together."""

import pytest
import torch
from transformers import PreTrainedModel

from exporters.capture.capture import CaptureOptions, capture
from exporters.decode.settings import GenerationSettings
from mobilec.exporting.forced import Emulation
from tests import translation_models

FRAGILE = "model.model.decoder.layers.1.fc2"
SETTINGS = GenerationSettings(
    start_id=499, eos_ids=(0,), max_length=12, bad_words=((499,),), forced_eos=(0,)
)


def fragile_model() -> PreTrainedModel:
    """One input of the layer is huge, and cancelled: int8 rounds everything beside it away."""
    model = translation_models.tiny("marian")
    before, layer = (model.model.decoder.layers[1].get_submodule(n) for n in ("fc1", "fc2"))
    with torch.no_grad():
        before.bias[0] = 300.0
        layer.weight[:, 0] = 0.5
        layer.bias -= 0.5 * 300.0
    return model


@pytest.fixture(scope="module")
def emulation() -> Emulation:
    program = capture(fragile_model(), "translation", CaptureOptions(16, max_target=11))
    return Emulation(program, SETTINGS)


@pytest.fixture(scope="module")
def sources() -> list[list[int]]:
    return [translation_models.source(n)[0].tolist() for n in (5, 9, 14)]


def test_the_fragile_layer_is_ranked_first(emulation, sources) -> None:
    asked: list[str] = []
    ranked = emulation.worst_layers(sources, asked.append)
    assert ranked[0] == (FRAGILE,)
    assert len(asked) == len(ranked)


def test_a_tied_table_is_one_entry(emulation) -> None:
    tied = next(group for group in emulation._groups() if len(group) > 1)
    assert {"encoder.embed_tokens", "model.lm_head"} < set(tied)
    assert all(tied[0] not in other for other in emulation._groups() if other != tied)


def test_all_layers_in_float_say_what_the_model_says(emulation, sources) -> None:
    every = [path for group in emulation._groups() for path in group]
    model = fragile_model()
    model.generation_config.update(max_length=12, num_beams=1)
    for source in sources:
        ids = torch.tensor([source])
        expected = model.generate(ids, attention_mask=torch.ones_like(ids))[0].tolist()
        assert emulation.search(every)(source) == expected
    rounded = emulation.search(())
    assert any(rounded(source) != emulation.search(every)(source) for source in sources)
