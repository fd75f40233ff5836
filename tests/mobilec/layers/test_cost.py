"""Costs by hand."""

from mobilec.layers.cost import NOTHING, Cost, linear, matrix, table


def test_a_matrix_has_a_scale_for_each_row():
    assert matrix(3, 5) == Cost(15, 3 * (5 + 4), 15)
    assert linear(5, 3, bias=True) == Cost(18, 3 * (5 + 4) + 12, 15)


def test_a_table_multiplies_nothing():
    assert table(7, 4) == Cost(28, 7 * 8, 0)


def test_what_stands_elsewhere_is_only_multiplied_with():
    assert matrix(3, 5, stored=False) == Cost(0, 0, 15)
    assert table(7, 4, stored=False) == NOTHING


def test_costs_add_up():
    assert matrix(3, 5) + table(7, 4) == Cost(43, 83, 15)
