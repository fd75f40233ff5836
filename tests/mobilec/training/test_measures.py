"""When a run has nothing more to hope for, by its figures alone."""

import pytest

from mobilec.training.measures import LABELS, WORDS
from mobilec.training.trainer import measured


@pytest.mark.parametrize(
    ("values", "patience", "over"),
    [
        ([], 1, False),
        ([0.5], 1, False),
        ([0.5, 0.5], 1, True),
        ([0.5, 0.6], 1, False),
        ([0.5, 0.4, 0.6], 2, False),
        ([0.5, 0.4, 0.4], 2, True),
        ([0.5, 0.4, 0.3, 0.2], 0, False),
    ],
)
def test_patience(values, patience, over):
    assert LABELS.exhausted(values, patience) is over
    assert WORDS.exhausted([-value for value in values], patience) is over


def test_the_best_is_the_first_of_equal_ones():
    assert LABELS.best([0.1, 0.3, 0.3]) == WORDS.best([0.4, 0.2, 0.2]) == 1


def test_the_figures_are_those_of_the_log():
    log = [{"loss": 3.0}, {"eval_loss": 2.0, "eval_accuracy": 0.5}, {"eval_loss": 1.0}]
    assert (measured(log, LABELS.name), measured(log, WORDS.name)) == ([0.5], [2.0, 1.0])
