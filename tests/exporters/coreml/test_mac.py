"""How Core ML is called on a Mac, with a stand-in for it: which function, and when with a state."""

import numpy as np
import pytest

from exporters.coreml.functions import signatures
from exporters.coreml.mac import OnMac
from exporters.coreml.package import open_package
from exporters.precision.rules import Precision
from tests.exporters.coreml.conftest import Build

Calls = list[tuple[object, ...]]
LENGTHS = (8, 16, 32)


class State:
    """What ``make_state`` gives: one value by name, read and written."""

    def __init__(self) -> None:
        self.held = {"cache": np.zeros((2, 3), np.float16)}

    def read_state(self, name: str) -> np.ndarray:
        return self.held[name]

    def write_state(self, name: str, value: np.ndarray) -> None:
        assert (value.dtype, value.flags.c_contiguous) == (np.float16, True)
        self.held[name] = value


@pytest.fixture
def calls(build: Build, monkeypatch: pytest.MonkeyPatch) -> Calls:
    made: Calls = []
    for ios in (17, 18):  # now, as coremltools itself cannot convert with the stand-in
        build("bert", Precision.INT8, LENGTHS, ios=ios)

    class Model:
        def __init__(self, path: str, function_name: str | None) -> None:
            made.append(("load", path, function_name))

        def make_state(self) -> State:
            made.append(("state",))
            return State()

        def predict(self, inputs: dict[str, np.ndarray], state: object) -> dict[str, np.ndarray]:
            made.append(("predict", sorted(inputs), state))
            return inputs

    monkeypatch.setattr("exporters.coreml.mac.ct.models.MLModel", Model)
    return made


@pytest.mark.parametrize(("ios", "function"), [(17, None), (18, "forward_16")])
def test_the_function_is_loaded_by_name_and_called_without_a_state(
    build: Build, calls: Calls, ios: int, function: str | None
) -> None:
    path = build("bert", Precision.INT8, LENGTHS, ios=ios).path
    package = open_package(path)
    engine = OnMac(package, signatures(package)[1])
    engine({"input_ids": np.zeros((1, 16), np.int32)})
    assert calls == [("load", str(path), function), ("predict", ["input_ids"], None)]


def test_a_function_with_states_gets_a_fresh_one_after_each_reset(
    build: Build, calls: Calls
) -> None:
    engine = _with_a_state(build)
    engine.reset()
    engine({})
    assert [c[0] for c in calls] == ["load", "state", "state", "predict"]
    assert isinstance(calls[-1][2], State)


def test_states_are_read_as_copies_and_written_in_float16(build: Build, calls: Calls) -> None:
    engine = _with_a_state(build)
    before = engine.read_states()
    engine.write_states({"cache": np.ones((3, 2), np.float32).T})
    assert not before["cache"].any()
    assert engine.read_states()["cache"].all()
    engine.reset()
    assert not engine.read_states()["cache"].any()
    assert [c[0] for c in calls] == ["load", "state", "state"]


def test_a_function_without_states_has_none_to_read(build: Build, calls: Calls) -> None:
    package = open_package(build("bert", Precision.INT8, LENGTHS).path)
    assert OnMac(package, signatures(package)[0]).read_states() == {}
    assert [c[0] for c in calls] == ["load"]


def _with_a_state(build: Build) -> OnMac:
    package = open_package(build("bert", Precision.INT8, LENGTHS).path)
    package.spec.description.functions[0].state.add(name="cache")
    return OnMac(package, signatures(package)[0])
