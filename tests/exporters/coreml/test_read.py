"""What is read from a package: tensors, functions, operators, multiply-adds."""

import hashlib

import numpy as np
import pytest

from exporters.precision.int8 import quantize_rows
from exporters.precision.rules import Precision
from exporters.reading import Reading, read
from tests.exporters.coreml.conftest import Build

HIDDEN, INNER, LABELS, LAYERS = 64, 128, 3, 2


def _read(build: Build, precision: Precision, lengths: tuple[int, ...], ios: int = 18) -> Reading:
    return read("coreml", build("bert", precision, lengths, ios=ios).path)


@pytest.mark.parametrize("ios", [17, 18])
def test_tensors_carry_what_is_stored(build: Build, ios: int) -> None:
    built = build("bert", Precision.INT8, (8, 16, 32), ios=ios)
    tensors = read("coreml", built.path).tensors
    named = dict(built.program.methods[0].module.named_modules())
    table = next(m for p, m in named.items() if p.endswith("word_embeddings"))
    values = quantize_rows(table.weight)[0].numpy()
    digest = hashlib.sha256(values.tobytes()).hexdigest()
    (found,) = [t for t in tensors if t.digest == digest]
    assert (found.dtype, found.shape, found.size_bytes) == ("int8", values.shape, values.nbytes)
    assert "word_embeddings" in found.name


def test_float_precisions_store_no_int8(build: Build) -> None:
    for precision, dtype in ((Precision.FP16, "float16"), (Precision.FP32, "float32")):
        matrices = [t for t in _read(build, precision, (16,)).tensors if len(t.shape) > 1]
        weights = {t.dtype for t in matrices if t.size_bytes > 1000}
        assert weights == {dtype}


def test_functions_are_declared_with_their_sizes(build: Build) -> None:
    methods = _read(build, Precision.INT8, (8, 16, 32)).methods
    assert [m.name for m in methods] == ["forward_8", "forward_16", "forward_32"]
    assert methods[1].inputs == (
        ("input_ids", "int32", (1, 16)),
        ("attention_mask", "int32", (1, 16)),
    )
    assert methods[1].outputs == (("logits", "float32", (1, LABELS)),)


def test_enumerated_sizes_are_dynamic(build: Build) -> None:
    (method,) = _read(build, Precision.INT8, (8, 16, 32), ios=17).methods
    assert method.inputs == (("input_ids", "int32", (1, None)),)


@pytest.mark.parametrize("ios", [17, 18])
def test_multiply_adds_are_those_of_the_formula(build: Build, ios: int) -> None:
    reading = _read(build, Precision.INT8, (8, 16, 32), ios)
    longest = reading.methods[-1].name
    work = {o.operator: o.multiply_adds for o in reading.operators if o.method == longest}
    per_token = LAYERS * (4 * HIDDEN * HIDDEN + 2 * HIDDEN * INNER)
    assert work["linear"] == 32 * per_token + HIDDEN * HIDDEN + HIDDEN * LABELS
    assert work["matmul"] == LAYERS * 2 * 32 * 32 * HIDDEN
    assert work["softmax"] == 0
    assert all(o.inside for o in reading.operators)


def test_all_bytes_are_accounted_for(build: Build) -> None:
    built = build("bert", Precision.INT8)
    reading = read("coreml", built.path)
    files = sum(f.stat().st_size for f in built.path.rglob("*") if f.is_file())
    assert reading.size_bytes == files
    weights = (built.path / "Data/com.apple.CoreML/weights/weight.bin").stat().st_size
    stored = sum(t.size_bytes for t in reading.tensors)
    # Each blob has a header of 64 bytes and starts at a multiple of 64.
    assert np.ceil(stored / 64) * 64 < weights < stored + 64 * (2 * len(reading.tensors) + 2)
    assert reading.graph_bytes < 80_000
