"""The set-up, made where it can be had, and two tiny bundles."""

from pathlib import Path

import pytest
from filelock import FileLock

from exporters.errors import Refused
from exporters.precision.rules import Precision
from mobilec.exporting.export import export
from mobilec.exporting.options import ExportOptions
from tests import models


@pytest.fixture(scope="session")
def on_arm() -> None:
    """Programs can run on ARM here; elsewhere the reason is printed."""
    pytest.importorskip("executorch")
    pytest.importorskip("onnxruntime")
    from mobilec.arm.cache import default_cache
    from mobilec.arm.setup import set_up

    cache = default_cache().folder
    cache.parent.mkdir(parents=True, exist_ok=True)
    try:
        # Another process of the same tests may be at it.
        with FileLock(cache.with_name("lock")):
            set_up()
    except Refused as reason:
        pytest.skip(f"no ARM processor can be had here: {reason}")


@pytest.fixture(scope="session")
def classifier(on_arm: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of a tiny BERT."""
    folder = tmp_path_factory.mktemp("arm-classifier")
    tiny = models.save("bert", folder / "tiny-bert")
    return _exported(tiny, folder / "bundle", models.LENGTHS)


@pytest.fixture(scope="session")
def translator_on_arm(
    on_arm: None, translator: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A bundle of a tiny Marian."""
    return _exported(translator, tmp_path_factory.mktemp("arm-translator") / "bundle", (40,))


def _exported(checkpoint: Path, output: Path, lengths: tuple[int, ...]) -> Path:
    options = ExportOptions(
        str(checkpoint),
        ("android", "onnx"),
        precision=Precision.INT8,
        lengths=lengths,
        output=output,
    )
    return export(options).folder
