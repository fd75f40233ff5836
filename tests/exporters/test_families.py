"""Every family through every back end: what the file computes is what the stock model computes."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from _pytest.mark.structures import ParameterSet
from transformers import PreTrainedModel

from exporters.backend import Lowering
from exporters.capture.capture import CaptureOptions, capture
from exporters.errors import Refused
from exporters.formats import FORMATS
from exporters.precision.rules import Precision
from exporters.progress import Silent
from exporters.reading import Reading, read
from exporters.runtime import Runner, load
from exporters.verify.error import relative
from exporters.verify.stored import duplicates
from tests import models
from tests.exporters.verify.constants.whole import faults
from tests.lowering.store import backend
from tests.models import LONGEST

LENGTHS = (3, 9, 17, LONGEST)
LARGEST_ERROR = {Precision.FP32: 1e-4, Precision.INT8: 0.25}
"""Relative to what differs between inputs. fp32: the same sums in another order, 1e-5 was seen.
int8: 0.03 to 0.17 was seen, MobileBERT's the largest; a wrong program is near 1.
"""
LAYERS = {"albert": 2, "modernbert": 2, "modernbert-mean": 2}
"""Where a second layer is another matter: shared, or local after global; else one is enough."""
DELEGATES = {"mobilebert": 3, "mobilebert-layer-norm": 3}
"""XNNPACK delegates of a .pte, where they are not 2: the network, and the head on its pooled row.

MobileBERT puts neighbours side by side before its first layer. DeBERTa is cut once a layer, where
scores by distance become scores by key; its one layer here is cut no more often than the others.
"""


@dataclass(frozen=True)
class Lowered:
    model: PreTrainedModel
    runner: Runner
    reading: Reading
    pad_id: int
    faults: list[str]

    def logits(self, tokens: int, padding: int = 0, typed: bool = False) -> np.ndarray:
        ids = np.pad(self._ids(tokens, typed), ((0, 0), (0, padding)), constant_values=self.pad_id)
        mask = (np.arange(tokens + padding) < tokens).astype(np.int64)[None]
        return self.runner.run("forward", {"input_ids": ids, "attention_mask": mask})["logits"]

    def stock(self, tokens: int, typed: bool = False) -> np.ndarray:
        ids = torch.from_numpy(self._ids(tokens, typed))
        with torch.no_grad():
            return self.model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits.numpy()

    def _ids(self, tokens: int, typed: bool) -> np.ndarray:
        """``typed``: as if a user had written the padding token into the text, three times."""
        ids = sentence(tokens)
        if typed:
            ids[:, [1, 4, 5]] = self.pad_id
        return ids


def sentence(tokens: int) -> np.ndarray:
    return np.random.default_rng(tokens).integers(5, models.VOCABULARY, (1, tokens))


def lowered(name: str, format: str, precision: Precision, folder: Path) -> Lowered:
    back_end = _installed(format)
    model = models.tiny(name, num_hidden_layers=LAYERS.get(name, 1))
    program = capture(model, "text-classification", CaptureOptions(LONGEST))
    options, path = Lowering(precision, (LONGEST,)), folder / f"model{back_end.suffix(1, 18)}"
    back_end.lower(back_end.quantize(program, options), path, options, Silent())
    wrong = faults(format, program, path)
    return Lowered(model, load(format, path), read(format, path), program.pad_id, wrong)


def _installed(format: str):  # noqa: ANN202  (a back end; the protocol names its doors)
    try:
        return backend(format)
    except Refused as missing:
        pytest.skip(str(missing))


def product() -> Iterator[ParameterSet]:
    """Each family in each format, in one precision of the two in every change, so that each two
    of the three meet."""
    axes = (enumerate(axis) for axis in (models.FAMILIES, FORMATS, LARGEST_ERROR))
    for (row, name), (column, format), (layer, precision) in itertools.product(*axes):
        marks = pytest.mark.product if (row + column + layer) % 2 else ()
        yield pytest.param(name, format, precision, marks=marks)


@pytest.mark.parametrize(("name", "format", "precision"), product())
def test_file_is_the_model(name: str, format: str, precision: Precision, tmp_path: Path) -> None:
    file = lowered(name, format, precision, tmp_path)
    cases = [*((tokens, False) for tokens in LENGTHS), (17, True)]
    expected = np.concatenate([file.stock(*case) for case in cases])
    unpadded = np.concatenate([file.logits(tokens, 0, typed) for tokens, typed in cases])
    padded = np.concatenate([file.logits(n, LONGEST - n, typed) for n, typed in cases])
    assert relative(expected, unpadded) < LARGEST_ERROR[precision]
    assert relative(expected, padded) < LARGEST_ERROR[precision]
    assert not duplicates(file.reading.tensors)
    assert file.faults == []
    if format == "executorch":
        _assert_few_delegates(name, file.reading)


def _assert_few_delegates(name: str, reading: Reading) -> None:
    """The network is not cut into pieces, and no product of matrices stays outside."""
    (method,) = reading.methods
    assert method.delegate_calls == DELEGATES.get(name, 2)
    assert not [use for use in reading.operators if not use.inside and use.multiply_adds]
