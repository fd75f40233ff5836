from itertools import product

import pytest

from exporters.errors import Refused
from mobilec.compression.ranks.ladder import Ladder, paid_for

SENSITIVE = Ladder("sensitive", (10, 20, 30, 40), (8.0, 4.0, 1.0, 0.0))
DULL = Ladder("dull", (10, 20, 30, 40), (0.4, 0.2, 0.1, 0.0))


def test_the_sensitive_layer_gets_the_parameters():
    assert paid_for([SENSITIVE, DULL], 50) == (3, 0)
    assert paid_for([DULL, SENSITIVE], 60) == (1, 3)


def test_the_budget_is_never_passed_and_all_of_it_can_be_spent():
    for budget in range(20, 90, 7):
        rungs = paid_for([SENSITIVE, DULL], budget)
        assert SENSITIVE.costs[rungs[0]] + DULL.costs[rungs[1]] <= budget
    assert paid_for([SENSITIVE, DULL], 80) == (3, 3)


def test_no_other_choice_within_the_budget_is_better_on_convex_ladders():
    for budget in (20, 30, 40, 50, 60, 70):
        best = min(
            SENSITIVE.errors[a] + DULL.errors[b]
            for a, b in product(range(4), repeat=2)
            if SENSITIVE.costs[a] + DULL.costs[b] <= budget
        )
        a, b = paid_for([SENSITIVE, DULL], budget)
        assert SENSITIVE.errors[a] + DULL.errors[b] == pytest.approx(best)


def test_a_rung_that_pays_badly_is_stepped_over():
    uneven = Ladder("uneven", (10, 20, 30), (5.0, 4.9, 0.0))
    assert uneven.hull() == [0, 2]
    assert paid_for([uneven], 25) == (0,)
    assert paid_for([uneven], 30) == (2,)


def test_a_larger_size_that_loses_more_is_never_taken():
    assert Ladder("odd", (10, 20, 30), (1.0, 2.0, 0.0)).hull() == [0, 2]


def test_a_budget_below_the_smallest_sizes_names_the_nearest():
    with pytest.raises(
        Refused, match="19 parameters cannot be met.* have 20, which is the nearest"
    ):
        paid_for([SENSITIVE, DULL], 19)
