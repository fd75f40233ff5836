"""What stands for what: by hand, with networks of a few numbers."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from exporters.constants import FileConstant, FileMethod, FileScalar
from exporters.dimension import Dimension
from exporters.program import Method, Program, TensorSpec
from exporters.verify.constants.comparison import Comparison, Expectation, compare
from exporters.verify.constants.recording import Recording, recorded
from exporters.verify.constants.rounding import allowed

HEADS_SCALE = 0.5


class Small(nn.Module):
    """Two products on a lookup, of which the first is scaled, and a position."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(1)
        self.words, self.places = nn.Embedding(9, 8), nn.Embedding(5, 8)
        self.query, self.key = nn.Linear(8, 6), nn.Linear(8, 6)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        x = self.words(ids) + self.places(torch.arange(ids.shape[1]))
        return self.query(x) * HEADS_SCALE + self.key(x)


SMALL = Small()
LENGTH = Dimension("length", 1, 5)
METHOD = Method(
    "forward",
    SMALL,
    (TensorSpec("ids", torch.int64, (1, LENGTH)),),
    (TensorSpec("y", torch.float32, (1, LENGTH, 6)),),
)
PROGRAM = Program("text-classification", "small", (METHOD,), 0, 1)


def numbers(name: str) -> np.ndarray:
    return SMALL.get_parameter(name).detach().numpy()


def in_8_bits(weight: np.ndarray, levels: int = 127) -> np.ndarray:
    scales = np.abs(weight).max(1, keepdims=True) / levels
    return (np.round(weight / scales) * scales).astype(np.float32)


def stored(values: np.ndarray, dtype: str = "float32", name: str = "c") -> FileConstant:
    place = (name, values.tobytes())
    return FileConstant(name, dtype, place, lambda: values, 127 if dtype == "int8" else None)


RIGHT = {
    "words": stored(in_8_bits(numbers("words.weight")), "int8"),
    "places": stored(numbers("places.weight")),
    "query": stored(in_8_bits(numbers("query.weight")).T, "int8"),
    "query bias": stored(numbers("query.bias")),
    "key": stored(in_8_bits(numbers("key.weight")), "int8"),
    "key bias": stored(numbers("key.bias")),
}
SCALARS = (FileScalar("scale", HEADS_SCALE),)


def compared(**changes: FileConstant | None) -> Comparison:
    given = RIGHT | {name.replace("_", " "): constant for name, constant in changes.items()}
    constants = tuple(constant for constant in given.values() if constant is not None)
    method = FileMethod("forward", "forward", None, constants, SCALARS)
    return compare(PROGRAM, [method], Expectation())


def recording(length: int = 3) -> Recording:
    return recorded(METHOD, {"length": length})


def test_what_is_computed_from_no_input_is_constant() -> None:
    found = recording()
    names = {constant.name for constant in found.used if constant.is_number}
    assert {"words.weight", "query.bias"} <= names
    (places,) = (c for c in found.used if "places.weight" in c.name)
    assert places.value.shape == (3, 8) and not places.computed
    assert HEADS_SCALE in found.scalars


def test_matrices_in_either_order_and_8_bits_are_what_they_stand_for() -> None:
    assert compared().faults == []
    assert compared().matched == len(RIGHT)


def test_positions_may_stand_in_the_file_for_its_length_alone() -> None:
    method = FileMethod(
        "forward_3",
        "forward",
        3,
        (*(c for n, c in RIGHT.items() if n != "places"), stored(numbers("places.weight")[:3])),
        SCALARS,
    )
    assert compare(PROGRAM, [method], Expectation()).faults == []
    assert compare(PROGRAM, [replace(method, length=4)], Expectation()).faults


def test_a_scale_may_be_folded_and_no_other_factor() -> None:
    query, bias = in_8_bits(numbers("query.weight")), numbers("query.bias")
    folded = compared(query=stored(query * 0.5, "int8"), query_bias=stored(bias * 0.5))
    assert folded.faults == []
    other = compared(query=stored(query * 0.515, "int8"), query_bias=stored(bias * 0.515))
    assert any("query.weight" in fault for fault in other.faults)
    assert any("query.bias" in fault for fault in other.faults)


def test_matrices_side_by_side_are_taken_apart() -> None:
    query, key = (in_8_bits(numbers(f"{name}.weight")).T for name in ("query", "key"))
    biases = np.concatenate([numbers("query.bias"), numbers("key.bias")])
    joint = {"key": None, "key_bias": None, "query_bias": stored(biases)}
    assert compared(query=stored(np.hstack([query, key]), "int8"), **joint).faults == []
    wrong = compared(query=stored(np.hstack([query, 1.1 * key]), "int8"), **joint)
    assert any("key.weight" in fault for fault in wrong.faults)


