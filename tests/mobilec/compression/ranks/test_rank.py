import pytest

from exporters.errors import Refused
from mobilec.compression.ranks.rank import Rank, refuse_larger


@pytest.mark.parametrize(
    ("written", "rank"),
    [
        (64, Rank(numbers=(64,))),
        ([64, 32], Rank(numbers=(64, 32))),
        (0.25, Rank(fraction=0.25)),
        ("1/4", Rank(fraction=0.25)),
        ({"energy": 0.95}, Rank(energy=0.95)),
        ({"budget": "1/8"}, Rank(budget=0.125)),
        ({"budget": 1}, Rank(budget=1.0)),
    ],
)
def test_a_rank_is_one_of_four_and_goes_back_to_json(written, rank):
    assert Rank.parse(written, "rank") == rank
    assert Rank.parse(rank.to_json(), "rank") == rank


@pytest.mark.parametrize(
    "written",
    [0, -3, True, None, [], [3, "4"], 1.5, 0.0, "1/0", "half", {"energy": 2}, {"power": 1}],
)
def test_anything_else_is_refused(written):
    with pytest.raises(Refused, match="svd: rank"):
        Rank.parse(written, "svd: rank")


def test_one_number_stands_for_all_places():
    assert Rank(numbers=(4,)).numbers_for(3, "x") == (4, 4, 4)
    assert Rank(numbers=(4, 5)).numbers_for(2, "x") == (4, 5)
    with pytest.raises(Refused, match="2 numbers, and there are 3 places"):
        Rank(numbers=(4, 5)).numbers_for(3, "x")


def test_a_rank_larger_than_the_matrix_names_the_matrix():
    refuse_larger(64, 64, "encoder.query", (64, 128))
    with pytest.raises(Refused, match="rank 65 .* encoder.query, a matrix of 64 x 128.* end at 64"):
        refuse_larger(65, 64, "encoder.query", (64, 128))
