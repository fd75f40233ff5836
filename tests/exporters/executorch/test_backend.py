"""What a .pte computes: PyTorch's answers, at every length, whatever the padding."""

import numpy as np
import pytest

from exporters.precision.rules import Precision, Rule
from tests.exporters.executorch.conftest import LONGEST, Lower, Lowered, samples, sentence

LENGTHS = (2, 17, LONGEST)
SEEDS = range(4)
EXACT = 1e-5
"""float32: sums in another order; 8e-7 was seen for logits of 0.5."""
INT8 = 0.06
"""Both factors rounded to 8 bits in 14 products one after the other; 0.030 was seen."""
HALF = 0.01
"""11 bits of precision in float16; 0.0023 was seen."""
STATIC = 0.25
"""Mean over the calibrated sentences: one range for a whole tensor is coarse for random weights."""

FLOAT_RULES = (Rule("*.layer.0.output.dense", quantize=False), Rule("*pooler*", quantize=False))


def _error(lowered: Lowered, length: int) -> float:
    drawn = [sentence(length, seed=seed) for seed in SEEDS]
    return max(float(np.abs(lowered.logits(s) - lowered.original(s)).max()) for s in drawn)


@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize(
    ("family", "precision", "largest"),
    [
        ("bert", Precision.FP32, EXACT),
        ("bert", Precision.INT8, INT8),
        ("albert", Precision.INT8, INT8),
    ],
)
def test_equals_pytorch(
    lower: Lower, family: str, precision: Precision, largest: float, length: int
) -> None:
    assert _error(lower(family, precision), length) <= largest


def test_half_precision_is_near_and_gives_float32(lower: Lower) -> None:
    lowered = lower("bert", Precision.FP16, layers=1)
    assert lowered.logits(sentence(17)).dtype == np.float32
    assert EXACT < _error(lowered, 17) <= HALF
    half = sum(t.size_bytes for t in lowered.reading.tensors if t.dtype == "float16")
    assert half > 0.98 * sum(t.size_bytes for t in lowered.reading.tensors)


def test_int8_really_rounds(lower: Lower) -> None:
    """The twin of the test above: its tolerance is not loose enough to hide a float file."""
    assert _error(lower("bert", Precision.INT8), 17) > 100 * EXACT


def test_static_is_near_on_what_was_calibrated(lower: Lower) -> None:
    lowered = lower("bert", Precision.INT8_STATIC)
    drawn = [{"input_ids": i.numpy(), "attention_mask": m.numpy()} for i, m in samples()]
    errors = [float(np.abs(lowered.logits(s) - lowered.original(s)).mean()) for s in drawn]
    assert np.mean(errors) <= STATIC


@pytest.mark.parametrize(
    ("family", "precision", "largest"),
    [
        ("bert", Precision.FP32, EXACT),
        ("bert", Precision.INT8, EXACT),  # one scale a token: other tokens change nothing
        ("bert", Precision.INT8_STATIC, EXACT),
        ("albert", Precision.INT8, EXACT),
    ],
)
def test_padding_changes_nothing(
    lower: Lower, family: str, precision: Precision, largest: float
) -> None:
    lowered = lower(family, precision)
    for length in (2, 17, LONGEST - 1):
        padded = lowered.logits(sentence(length, padding=LONGEST - length))
        np.testing.assert_allclose(padded, lowered.logits(sentence(length)), atol=largest, rtol=0)


def test_the_mask_is_heeded(lower: Lower) -> None:
    """The twin of the test above: without its mask, padding does change the answer."""
    lowered = lower("bert", Precision.FP32)
    unmasked = sentence(17, padding=5)
    unmasked["attention_mask"] = np.ones_like(unmasked["attention_mask"])
    assert np.abs(lowered.logits(unmasked) - lowered.logits(sentence(17))).max() > 100 * EXACT


def test_layers_kept_in_float_by_rule_are_closer(lower: Lower) -> None:
    kept = lower("bert", Precision.INT8, layers=1, rules=FLOAT_RULES)
    assert _error(kept, 17) <= INT8
    int8 = [t for t in kept.reading.tensors if t.dtype == "int8"]
    assert len(int8) == 3 + 6 + 2 - 2  # tables, layer, pooler and classifier; but for two
