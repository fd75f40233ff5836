"""A few of the random changes that docs/verification.md counts; all with `make test-all`."""

import pytest
from _pytest.mark.structures import ParameterSet

from exporters.backend import backend
from exporters.errors import Refused
from exporters.formats import FORMATS
from tests.exporters.verify.constants.finished import finished
from tests.exporters.verify.constants.mutants import outcomes

SAMPLE = {"onnx": 10, "executorch": 5, "coreml": 3}
ALL = 300
LEAST = 0.97


def counts() -> list[ParameterSet]:
    few = [pytest.param(name, range(SAMPLE[name])) for name in FORMATS]
    every = [pytest.param(name, range(ALL), marks=pytest.mark.product) for name in FORMATS]
    return few + every


@pytest.mark.parametrize(("format_name", "seeds"), counts())
def test_changes_are_noticed(format_name: str, seeds: range) -> None:
    try:
        backend(format_name)
    except Refused as missing:
        pytest.skip(str(missing))
    found = list(outcomes(finished(format_name), seeds))
    passed = [outcome for outcome in found if not outcome.failed]
    assert len(passed) <= (1 - LEAST) * len(found) + (len(found) < ALL), passed


PAST_EPSILON = 171
"""The seed of a change that reads a variance before the epsilon is added: no bit of any answer
differs, as the epsilon is 1e-12."""


def test_an_operator_that_nothing_takes_is_named() -> None:
    pytest.importorskip("executorch")
    (found,) = outcomes(finished("executorch"), range(PAST_EPSILON, PAST_EPSILON + 1))
    assert found.failed is not None
    gate, words = found.failed
    assert gate == "constants" and "nothing takes what XNNAdd" in words
