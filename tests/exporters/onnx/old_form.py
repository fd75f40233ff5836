"""Files in the form before weights were uint8: signed, of 8 bits, and without a word on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import onnx
import pytest

from exporters.onnx import quantize
from exporters.onnx.limits import EXACT
from exporters.precision.int8 import quantize_rows
from tests.lowering.store import AFRESH


@contextmanager
def signed_weights() -> Iterator[None]:
    """While it lasts, the exporter writes signed weights of 8 bits, and nothing of it is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(AFRESH, "1")
        patch.setattr(
            quantize, "multiplied_rows", lambda weight, reduce_range: quantize_rows(weight)
        )
        yield


def untold_(path: Path) -> None:
    """Takes from the metadata of every file of a program that its products are exact."""
    for file in sorted(path.rglob("*.onnx")) if path.is_dir() else [path]:
        model = onnx.load(file, load_external_data=False)
        kept = [each for each in model.metadata_props if each.key != EXACT]
        del model.metadata_props[:]
        model.metadata_props.extend(kept)
        onnx.save(model, file)
