from math import prod

import pytest

from mobilec.layers.tensors.modes import LARGEST_SPREAD, mode_sizes, padding


@pytest.mark.parametrize(
    ("width", "count", "sizes"),
    [(768, 3, (8, 8, 12)), (3072, 3, (12, 16, 16)), (384, 2, (16, 24)), (7, 1, (7,))],
)
def test_widths_of_transformers_need_no_padding(width, count, sizes):
    assert mode_sizes(width, count) == sizes
    assert padding(width, sizes) == 0


@pytest.mark.parametrize("count", [2, 3, 4])
def test_every_width_is_folded_and_padded_as_little_as_possible(count):
    for width in [*range(3**count, 400), 769, 30522, 58101]:
        sizes = mode_sizes(width, count)
        assert 0 <= padding(width, sizes) <= 0.12 * width
        assert sizes[-1] <= LARGEST_SPREAD * sizes[0]


def test_a_prime_is_padded():
    assert prod(mode_sizes(769, 2)) == 770


def test_nothing_cannot_be_folded():
    with pytest.raises(ValueError, match="0 numbers"):
        mode_sizes(0, 2)
