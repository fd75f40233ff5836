import numpy as np
import torch

from exporters.decode.scores import best, log_softmax


def test_log_softmax_is_that_of_torch() -> None:
    logits = np.random.default_rng(0).normal(0, 9, (3, 50)).astype(np.float32)
    logits[1, 7] = -np.inf
    found = log_softmax(logits)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, torch.from_numpy(logits).log_softmax(-1), atol=1e-5)
    assert found[1, 7] == -np.inf


def test_best_is_largest_first_and_the_first_of_equals() -> None:
    scores = np.array([1, 3, 2, 3, -np.inf, 2], np.float32)
    assert best(scores, 3).tolist() == [1, 3, 2]
    assert best(scores, 4).tolist() == [1, 3, 2, 5]
    assert best(scores, 6).tolist() == [1, 3, 2, 5, 0, 4]
    assert best(scores, 9).tolist() == [1, 3, 2, 5, 0, 4]


def test_best_of_many_is_a_stable_sort() -> None:
    random = np.random.default_rng(0)
    for size in (130, 640, 1000):
        scores = random.integers(0, 40, size).astype(np.float32)
        for count in (1, 2, 8):
            expected = np.argsort(-scores, kind="stable")[:count]
            assert best(scores, count).tolist() == expected.tolist()
