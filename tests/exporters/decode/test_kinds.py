"""Decoders that remember other things than equal layers do: eager, and as a file of each format."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import PreTrainedModel

from exporters.backend import Lowering
from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation
from exporters.decode.cached import CachedDecoder
from exporters.decode.generation_config import settings_from
from exporters.decode.model import StepModel
from exporters.decode.search import translate
from exporters.decode.settings import GenerationSettings
from exporters.decode.state import REPLACE, states_of
from exporters.decode.stateful import step_model
from exporters.eager import TorchRunner
from exporters.families.registry import attentions_of
from exporters.precision.rules import Precision
from exporters.program import Program
from exporters.progress import Silent
from exporters.runtime import load
from tests import recurrent, translation_models
from tests.exporters.families.pruned import pruned
from tests.lowering.store import backend

LENGTH, CAPACITY, BEAMS = 12, 12, 2
FORMATS = ("executorch", "onnx", "coreml")
LIBRARIES = {"executorch": "executorch", "onnx": "onnxruntime", "coreml": "coremltools"}
CLOSE = {None: 1e-5, "executorch": 1e-5, "onnx": 1e-5, "coreml": 5e-3}
"""States of Core ML are float16 even of a program in float32: each step rounds them to 5e-4."""


def decoder(program: Program, form: str | None, folder: Path) -> StepModel:
    """Of a file in float32, or the program itself."""
    if form is None:
        return CachedDecoder(TorchRunner(program), states_of(program))
    pytest.importorskip(LIBRARIES[form])
    end = backend(form)
    longest = program.method("encode").dimensions["length"].maximum
    options = Lowering(Precision.FP32, (longest,))
    path = folder / f"model{end.suffix(2, options.ios)}"
    end.lower(end.quantize(program, options), path, options, Silent())
    return step_model(load(form, path), states_of(program), form == "coreml")


@cache
def uneven() -> tuple[PreTrainedModel, Program]:
    """A Marian without one head of four in three places."""
    whole = translation_models.tiny("marian")
    places = ("decoder.layers.0.self", "decoder.layers.1.encoder", "encoder.layers.0.self")
    at = {each.path: each for each in attentions_of(whole)}
    model = pruned(whole, {at[f"model.{place}_attn"]: range(3) for place in places})
    return model, capture_translation(model, CaptureOptions(LENGTH, CAPACITY, BEAMS))


def test_each_layer_has_states_of_its_own_sizes() -> None:
    states = states_of(uneven()[1])
    assert [state.shape[0] for state in states.kept] == [6, 6, 8, 8]
    cross = {spec.name: spec.shape[0] for spec in uneven()[1].method("encode").outputs}
    assert list(cross.values()) == [4, 4, 3, 3] and tuple(cross) == states.source


@pytest.mark.parametrize("form", FORMATS)
def test_uneven_heads_say_what_generate_says(form: str, tmp_path: Path) -> None:
    model, program = uneven()
    model.generation_config.update(num_beams=BEAMS, max_length=CAPACITY + 1, no_repeat_ngram_size=2)
    settings, program_ = settings_from(model.generation_config), decoder(program, form, tmp_path)
    for length in (LENGTH, 5):
        ids = translation_models.source(length)
        expected = model.generate(input_ids=ids, attention_mask=torch.ones_like(ids))[0].tolist()
        assert translate(program_, ids[0].numpy(), settings) == expected
        assert len(set(expected)) > 4, "a model that repeats itself proves little"


def spoken(model: StepModel, source: torch.Tensor) -> tuple[np.ndarray, torch.Tensor]:
    """Logits of every step over random tokens, hypotheses moved in the middle; and those that each
    step should give."""
    random, found, expected = np.random.default_rng(3), [], []
    tokens = np.zeros((recurrent.HYPOTHESES, 0), np.int64)
    model.encode(source[0].numpy())
    for at in range(recurrent.CAPACITY):
        said = random.integers(0, recurrent.VOCABULARY, recurrent.HYPOTHESES)
        tokens = np.column_stack((tokens, said))
        found.append(model.step(said, at).copy())
        expected.append(recurrent.logits(recurrent.program(), source, torch.from_numpy(tokens)))
        if at == recurrent.CAPACITY // 2:
            origins = np.array([2, 0, 0])
            model.reorder(origins)
            tokens = tokens[origins]
    return np.stack(found), torch.stack(expected)


def far(found: np.ndarray, expected: torch.Tensor) -> float:
    """The largest difference, as a share of what logits usually differ by."""
    return float(np.abs(found - expected.numpy()).max() / expected.std())


@pytest.mark.parametrize("form", [None, *FORMATS])
def test_a_recurrent_decoder_through_sentences_and_moves(form: str | None, tmp_path: Path) -> None:
    program = recurrent.program()
    assert {state.update for state in states_of(program).kept} == {REPLACE}
    model = decoder(program, form, tmp_path)
    long, short = torch.tensor([[5, 9, 33, 2, 17, 8]]), torch.tensor([[21, 4]])
    first, expected = spoken(model, long)
    assert far(first, expected) < CLOSE[form]
    other, expected = spoken(model, short)
    assert far(other, expected) < CLOSE[form]
    assert np.array_equal(spoken(model, long)[0], first)
    settings = GenerationSettings(0, (1,), num_beams=3, max_length=9, no_repeat_ngram=2)
    eager = decoder(program, None, tmp_path)
    ids = long[0].numpy()
    assert translate(model, ids, settings) == translate(eager, ids, settings)


def test_what_is_left_of_a_sentence_or_not_moved_is_found(tmp_path: Path) -> None:
    """Or the test above would compare what nothing can change."""
    long = torch.tensor([[5, 9, 33, 2, 17, 8]])
    for broken in ("reset", "reorder"):
        model = decoder(recurrent.program(), None, tmp_path)
        model.encode(np.array([3, 4]))
        model.step(np.array([7, 8, 9]), 0)
        setattr(model, broken, lambda *_: None)
        assert far(*spoken(model, long)) > 0.1
