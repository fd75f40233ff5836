"""What a run computes in: what was asked, what it began with, or what is faster."""

import warnings
from dataclasses import replace

import pytest

from exporters.errors import Advice
from mobilec.training.arithmetic import FASTER, Arithmetic, settled, warn_of_slowness
from tests.mobilec.training.machines import FAST, OLD, SLOW, Unasked

AUTO, FP32, BF16 = Arithmetic.AUTO, Arithmetic.FP32, Arithmetic.BF16


@pytest.mark.parametrize(
    ("machine", "taken", "why"),
    [
        (FAST, BF16, "auto took bf16: a step in bf16 took 0.40 times as long as in fp32 on a fast"),
        (SLOW, FP32, "auto took fp32: a step in bf16 took 9.50 times as long as in fp32 on a slow"),
        (OLD, FP32, "auto took fp32: an old one has no instructions for bf16"),
    ],
)
def test_auto_takes_what_is_faster(machine, taken, why):
    found = settled(AUTO, None, machine)
    assert found.arithmetic is taken and why in found.why


def test_what_is_hardly_faster_is_not_worth_it():
    assert settled(AUTO, None, replace(FAST, bf16_time=FASTER)).arithmetic is FP32
    assert settled(AUTO, None, replace(FAST, bf16_time=FASTER - 0.01)).arithmetic is BF16


@pytest.mark.parametrize("machine", [FAST, SLOW, OLD])
@pytest.mark.parametrize("begun", [FP32, BF16])
def test_a_run_goes_on_as_it_began_on_any_machine(machine, begun):
    found = settled(AUTO, begun, machine)
    assert found.arithmetic is begun
    assert f"{begun}, in which auto began this run" in found.why


@pytest.mark.parametrize("machine", [FAST, SLOW, OLD])
@pytest.mark.parametrize("asked", [FP32, BF16])
@pytest.mark.parametrize("begun", [None, FP32, BF16])
def test_what_is_asked_by_name_is_done(machine, asked, begun):
    # Of a run that began otherwise ``claim`` says that it differs.
    found = settled(asked, begun, machine)
    assert found.arithmetic is asked and f"{asked}, as asked" in found.why


@pytest.mark.parametrize("machine", [SLOW, OLD])
@pytest.mark.parametrize(("asked", "begun"), [(BF16, None), (AUTO, BF16)])
def test_what_is_slower_is_said_with_its_factor(machine, asked, begun):
    said = f"takes {machine.bf16_time:.1f} times as long as fp32 on {machine.name}"
    assert said in settled(asked, begun, machine).why
    with pytest.warns(Advice, match=said):
        warn_of_slowness(BF16, machine)


@pytest.mark.parametrize(("arithmetic", "machine"), [(FP32, SLOW), (FP32, OLD), (BF16, FAST)])
def test_nothing_is_said_where_nothing_is_slower(arithmetic, machine):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warn_of_slowness(arithmetic, machine)


def test_nothing_is_measured_where_nothing_depends_on_it():
    assert settled(FP32, None, Unasked()).arithmetic is FP32
    assert settled(AUTO, FP32, Unasked()).arithmetic is FP32
    with pytest.raises(AssertionError, match="nothing was to be measured"):
        settled(AUTO, None, Unasked())


def test_a_trainer_gets_no_question():
    assert BF16.is_bf16 and not FP32.is_bf16
    with pytest.raises(ValueError, match="auto is a question"):
        _ = AUTO.is_bf16
