"""Outliers apart: the same in float, smaller errors in 8 bits, and only where it costs little."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from exporters.backend import Lowering
from exporters.bundle.write import prepare, write_program
from exporters.capture.capture import CaptureOptions, capture
from exporters.precision.activations import asymmetric_tokens
from exporters.precision.emulate import HALF, SINGLE, TOKENS, Arithmetic, emulated
from exporters.precision.layers import quantized_layers
from exporters.precision.outliers import MOST, WIDTH, OutliersApart, outliers_apart, seats_of
from exporters.precision.rules import Rule
from exporters.program import Program
from exporters.progress import Silent
from exporters.runtime import load
from exporters.tasks.names import TRANSLATION
from tests.translation_models import source, tiny

CHANNELS = [3, 17, 40]
DEEP = {"encoder_layers": 8, "encoder_ffn_dim": 256, "decoder_layers": 1}
"""Many layers that read a source, and one that reads what they made of it."""
WEIGHTS_ALONE = Arithmetic(None)
"""Nothing but weights is rounded, which is the same with and without."""


def program(family: str = "marian_nmt", **changes: object) -> Program:
    """Of a tiny model whose encoder ends in outliers."""
    model = tiny(family, **(changes or DEEP))
    with torch.no_grad():
        model.get_encoder().layers[-1].fc2.bias[CHANNELS] += 200.0 * torch.tensor([1.0, -1.0, 1.0])
    return capture(model, TRANSLATION, CaptureOptions(32, 16, 1))


PROGRAM = program()


def encoded(asked: Program, arithmetic: Arithmetic | None = None) -> torch.Tensor:
    """What ``encode`` makes of a source, all of it as one row."""
    module = asked.method("encode").module
    if arithmetic is not None:
        chosen = {p for p in quantized_layers(module) if p.startswith("projections.")}
        module = emulated(module, frozenset(chosen), arithmetic).eval()
    ids = source(20)
    with torch.no_grad():
        return torch.cat([x.flatten() for x in module(ids, torch.ones_like(ids))])


def test_the_limit_is_of_what_the_norm_before_gives() -> None:
    norm = PROGRAM.method("encode").module.encoder.layers[-1].final_layer_norm
    size = float((norm.weight.square().mean() + norm.bias.square().mean()).detach().sqrt())
    found = seats_of(PROGRAM, TOKENS)
    assert found == {f"projections.{at}": pytest.approx(WIDTH * size) for at in (0, 1)}


def test_float_is_exact_but_for_the_order_of_a_sum() -> None:
    apart = outliers_apart(PROGRAM, TOKENS)
    layers = apart.method("encode").module.projections
    assert all(isinstance(layer, OutliersApart) for layer in layers)
    torch.testing.assert_close(encoded(apart), encoded(PROGRAM), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("arithmetic", (TOKENS, Arithmetic(asymmetric_tokens)))
def test_the_error_of_8_bits_falls_where_there_are_outliers(arithmetic: Arithmetic) -> None:
    exact = encoded(PROGRAM, WEIGHTS_ALONE)
    before = (encoded(PROGRAM, arithmetic) - exact).norm()
    after = (encoded(outliers_apart(PROGRAM, arithmetic), arithmetic) - exact).norm()
    assert after < 0.7 * before


def test_no_weight_and_no_bias_is_there_twice() -> None:
    apart = outliers_apart(PROGRAM, TOKENS).method("encode").module
    layer, own = apart.projections[0], PROGRAM.method("encode").module.projections[0]
    assert layer.inner is own and layer.beyond.weight is own.weight
    assert own.bias is not None and layer.beyond.bias is None


@pytest.mark.parametrize("arithmetic", (SINGLE, HALF, Arithmetic(None)))
def test_a_precision_that_ranges_no_activations_is_left_alone(arithmetic: Arithmetic) -> None:
    assert outliers_apart(PROGRAM, arithmetic) is PROGRAM


def test_a_layer_that_a_rule_leaves_in_float_is_left_alone() -> None:
    rules = (Rule("projections.1", quantize=False),)
    assert set(seats_of(PROGRAM, TOKENS, rules)) == {"projections.0"}


def test_projections_that_are_much_of_the_encoder_are_left_alone() -> None:
    linears = [m for m in PROGRAM.method("encode").module.modules() if isinstance(m, nn.Linear)]
    whole = sum(m.weight.numel() for m in linears)
    own = sum(m.weight.numel() for m in PROGRAM.method("encode").module.projections)
    assert own < MOST * whole
    shallow = program(encoder_layers=2)
    assert outliers_apart(shallow, TOKENS) is shallow


def test_where_no_norm_stands_right_before_them_nothing_is_known_of_their_input() -> None:
    module = PROGRAM.method("encode").module
    hook = module.projections[0].register_forward_pre_hook(lambda _, given: (2 * given[0],))
    try:
        assert set(seats_of(PROGRAM, TOKENS)) == {"projections.1"}
    finally:
        hook.remove()


def test_another_family_computes_the_same_too() -> None:
    own = program("marian", encoder_layers=10, encoder_ffn_dim=512, decoder_layers=1)
    apart = outliers_apart(own, TOKENS)
    assert apart is not own
    torch.testing.assert_close(encoded(apart), encoded(own), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("name", ("executorch", "onnx"))
def test_a_file_has_the_smaller_error_and_no_byte_of_a_weight_more(
    name: str, tmp_path: Path
) -> None:
    pytest.importorskip({"executorch": "executorch", "onnx": "onnxruntime"}[name])
    options, asked = Lowering(lengths=(32,), standalone=True), PROGRAM.without(("decode",))
    (form,) = prepare(asked, (name,), options)
    plain = replace(form, quantized=form.end.quantize(asked, options))
    ids = source(20)
    given = {"input_ids": ids.numpy(), "attention_mask": torch.ones_like(ids).numpy()}
    exact = encoded(PROGRAM, WEIGHTS_ALONE).numpy()
    errors, stored = {}, {}
    for which, made in (("apart", form), ("plain", plain)):
        folder = tmp_path / which
        folder.mkdir()
        file = write_program(made, folder, options, Silent())
        found = load(name, folder / file.path).run("encode", given)
        whole = np.concatenate([found[spec.name].ravel() for spec in asked.methods[0].outputs])
        errors[which] = float(np.linalg.norm(whole - exact))
        stored[which] = sum(file.stored_bytes.get(kind, 0) for kind in ("int8", "uint8"))
    assert errors["apart"] < 0.7 * errors["plain"]
    assert stored["apart"] == stored["plain"]
