"""The probe of this machine: what it runs, and that it ends. What it finds is no test's matter."""

import pytest
import torch

from mobilec.training import pace
from mobilec.training.pace import Here

CPU = torch.device("cpu")


@pytest.fixture
def ticking(monkeypatch):
    """A clock that goes on by so many seconds each time it is read."""

    def tick(seconds: float) -> None:
        now = 0.0

        def read() -> float:
            nonlocal now
            now += seconds
            return now

        monkeypatch.setattr(pace.time, "perf_counter", read)

    return tick


@pytest.mark.parametrize(("tick", "rounds"), [(0.001, pace.ROUNDS), (10.0, pace.LEAST_ROUNDS)])
def test_a_probe_ends_when_its_time_is_over(ticking, tick, rounds):
    ticking(tick)
    steps: list[bool] = []
    assert len(list(pace._rounds(steps.append, CPU))) == rounds
    assert steps == [False, True] * (rounds + 1), "one of each before any counts"


def test_the_first_step_of_each_is_not_counted(monkeypatch):
    seconds = iter([100.0, 200.0, *([1.0, 3.0] * pace.ROUNDS)])
    monkeypatch.setattr(pace, "_seconds", lambda *_: next(seconds))
    assert list(pace._rounds(lambda _: None, CPU)) == [(1.0, 3.0)] * pace.ROUNDS


@pytest.mark.parametrize("in_float32", [False, True])
def test_a_step_computes_in_what_it_says(monkeypatch, in_float32):
    """The products, and attention unless it stays in float32."""
    attention, fed = [], []
    attend, multiply = pace.functional.scaled_dot_product_attention, pace.functional.gelu
    monkeypatch.setattr(
        pace.functional,
        "scaled_dot_product_attention",
        lambda *heads: attention.append(heads[0].dtype) or attend(*heads),
    )
    monkeypatch.setattr(pace.functional, "gelu", lambda x: fed.append(x.dtype) or multiply(x))
    step = pace._layer(CPU, in_float32)
    step(False)
    step(True)
    assert fed == [torch.float32, torch.bfloat16]
    assert attention == [torch.float32, torch.float32 if in_float32 else torch.bfloat16]


def test_the_probe_is_one_number_and_leaves_the_run_alone():
    pace._bf16_time.cache_clear()
    threads = torch.get_num_threads()
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    assert Here().bf16_time > 0
    assert torch.equal(torch.rand(3), expected)
    assert torch.get_num_threads() == threads
    assert Here().bf16_time == Here().bf16_time, "measured once a process"


def test_the_machine_has_a_name():
    assert Here().name and isinstance(Here().has_bf16, bool)


@pytest.mark.parametrize(
    ("known", "has"),
    [
        ({"avx2": True, "avx512_bf16": False}, False),
        ({"avx512_bf16": True}, True),
        ({"amx_bf16": True}, True),
        ({"neon": True, "bf16": True}, True),
        ({"neon": True, "bf16": False}, False),
        ({}, False),
    ],
)
def test_a_processor_is_known_by_its_instructions(monkeypatch, known, has):
    monkeypatch.setattr(torch.accelerator, "is_available", lambda: False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: known)
    assert Here().has_bf16 is has
