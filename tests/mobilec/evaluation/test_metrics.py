"""Accuracy and F1 against cases that were counted by hand."""

import pytest

from mobilec.evaluation.metrics import accuracy, f1

EXPECTED = [1, 1, 1, 0, 0, 0, 0, 0]
PREDICTED = [1, 1, 0, 1, 0, 0, 0, 0]


def test_accuracy_is_the_share_that_is_right():
    assert accuracy(EXPECTED, PREDICTED) == 6 / 8


def test_f1_of_two_labels_is_that_of_label_one():
    # Label 1: two found, one missed, one too many. Label 0 would give 8 / 10.
    assert f1(EXPECTED, PREDICTED, labels=2) == pytest.approx(4 / 6)


def test_f1_of_more_labels_is_the_mean_of_all():
    # By label: 2 / 2, 2 / 3 (one too many), and 0 (never predicted).
    assert f1([0, 1, 2], [0, 1, 1], labels=3) == pytest.approx((1 + 2 / 3 + 0) / 3)


def test_a_label_that_never_occurs_counts_as_zero():
    assert f1([0, 1], [0, 1], labels=4) == 2 / 4
    assert f1([0, 0], [0, 0], labels=2) == 0


@pytest.mark.parametrize(("expected", "predicted"), [([], []), ([1], [1, 0])])
def test_no_pairs_have_no_metric(expected, predicted):
    with pytest.raises(ValueError, match="no pairs"):
        accuracy(expected, predicted)
    with pytest.raises(ValueError, match="no pairs"):
        f1(expected, predicted, labels=2)
