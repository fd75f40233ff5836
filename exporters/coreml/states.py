"""What a method remembers as states that Core ML keeps between calls (iOS 18 and later).

Elsewhere the caller owns the states, hands them in and writes what a step returns. Here a step
reads its states and writes them itself, at the end. One that is replaced is written whole; of one
that is appended to, one position, by a product with a one-hot column:

    state = state * (1 - at) + new * at,   at = 1 at ``position`` and 0 elsewhere

Both products are exact in float16. Scattering has no path on the Neural Engine, and slices at an
offset known at run time crashed its compiler; this is arithmetic as any other.

A state whose sizes are no multiples of 32 is refused by the Neural Engine (coremltools #2631), so
all of them but the rows are rounded up to the next. What is beyond is zero, is never handed to the
step, and costs its memory alone.
"""

from dataclasses import replace

import torch
from torch import nn

from exporters.decode.state import POSITION, REPLACE, State, kept_by
from exporters.neural_engine import aligned
from exporters.program import Method


def stateful(method: Method) -> Method:
    """The same method without its states among the inputs and outputs, or itself without one."""
    kept = kept_by(method)
    if not kept:
        return method
    taken, returned = {state.name for state in kept}, {state.new for state in kept}
    return replace(
        method,
        module=Stateful(method, kept).eval(),
        inputs=tuple(spec for spec in method.inputs if spec.name not in taken),
        outputs=tuple(spec for spec in method.outputs if spec.name not in returned),
    )


class Stateful(nn.Module):
    """``method``'s module between buffers with the names of its states.

    coremltools makes a state of every buffer that is written. States are float16: Core ML has no
    others. Each has the rows of what is kept, and its other sizes rounded up.
    """

    def __init__(self, method: Method, kept: tuple[State, ...]) -> None:
        super().__init__()
        self.module = method.module
        self.inputs = tuple(spec.name for spec in method.inputs)
        self.outputs = tuple(spec.name for spec in method.outputs)
        self.kept = kept
        for state in kept:
            self.register_buffer(state.name, torch.zeros(rounded(state.shape)))

    def forward(self, *given: torch.Tensor) -> torch.Tensor | tuple[torch.Tensor, ...]:
        """The inputs but the states, in order, to the outputs but what is new in them, in order."""
        past = {state.name: self.get_buffer(state.name) for state in self.kept}
        named = dict(zip((n for n in self.inputs if n not in past), given, strict=True))
        named |= {state.name: _part(past[state.name], state.shape) for state in self.kept}
        returned = self.module(*(named[name] for name in self.inputs))
        outputs = dict(zip(self.outputs, returned, strict=True))
        # The last first: coremltools 9.0 puts all writes behind the program, moves each to where
        # its value is made (canonicalize_inplace_pattern), and stumbles where the last value is
        # followed by a write that it has moved already.
        for state in reversed(self.kept):
            new, held = outputs.pop(state.new), past[state.name]
            replaced = state.update == REPLACE
            whole = _to(held.shape, new) if replaced else _written(held, new, named[POSITION])
            held.copy_(whole)
        rest = tuple(outputs.values())
        return rest[0] if len(rest) == 1 else rest


def rounded(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of the state that holds this much: every size but the rows as Core ML wants it."""
    return (shape[0], *map(aligned, shape[1:]))


def _part(held: torch.Tensor, shape: tuple[int, ...]) -> torch.Tensor:
    """What of a state is handed to the step; itself where nothing was rounded."""
    if held.shape == shape:
        return held
    return held[(slice(None), *map(slice, shape[1:]))]


def _to(shape: tuple[int, ...], new: torch.Tensor) -> torch.Tensor:
    """``new`` with zeros behind it to as many numbers; itself where nothing was rounded."""
    beyond = [wanted - size for size, wanted in zip(new.shape, shape, strict=True)]
    first = next((axis for axis, more in enumerate(beyond) if more), None)
    if first is None:
        return new
    pairs = [(0, more) for more in reversed(beyond[first:])]
    return torch.nn.functional.pad(new, [size for pair in pairs for size in pair])


def _written(held: torch.Tensor, new: torch.Tensor, position: torch.Tensor) -> torch.Tensor:
    """held (rows, positions, ...) with new (rows, 1, ...) at position (1,)."""
    new = _to((held.shape[0], 1, *held.shape[2:]), new)
    at = (torch.arange(held.shape[1]) == position).to(held.dtype)
    at = at.reshape(1, -1, *(1 for _ in held.shape[2:]))
    return held * (1 - at) + new * at
