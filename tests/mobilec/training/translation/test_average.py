"""The mean of the last checkpoints, and which of them is taken."""

import pytest
import torch
from safetensors.torch import save_file

from mobilec.training.translation.average import best, means
from mobilec.training.translation.record import Measured


@pytest.fixture
def work(tmp_path):
    for step, value in ((90, 8.0), (100, 4.0), (110, 2.0)):
        folder = tmp_path / f"checkpoint-{step}"
        folder.mkdir()
        save_file({"weight": torch.full((2, 3), value)}, folder / "model.safetensors")
    return tmp_path


def test_means_begin_with_the_newest(work):
    values = {count: float(state["weight"][0, 0]) for count, state in means(work, 3).items()}
    assert values == {1: 2.0, 2: 3.0, 3: pytest.approx(14 / 3)}


def test_no_more_than_asked_for_or_than_there_are(work):
    assert list(means(work, 2)) == [1, 2]
    assert list(means(work, 9)) == [1, 2, 3]


def test_what_was_not_trained_stays_to_the_last_bit(tmp_path):
    """A third of three equal numbers is not always what they were."""
    row = torch.sin(torch.arange(1.0, 1000.0))
    for step in (1, 2, 3):
        folder = tmp_path / f"checkpoint-{step}"
        folder.mkdir()
        save_file({"sines": row}, folder / "model.safetensors")
    assert torch.equal(means(tmp_path, 3)[3]["sines"], row)
    assert not torch.equal(torch.stack([row] * 3).mean(dim=0), row)


def test_the_best_has_the_highest_chrf_and_of_equals_the_fewest():
    figures = {1: Measured(2.0, 30.0), 2: Measured(1.9, 31.0), 3: Measured(1.8, 31.0)}
    assert best(figures) == 2
