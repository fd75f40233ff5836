"""What is constant in a program, found by running it once: parameters, buffers, and what is
computed from them alone, each by name, and every number that stands in the code.

A back end may fold whatever does not depend on the inputs. So each tensor on the way is either
computed from an input or a ``Constant`` with those that it was made of, and a *use* is where the
two meet: there, and only there, a constant has to be in the file, itself or what it is made of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from exporters.program import Method

_MADE_OF_SIZES = (
    *("zeros_like", "ones_like", "full_like", "empty_like"),
    *("new_zeros", "new_ones", "new_full", "new_empty"),
)
"""Operators that read no number of the tensor that they are given."""
_TURNS = ("t", "transpose", "permute", "view", "_unsafe_view", "unsqueeze", "squeeze", "detach")
"""Operators that give every number of a tensor again, in another shape or order."""
_PICKS = ("slice", "select", "split", "expand", "embedding", "index_select", "index", "gather")
"""Operators that give numbers of a tensor as they are."""
_CALCULATED = ("add", "sub", "rsub", "mul", "div", "pow", "clamp")
"""Operators whose whole numbers may be float numbers in a file."""
_IMPLIED = {"relu": 0.0}
"""Operators with a number that is no argument."""


@dataclass(eq=False)
class Constant:
    """``name``: of a parameter or buffer, or how it was made by ``operator``. ``made_of``: other
    constants, in order; none of one that the program holds or the code makes. ``held``: by the
    program."""

    name: str
    value: torch.Tensor = field(repr=False)
    made_of: tuple["Constant", ...] = ()
    operator: str = ""
    held: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is float: whole numbers are places, sizes and masks."""
        return self.value.is_floating_point()

    @property
    def turned(self) -> bool:
        """Whether it is another constant in another shape or order of its axes."""
        return self.operator in _TURNS

    @property
    def computed(self) -> bool:
        """Whether its numbers are made of others, and not simply those of other constants."""
        plain = self.operator in _PICKS or self.turned
        return bool(self.made_of) and not (plain and not any(p.computed for p in self.made_of))

    @property
    def leaves(self) -> Iterator["Constant"]:
        """What it is made of in the end."""
        if not self.made_of:
            yield self
        for part in self.made_of:
            yield from part.leaves


@dataclass
class Recording:
    """``constants``: all, in the order in which they were first seen. ``used``: those that meet
    what is computed from an input. ``scalars``: single numbers that do, by where they stand first.
    """

    constants: list[Constant] = field(default_factory=list)
    used: dict[Constant, None] = field(default_factory=dict)
    scalars: dict[float, str] = field(default_factory=dict)


def recorded(method: Method, sizes: Mapping[str, int]) -> Recording:
    """Runs the module of a method once at these sizes (name of a dimension to its size)."""
    inputs = method.example(sizes)
    recorder = _Recorder(method.module, inputs)
    with torch.no_grad(), recorder:
        method.module(*inputs)
    return recorder.recording


class _Recorder(TorchDispatchMode):
    """Knows of every tensor whether it is constant. Tensors are kept, so that no number of one is
    given to another."""

    def __init__(self, module: nn.Module, inputs: tuple[torch.Tensor, ...]) -> None:
        super().__init__()
        self.recording = Recording()
        self._names = {id(t): name for name, t in _held(module)}
        self._known: dict[int, Constant | None] = {id(tensor): None for tensor in inputs}
        self._kept: list[torch.Tensor] = list(inputs)

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:  # noqa: ARG002
        kwargs = kwargs or {}
        result = func(*args, **kwargs)
        name = func.overloadpacket.__name__
        given = tree_leaves((args, kwargs))
        tensors = [leaf for leaf in given if isinstance(leaf, torch.Tensor)]
        known = [] if name in _MADE_OF_SIZES else [self._constant(each) for each in tensors]
        constants = tuple(each for each in known if each is not None)
        if len(constants) == len(known):
            self._note_constant_(name, result, constants)
        else:
            self._note_use_(name, result, constants)
        self._note_numbers_(name, given)
        return result

    def _constant(self, tensor: torch.Tensor) -> Constant | None:
        """A tensor that was never seen is one that the program holds."""
        if id(tensor) not in self._known:
            name = self._names.get(id(tensor))
            constant = Constant(name or "a tensor in the code", tensor.detach(), held=True)
            self._add_(tensor, constant)
        return self._known[id(tensor)]

    def _add_(self, tensor: torch.Tensor, constant: Constant | None) -> None:
        self._known[id(tensor)] = constant
        self._kept.append(tensor)
        if constant is not None:
            self.recording.constants.append(constant)

    def _note_constant_(self, name: str, result: Any, parts: tuple[Constant, ...]) -> None:
        of = ", ".join(part.name for part in parts)
        for tensor in tree_leaves(result):
            if isinstance(tensor, torch.Tensor):
                self._add_(tensor, Constant(f"{name}({of})", tensor, parts, name))

    def _note_use_(self, name: str, result: Any, parts: tuple[Constant, ...]) -> None:
        for tensor in tree_leaves(result):
            if isinstance(tensor, torch.Tensor):
                self._add_(tensor, None)
        for part in parts:
            self.recording.used[part] = None
            if part.value.numel() == 1:
                self.recording.scalars.setdefault(float(part.value), name)

    def _note_numbers_(self, name: str, given: list[Any]) -> None:
        """Numbers that are calculated with; others are axes and sizes."""
        if name in _IMPLIED:
            self.recording.scalars.setdefault(_IMPLIED[name], name)
        for leaf in given:
            whole = isinstance(leaf, int) and not isinstance(leaf, bool) and name in _CALCULATED
            if isinstance(leaf, float) or whole:
                self.recording.scalars.setdefault(float(leaf), name)


def _held(module: nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
    """Parameters and buffers, the last path of each first, so that the first one wins."""
    parameters = module.named_parameters(remove_duplicate=False)
    held = [*parameters, *module.named_buffers(remove_duplicate=False)]
    return reversed(held)
