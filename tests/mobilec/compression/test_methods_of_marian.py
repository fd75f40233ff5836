"""Every method on a tiny marian, and methods together the whole way to a verified bundle."""

from pathlib import Path

import pytest

from mobilec.compression.registry import METHODS
from tests.mobilec.compression import whole_way
from tests.mobilec.compression.whole_way import Asked, Way

MODEL = "marian"


@pytest.fixture(scope="module")
def dense(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    for name in ("flat", "deep"):
        whole_way.saved(MODEL, folder / name, name == "deep")
    return folder


@pytest.fixture
def asked(dense, parallel, tmp_path) -> Asked:
    return lambda *methods: whole_way.asked_of(dense, parallel, tmp_path, methods)


@pytest.mark.parametrize("method", METHODS)
def test_planned_applied_saved_and_loaded(method: str, asked: Asked) -> None:
    whole_way.check_method(method, MODEL, asked(method))


@pytest.mark.parametrize("way", whole_way.pairs(MODEL), ids=str)
def test_a_whole_way(way: Way, asked: Asked, tmp_path: Path) -> None:
    whole_way.check_way(
        way, MODEL, asked(*whole_way.suits(MODEL, way.methods)), tmp_path / "bundle"
    )


@pytest.mark.product
@pytest.mark.parametrize("way", whole_way.product(MODEL), ids=str)
def test_every_other_way(way: Way, asked: Asked, tmp_path: Path) -> None:
    whole_way.check_way(
        way, MODEL, asked(*whole_way.suits(MODEL, way.methods)), tmp_path / "bundle"
    )
