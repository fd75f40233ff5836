"""What the reader says about finished files."""

from collections import Counter
from pathlib import Path

import pytest

from exporters.errors import Refused
from exporters.onnx.quantize import Activations
from exporters.precision.rules import Precision, Rule
from exporters.reading import Reading, read
from tests.exporters.onnx.files import LONGEST, made


def reading(family: str, precision: Precision) -> Reading:
    return read("onnx", made(family, precision).path)


def bytes_by_dtype(read: Reading) -> Counter[str]:
    counts: Counter[str] = Counter()
    for tensor in read.tensors:
        counts[tensor.dtype] += tensor.size_bytes
    return counts


def test_the_method_is_as_it_was_captured() -> None:
    (method,) = reading("bert", Precision.FP32).methods
    assert method.name == "forward"
    assert method.inputs == (
        ("input_ids", "int64", (1, None)),
        ("attention_mask", "int64", (1, None)),
    )
    assert method.outputs == (("logits", "float32", (1, 3)),)


def test_float32_is_four_bytes_a_parameter() -> None:
    for family in ("bert", "albert"):
        read = reading(family, Precision.FP32)
        unique = made(family, Precision.FP32).program.unique_parameters
        assert bytes_by_dtype(read)["float32"] == pytest.approx(4 * unique, rel=0.01)


def test_int8_weights_are_stored_in_8_bits() -> None:
    """Tables as int8, what is multiplied in integers as uint8."""
    for family in ("bert", "albert"):
        sizes = bytes_by_dtype(reading(family, Precision.INT8))
        unique = made(family, Precision.INT8).program.unique_parameters
        # what is left in float: biases, layer norms, scales; large beside rows of 64
        assert min(sizes["int8"], sizes["uint8"]) > 0.1 * unique
        assert 0.9 * unique < sizes["int8"] + sizes["uint8"] < unique
        assert sizes["float32"] < 0.3 * unique


def test_float16_weights_are_float16() -> None:
    sizes = bytes_by_dtype(reading("bert", Precision.FP16))
    assert sizes["float16"] > 20 * sizes["float32"]


def test_nothing_of_size_stands_twice() -> None:
    for precision in (Precision.INT8, Precision.FP32):
        large = [t.digest for t in reading("albert", precision).tensors if t.size_bytes > 1024]
        assert len(large) == len(set(large))


def test_a_layer_kept_by_rule_stands_in_float() -> None:
    rules = (Rule("*word_embeddings", False),)
    file = made("bert", Precision.INT8, Activations.PER_TOKEN, rules)
    stored = {t.name: t.dtype for t in read("onnx", file.path).tensors}
    assert stored["model.bert.embeddings.word_embeddings.weight"] == "float32"
    assert stored["model.bert.embeddings.position_embeddings.values"] == "int8"


def test_operators_are_counted_with_their_work() -> None:
    uses = {use.operator: use for use in reading("bert", Precision.INT8).operators}
    assert all(use.inside for use in uses.values())
    width, inner, labels = 64, 128, 3
    square, wide = width * width, 2 * width * inner
    # Of the last layer all tokens are read, as keys and values, and the first alone goes on.
    last = LONGEST * 2 * square + 2 * square + wide
    assert uses["MatMulInteger"].multiply_adds == (
        LONGEST * (4 * square + wide) + last + square + width * labels
    )
    assert uses["Attention"].multiply_adds == 2 * LONGEST * (LONGEST + 1) * width


def test_the_graph_is_small_beside_the_tensors() -> None:
    read = reading("bert", Precision.INT8)
    assert read.size_bytes == made("bert", Precision.INT8).path.stat().st_size
    assert 0 < read.graph_bytes < 40_000


def test_a_file_that_is_none(tmp_path: Path) -> None:
    text = tmp_path / "text.onnx"
    text.write_text("this is no protobuf")
    with pytest.raises(Refused, match="cannot be read|not an ONNX model"):
        read("onnx", text)
