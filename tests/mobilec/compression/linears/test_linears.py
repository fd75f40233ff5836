import pytest

from exporters.errors import Refused
from mobilec.compression.linears.linears import chosen_linears, free_linears
from mobilec.compression.recipe.rules import Rules
from mobilec.layers.low_rank import LowRankLinear
from mobilec.layers.seat import replace_
from tests import models, translation_models


def test_unasked_the_layers_of_stacks_are_chosen():
    chosen = chosen_linears(models.tiny("bert"), Rules(), 8, "svd")
    assert len(chosen) == 12 and set(chosen.values()) == {8}
    assert all(".encoder.layer." in path for path in chosen)
    marian = chosen_linears(translation_models.tiny("marian"), Rules(), 8, "svd")
    assert len(marian) == 2 * 6 + 2 * 10
    albert = chosen_linears(models.tiny("albert"), Rules(), 8, "svd")
    assert len(albert) == 6, "one layer, however often it runs"


def test_the_first_rule_wins_and_null_leaves_alone():
    asked = {"*.attention.*": None, "*.intermediate.dense": 64, "*.output.dense": {}}
    chosen = chosen_linears(models.tiny("bert"), Rules.parse(asked, "layers"), 8, "svd")
    assert not any("attention" in path for path in chosen)
    assert {p.rsplit(".", 2)[1]: v for p, v in chosen.items()} == {"intermediate": 64, "output": 8}


def test_a_rule_may_name_layers_outside_of_stacks():
    asked = Rules.parse({"bert.pooler.*": 4}, "layers")
    assert chosen_linears(models.tiny("bert"), asked, 8, "svd") == {"bert.pooler.dense": 4}


def test_tied_layers_and_those_inside_of_compressed_ones_are_not_free():
    assert "lm_head" not in free_linears(translation_models.tiny("marian"))
    model = models.tiny("bert")
    path = "bert.encoder.layer.0.attention.self.query"
    replace_(model, path, LowRankLinear.from_dense(model.get_submodule(path), 4))
    assert not [free for free in free_linears(model) if free.startswith(path)]


def test_rules_that_match_nothing_and_choices_of_nothing_are_refused():
    with pytest.raises(Refused, match="svd: the pattern '.*atention.*' matches no layer"):
        asked = Rules.parse({"*.atention.self.query": 8}, "layers")
        chosen_linears(models.tiny("bert"), asked, 8, "svd")
    with pytest.raises(Refused, match="leaves every layer alone"):
        chosen_linears(models.tiny("bert"), Rules.parse({"*": None}, "layers"), 8, "svd")
