"""How good predicted labels are: pure functions of two sequences of label indices."""

from collections.abc import Sequence


def accuracy(expected: Sequence[int], predicted: Sequence[int]) -> float:
    """The share of predictions that are right."""
    _check(expected, predicted)
    return sum(e == p for e, p in zip(expected, predicted, strict=True)) / len(expected)


def f1(expected: Sequence[int], predicted: Sequence[int], labels: int) -> float:
    """F1 of ``labels`` classes: of label 1 where there are two, otherwise the mean of all (macro).

    F1 = 2 TP / (2 TP + FP + FN)      (van Rijsbergen 1979, chapter 7, with alpha = 1/2)

    A class that is neither expected nor predicted counts as 0, as scikit-learn counts it when it
    is told of all the labels.
    """
    _check(expected, predicted)
    if labels == 2:
        return _f1_of(1, expected, predicted)
    return sum(_f1_of(label, expected, predicted) for label in range(labels)) / labels


def _f1_of(label: int, expected: Sequence[int], predicted: Sequence[int]) -> float:
    right = sum(e == p == label for e, p in zip(expected, predicted, strict=True))
    named = sum(e == label for e in expected) + sum(p == label for p in predicted)
    return 2 * right / named if named else 0.0


def _check(expected: Sequence[int], predicted: Sequence[int]) -> None:
    if len(expected) != len(predicted) or not expected:
        raise ValueError(f"{len(expected)} labels and {len(predicted)} predictions: no pairs")
