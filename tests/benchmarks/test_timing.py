"""The clock of the benchmarks, on calls whose order and time are known."""

import time

from benchmarks.timing import Latency, cost, interleaved


def test_each_round_calls_everything_once_in_an_order_of_its_own() -> None:
    order: list[str] = []
    calls = {name: (lambda name=name: order.append(name)) for name in "abc"}
    found = interleaved(calls, warm_up=0, rounds=30)
    rounds = ["".join(order[at : at + 3]) for at in range(0, 90, 3)]
    assert {"".join(sorted(each)) for each in rounds} == {"abc"}
    assert len(set(rounds)) == 6
    assert [len(found[name].samples_ms) for name in "abc"] == [30, 30, 30]
    assert [len(found[name].cpu_ms) for name in "abc"] == [30, 30, 30]


def test_warm_up_is_not_among_the_samples() -> None:
    called: list[int] = []
    found = interleaved({"a": lambda: called.append(1)}, warm_up=3, rounds=2)
    assert (len(called), len(found["a"].samples_ms)) == (5, 2)


def test_statistics_by_hand() -> None:
    latency = Latency((5.0, 1.0, 3.0, 2.0, 4.0, 11.0, 6.0, 7.0, 9.0, 8.0, 10.0), (1.0, 0.5, 0.75))
    assert latency.median_ms == 6.0
    assert latency.p10_ms == 2.0
    assert latency.cpu_median_ms == 0.75


def test_equal_samples_have_equal_statistics() -> None:
    latency = Latency((2.5,) * 7, (2.5,) * 7)
    assert latency.median_ms == latency.p10_ms == latency.cpu_median_ms == 2.5


def test_waiting_costs_time_but_no_processor() -> None:
    spent = cost(lambda: time.sleep(0.05))
    assert spent.wall_s >= 0.05
    assert spent.cpu_s < 0.02
