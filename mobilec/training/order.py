"""The order in which examples are seen: random, yet batches hold texts of about the same length."""

from collections.abc import Iterator, Sequence

import numpy as np
from torch.utils.data import Sampler

BATCHES_A_POOL = 50
"""Lengths are sorted inside a random pool of so many batches: enough to pad little, and few
enough that the same texts hardly ever meet twice."""


class LengthGroupedOrder(Sampler[int]):
    """Indices of examples, ``batch_size`` after ``batch_size`` of similar length.

    The order of an epoch depends on ``seed`` and the number of the epoch alone. transformers' own
    ``LengthGroupedSampler`` draws from the global generator, so a run that is resumed within an
    epoch goes on in another order and sees examples twice; it also leaves the batches of a pool
    sorted from long to short.
    """

    def __init__(self, lengths: Sequence[int], batch_size: int, seed: int) -> None:
        self.lengths = lengths
        self.batch_size = batch_size
        self.seed = seed
        self.epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """Called by the Trainer (through accelerate's data loader) before each epoch."""
        self.epoch = epoch

    def __len__(self) -> int:
        return len(self.lengths)

    def __iter__(self) -> Iterator[int]:
        generator = np.random.default_rng([self.seed, self.epoch])
        indices = generator.permutation(len(self.lengths)).tolist()
        pools = _slices(indices, self.batch_size * BATCHES_A_POOL)
        ordered = [i for pool in pools for i in sorted(pool, key=self.lengths.__getitem__)]
        batches = _slices(ordered, self.batch_size)
        # The short batch has to stay last: the data loader cuts this row of indices blindly.
        full, rest = (
            batches[: len(self) // self.batch_size],
            batches[len(self) // self.batch_size :],
        )
        shuffled = [full[index] for index in generator.permutation(len(full))]
        return iter([index for batch in shuffled + rest for index in batch])


def _slices(items: list[int], size: int) -> list[list[int]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
