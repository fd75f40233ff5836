"""A method's cache as states, which Core ML keeps between calls (iOS 18 and later).

Elsewhere the caller owns the cache, hands it in and writes what a step returns. Here a step reads
its states and writes the new row itself, at the end, by a product with a one-hot column:

    state = state * (1 - at) + new * at,   at = 1 in the row ``position`` and 0 elsewhere

Both products are exact in float16. Scattering has no path on the Neural Engine, and slices at an
offset known at run time crashed its compiler; this is arithmetic as any other.

A state whose sizes are no multiples of 32 is refused by the Neural Engine (coremltools #2631), so
positions and widths are rounded up to the next. What is beyond them is zero, is never handed to the
step, and costs its memory alone.
"""

from dataclasses import replace

import torch
from torch import nn

from exporters.decode.layout import POSITION
from exporters.neural_engine import aligned
from exporters.program import Method


def new_row(name: str) -> str:
    """The output with the row that a call adds to the cache ``name``."""
    return f"new_{name}"


def kept(method: Method) -> tuple[str, ...]:
    """Inputs of which a call returns a new row (``key_0`` and ``new_key_0``): its cache."""
    returned = {spec.name for spec in method.outputs}
    return tuple(spec.name for spec in method.inputs if new_row(spec.name) in returned)


def stateful(method: Method) -> Method:
    """The same method without its cache among the inputs and outputs, or itself without one."""
    cache = kept(method)
    if not cache:
        return method
    rows = {new_row(name) for name in cache}
    return replace(
        method,
        module=Stateful(method, cache).eval(),
        inputs=tuple(spec for spec in method.inputs if spec.name not in cache),
        outputs=tuple(spec for spec in method.outputs if spec.name not in rows),
    )


class Stateful(nn.Module):
    """``method``'s module between buffers with the names of its cache.

    coremltools makes a state of every buffer that is written. States are float16: Core ML has no
    others. Each is (rows, positions, width) of the cache, the last two rounded up.
    """

    def __init__(self, method: Method, cache: tuple[str, ...]) -> None:
        super().__init__()
        self.module = method.module
        self.inputs = tuple(spec.name for spec in method.inputs)
        self.outputs = tuple(spec.name for spec in method.outputs)
        self.cache = cache
        self.sizes: dict[str, tuple[int, int]] = {}
        for spec in method.inputs:
            if spec.name in cache:
                rows, positions, width = spec.sizes({})
                self.sizes[spec.name] = positions, width
                shape = rows, aligned(positions), aligned(width)
                self.register_buffer(spec.name, torch.zeros(shape, dtype=spec.dtype))

    def forward(self, *given: torch.Tensor) -> torch.Tensor | tuple[torch.Tensor, ...]:
        """The inputs but the cache, in order, to the outputs but the new rows, in order."""
        named = dict(zip((n for n in self.inputs if n not in self.cache), given, strict=True))
        past = {name: self.get_buffer(name) for name in self.cache}
        named |= {name: _part(state, *self.sizes[name]) for name, state in past.items()}
        returned = self.module(*(named[name] for name in self.inputs))
        outputs = dict(zip(self.outputs, returned, strict=True))
        # The last first: coremltools 9.0 puts all writes behind the program, moves each to where
        # its value is made (canonicalize_inplace_pattern), and stumbles where the last value is
        # followed by a write that it has moved already.
        for name, state in reversed(past.items()):
            state.copy_(_written(state, outputs.pop(new_row(name)), named[POSITION]))
        rest = tuple(outputs.values())
        return rest[0] if len(rest) == 1 else rest


def _part(state: torch.Tensor, positions: int, width: int) -> torch.Tensor:
    """What of a state is the cache: (rows, positions, width); itself where nothing was rounded."""
    if state.shape[1:] == (positions, width):
        return state
    return state[:, :positions, :width]


def _written(state: torch.Tensor, new: torch.Tensor, position: torch.Tensor) -> torch.Tensor:
    """state (rows, positions, width) with new (rows, 1, its width) at position (1,)."""
    beyond = state.shape[2] - new.shape[2]
    if beyond:
        new = torch.nn.functional.pad(new, (0, beyond))
    at = (torch.arange(state.shape[1]) == position).to(state.dtype).reshape(1, -1, 1)
    return state * (1 - at) + new * at
