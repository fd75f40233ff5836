"""Instructions are told apart by their bits: each word beside what the assembler made it of."""

from pathlib import Path

import numpy as np
import pytest

from mobilec.arm.counting.counts import FIELDS, Counts
from mobilec.arm.counting.instructions import kind, row, table
from mobilec.arm.counting.memory import accessed

WORDS = Path(__file__).parent / "words.txt"
"""As GNU as 2.40 encodes them for armv8.6-a with SVE2: word, text, kind, bytes read, written."""


def known() -> list[tuple[str, ...]]:
    lines = WORDS.read_text().splitlines()
    return [tuple(part.strip() for part in line.split("|")) for line in lines]


@pytest.mark.parametrize("known", known(), ids=lambda known: known[1])
def test_an_instruction_is_what_the_assembler_wrote(known: tuple[str, ...]) -> None:
    word, _, expected, read, written = known
    found = accessed(int(word, 16))
    assert (kind(int(word, 16)) or "other") == expected
    assert (found.read_bytes if found else 0) == int(read)
    assert (found.written_bytes if found else 0) == int(written)


def test_every_instruction_is_of_one_kind_at_most() -> None:
    kinds = [FIELDS.index(name) for name in FIELDS[1:8]]
    for word, *_ in known():
        assert sum(row(int(word, 16))[at] for at in kinds) <= 1


def test_a_block_is_the_sum_of_its_instructions() -> None:
    words = np.array([0x4E829420, 0x4E829420, 0xAD010440, 0x54000001], np.uint32)
    found = table(words, np.array([1, 4]))
    first, second = (Counts.of(each) for each in found)
    assert (first.instructions, first.dot) == (1, 1)
    assert (second.instructions, second.dot, second.stores, second.branches) == (3, 1, 1, 1)
    assert second.written_bytes == 32


def test_counts_together_and_in_the_mean() -> None:
    one, other = Counts(10, 2, 0, 0, 4, 1, 1, 2, 16, 8), Counts(20, 4, 0, 0, 8, 2, 2, 4, 32, 16)
    assert Counts.sum([one, other]).instructions == 30
    assert Counts.mean([one, other]).vector == 6
    assert Counts.sum([one, Counts(5)]) == Counts(15)
    assert one.products == 2
    assert Counts(5).products is None
