"""A classifier and a translator that can learn two-word tasks in seconds."""

import pytest
import torch

from mobilec.training.arithmetic import Arithmetic
from mobilec.training.finetuning.examples import Padding, Row
from mobilec.training.finetuning.options import FinetuningOptions
from mobilec.training.finetuning.run import Material
from mobilec.training.measures import LABELS, WORDS
from tests import models, translation_models


@pytest.fixture
def options() -> FinetuningOptions:
    return FinetuningOptions(
        epochs=3, batch_size=8, learning_rate=3e-3, save_steps=4, arithmetic=Arithmetic.FP32
    )


@pytest.fixture
def classifier():
    return models.tiny("bert", num_hidden_layers=1, hidden_dropout_prob=0.1)


@pytest.fixture
def translator():
    return translation_models.tiny("marian", encoder_layers=1, decoder_layers=1)


@pytest.fixture
def labelled() -> Material:
    """The second id decides the label."""
    rows = [_ids(row) for row in range(32)]
    data: list[Row] = [{"input_ids": ids, "labels": ids[1] % 3} for ids in rows]
    return Material(data, data[:16], Padding(0), LABELS)


@pytest.fixture
def parallel() -> Material:
    """A translation repeats the source."""
    rows = [_ids(row) for row in range(32)]
    data: list[Row] = [{"input_ids": ids, "labels": [*ids[:3], 0]} for ids in rows]
    pad = translation_models.VOCABULARY - 1
    return Material(data, data[:16], Padding(pad, start_id=pad), WORDS)


def _ids(row: int) -> list[int]:
    generator = torch.Generator().manual_seed(row)
    return torch.randint(8, 40, (4 + row % 5,), generator=generator).tolist()
