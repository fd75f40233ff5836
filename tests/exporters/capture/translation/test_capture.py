"""Every translation family's program is the stock model, step by step, padded or not."""

from functools import cache

import numpy as np
import pytest
import torch
from transformers import PreTrainedModel

from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation
from exporters.decode.cached import CachedDecoder
from exporters.decode.state import states_of
from exporters.eager import TorchRunner
from exporters.errors import Refused
from exporters.program import Program
from tests import models, translation_models

CLOSE = {"rtol": 1e-5, "atol": 1e-4}
"""The same float32 sums in another order, for logits up to 30; 2e-5 was seen."""
SMALL = CaptureOptions(max_length=24, max_target=12, hypotheses=3)


@cache
def captured(name: str) -> Program:
    return capture_translation(translation_models.tiny(name), SMALL)


def decoder_of(program: Program) -> CachedDecoder:
    return CachedDecoder(TorchRunner(program), states_of(program))


def forced(hypotheses: int, steps: int) -> torch.Tensor:
    """Random tokens: a model left alone repeats itself, and would hide a wrong cache."""
    generator = torch.Generator().manual_seed(steps)
    return torch.randint(8, models.VOCABULARY - 8, (hypotheses, steps), generator=generator)


def stock(model: PreTrainedModel, ids: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
    model.set_attn_implementation("eager")
    ids = ids.expand(len(tokens), -1)
    with torch.no_grad():
        return model(
            input_ids=ids, attention_mask=torch.ones_like(ids), decoder_input_ids=tokens
        ).logits


def ours(
    decoder: CachedDecoder, ids: torch.Tensor, tokens: torch.Tensor, padding: int = 0
) -> torch.Tensor:
    mask = np.pad(np.ones(ids.shape[1], np.int64), (0, padding))
    decoder.encode(np.pad(ids[0].numpy(), (0, padding)), mask)
    steps = [decoder.step(column.numpy(), at).copy() for at, column in enumerate(tokens.T)]
    return torch.from_numpy(np.stack(steps, axis=1))


@pytest.mark.parametrize("name", translation_models.FAMILIES)
def test_equals_the_stock_model(name: str) -> None:
    """One token to the longest source, every position to the last one of the cache."""
    model = translation_models.tiny(name)
    decoder = decoder_of(captured(name))
    tokens = forced(3, steps=12)
    for length in (1, 7, 24):
        ids = translation_models.source(length)
        expected = stock(model, ids, tokens)
        torch.testing.assert_close(ours(decoder, ids, tokens), expected, **CLOSE)
        padded = ours(decoder, ids, tokens, padding=24 - length)
        torch.testing.assert_close(padded, expected, **CLOSE)


@pytest.mark.parametrize("name", ["marian", "mbart", "m2m_100", "t5"])
def test_equals_the_stock_model_where_a_user_typed_the_padding_token(name: str) -> None:
    model, program = translation_models.tiny(name), captured(name)
    ids, tokens = translation_models.source(12), forced(2, steps=3)
    ids[:, [0, 3, 4]] = program.pad_id
    torch.testing.assert_close(
        ours(decoder_of(program), ids, tokens), stock(model, ids, tokens), **CLOSE
    )


@pytest.mark.parametrize("name", translation_models.FAMILIES)
def test_logits_depend_on_source_and_tokens(name: str) -> None:
    """The comparison above would mean little if they did not."""
    model = translation_models.tiny(name)
    tokens = forced(3, steps=12)
    logits = [stock(model, translation_models.source(n), tokens) for n in (5, 7, 24)]
    assert torch.stack(logits).std(dim=0).mean() > 0.05
    assert logits[0].std(dim=(0, 1)).mean() > 0.2


def test_one_hypothesis_and_many_are_the_same_model() -> None:
    model = translation_models.tiny("t5")
    ids, tokens = translation_models.source(9), forced(3, steps=5)
    alone = decoder_of(capture_translation(model, CaptureOptions(24, 12)))
    together = ours(decoder_of(captured("t5")), ids, tokens)
    for row in range(3):
        torch.testing.assert_close(ours(alone, ids, tokens[row : row + 1])[0], together[row])


def test_two_methods_with_named_state() -> None:
    program = captured("t5")
    encode, decode = program.methods
    assert (program.task, program.family, program.pad_id) == ("translation", "t5", 0)
    assert [spec.name for spec in encode.inputs] == ["input_ids", "attention_mask"]
    assert [spec.name for spec in decode.inputs[:5]] == [
        *("token", "position", "attention_mask", "cross_key_0", "cross_value_0"),
    ]
    assert [spec.name for spec in decode.inputs[-2:]] == ["key_1", "value_1"]
    assert [spec.name for spec in decode.outputs[:3]] == ["logits", "new_key_0", "new_value_0"]
    assert decode.inputs[-1].shape == (3 * 4, 12, 12)
    assert decode.outputs[-1].shape == (3 * 4, 1, 12)
    assert decode.outputs[0].shape == (3, models.VOCABULARY)
    assert encode.outputs[0].sizes({"length": 9}) == decode.inputs[3].sizes({"length": 9})


@pytest.mark.parametrize("name", ["bart", "m2m_100", "t5"])
def test_methods_give_the_shapes_that_they_declare(name: str) -> None:
    for method in captured(name).methods:
        with torch.no_grad():
            outputs = method.module(*method.example({"length": 6}))
        assert len(outputs) == len(method.outputs)
        for spec, output in zip(method.outputs, outputs, strict=True):
            assert tuple(output.shape) == spec.sizes({"length": 6}), spec.name
            assert output.dtype == spec.dtype


@pytest.mark.parametrize("name", ["marian", "t5"])
def test_traced_with_a_source_of_any_length(name: str) -> None:
    """One of each group, through torch.export, as the back ends do."""
    program = captured(name)
    encode, decode = program.methods
    length = torch.export.Dim("length", min=2, max=24)
    state = tuple({1: length} if s.name.startswith("cross") else {} for s in decode.inputs[3:])
    traced = {
        "encode": _traced(encode.module, encode.example({"length": 9}), ({1: length},) * 2),
        "decode": _traced(
            decode.module, decode.example({"length": 9}), ({}, {}, {1: length}, state)
        ),
    }
    for method in program.methods:
        inputs = method.example({"length": 17})
        with torch.no_grad():
            expected = method.module(*inputs)
        torch.testing.assert_close(traced[method.name](*inputs), expected, **CLOSE)


def _traced(
    module: torch.nn.Module, example: tuple[torch.Tensor, ...], shapes: tuple[object, ...]
) -> torch.nn.Module:
    with torch.no_grad():
        return torch.export.export(module, example, dynamic_shapes=shapes).module()


def test_the_model_is_left_as_it_is() -> None:
    model = translation_models.tiny("t5").train()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    capture_translation(model, SMALL)
    assert model.training
    assert model.config._attn_implementation == "sdpa"
    assert model.encoder.block[0].layer[0].SelfAttention.has_relative_attention_bias
    assert all(torch.equal(before[name], tensor) for name, tensor in model.state_dict().items())


def test_half_precision_checkpoints_become_one_set_of_float32() -> None:
    model = translation_models.tiny("bart").to(torch.bfloat16)
    encode, decode = capture_translation(model, SMALL).methods
    shared = model.model.shared.weight
    tables = [
        {id(p) for p in method.module.parameters() if p.shape == shared.shape}
        for method in (encode, decode)
    ]
    assert tables[0] == tables[1]
    assert len(tables[0]) == 1
    assert {p.dtype for p in decode.module.parameters()} == {torch.float32}


@pytest.mark.parametrize("name", translation_models.FAMILIES)
def test_counts_each_parameter_once(name: str) -> None:
    model = translation_models.tiny(name)
    count = sum(parameter.numel() for parameter in model.parameters())
    assert captured(name).unique_parameters == count + _replaced(model)


def _replaced(model: PreTrainedModel) -> int:
    """Tables of positions are cut to the lengths; T5's buckets become rows of a mask."""
    width, kept = model.config.d_model, (SMALL.max_length + SMALL.max_target)
    family = model.config.model_type
    if family in ("t5", "mt5"):
        return -2 * 8 * 4
    # M2M100's are computed, so they are not among the model's parameters; BART's leave two free.
    rows = {"marian": 80, "marian_nmt": 80, "bart": 82, "mbart": 82, "m2m_100": 0}[family]
    return width * (kept - 2 * rows)


def test_decode_does_not_hold_the_encoder() -> None:
    decode = captured("bart").method("decode")
    names = [name for name, _ in decode.module.named_parameters()]
    assert not [name for name in names if "encoder." in name]
    assert not [name for name in names if "encoder_attn.k_proj" in name]


def test_other_families_are_refused() -> None:
    with pytest.raises(
        Refused, match="'bert' is not served; served are marian, marian_nmt, bart, mbart"
    ):
        capture_translation(models.tiny("bert"), SMALL)


def test_lengths_beyond_the_positions_are_refused() -> None:
    with pytest.raises(Refused, match="81 tokens was asked for.* positions for 80"):
        capture_translation(translation_models.tiny("bart"), CaptureOptions(8, 81))


@pytest.mark.parametrize("size", ["max_length", "max_target", "hypotheses"])
def test_empty_sizes_are_refused(size: str) -> None:
    with pytest.raises(Refused, match=f"{size} is 0; it can be no less than 1"):
        CaptureOptions(**{size: 0})
