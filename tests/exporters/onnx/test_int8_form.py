"""The form of int8 products in finished files, and how a file of the old form is opened."""

import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import pytest

from exporters.backend import Lowering, backend
from exporters.errors import Refused
from exporters.onnx import signed
from exporters.onnx.int8_form import int8_products
from exporters.onnx.limits import EXACT
from exporters.onnx.quantize import Activations
from exporters.onnx.run import OnnxRunner
from exporters.onnx.signed import signed_is_exact
from exporters.precision.rules import Precision
from exporters.probe.full_range import Lowest, expected, inputs, wrong
from exporters.probe.program import program
from exporters.progress import Silent
from exporters.reading import read
from tests.exporters.onnx.files import made, tokens
from tests.exporters.onnx.old_form import signed_weights, untold_
from tests.exporters.onnx.translators import forced_tokens, ids, spoken, translator

ROWS = Lowest(rows=-127)
INT8_FORMS = [
    (Precision.INT8, Activations.PER_TOKEN),
    (Precision.INT8, Activations.PER_TENSOR),
    (Precision.INT8_STATIC, Activations.PER_TOKEN),
]


def written(folder: Path, reduce_range: bool = False) -> Path:
    """The program of the probe, with weights of 8 bits, lowered now."""
    end, options = backend("onnx"), Lowering(lengths=(16,), reduce_range=reduce_range)
    path = folder / "products.onnx"
    end.lower(end.quantize(program(127), options), path, options, Silent())
    return path


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with signed_weights():
        path = written(tmp_path_factory.mktemp("old"))
    untold_(path)
    return path


def found(path: Path) -> tuple[int, tuple[str, ...]]:
    products = int8_products(onnx.load(path, load_external_data=False), path)
    return products.count, products.saturating


@pytest.mark.parametrize(("precision", "activations"), INT8_FORMS)
def test_every_form_of_int8_is_exact(precision: Precision, activations: Activations) -> None:
    count, saturating = found(made("bert", precision, activations).path)
    assert count >= 10 and not saturating


def test_where_nothing_is_multiplied_in_integers_there_is_nothing_to_say() -> None:
    for precision in (Precision.FP32, Precision.INT8_WEIGHT):
        assert found(made("bert", precision).path) == (0, ())


def test_weights_of_the_old_form_are_named(old: Path) -> None:
    assert found(old) == (3, ("to_narrow.values", "to_wide.values"))
    assert read("onnx", old).saturating == ("to_narrow.values", "to_wide.values")


def test_reduced_weights_are_signed_and_exact(tmp_path: Path) -> None:
    path = written(tmp_path, reduce_range=True)
    tensors = {t.name: t.dtype for t in read("onnx", path).tensors}
    assert tensors["to_wide.values"] == "int8"
    assert found(path) == (3, ())


def test_a_table_that_is_the_output_layer_has_one_form_for_both() -> None:
    """Stored once, as the product takes it: looked up, it loses its zero point first."""
    found = read("onnx", translator("t5", Precision.INT8).path)
    tables = [t for t in found.tensors if t.shape == (500, 64)]
    assert [t.dtype for t in tables] == ["uint8"]
    assert not found.saturating


def test_the_old_form_saturates_where_signed_weights_do(old: Path) -> None:
    """On x86 without VNNI; full_range's test says the same of its instruction on every machine."""
    session = ort.InferenceSession(old, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    answers = dict(zip(names, session.run(None, inputs(ROWS)), strict=True))
    assert (wrong(answers, expected(ROWS)) == 0) == signed_is_exact()


def test_the_old_form_is_opened_exactly(old: Path) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        answers = OnnxRunner(old, threads=1).run("forward", inputs(ROWS))
    assert wrong(answers, expected(ROWS)) == 0
    words = [str(each.message) for each in told if "export it again" in str(each.message)]
    assert bool(words) != signed_is_exact()


@pytest.mark.parametrize(("precision", "activations"), INT8_FORMS)
def test_every_old_form_becomes_the_new_one(
    tmp_path: Path, precision: Precision, activations: Activations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An ALBERT, whose one layer is multiplied again and again, answers bit for bit alike."""
    monkeypatch.setattr(signed, "signed_is_exact", lambda: False)
    new = made("albert", precision, activations)
    with signed_weights():
        before = made.__wrapped__("albert", precision, activations)
    untold_(before.path)
    asked = tokens(9)
    with pytest.warns(UserWarning, match="made unsigned as it is opened"):
        assert np.array_equal(before.logits(asked), new.logits(asked))


def test_a_table_of_the_old_form_is_looked_up_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the output layer too, transposed in the graph, and lies in a file beside it."""
    monkeypatch.setattr(signed, "signed_is_exact", lambda: False)
    with signed_weights():
        before = translator.__wrapped__("t5", Precision.INT8)
    untold_(before.path)
    forced = forced_tokens(3)
    new = translator("t5", Precision.INT8)
    with pytest.warns(UserWarning, match="made unsigned"):
        answers = spoken(before.decoder(), ids(7), forced)
    assert np.array_equal(answers, spoken(new.decoder(), ids(7), forced))


def test_new_files_say_that_they_are_exact_and_are_opened_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = made("bert", Precision.INT8).path
    assert EXACT in {each.key for each in onnx.load(path).metadata_props}
    monkeypatch.setattr(
        signed, "with_unsigned_weights", lambda path: pytest.fail("it was read again")
    )
    OnnxRunner(path)


def test_an_older_runtime_is_told_which_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new.onnx").write_bytes(made("bert", Precision.INT8).path.read_bytes()[:-9])
    monkeypatch.setattr(ort, "__version__", "1.22.1")
    with pytest.raises(Refused, match="needs ONNX Runtime 1.23 or later, and this is 1.22.1"):
        OnnxRunner(tmp_path / "new.onnx")


def test_seven_bits_lose_a_bit_and_eight_lose_none(tmp_path: Path) -> None:
    """Half of the values of an 8-bit grid are lost in 7 bits."""
    x = inputs(ROWS)
    right = expected(ROWS)
    (tmp_path / "7").mkdir()
    whole = OnnxRunner(written(tmp_path)).run("forward", x)
    reduced = OnnxRunner(written(tmp_path / "7", reduce_range=True)).run("forward", x)
    assert wrong(whole, right) == 0
    error = [np.abs(reduced[n] - right[n]).max() / np.abs(right[n]).max() for n in right]
    assert 0 < max(error) < 0.02
