"""Keys of a recipe become typed options, and options become keys again."""

from dataclasses import dataclass

import pytest

from exporters.errors import Refused
from mobilec.compression.recipe.keys import parsed, plain
from mobilec.compression.recipe.rules import Rules
from mobilec.training.arithmetic import Arithmetic


@dataclass(frozen=True)
class Options:
    width: int
    share: float = 0.5
    layers: Rules = Rules()
    sizes: tuple[int, ...] | None = None
    arithmetic: Arithmetic = Arithmetic.FP32

    def __post_init__(self) -> None:
        if self.width < 1:
            raise Refused(f"width {self.width}: the least is 1")


def test_keys_become_options_and_keys_again():
    keys = {"width": 3, "share": 1, "layers": {"*": None}, "sizes": [4, 5], "arithmetic": "bf16"}
    options = parsed(Options, keys, "step 1")
    assert options == Options(3, 1.0, Rules((("*", None),)), (4, 5), Arithmetic.BF16)
    assert parsed(Options, plain(options), "again") == options
    assert plain(options) == keys | {"share": 1.0}


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"width": 3, "sahre": 0.5}, "step 1 has no key 'sahre'; did you mean share"),
        ({"share": 0.5}, "step 1 needs width; its keys are width, share, layers"),
        ({"width": "3"}, "step 1: width should be a value of type int, and is '3'"),
        ({"width": True}, "step 1: width should be a value of type int"),
        ({"width": 0}, "step 1: width 0: the least is 1"),
        ({"width": 3, "layers": 4}, "step 1: layers should be patterns"),
        ({"width": 3, "arithmetic": "fp8"}, "arithmetic is 'fp8'; it can be auto, fp32, bf16"),
    ],
)
def test_what_does_not_fit_is_refused(keys, said):
    with pytest.raises(Refused, match=said):
        parsed(Options, keys, "step 1")
