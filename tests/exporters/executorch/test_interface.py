"""What a file says about itself."""

import json
from dataclasses import replace

import torch
from torch import nn

from exporters.dimension import Dimension
from exporters.executorch import interface
from exporters.program import Method, Program, TensorSpec
from exporters.runtime import RowsInput, RowTable

LENGTH = Dimension("length", 2, 512)
INPUTS = (TensorSpec("ids", torch.int64, (1, LENGTH)),)
OUTPUTS = (TensorSpec("näherung", torch.float32, (1, 3)),)
PROGRAM = Program("task", "bert", (Method("forward", nn.Identity(), INPUTS, OUTPUTS),), 0, 1)
TABLE = RowTable("lm_head", 2**40, 500, 64, "int8", 7, (RowsInput("forward", "rows"),))


def test_the_document_by_hand() -> None:
    document = interface.describe(PROGRAM, longest=64, tables=0)
    size = {"name": "length", "minimum": 2, "maximum": 64}
    described = {
        "forward": {
            "inputs": [{"name": "ids", "dtype": "int64", "shape": [1, size]}],
            "outputs": [{"name": "näherung", "dtype": "float32", "shape": [1, 3]}],
        }
    }
    assert json.loads(document) == {"methods": described, "row_tables": []}
    assert interface.parse(document) == interface.Interface(described, ())


def test_tables_are_written_into_the_room_for_them() -> None:
    document = interface.describe(PROGRAM, longest=64, tables=2)
    band = replace(TABLE, first=100, column=64)
    filled = interface.with_tables(document, [TABLE, band])
    assert len(filled) == len(document)
    assert interface.parse(filled).row_tables == (TABLE, band)
    assert interface.parse(filled).methods == interface.parse(document).methods
