"""What the runner refuses."""

from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

from exporters.errors import Refused
from exporters.onnx.run import OnnxRunner, allowed_threads
from exporters.precision.rules import Precision
from exporters.runtime import load
from tests.exporters.onnx.files import LONGEST, made


@pytest.fixture(scope="module")
def runner() -> OnnxRunner:
    return OnnxRunner(made("bert", Precision.FP32).path, threads=1)


def inputs(length: int) -> dict[str, np.ndarray]:
    ones = np.ones((1, length), np.int64)
    return {"input_ids": ones, "attention_mask": ones}


def test_the_longest_length_is_taken_and_no_longer_one(runner: OnnxRunner) -> None:
    assert runner.run("forward", inputs(LONGEST))["logits"].shape == (1, 3)
    with pytest.raises(Refused, match="length of 2 to 32"):
        runner.run("forward", inputs(LONGEST + 1))


def test_one_token_is_too_few(runner: OnnxRunner) -> None:
    with pytest.raises(Refused, match="length of 2 to 32"):
        runner.run("forward", inputs(1))


def test_unknown_method(runner: OnnxRunner) -> None:
    with pytest.raises(Refused, match="no method 'decode'"):
        runner.run("decode", inputs(4))


def test_missing_and_unknown_names(runner: OnnxRunner) -> None:
    with pytest.raises(Refused, match="takes input_ids, attention_mask; given were ids"):
        runner.run("forward", {"ids": np.ones((1, 4), np.int64)})


def test_wrong_dtype(runner: OnnxRunner) -> None:
    wrong = inputs(4) | {"attention_mask": np.ones((1, 4), np.float32)}
    with pytest.raises(Refused, match="'attention_mask' is float32; the file takes int64"):
        runner.run("forward", wrong)


def test_wrong_batch(runner: OnnxRunner) -> None:
    with pytest.raises(Refused, match=r"shape \(2, 4\); the file takes \(1, "):
        runner.run("forward", {name: np.ones((2, 4), np.int64) for name in inputs(4)})


def test_inputs_of_different_lengths(runner: OnnxRunner) -> None:
    with pytest.raises(Refused, match="differ in length: 4 before 'attention_mask', 5 in it"):
        runner.run("forward", inputs(4) | {"attention_mask": np.ones((1, 5), np.int64)})


def test_a_truncated_file(tmp_path: Path) -> None:
    whole = made("bert", Precision.FP32).path.read_bytes()
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused, match="cannot load|can load"):
        load("onnx", broken)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="nothing.onnx"):
        load("onnx", tmp_path / "nothing.onnx")


@pytest.mark.parametrize(
    ("said", "threads"), [("1", 1), (" 3 ", 3), ("4,2", 4), ("", 0), ("true", 0), (None, 0)]
)
def test_as_many_threads_as_torch_and_numpy_take(
    said: str | None, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if said is None:
        monkeypatch.delenv("OMP_NUM_THREADS")
    else:
        monkeypatch.setenv("OMP_NUM_THREADS", said)
    assert allowed_threads() == threads


@pytest.mark.parametrize(("asked", "threads"), [(0, 2), (1, 1)])
def test_a_session_has_the_threads_that_are_asked_for_and_else_those_that_are_allowed(
    asked: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    opened: list[int] = []
    session = ort.InferenceSession

    def noted(model: object, options: ort.SessionOptions, **rest: object) -> ort.InferenceSession:
        opened.append(options.intra_op_num_threads)
        return session(model, options, **rest)

    monkeypatch.setattr(ort, "InferenceSession", noted)
    OnnxRunner(made("bert", Precision.FP32).path, asked).run("forward", inputs(4))
    assert set(opened) == {threads}