@pytest.mark.parametrize("levels", [63, 31])
def test_wider_steps_do_not_excuse_themselves(levels: int) -> None:
    wide = stored(in_8_bits(numbers("words.weight"), levels), "int8")
    assert any("words.weight is not in the file" in fault for fault in compared(words=wide).faults)


def test_what_is_missing_is_named_and_what_is_strange_is_compared() -> None:
    assert compared(key_bias=None).faults == ["forward: key.bias is not in the file"]
    off = numbers("key.bias").copy()
    off[2] += 0.125
    missing, strange = compared(key_bias=stored(off)).faults
    assert missing == "forward: key.bias is not in the file"
    assert "nearest to key.bias, but 1 of 6 numbers are off: at [2] it has" in strange


def test_a_matrix_that_stands_in_the_file_twice_is_named() -> None:
    again = stored(numbers("places.weight"), name="again")
    assert compared(again=again).faults == []  # too small to be told from chance
    big = Program("text-classification", "big", (replace(METHOD, module=Small()),), 0, 1)
    big.methods[0].module.words = nn.Embedding(99, 8)
    rows = big.methods[0].module.words.weight.detach().numpy()
    names = [(n, p.detach().numpy()) for n, p in big.methods[0].module.named_parameters()]
    right = tuple(stored(values, name=name) for name, values in names)
    twice = (*right, stored(rows, name="again"))
    method = FileMethod("forward", "forward", None, twice, SCALARS)
    (fault,) = compare(big, [method], Expectation()).faults
    assert fault == "words.weight is in the file 2 times: words.weight, again"
    assert not compare(big, [method], Expectation(again=("words",))).faults
    in_both = tuple(stored(in_8_bits(rows), "int8", name) for name in ("int8", "int8 again"))
    faults = compare(big, [replace(method, constants=(*twice, *in_both))], Expectation()).faults
    assert sorted(faults) == [
        "words.weight is in the file 2 times: int8, int8 again",
        "words.weight is in the file 2 times: words.weight, again",
    ]


class BothWays(nn.Module):
    """A factor that rows are made with and scored with, as the program holds it: in both orders."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(2)
        self.up, self.down = nn.Linear(16, 32, bias=False), nn.Linear(32, 16, bias=False)
        self.down.weight = nn.Parameter(self.up.weight.T.detach().clone())

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.down(self.up(x))


def test_what_the_program_holds_in_both_orders_stands_in_both() -> None:
    shape = (1, LENGTH, 16)
    given = (TensorSpec("x", torch.float32, shape),)
    method = Method("forward", BothWays(), given, (TensorSpec("y", torch.float32, shape),))
    program = Program("text-classification", "both", (method,), 0, 1)
    up = method.module.up.weight.detach().numpy()
    for count in (1, 2, 3):  # one for both: by a product that reads it in either order
        constants = tuple(stored(up if n % 2 else up.T, name=f"c{n}") for n in range(count))
        file = FileMethod("forward", "forward", None, constants, ())
        faults = compare(program, [file], Expectation()).faults
        said = [fault for fault in faults if "is in the file" in fault]
        assert len(said) == count // 3
        assert all("is in the file 3 times" in fault for fault in said)


def test_small_steps_in_float16_are_off_by_what_float16_is() -> None:
    weight = (0.004 * np.random.default_rng(0).standard_normal((4, 64))).astype(np.float32)
    weight[0] *= 1e-2
    steps = np.abs(weight).max(1, keepdims=True) / 127
    half = steps.astype(np.float16).astype(np.float32)
    values = (np.round(weight / steps) * half).astype(np.float32)
    off = np.abs(values - weight)
    constant = FileConstant("c", "int8", "c", lambda: values, 127, "float16")
    far = allowed(constant, weight, False)
    assert (off <= far).all()
    assert not (off <= allowed(replace(constant, scales="float32"), weight, False)).all()
    assert (far[1:] < 0.8 * steps[1:]).all()


def test_a_number_that_stands_nowhere_in_the_code_is_named() -> None:
    scalars = (FileScalar("scale of Attention", 0.515),)
    method = FileMethod("forward", "forward", None, tuple(RIGHT.values()), scalars)
    (fault,) = compare(PROGRAM, [method], Expectation()).faults
    assert "scale of Attention is 0.515, which the program has not; its nearest is 0.5" in fault


def test_a_method_that_is_not_there_is_named() -> None:
    assert compare(PROGRAM, [], Expectation()).faults == ["forward is not in the file"]
