import pytest
import torch
from torch import nn

from exporters.decode.state import APPEND, REPLACE, State, kept_by, states_of
from exporters.errors import Refused
from exporters.program import Method, Program, TensorSpec


def program(*shapes: tuple[tuple[int, ...], tuple[int, ...]]) -> Program:
    """Of a decoder whose states ``state_0``, ... have the first shape, and new ones the second."""
    made = (_floats("memory", (1, 5, 8)), _floats("unused", (1, 5, 8)))
    inputs = (
        TensorSpec("token", torch.int64, (2, 1)),
        TensorSpec("position", torch.int64, (1,), below=32),
        made[0],
        *(_floats(f"state_{at}", shape) for at, (shape, _) in enumerate(shapes)),
    )
    outputs = (
        _floats("logits", (2, 100)),
        *(_floats(f"new_state_{at}", new) for at, (_, new) in enumerate(shapes)),
    )
    encode = Method("encode", nn.Identity(), (), made)
    return Program(
        "translation", "toy", (encode, Method("decode", encode.module, inputs, outputs)), 0, 0
    )


def _floats(name: str, shape: tuple[int, ...]) -> TensorSpec:
    return TensorSpec(name, torch.float32, shape)


def test_the_rule_follows_from_the_shapes() -> None:
    states = states_of(program(((8, 32, 16), (8, 1, 16)), ((4, 6), (4, 6))))
    assert states.kept == (
        State("state_0", "new_state_0", (8, 32, 16), APPEND),
        State("state_1", "new_state_1", (4, 6), REPLACE),
    )


def test_what_encode_returns_and_decode_takes_is_of_the_source() -> None:
    assert states_of(program(((2, 6), (2, 6)))).source == ("memory",)


def test_the_capacity_is_said_where_all_is_replaced() -> None:
    states = states_of(program(((2, 6), (2, 6))))
    assert (states.hypotheses, states.capacity) == (2, 32)


@pytest.mark.parametrize("new", [(8, 2, 16), (8, 1, 12), (4, 32, 16), (8, 16)])
def test_what_is_neither_whole_nor_one_position_is_refused(new: tuple[int, ...]) -> None:
    decode = program(((8, 32, 16), new)).method("decode")
    with pytest.raises(Refused, match=r"state_0 \(8, 32, 16\) and returns new_state_0"):
        kept_by(decode)
