"""The order of examples: a permutation, of batches of similar length, new in every epoch."""

import random

from mobilec.training.order import LengthGroupedOrder

BATCH = 8
LENGTHS = [random.Random(index).randint(3, 60) for index in range(1003)]


def order(seed: int = 0, epoch: int = 0) -> list[int]:
    sampler = LengthGroupedOrder(LENGTHS, BATCH, seed)
    sampler.set_epoch(epoch)
    return list(sampler)


def padding(indices: list[int]) -> int:
    batches = [indices[start : start + BATCH] for start in range(0, len(indices), BATCH)]
    longest = [max(LENGTHS[i] for i in batch) for batch in batches]
    return sum(n * len(batch) for n, batch in zip(longest, batches, strict=True)) - sum(LENGTHS)


def test_every_example_is_seen_once():
    assert sorted(order()) == list(range(len(LENGTHS)))


def test_little_is_padded():
    at_random = random.Random(0).sample(range(len(LENGTHS)), len(LENGTHS))
    assert padding(order()) < padding(at_random) / 8


def test_the_order_is_that_of_its_seed_and_epoch():
    assert order(seed=1, epoch=2) == order(seed=1, epoch=2)
    assert len({tuple(order(seed, epoch)) for seed in (0, 1) for epoch in (0, 1)}) == 4


def test_batches_are_not_sorted_by_length():
    firsts = [LENGTHS[i] for i in order()[::BATCH]]
    rises = sum(a < b for a, b in zip(firsts, firsts[1:], strict=False))
    assert len(firsts) / 3 < rises < len(firsts) * 2 / 3
