"""Which form each layer gets, and what is refused before any slow work."""

from collections import Counter

import pytest
import torch

from exporters.backend import Lowering, backend
from exporters.capture.capture import CaptureOptions
from exporters.capture.translation.capture import capture_translation
from exporters.errors import Refused
from exporters.executorch.forms import DynamicLinear, Int8Embedding, LinearLayerNorm, StaticLinear
from exporters.precision.rules import Precision, Rule
from exporters.program import Program
from tests import translation_models
from tests.exporters.executorch.conftest import captured, samples

LINEARS = 2 * 6 + 2
"""Of two layers (query, key, value, output, two of the feed-forward), pooler, classifier."""


def _forms(program: Program) -> Counter[str]:
    return Counter(type(m).__name__ for m in program.methods[0].module.modules())


def _quantized(precision: Precision, rules: tuple[Rule, ...] = ()) -> Program:
    options = Lowering(precision, (32,), rules, samples())
    return backend("executorch").quantize(captured("bert"), options)


@pytest.mark.parametrize(
    ("precision", "linear"),
    [
        (Precision.INT8, DynamicLinear),
        (Precision.INT8_STATIC, StaticLinear),
        (Precision.FP16, torch.nn.Linear),
        (Precision.FP32, torch.nn.Linear),
    ],
)
def test_forms_by_precision(precision: Precision, linear: type) -> None:
    forms = _forms(_quantized(precision))
    assert forms[linear.__name__] == LINEARS
    assert forms[Int8Embedding.__name__] == (3 if precision.is_int8 else 0)
    assert forms[LinearLayerNorm.__name__] == 5 and forms["LayerNorm"] == 0


def test_rules_leave_layers_in_float() -> None:
    rules = (Rule("*.layer.1.*", quantize=False), Rule("*word_embeddings", quantize=False))
    forms = _forms(_quantized(Precision.INT8, rules))
    assert (forms["DynamicLinear"], forms["Linear"]) == (LINEARS - 6, 6)
    assert (forms["Int8Embedding"], forms["Embedding"]) == (2, 1)


def test_the_program_is_left_as_it_is() -> None:
    program = captured("bert")
    before = _forms(program)
    backend("executorch").quantize(program, Lowering(Precision.INT8, (32,)))
    assert _forms(program) == before


def test_a_shared_layer_stays_one_module() -> None:
    options = Lowering(Precision.INT8, (32,))
    module = backend("executorch").quantize(captured("albert", layers=3), options).methods[0].module
    assert sum(isinstance(m, DynamicLinear) for m in module.modules()) == 6 + 3


def test_what_cannot_be_made_is_refused_with_the_reason() -> None:
    with pytest.raises(Refused, match=r"int8-weight cannot be made as \.pte: .*partitioner.*int8,"):
        _quantized(Precision.INT8_WEIGHT)


def test_static_without_text_is_refused() -> None:
    options = Lowering(Precision.INT8_STATIC, (32,))
    with pytest.raises(Refused, match="--calibrate"):
        backend("executorch").quantize(captured("bert"), options)


def _translator(family: str, options: Lowering) -> Program:
    captured = capture_translation(translation_models.tiny(family), CaptureOptions(12, 8))
    return backend("executorch").quantize(captured, options)


def _first_inputs(program: Program) -> list[str]:
    return [method.inputs[0].name for method in program.methods]


@pytest.mark.parametrize(
    ("family", "options", "first"),
    [
        ("bart", Lowering(Precision.INT8), ["source_rows", "token_rows"]),
        ("bart", Lowering(Precision.FP32), ["source_rows", "token_rows"]),
        ("bart", Lowering(Precision.INT8, standalone=True), ["input_ids", "token"]),
        ("marian-separate", Lowering(Precision.INT8), ["input_ids", "token_rows"]),
        ("t5", Lowering(Precision.FP16), ["source_rows", "token_rows"]),
        ("mt5", Lowering(Precision.INT8), ["input_ids", "token"]),
    ],
)
def test_who_looks_rows_up(family: str, options: Lowering, first: list[str]) -> None:
    program = _translator(family, options)
    assert _first_inputs(program) == first
    tables = _forms(program)["Embedding"] + _forms(program)["Int8Embedding"]
    positions = _forms(program)["BartRows"] + _forms(program)["MarianRows"]
    assert tables - positions == ("input_ids" in first)


def test_rows_kept_in_float_by_a_rule_stay_in_the_program() -> None:
    """Nobody could look float rows up in an int8 layer."""
    kept = Rule("*embed_tokens*", quantize=False)
    assert _first_inputs(_translator("bart", Lowering(rules=(kept,)))) == ["input_ids", "token"]
    output = Rule("*lm_head", quantize=False)
    taken = _first_inputs(_translator("bart", Lowering(rules=(output,))))
    assert taken == ["source_rows", "token_rows"]


def test_static_ranges_of_a_decoder_are_refused() -> None:
    with pytest.raises(Refused, match="int8-static cannot be made of a program that decodes"):
        _translator("bart", Lowering(Precision.INT8_STATIC, samples=samples()))
