"""A run is over when as many browsers as were asked for have measured everything, and know it."""

import asyncio
from collections.abc import Iterator

import pytest

from mobilec.benchmarking.web import gathering
from tests.mobilec.benchmarking.web.answering import answer
from tests.mobilec.benchmarking.web.conftest import Asking


def _all(run: Asking, device: str) -> None:
    while (job := run.next(device)["job"]) is not None:
        run.send(device, answer(job, run.bundle).to_json())


@pytest.fixture
def loop() -> Iterator[asyncio.Runner]:
    """What waits belongs to one loop."""
    with asyncio.Runner() as runner:
        yield runner


def _is_over(run: Asking, loop: asyncio.Runner) -> bool:
    async def asked() -> bool:
        try:
            async with asyncio.timeout(0.05):
                await run.gathering.over()
        except TimeoutError:
            return False
        return True

    return loop.run(asked())


def test_not_before_the_last_of_them(two: Asking, loop) -> None:
    first, second = two.device(), two.device()
    _all(two, first)
    assert not _is_over(two, loop)
    _all(two, second)
    assert _is_over(two, loop)


def test_another_may_take_the_place_of_one_that_went_away(one: Asking, loop) -> None:
    gone, there = one.device(), one.device()
    one.measure(gone)
    _all(one, there)
    assert _is_over(one, loop)
    assert [run.device.kind for run in one.gathering.result().runs] == ["web"]
    assert one.files == [
        "tiny-bert.onnx.wasm.1.web1.unfinished.json",
        "tiny-bert.onnx.wasm.1.web2.json",
    ]


def test_it_waits_for_the_last_question_but_not_for_ever(one: Asking, loop, monkeypatch) -> None:
    device = one.device()
    for _ in range(3):
        one.measure(device)
    assert not _is_over(one, loop), "it has not asked what comes next"
    with monkeypatch.context() as patched:
        patched.setattr(gathering, "GOODBYE_S", 0.0)
        assert _is_over(one, loop)
    one.next(device)
    assert _is_over(one, loop)


def test_one_that_failed_in_everything_is_over_too(one: Asking, loop) -> None:
    device = one.device()
    one.next(device)
    one.client.post(f"api/devices/{device}/failed", json={"message": "no memory"})
    assert one.next(device)["job"] is None
    assert _is_over(one, loop)
    assert list(one.gathering.result().failures) == ["tiny-bert, onnx, wasm, 1 thread, 1"]


@pytest.mark.parametrize("devices", [0, -1])
def test_a_run_of_no_browser(devices: int) -> None:
    from exporters.errors import Refused
    from mobilec.benchmarking.options import WebOptions

    with pytest.raises(Refused, match="one device at least"):
        WebOptions(devices=devices)
