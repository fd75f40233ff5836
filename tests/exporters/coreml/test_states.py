"""A cache as states, in PyTorch: what a step reads and writes."""

from functools import cache
from pathlib import Path

import numpy as np
import torch

from exporters.backend import Lowering
from exporters.capture.translation.capture import capture_translation
from exporters.coreml.bars import quiet_conversion
from exporters.coreml.convert import convert, of_function
from exporters.coreml.evaluate import Evaluated
from exporters.coreml.functions import Function, signatures
from exporters.coreml.package import open_package
from exporters.coreml.states import stateful
from exporters.decode.state import kept_by, states_of
from exporters.neural_engine import aligned
from exporters.precision.rules import Precision
from exporters.program import Method, Program, TensorSpec
from tests import recurrent, translation_models
from tests.exporters.coreml.conftest import captured
from tests.exporters.coreml.translation import OPTIONS, SOURCE

LAST = OPTIONS.max_target - 1


@cache
def program() -> Program:
    return capture_translation(translation_models.tiny("bart"), OPTIONS)


def decode() -> Method:
    return program().method("decode")


def inputs(position: int) -> dict[str, torch.Tensor]:
    """Random inputs by name."""
    generator = torch.Generator().manual_seed(position)
    shapes = {s.name: s.sizes({"length": SOURCE}) for s in decode().inputs}
    drawn = {name: torch.randn(shape, generator=generator) for name, shape in shapes.items()}
    token = torch.randint(8, 400, shapes["token"], generator=generator)
    at, mask = torch.tensor([position]), torch.ones(1, SOURCE, dtype=torch.int64)
    return drawn | {"token": token, "position": at, "attention_mask": mask}


def test_states_are_neither_taken_nor_returned() -> None:
    method = stateful(decode())
    assert [s.name for s in method.outputs] == ["logits"]
    names = ["token", "position", "attention_mask", *states_of(program()).source]
    assert [s.name for s in method.inputs] == names


def test_a_method_without_a_cache_stays_as_it_is() -> None:
    (forward,) = captured("bert").methods
    assert stateful(forward) is forward


@torch.no_grad()
def test_a_step_answers_from_its_states_and_writes_one_row_of_each() -> None:
    kept, method = kept_by(decode()), stateful(decode())
    for position in (0, LAST):
        given = inputs(position)
        states = {name: method.module.get_buffer(name) for name in (s.name for s in kept)}
        for name, state in states.items():
            state.zero_()
            cache_of(state).copy_(given[name])
        logits, *new = decode().module(*given.values())
        found = method.module(*(given[s.name] for s in method.inputs))
        assert torch.equal(found, logits)
        for name, row in zip(states, new, strict=True):
            expected = torch.zeros_like(states[name])
            cache_of(expected).copy_(given[name])
            cache_of(expected)[:, position] = row[:, 0]
            assert torch.equal(states[name], expected)


@torch.no_grad()
def test_a_state_that_is_replaced_is_written_whole() -> None:
    """Two of (3, 16) and (3, 12), which the Neural Engine takes as (3, 32)."""
    step = recurrent.program().method("decode")
    method = stateful(step)
    token, position = torch.tensor([[7], [9], [3]]), torch.tensor([5])
    given = (token, position, torch.ones(1, 4, dtype=torch.int64), torch.randn(1, 4, 12))
    kept = [torch.ones(3, 16), torch.ones(3, 12)]
    for at, before in enumerate(kept):
        method.module.get_buffer(f"cell_{at}")[:, : before.shape[1]] = before
    logits, *following = step.module(*given, *kept)
    assert torch.equal(method.module(*given), logits)
    for at, new in enumerate(following):
        expected = torch.nn.functional.pad(new, (0, 32 - new.shape[1]))
        assert torch.equal(method.module.get_buffer(f"cell_{at}"), expected)


def cache_of(state: torch.Tensor) -> torch.Tensor:
    """What of a state is the cache."""
    _, positions, width = kept_by(decode())[0].shape
    return state[:, :positions, :width]


def test_positions_and_widths_are_what_the_neural_engine_takes() -> None:
    """The cache of this model is (16, 16, 16)."""
    method = stateful(decode())
    shapes = {tuple(method.module.get_buffer(state.name).shape) for state in kept_by(decode())}
    assert shapes == {(16, 32, 32)}
    assert [aligned(size) for size in (1, 31, 32, 33, 60, 64)] == [32, 32, 32, 64, 64, 64]


@torch.no_grad()
def test_what_fits_is_left_as_it_is() -> None:
    """No slice and no padding in the graph of a cache that needs none; both where one is needed."""
    assert not _cuts(stateful(_summing(32, 64)))
    assert _cuts(stateful(_summing(60, 64))) == {"slice"}
    assert _cuts(stateful(_summing(60, 24))) == {"slice", "pad"}


@torch.no_grad()
def test_a_package_keeps_a_rounded_state(tmp_path: Path) -> None:
    """Three steps of the converted program, whose states (4, 64, 32) hold a cache (4, 60, 24)."""
    method = stateful(_summing(60, 24))
    path = tmp_path / "model.mlpackage"
    with quiet_conversion():
        convert(of_function(Function(method, None)), path, Lowering(Precision.FP16, (8,)))
    package = open_package(path)
    (signature,) = signatures(package)
    engine = Evaluated(package, signature)
    for position in (0, 1, 59):
        said = engine({"position": np.array([position], np.int32)})["logits"]
        expected = method.module(torch.tensor([position]))
        np.testing.assert_allclose(said, expected.numpy(), rtol=1e-3)
        (kept_state,) = engine.read_states().values()
        assert kept_state.shape == (4, 64, 32) and not kept_state[:, 60:].any()
        assert not kept_state[:, :, 24:].any()
        np.testing.assert_allclose(kept_state, method.module.get_buffer("key_0").numpy(), rtol=1e-3)
    assert kept_state[:, 59, :24].all(), "the last position of the cache is written"


def _cuts(method: Method) -> set[str]:
    exported = torch.export.export(method.module, method.example({})).run_decompositions({})
    names = {str(node.target) for node in exported.graph.nodes}
    return {cut for cut in ("slice", "pad") if any(cut in name for name in names)}


class _Sum(torch.nn.Module):
    def forward(
        self, position: torch.Tensor, key: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        return key.sum().reshape(1, 1), key.sum(1, keepdim=True) + position + 1


def _summing(positions: int, width: int) -> Method:
    """A step that adds up its cache."""
    return Method(
        "decode",
        _Sum(),
        (
            TensorSpec("position", torch.int64, (1,)),
            TensorSpec("key_0", torch.float32, (4, positions, width)),
        ),
        (
            TensorSpec("logits", torch.float32, (1, 1)),
            TensorSpec("new_key_0", torch.float32, (4, 1, width)),
        ),
    )
