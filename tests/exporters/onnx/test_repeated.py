"""Arrays that stay bound: what is written into them in place is seen, and results are copies."""

from collections.abc import Iterator

import numpy as np
import pytest

from exporters.errors import Refused
from exporters.onnx.run import OnnxRunner
from exporters.precision.rules import Precision
from exporters.runtime import Arrays
from tests.exporters.onnx.translators import SOURCE, ids, translator

NAMES = ("token", "position", "cross_value_0", "key_1")


@pytest.fixture
def runner() -> OnnxRunner:
    return OnnxRunner(translator("marian", Precision.FP32).path, threads=1)


@pytest.fixture
def step(runner: OnnxRunner) -> Iterator[dict[str, np.ndarray]]:
    """The inputs of a step at position 3, with a cache of random numbers."""
    source = ids(SOURCE)[None]
    mask = np.ones_like(source)
    cross = runner.run("encode", {"input_ids": source, "attention_mask": mask})
    states, random = translator("marian", Precision.FP32).states, np.random.default_rng(1)
    past = {s.name: random.normal(size=s.shape).astype(np.float32) for s in states.kept}
    token = random.integers(8, 90, (states.hypotheses, 1))
    yield {"token": token, "position": np.array([3]), "attention_mask": mask, **cross, **past}


def logits(runner: OnnxRunner, inputs: Arrays) -> np.ndarray:
    return runner.run("decode", inputs)["logits"]


def fresh(inputs: Arrays) -> np.ndarray:
    """The same from a runner that never saw the arrays."""
    copies = {name: array.copy() for name, array in inputs.items()}
    return logits(OnnxRunner(translator("marian", Precision.FP32).path, threads=1), copies)


def test_the_first_call_is_that_of_run(runner: OnnxRunner, step: Arrays) -> None:
    found = runner.repeated("decode", step)()
    assert found.keys() == runner.run("decode", step).keys()
    assert np.array_equal(found["logits"], fresh(step))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_in_place_is_seen(runner: OnnxRunner, step: Arrays, name: str) -> None:
    call = runner.repeated("decode", step)
    before = call()["logits"]
    step[name][0] += 1
    after = call()["logits"]
    assert np.abs(after - before).max() > 1e-3
    assert np.array_equal(after, fresh(step))


def test_an_array_with_gaps_is_seen_too(runner: OnnxRunner, step: dict[str, np.ndarray]) -> None:
    wide = np.repeat(step["key_0"], 2, axis=-1)
    step["key_0"] = wide[..., ::2]
    call = runner.repeated("decode", step)
    before = call()["logits"]
    wide *= 2
    after = call()["logits"]
    assert np.abs(after - before).max() > 1e-3
    assert np.array_equal(after, fresh(step))


def test_what_the_file_does_not_take_is_refused(runner: OnnxRunner, step: Arrays) -> None:
    with pytest.raises(Refused, match="'token' is float64; the file takes int64"):
        runner.repeated("decode", {**step, "token": step["token"] + 0.5})
    with pytest.raises(Refused, match="there is no method 'forward'"):
        runner.repeated("forward", step)


def test_earlier_results_stay(runner: OnnxRunner, step: Arrays) -> None:
    first = runner.run("decode", step)
    kept = {name: array.copy() for name, array in first.items()}
    step["token"][:] += 7
    runner.run("decode", step)
    assert all(np.array_equal(kept[name], first[name]) for name in first)


def test_sources_of_other_lengths_follow_each_other(runner: OnnxRunner) -> None:
    for length in (5, SOURCE, 5, 1):
        source = ids(length)[None]
        cross = runner.run("encode", {"input_ids": source, "attention_mask": source * 0 + 1})
        assert cross["cross_key_0"].shape[1] == length
