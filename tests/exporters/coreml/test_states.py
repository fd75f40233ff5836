"""A cache as states, in PyTorch: what a step reads and writes."""

from functools import cache

import torch

from exporters.capture.translation.capture import capture_translation
from exporters.coreml.states import kept, stateful
from exporters.decode.layout import layout_of
from exporters.program import Method
from tests import translation_models
from tests.exporters.coreml.conftest import captured
from tests.exporters.coreml.translation import OPTIONS, SOURCE

LAST = OPTIONS.max_target - 1


@cache
def decode() -> Method:
    return capture_translation(translation_models.tiny("bart"), OPTIONS).method("decode")


def inputs(position: int) -> dict[str, torch.Tensor]:
    """Random inputs by name."""
    generator = torch.Generator().manual_seed(position)
    shapes = {s.name: s.sizes({"length": SOURCE}) for s in decode().inputs}
    drawn = {name: torch.randn(shape, generator=generator) for name, shape in shapes.items()}
    token = torch.randint(8, 400, shapes["token"], generator=generator)
    at, mask = torch.tensor([position]), torch.ones(1, SOURCE, dtype=torch.int64)
    return drawn | {"token": token, "position": at, "attention_mask": mask}


def test_the_cache_is_what_a_call_returns_new_rows_of() -> None:
    layout = layout_of(decode())
    assert kept(decode()) == layout.past
    method = stateful(decode())
    assert [s.name for s in method.outputs] == ["logits"]
    names = ["token", "position", "attention_mask", *layout.cross]
    assert [s.name for s in method.inputs] == names


def test_a_method_without_a_cache_stays_as_it_is() -> None:
    (forward,) = captured("bert").methods
    assert stateful(forward) is forward


@torch.no_grad()
def test_a_step_answers_from_its_states_and_writes_one_row_of_each() -> None:
    layout, method = layout_of(decode()), stateful(decode())
    for position in (0, LAST):
        given = inputs(position)
        states = {name: method.module.get_buffer(name) for name in layout.past}
        for name, state in states.items():
            state.copy_(given[name])
        logits, *new = decode().module(*given.values())
        found = method.module(*(given[s.name] for s in method.inputs))
        assert torch.equal(found, logits)
        for name, row in zip(layout.past, new, strict=True):
            expected = given[name].clone()
            expected[:, position] = row[:, 0]
            assert torch.equal(states[name], expected)
