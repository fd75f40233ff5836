"""A call that is made again on the same memory: what ``run`` gives for what is in it now."""

import numpy as np
import pytest

from exporters.errors import Refused
from exporters.executorch.repeated import RepeatedMethod
from exporters.executorch.run import ExecutorchRunner
from exporters.precision.rules import Precision
from exporters.runtime import Arrays, repeated
from tests import translation_models
from tests.exporters.executorch.conftest import Translate, Translator


@pytest.fixture
def made(translate: Translate) -> Translator:
    return translate("marian", Precision.INT8)


@pytest.fixture
def step(made: Translator) -> Arrays:
    """The inputs of a step at position 1, over a cache of random numbers."""
    ids = translation_models.source(7).numpy()
    mask, random = np.ones_like(ids), np.random.default_rng(1)
    cross = made.runner.run("encode", {"input_ids": ids, "attention_mask": mask})
    states = made.states
    past = {s.name: random.normal(size=s.shape).astype(np.float32) for s in states.kept}
    token = random.integers(8, 90, (states.hypotheses, 1))
    return {"token": token, "position": np.array([1]), "attention_mask": mask, **cross, **past}


def fresh(made: Translator, inputs: Arrays) -> np.ndarray:
    """The same from a runner that never saw the arrays."""
    copies = {name: array.copy() for name, array in inputs.items()}
    return ExecutorchRunner(made.path).run("decode", copies)["logits"]


@pytest.mark.parametrize("name", ["token", "position", "cross_value_0", "key_1"])
def test_what_is_written_in_place_is_seen(made: Translator, step: Arrays, name: str) -> None:
    call = repeated(made.runner, "decode", step)
    assert isinstance(call, RepeatedMethod)
    before = call()["logits"].copy()
    step[name][0] += 1
    after = call()["logits"].copy()
    assert np.abs(after - before).max() > 1e-3
    np.testing.assert_array_equal(after, fresh(made, step))


def test_results_may_be_written_into(made: Translator, step: Arrays) -> None:
    call = repeated(made.runner, "decode", step)
    expected = call()["logits"].copy()
    call()["logits"][...] = -np.inf
    np.testing.assert_array_equal(call()["logits"], expected)


def test_between_two_steps_another_sentence_is_read(made: Translator, step: Arrays) -> None:
    """The other method of the file has memory of its own."""
    call = repeated(made.runner, "decode", step)
    expected = call()["logits"].copy()
    ids = translation_models.source(11).numpy()
    made.runner.run("encode", {"input_ids": ids, "attention_mask": np.ones_like(ids)})
    np.testing.assert_array_equal(call()["logits"], expected)


def test_an_array_with_gaps_is_seen_too(made: Translator, step: Arrays) -> None:
    wide = np.repeat(step["key_0"], 2, axis=-1)
    inputs = {**step, "key_0": wide[..., ::2]}
    call = repeated(made.runner, "decode", inputs)
    call()
    wide += 1
    np.testing.assert_array_equal(call()["logits"], fresh(made, inputs))


def test_an_id_that_the_table_does_not_have(made: Translator, step: Arrays) -> None:
    call = repeated(made.runner, "decode", step)
    step["token"][0] = 500
    with pytest.raises(Refused, match="model.lm_head has 500"):
        call()
