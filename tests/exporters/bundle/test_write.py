"""What is written down of a file: its states, its row tables, and the bounds of its sizes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exporters.backend import Lowering
from exporters.bundle import write
from exporters.bundle.manifest import ProgramFile, Size, Tensor
from exporters.bundle.write import Prepared, prepare, write_program
from exporters.errors import Refused
from exporters.precision.rules import Precision, Rule
from exporters.program import Program, TensorSpec
from exporters.progress import Silent
from exporters.reading import Reading, StoredMethod
from exporters.runtime import RowsInput, RowTable
from tests.exporters.verify.translation.bundles import program

TABLE = RowTable("shared", 8, 500, 64, "float32", None, (RowsInput("encode", "source_rows"),))
STATE = ("key_0", "float16", (12, 12, 16))
METHODS = (
    StoredMethod(
        "encode",
        (("source_rows", "float32", (1, None, 64)), ("attention_mask", "int64", (1, None))),
        (("cross_key_0", "float32", (4, None, 16)), ("cross_value_0", "float32", ())),
    ),
    StoredMethod("decode_16", (("token", "int32", (3, 1)),), (), states=(STATE,)),
)


class End:
    """A back end that writes a few bytes."""

    format, runtime = "onnx", "onnxruntime"

    def suffix(self, methods: int, ios: int) -> str:
        return f".{methods}-{ios}"

    def lower(self, program: Program, path: Path, *_: Any) -> None:
        path.write_bytes(b"12345")


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProgramFile:
    """As if its reader had found what it was told."""
    pytest.importorskip("onnxruntime")
    found = Reading("onnx", 5, (), METHODS, (), row_tables=(TABLE,))
    monkeypatch.setattr(write, "read", lambda *_: found)
    original = program("marian")
    encode = original.method("encode")
    ids, mask = encode.inputs
    rows = TensorSpec("source_rows", ids.dtype, (*ids.shape, 64))
    methods = (replace(encode, inputs=(rows, mask)), original.method("decode"))
    form = Prepared(End(), original, replace(original, methods=methods))
    return write_program(form, tmp_path, Lowering(Precision.FP32, (8, 16)), Silent())


def test_row_tables_and_states_are_written_down(written: ProgramFile) -> None:
    assert written.row_tables == (TABLE,)
    assert [m.states for m in written.methods] == [(), (Tensor(*STATE),)]
    assert written.again == ()


def test_bounds_are_those_of_the_form_that_was_lowered(written: ProgramFile) -> None:
    length = Size("length", 1, 16)
    encode = written.methods[0]
    assert [t.shape for t in encode.inputs] == [(1, length, 64), (1, length)]
    assert [t.shape for t in encode.outputs] == [(4, length, 16), ()]


def test_a_rule_that_matches_no_layer_of_any_method_is_refused() -> None:
    with pytest.raises(Refused, match="'nobody' matches no layer"):
        prepare(program("marian"), (), Lowering(rules=(Rule("nobody", quantize=False),)))
