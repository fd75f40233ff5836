"""Rules: the first match wins, null leaves alone, and an idle pattern is refused."""

import pytest

from exporters.errors import Refused
from mobilec.compression.recipe.rules import Rules, nearest

PATHS = ("encoder.0.attention.query", "encoder.0.intermediate.dense", "encoder.0.output.dense")


def rules(value) -> Rules:
    return Rules.parse(value, "step 1: layers")


def test_the_first_match_wins_and_null_leaves_alone():
    chosen = rules({"*.attention.*": None, "*.intermediate.dense": 64, "*": 96})
    assert [chosen.value(path, 8) for path in PATHS] == [None, 64, 96]


def test_a_layer_that_no_rule_matches_is_left_alone():
    assert rules({"*.attention.*": 4}).value(PATHS[1], 8) is None


def test_a_list_of_patterns_takes_the_value_of_the_step():
    chosen = rules(["*.attention.*"])
    assert [chosen.value(path, 8) for path in PATHS] == [8, None, None]


def test_rules_are_what_their_json_says():
    chosen = rules({"*.attention.*": None, "*": {"energy": 0.9}})
    assert Rules.parse(chosen.to_json(), "again") == chosen
    assert bool(chosen) and not Rules()


def test_an_idle_pattern_names_the_nearest_layers():
    with pytest.raises(Refused, match=r"'\*\.atention\.query' matches no layer .*attention.query"):
        rules({"*.atention.query": 4}).refuse_idle(PATHS, "step 1")
    rules({"*.attention.query": 4}).refuse_idle(PATHS, "step 1")


@pytest.mark.parametrize("value", ["*", 4, {3: 4}, [4]])
def test_what_is_no_mapping_of_patterns_is_refused(value):
    with pytest.raises(Refused, match="step 1: layers should be patterns of layers"):
        rules(value)


def test_where_nothing_is_alike_the_first_names_are_named():
    assert nearest("zzz", PATHS, 2) == list(PATHS[:2])
    assert nearest("encoder.0.output.dens", PATHS, 1) == [PATHS[2]]
