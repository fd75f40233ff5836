"""How Core ML is called on a Mac, with a stand-in for it: which function, and when with a state."""

import numpy as np
import pytest

from exporters.coreml.functions import signatures
from exporters.coreml.mac import OnMac
from exporters.coreml.package import open_package
from exporters.precision.rules import Precision
from tests.exporters.coreml.conftest import Build

Calls = list[tuple[object, ...]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    made: Calls = []

    class Model:
        def __init__(self, path: str, function_name: str | None) -> None:
            made.append(("load", path, function_name))

        def make_state(self) -> str:
            made.append(("state",))
            return "state"

        def predict(self, inputs: dict[str, np.ndarray], state: object) -> dict[str, np.ndarray]:
            made.append(("predict", sorted(inputs), state))
            return inputs

    monkeypatch.setattr("exporters.coreml.mac.ct.models.MLModel", Model)
    return made


@pytest.mark.parametrize(("ios", "function"), [(17, None), (18, "forward_16")])
def test_the_function_is_loaded_by_name_and_called_without_a_state(
    build: Build, calls: Calls, ios: int, function: str | None
) -> None:
    path = build("bert", Precision.INT8, (8, 16, 32), ios=ios).path
    package = open_package(path)
    engine = OnMac(package, signatures(package)[1])
    engine({"input_ids": np.zeros((1, 16), np.int32)})
    assert calls == [("load", str(path), function), ("predict", ["input_ids"], None)]


def test_a_function_with_states_gets_a_fresh_one_after_each_reset(
    build: Build, calls: Calls
) -> None:
    package = open_package(build("bert", Precision.INT8, (8, 16, 32)).path)
    package.spec.description.functions[0].state.add(name="cache")
    engine = OnMac(package, signatures(package)[0])
    engine.reset()
    engine({})
    assert [c[0] for c in calls] == ["load", "state", "state", "predict"]
    assert calls[-1] == ("predict", [], "state")
