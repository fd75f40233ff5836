"""Bands of a table that is the output layer too: each stands in a .pte once."""

import numpy as np
import pytest
import torch

from exporters.backend import Lowering
from exporters.bundle.again import SEVERAL_TABLES, stored_again
from exporters.capture.capture import CaptureOptions, capture
from exporters.capture.translation.rows import handed_in, taking_rows, tied_tables
from exporters.eager import TorchRunner
from exporters.precision.layers import quantized_layers
from exporters.precision.rules import Precision, Rule
from exporters.program import Program
from exporters.progress import Silent
from exporters.reading import read
from exporters.runtime import RowsInput, load
from mobilec.compression.execution.word_tables import execute_words_
from tests import translation_models
from tests.exporters.verify.constants.whole import faults
from tests.lowering.store import backend
from tests.mobilec.compression.tables.test_tablewise import METHODS, applied_

BANDS = ((0, 100, 64), (100, 150, 16), (250, 250, 8))
"""Of 500 words: the first, how many, and the width of their rows."""
BOTH = (RowsInput("encode", "source_rows"), RowsInput("decode", "token_rows"))
SOURCE = np.array([[0, 99, 100, 249, 250, 499, 7]])
MASK = np.ones_like(SOURCE)


@pytest.fixture(scope="module")
def program() -> Program:
    model = translation_models.tiny("marian", encoder_layers=1, decoder_layers=1)
    applied_(model, "banded-embedding", **METHODS["banded-embedding"])
    execute_words_(model, "factored")
    return capture(model, "translation", CaptureOptions(12, 8, 1))


def test_rows_side_by_side_answer_as_ids_do(program):
    method = program.method("encode")
    tied = [each for each in tied_tables(program) if each.method == "encode"]
    assert [(each.first, each.column) for each in tied] == [(0, 0), (100, 64), (250, 80)]
    taking = taking_rows(method, tied)
    assert taking.inputs[0].shape == (1, method.dimensions["length"], 88)
    rows = torch.zeros(1, 7, 88)
    for at, word in enumerate(SOURCE[0].tolist()):
        for each, (first, words, width) in zip(tied, BANDS, strict=True):
            if first <= word < first + words:
                table = method.module.get_submodule(each.embedding).weight
                columns = slice(each.column, each.column + width)
                rows[0, at, columns] = table[word - first + 1]
    with torch.no_grad():
        expected = method.module(torch.tensor(SOURCE), torch.tensor(MASK))
        found = taking.module(rows, torch.tensor(MASK))
    for one, other in zip(expected, found, strict=True):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("precision", [Precision.INT8, Precision.FP32])
def test_each_band_stands_once(program, precision, tmp_path):
    pytest.importorskip("executorch")
    end, options = backend("executorch"), Lowering(precision, (12,))
    path = tmp_path / "model.pte"
    end.lower(end.quantize(program, options), path, options, Silent())
    assert faults("executorch", program, path) == []
    reading, runner = read("executorch", path), load("executorch", path)
    places = [(table.first, table.rows, table.width) for table in reading.row_tables]
    assert places == list(BANDS)
    assert [table.column for table in reading.row_tables] == [0, 64, 80]
    assert all(table.inputs == BOTH for table in reading.row_tables)
    large = [tensor.digest for tensor in reading.tensors if tensor.size_bytes > 1000]
    assert len(large) == len(set(large))
    inputs = {"input_ids": SOURCE, "attention_mask": MASK}
    found, expected = (each.run("encode", inputs) for each in (runner, TorchRunner(program)))
    allowed = 0.25 if precision is Precision.INT8 else 1e-4
    for name, values in expected.items():
        error = np.linalg.norm(found[name] - values) / np.linalg.norm(values)
        assert error < allowed, name


def test_bands_that_cannot_be_handed_in_are_named(program):
    """A rule keeps the rows of one in float, so the file looks all of them up: the others, which
    are what their output layers are, stand in it twice."""
    tied = [each for each in tied_tables(program) if each.method == "decode"]
    rules = (Rule(tied[1].embedding, quantize=False),)
    chosen = {p for m in program.methods for p in quantized_layers(m.module, rules)}
    assert {each.method for each in handed_in(program, lambda _, path: path in chosen)} <= {
        "encode"
    }
    again = stored_again("executorch", program, Lowering(rules=rules), chosen)
    assert {entry.reason for entry in again} == {SEVERAL_TABLES}
    assert sorted(entry.size_bytes for entry in again) == [252 * 12, 102 * 68]
    assert stored_again("executorch", program, Lowering(), {*chosen, tied[1].embedding}) == ()
