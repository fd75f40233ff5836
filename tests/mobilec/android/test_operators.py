"""A .pte that calls what the runtime of the app lacks is refused before the app is built."""

from pathlib import Path

import pytest

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from exporters.precision.rules import Precision
from mobilec.android import pins
from mobilec.android.operators import (
    known_operators,
    refuse_missing_operators,
    refuse_unknown_operators,
)
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions
from tests import models

RUNTIME = pins.EXECUTORCH_SECOND.coordinate


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle with a .pte of a tiny BERT."""
    pytest.importorskip("executorch")
    folder = tmp_path_factory.mktemp("operators")
    options = ExportOptions(
        str(models.save("bert", folder / "tiny")),
        ("android",),
        precision=Precision.INT8,
        lengths=models.LENGTHS,
        output=folder / "bundle",
    )
    return export(options).folder


@pytest.fixture
def known() -> frozenset[str]:
    found = known_operators(RUNTIME)
    assert found is not None
    return found


def test_what_mobilec_exports_runs_on_the_third_party_build(exported, known):
    refuse_missing_operators(exported / "model.pte", known, RUNTIME)


def test_a_missing_operator_is_named_with_its_overload(exported, known):
    without = known - {"aten::embedding.out"}
    with pytest.raises(Refused, match=r"model\.pte calls aten::embedding\.out, which .*0\.9\.3"):
        refuse_missing_operators(exported / "model.pte", without, RUNTIME)


def test_another_overload_is_not_enough(exported, known):
    without = (known - {"aten::embedding.out"}) | {"aten::embedding.other_out"}
    with pytest.raises(Refused, match=r"aten::embedding\.out"):
        refuse_missing_operators(exported / "model.pte", without, RUNTIME)


def test_the_bundle_is_named(exported):
    with pytest.raises(Refused, match=r"the bundle mine: .*aten::embedding\.out"):
        refuse_unknown_operators("mine", Bundle.open(exported), frozenset(), RUNTIME)


def test_of_other_runtimes_nothing_is_claimed():
    assert known_operators(pins.EXECUTORCH.coordinate) is None
