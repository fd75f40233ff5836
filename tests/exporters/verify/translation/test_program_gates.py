"""Each gate that runs a translator: an honest program passes, and each way to be wrong is found."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from exporters.precision.rules import Precision
from exporters.runtime import Arrays, Runner
from exporters.tasks.registry import TASKS
from exporters.verify.translation import agreement, cache, limits, padding, parity, search
from tests.exporters.verify.translation.bundles import (
    CAPACITY,
    FAMILIES,
    LONGEST,
    golden,
    subject,
)

RUN = ("limits", "parity", "padding", "cache", "agreement", "search")


class Around:
    """Stands before an honest runner and changes what goes in or comes out."""

    def __init__(self, inner: Runner) -> None:
        self.inner = inner

    def run(self, method: str, inputs: Arrays) -> dict[str, np.ndarray]:
        return self.changed(method, self.inner.run(method, self.given(method, dict(inputs))))

    def given(self, method: str, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return inputs

    def changed(self, method: str, outputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return outputs


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("gate", RUN)
def test_an_honest_program_passes(name: str, gate: str) -> None:
    found = TASKS["translation"].gates().each[gate](subject(name))
    assert found.passed, found.message
    assert found.gate == gate


class Noisy(Around):
    """Errors of the size that int8 has: a tenth of what logits differ by."""

    def changed(self, method: str, outputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        if method == "decode":
            noise = np.random.default_rng(0).normal(size=outputs["logits"].shape)
            outputs["logits"] = outputs["logits"] + 0.1 * noise.astype(np.float32)
        return outputs


def test_noise_of_int8_fails_as_float_and_passes_as_int8() -> None:
    assert not parity.check(subject("t5", Noisy)).passed
    found = parity.check(subject("t5", Noisy, Precision.INT8))
    assert found.passed, found.message
    assert 0.02 < found.figures["relative"] < 0.25


class Unlike(Around):
    """The logits of another model: every second row of the head has the other sign."""

    def changed(self, method: str, outputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        if method == "decode":
            outputs["logits"] = outputs["logits"] * np.resize([1.0, -1.0], 500).astype(np.float32)
        return outputs


@pytest.mark.parametrize("precision", [Precision.FP32, Precision.INT8])
def test_another_model_is_found(precision: Precision) -> None:
    spoiled = subject("t5", Unlike, precision)
    assert not parity.check(spoiled).passed
    assert not agreement.check(spoiled).passed


class NotFinite(Around):
    def changed(self, method: str, outputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        if method == "decode":
            outputs["logits"][:, 7] = np.nan
        return outputs


def test_logits_that_are_no_numbers_are_found() -> None:
    for check in (parity.check, padding.check, agreement.check):
        assert not check(subject("t5", NotFinite, Precision.INT8)).passed


class MaskIgnored(Around):
    method = ""

    def given(self, method: str, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        if method == self.method:
            inputs["attention_mask"] = np.ones_like(inputs["attention_mask"])
        return inputs


class MaskIgnoredByEncode(MaskIgnored):
    method = "encode"


class MaskIgnoredByDecode(MaskIgnored):
    method = "decode"


@pytest.mark.parametrize("around", [MaskIgnoredByEncode, MaskIgnoredByDecode])
@pytest.mark.parametrize("precision", [Precision.FP32, Precision.INT8])
def test_a_mask_that_is_ignored_is_found(
    around: Callable[[Runner], Runner], precision: Precision
) -> None:
    found = padding.check(subject("marian", around, precision))
    assert not found.passed
    assert "pads" in found.message


class LastForgotten(Around):
    """At its last position the program sees nothing of what was said."""

    def given(self, method: str, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        if method == "decode" and inputs["position"][0] == CAPACITY - 1:
            return {n: a * 0 if n.startswith(("key", "value")) else a for n, a in inputs.items()}
        return inputs


class Remembering(Around):
    """Cross keys of the sentence before are mixed into those of this one."""

    before: np.ndarray | None = None

    def changed(self, method: str, outputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        if method == "encode":
            means = {n: a.mean(axis=1, keepdims=True) for n, a in outputs.items()}
            if self.before is not None:
                outputs = {n: a + self.before[n] for n, a in outputs.items()}
            self.before = means
        return outputs


@pytest.mark.parametrize("precision", [Precision.FP32, Precision.INT8])
def test_a_cache_that_is_wrong_at_its_end_is_found(precision: Precision) -> None:
    found = cache.check(subject("t5", LastForgotten, precision))
    assert not found.passed
    assert found.figures["last"] > 0.5
    assert found.figures["again"] == 0


def test_what_is_left_of_another_sentence_is_found() -> None:
    found = cache.check(subject("t5", Remembering, Precision.INT8))
    assert not found.passed
    assert found.figures["again"] > 0.25


def test_hypotheses_that_do_not_move_are_found() -> None:
    spoiled = subject("t5", precision=Precision.INT8)
    spoiled.model.reorder = lambda origins: None  # type: ignore[method-assign]
    found = cache.check(spoiled)
    assert not found.passed
    assert found.figures["reorder"] > 0.25
    still = subject("t5")
    still.model.reorder = lambda origins: None  # type: ignore[method-assign]
    assert not search.check(still).passed


class OnceOther(Around):
    """A single step of all says another token, by a little."""

    step = 0

    def changed(self, method: str, outputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        if method == "decode":
            self.step += 1
            if self.step == 30:
                logits = outputs["logits"][0]
                logits[logits.argmin()] = logits.max() + 0.01
        return outputs


def test_one_other_token_fails_as_float_and_passes_as_int8() -> None:
    found = agreement.check(subject("t5", OnceOther))
    assert not found.passed
    assert "is the first that is another" in found.message
    assert found.figures["equal"] == len(golden("t5").sentences) - 1
    found = agreement.check(subject("t5", OnceOther, Precision.INT8))
    assert found.passed
    assert found.figures["agreement"] < 1


def test_half_precision_may_turn_only_what_is_undecided() -> None:
    decided = subject("t5", OnceOther, Precision.FP16)
    assert not agreement.check(decided).passed
    undecided = subject("t5", OnceOther, Precision.FP16)
    first, second, third, *rest = golden("t5").sentences
    leads = tuple(0.001 if at == 29 - 24 else lead for at, lead in enumerate(third.leads))
    sentences = (first, second, replace(third, leads=leads), *rest)
    undecided.bundle.__dict__["golden"] = replace(golden("t5"), sentences=sentences)
    assert agreement.check(undecided).passed


class Cut(Around):
    def given(self, method: str, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {n: a[:, :LONGEST] for n, a in inputs.items()} if method == "encode" else inputs


def test_a_source_that_is_cut_is_found() -> None:
    found = limits.check(subject("marian", Cut))
    assert not found.passed
    assert f"{LONGEST + 1} tokens was not refused" in found.message


def test_only_a_slow_evaluator_gets_fewer_sentences() -> None:
    few = subject("t5", format="coreml")
    assert (len(few.sentences), len(few.searched)) == (16, 4)
    assert "of 32, as this evaluator is slow" in agreement.check(few).message
    assert len(subject("t5").sentences) == len(subject("t5").searched) == 32
