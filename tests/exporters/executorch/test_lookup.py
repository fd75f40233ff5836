"""Rows out of the bytes of a file, against the table that it was made from."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from exporters.errors import Refused
from exporters.executorch.lookup import Lookup, lookups
from exporters.precision.int8 import dequantize_rows, quantize_rows
from exporters.precision.rules import Precision
from exporters.runtime import RowsInput, RowTable
from tests import translation_models
from tests.exporters.executorch.conftest import Translate, Translator

BOTH = (RowsInput("encode", "source_rows"), RowsInput("decode", "token_rows"))
EVERY = np.arange(500)


def _expected(made: Translator, precision: Precision) -> np.ndarray:
    weight = made.model.get_input_embeddings().weight.detach()
    rows = dequantize_rows(*quantize_rows(weight)) if precision.is_int8 else weight
    return rows.numpy()


@pytest.mark.parametrize("precision", [Precision.INT8, Precision.FP32])
@pytest.mark.parametrize("family", ["marian", "m2m_100", "t5"])
def test_every_row_bit_by_bit(translate: Translate, family: str, precision: Precision) -> None:
    made = translate(family, precision)
    (table,) = made.reading.row_tables
    assert (table.rows, table.width, table.inputs) == (500, 64, BOTH)
    found = Lookup(made.path, table).rows(EVERY)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(found, _expected(made, precision))


@pytest.mark.parametrize("moved", ["offset", "scales_offset"])
def test_another_offset_is_found(translate: Translate, moved: str) -> None:
    """The twin: what begins four bytes before is another table."""
    made = translate("marian", Precision.INT8)
    (table,) = made.reading.row_tables
    shifted = replace(table, **{moved: getattr(table, moved) - 4})
    found = Lookup(made.path, shifted).rows(EVERY)
    assert not np.array_equal(found, _expected(made, Precision.INT8))


@pytest.mark.parametrize("moved", ["offset", "scales_offset"])
def test_a_table_beyond_the_end_is_refused(tmp_path: Path, moved: str) -> None:
    path = tmp_path / "cut.pte"
    path.write_bytes(bytes(100))
    inside = RowTable("by hand", 0, 5, 4, "int8", 20, BOTH)
    assert Lookup(path, inside).rows(np.array([4])).tolist() == [[0, 0, 0, 0]]
    with pytest.raises(Refused, match="cut.pte is damaged or cut off: .* 5 rows begins at byte 90"):
        Lookup(path, replace(inside, **{moved: 90}))


def test_the_file_alone_says_where(translate: Translate) -> None:
    """The table is the weight of a layer: one of the stored tensors, which has no double."""
    made = translate("marian", Precision.INT8)
    (table,) = made.reading.row_tables
    same = [t for t in made.reading.tensors if (t.dtype, t.shape) == ("int8", (500, 64))]
    assert len(same) == 1 and same[0].name.startswith("decode.XNNFullyConnected")
    assert dict((m.name, m.inputs[0]) for m in made.reading.methods) == {
        "encode": ("source_rows", "float32", (1, None, 64)),
        "decode": ("token_rows", "float32", (1, 1, 64)),
    }


def test_by_hand(tmp_path: Path) -> None:
    """Three rows of two numbers behind eight bytes, and behind them their scales."""
    path = tmp_path / "some.file"
    rows, scales = np.array([[1, -2], [3, 4], [127, 0]], np.int8), np.array([1, 0.5, 2], np.float32)
    path.write_bytes(b"12345678" + rows.tobytes() + b"90" + scales.tobytes())
    lookup = Lookup(path, RowTable("by hand", 8, 3, 2, "int8", 16, BOTH))
    expected = [[[254, 0]], [[1.5, 2]], [[1, -2]]]
    np.testing.assert_array_equal(lookup.rows(np.array([[2], [1], [0]])), expected)


def bands(tmp_path: Path) -> tuple[Path, list[RowTable]]:
    """Words 0 and 1 in two columns with scales, word 2 in a third without."""
    path = tmp_path / "some.file"
    rows, scales = np.array([[1, -2], [3, 4]], np.int8), np.array([2, 0.5], np.float32)
    path.write_bytes(rows.tobytes() + scales.tobytes() + np.float32(7).tobytes())
    frequent = RowTable("frequent", 0, 2, 2, "int8", 4, BOTH)
    return path, [frequent, RowTable("rare", 12, 1, 1, "float32", None, BOTH, first=2, column=2)]


def test_rows_of_bands_stand_side_by_side(tmp_path: Path) -> None:
    path, tables = bands(tmp_path)
    expected = [[[0, 0, 7], [2, -4, 0]], [[1.5, 2, 0], [0, 0, 7]]]
    for order in (tables, tables[::-1]):
        name, lookup = lookups(path, tuple(order))["encode"]["input_ids"]
        ids = np.array([[2, 0], [1, 2]])
        assert name == "source_rows"
        np.testing.assert_array_equal(lookup.rows(ids), expected)
        found = np.full((2, 2, 3), 9, np.float32)
        write_ = lookup.writer(found, ids)
        write_()
        np.testing.assert_array_equal(found, expected)
        ids[:] = 1
        write_()
        np.testing.assert_array_equal(found, np.full((2, 2, 3), [1.5, 2, 0]))


def test_one_word_of_bands(tmp_path: Path) -> None:
    path, tables = bands(tmp_path)
    _, lookup = lookups(path, tuple(tables))["decode"]["token"]
    id, found = np.array([[0]]), np.full((1, 1, 3), 9, np.float32)
    write_ = lookup.writer(found, id)
    for word, expected in enumerate([[2, -4, 0], [1.5, 2, 0], [0, 0, 7]]):
        id[:] = word
        write_()
        np.testing.assert_array_equal(found, [[expected]])
    id[:] = 3
    with pytest.raises(Refused, match="an id of 3 to 3 was given"):
        write_()


@pytest.mark.parametrize("id", [3, -1])
def test_words_of_no_band_are_refused(tmp_path: Path, id: int) -> None:
    path, tables = bands(tmp_path)
    _, lookup = lookups(path, tuple(tables))["decode"]["token"]
    with pytest.raises(Refused, match="the bands of words that the file has end before 3"):
        lookup.rows(np.array([[0, id]]))


def test_a_table_of_its_own_is_looked_up_by_the_file(translate: Translate) -> None:
    made = translate("mt5", Precision.INT8)
    assert made.reading.row_tables == ()
    assert made.reading.methods[0].inputs[0][1] == "int64"


@pytest.mark.parametrize("ids", [[500], [-1], [3, 700]])
def test_ids_that_the_table_does_not_have(translate: Translate, ids: list[int]) -> None:
    made = translate("marian", Precision.INT8)
    inputs = {"input_ids": np.array([ids]), "attention_mask": np.ones((1, len(ids)), np.int64)}
    with pytest.raises(Refused, match="model.lm_head has 500"):
        made.runner.run("encode", inputs)


def test_misuse_is_told_in_terms_of_ids(translate: Translate) -> None:
    runner = translate("marian", Precision.INT8).runner
    with pytest.raises(Refused, match="encode takes input_ids, attention_mask|encode takes atten"):
        runner.run("encode", {"attention_mask": np.ones((1, 3), np.int64)})


def test_standing_alone_it_holds_the_table_twice(translate: Translate) -> None:
    alone = translate("marian", Precision.INT8, standalone=True)
    assert alone.reading.row_tables == ()
    twins = [t for t in alone.reading.tensors if (t.dtype, t.shape) == ("int8", (500, 64))]
    assert len(twins) == 2 and twins[0].digest == twins[1].digest
    one = translate("marian", Precision.INT8)
    ids = translation_models.source(7)[0].numpy()
    steps = []
    for made in (alone, one):
        made.decoder.encode(ids)
        steps.append(made.decoder.step(np.array([30]), 0).copy())
    np.testing.assert_allclose(*steps, atol=1e-4, rtol=0)
