"""The runner: one clear refusal for each way to misuse it."""

from pathlib import Path

import numpy as np
import pytest

from exporters.errors import Refused
from exporters.executorch.header import MAGIC
from exporters.executorch.native import RuntimeFailed
from exporters.precision.rules import Precision
from exporters.runtime import Arrays, load
from tests.exporters.executorch.conftest import LONGEST, Lower, sentence

INT32 = {name: array.astype(np.int32) for name, array in sentence(9).items()}


def test_no_such_method(lower: Lower) -> None:
    with pytest.raises(Refused, match="no method 'encode'; there are forward"):
        lower("bert", Precision.INT8).runner.run("encode", sentence(9))


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"input_ids": sentence(9)["input_ids"]}, "takes input_ids, attention_mask, not input_ids"),
        (sentence(9) | {"token_type_ids": sentence(9)["input_ids"]}, "not .*token_type_ids"),
        (sentence(LONGEST + 1), rf"shape \(1, {LONGEST + 1}\); allowed is \(1, 2 to {LONGEST}\)"),
        (sentence(1), r"allowed is \(1, 2 to"),
        ({n: a.repeat(2, 0) for n, a in sentence(9).items()}, r"shape \(2, 9\)"),
        ({n: a[0] for n, a in sentence(9).items()}, r"shape \(9,\)"),
    ],
    ids=["one missing", "one more", "too long", "too short", "two rows", "no batch"],
)
def test_inputs_that_do_not_fit(lower: Lower, inputs: Arrays, words: str) -> None:
    with pytest.raises(Refused, match=words):
        lower("bert", Precision.INT8).runner.run("forward", inputs)


def test_inputs_of_another_integer_type_are_taken(lower: Lower) -> None:
    lowered = lower("bert", Precision.INT8)
    assert np.array_equal(lowered.logits(INT32), lowered.logits(sentence(9)))


def test_calls_do_not_disturb_each_other(lower: Lower) -> None:
    lowered = lower("bert", Precision.INT8)
    first = lowered.logits(sentence(9))
    kept = first.copy()
    lowered.logits(sentence(LONGEST, seed=1))
    assert np.array_equal(first, kept)
    assert np.array_equal(lowered.logits(sentence(9)), kept)


@pytest.mark.parametrize("kept_bytes", [10, 20_000, 100_000])
def test_a_truncated_file_is_refused(lower: Lower, tmp_path: Path, kept_bytes: int) -> None:
    path = tmp_path / "cut.pte"
    path.write_bytes(lower("bert", Precision.INT8).path.read_bytes()[:kept_bytes])
    with pytest.raises(Refused, match="cut.pte"):
        load("executorch", path)


def test_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.pte"
    path.write_text("<html>not found</html>" * 100)
    with pytest.raises(Refused, match="page.pte is not a program of ExecuTorch"):
        load("executorch", path)


def test_a_failed_load_carries_what_the_runtime_said(tmp_path: Path) -> None:
    path = tmp_path / "empty.pte"
    path.write_bytes(bytes(4) + MAGIC + bytes(1000))
    with pytest.raises(Refused) as refused:
        load("executorch", path)
    assert isinstance(refused.value.__cause__, RuntimeFailed)
