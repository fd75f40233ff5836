"""The rounds of a session, on a device that answers at once."""

from contextlib import contextmanager

import pytest

from exporters.errors import Refused
from mobilec.benchmarking import session
from mobilec.benchmarking.describe import described
from mobilec.benchmarking.device import Crashed
from mobilec.benchmarking.options import BenchOptions
from mobilec.benchmarking.run_file import read_run
from tests.mobilec.benchmarking.making import run


class Instant:
    """``crashing``: an engine whose second process ends without a result."""

    engines: tuple[str, ...] = ("executorch", "onnx")

    def __init__(self, crashing: str = "") -> None:
        self.asked: list[tuple[str, int]] = []
        self.open = False
        self._crashing = crashing

    def obstacle(self, bundle, engine):
        return ""

    @contextmanager
    def prepared(self, variants, progress):
        self.open = True
        yield
        self.open = False

    def measure(self, job, heard):
        from exporters.bundle.bundle import Bundle

        assert self.open
        self.asked.append((job.engine, job.threads))
        heard(0.5, "timing")
        if job.engine == self._crashing and self.asked.count((job.engine, job.threads)) == 2:
            raise Crashed("it died with signal 4")
        variant = described(Bundle.open(job.bundle), job.engine, job.threads)
        return run(variant=variant, protocol=job.protocol)


@pytest.fixture
def device(monkeypatch):
    found = Instant()
    monkeypatch.setitem(session._DEVICES, "host", lambda _: found)
    return found


def options(bundle, tmp_path, **changes):
    return BenchOptions((bundle,), tmp_path / "runs", **({"threads": (1, 2)} | changes))


def test_every_variant_once_a_round_in_changing_order(classifier_bundle, tmp_path, device):
    result = session.bench(options(classifier_bundle, tmp_path))
    rounds = [device.asked[at : at + 4] for at in (0, 4, 8)]
    assert all(len(set(each)) == 4 for each in rounds)
    assert len({tuple(each) for each in rounds}) > 1
    assert not device.open
    places = {run.session.index for run in result.runs}
    assert all(len(place) == 3 for place in places)
    assert len({run.session.id for run in result.runs}) == 1


def test_the_seed_decides_the_order(classifier_bundle, tmp_path, device):
    for at, seed in enumerate((1, 1, 2)):
        session.bench(options(classifier_bundle, tmp_path / str(at), seed=seed))
    first, same, other = (device.asked[at : at + 12] for at in (0, 12, 24))
    assert first == same != other


def test_files_are_the_runs_with_what_is_delegated(classifier_bundle, tmp_path, device):
    result = session.bench(options(classifier_bundle, tmp_path))
    assert [read_run(file) for file in result.files] == list(result.runs)
    assert all(run.variant.delegated.multiply_adds > 0.9 for run in result.runs)
    assert "samples" not in str(result.to_json())


def test_files_that_are_there_are_not_replaced(classifier_bundle, tmp_path, device):
    session.bench(options(classifier_bundle, tmp_path))
    count = len(device.asked)
    with pytest.raises(Refused, match="already"):
        session.bench(options(classifier_bundle, tmp_path))
    assert len(device.asked) == count


def test_a_variant_that_crashes_takes_no_other_with_it(classifier_bundle, tmp_path, monkeypatch):
    device = Instant(crashing="executorch")
    monkeypatch.setitem(session._DEVICES, "host", lambda _: device)
    result = session.bench(options(classifier_bundle, tmp_path, threads=(1,)))
    assert [run.variant.engine for run in result.runs] == ["onnx"]
    assert result.failures == {"tiny-bert, executorch, 1 thread": "it died with signal 4"}
    assert device.asked.count(("executorch", 1)) == 2
    assert [path.name for path in (tmp_path / "runs").iterdir()] == ["tiny-bert.onnx.1.json"]


def test_an_interruption_leaves_no_file(classifier_bundle, tmp_path, device, monkeypatch):
    def interrupted(job, heard):
        raise KeyboardInterrupt

    monkeypatch.setattr(device, "measure", interrupted)
    with pytest.raises(KeyboardInterrupt):
        session.bench(options(classifier_bundle, tmp_path))
    assert not list((tmp_path / "runs").iterdir())


def test_a_cable_that_is_pulled_in_the_last_round_takes_no_round_with_it(
    classifier_bundle, tmp_path, device, monkeypatch
):
    measure = device.measure

    def pulled(job, heard):
        if len(device.asked) == 5:
            raise Refused("the phone is gone")
        return measure(job, heard)

    monkeypatch.setattr(device, "measure", pulled)
    with pytest.raises(Refused, match="is gone; what was measured before is in") as refused:
        session.bench(options(classifier_bundle, tmp_path, threads=(1,)))
    kept = {path.name: read_run(path).session.rounds for path in (tmp_path / "runs").iterdir()}
    assert sorted(kept.values()) == [2, 3]
    assert all(name in str(refused.value) for name in kept)
    assert {rounds for name, rounds in kept.items() if "unfinished" in name} == {2}
