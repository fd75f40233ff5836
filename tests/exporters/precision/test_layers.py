"""Which layers become int8."""

import pytest
from torch import nn

from exporters.errors import Refused
from exporters.precision.layers import quantized_layers, refuse_idle
from exporters.precision.rules import Precision, Rule


class _Network(nn.Module):
    """A table, two linears (one stands at two paths), a norm."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(5, 4)
        self.first = nn.Linear(4, 4)
        self.again = self.first
        self.norm = nn.LayerNorm(4)
        self.head = nn.Linear(4, 2)


def test_linears_and_tables_once_in_the_order_of_the_module() -> None:
    assert quantized_layers(_Network()) == ("table", "first", "head")


def test_the_first_match_wins() -> None:
    rules = (Rule("head", quantize=True), Rule("*", quantize=False))
    assert quantized_layers(_Network(), rules) == ("head",)
    assert quantized_layers(_Network(), rules[::-1]) == ()


def test_a_shared_layer_is_decided_by_its_first_path() -> None:
    assert quantized_layers(_Network(), (Rule("fir*", quantize=False),)) == ("table", "head")


@pytest.mark.parametrize("pattern", ["again", "norm", "encoder.*"])
def test_a_rule_that_would_do_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(Refused, match=r"matches no layer; the layers are.*table, first, head"):
        refuse_idle([_Network(), nn.ReLU()], (Rule(pattern, quantize=False),))


def test_a_rule_for_one_method_of_a_program_is_not_idle() -> None:
    rules = (Rule("head", quantize=False),)
    refuse_idle([nn.Sequential(nn.Linear(2, 2)), _Network()], rules)
    assert quantized_layers(nn.Sequential(nn.Linear(2, 2)), rules) == ("0",)


def test_a_rule_that_an_earlier_one_covers_is_accepted() -> None:
    rules = (Rule("*", quantize=False), Rule("head", quantize=True))
    assert quantized_layers(_Network(), rules) == ()


def test_which_precisions_are_int8() -> None:
    assert [p.value for p in Precision if p.is_int8] == ["int8", "int8-static", "int8-weight"]
