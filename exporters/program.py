"""What is captured once from PyTorch for every back end: named methods with their inputs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import torch
from torch import nn

from exporters.dimension import Dimension


@dataclass(frozen=True)
class TensorSpec:
    """One input or output of a method: name, dtype and shape; ``below``: what its numbers are
    below, where that is known (a position in what has so much room)."""

    name: str
    dtype: torch.dtype
    shape: tuple[int | Dimension, ...]
    below: int | None = None

    def sizes(self, at: Mapping[str, int]) -> tuple[int, ...]:
        """The shape with each dynamic dimension replaced by its size in ``at`` (name to size)."""
        return tuple(at[s.name] if isinstance(s, Dimension) else s for s in self.shape)


@dataclass(frozen=True)
class Method:
    """One entry point of a program.

    ``module`` is called with the inputs in order and returns one tensor, or a tuple in the order
    of ``outputs``. Its leaves are plain ``nn.Linear``, ``nn.Embedding``, ``nn.LayerNorm`` and
    activation modules, so that a back end can give them the form that it lowers best.
    """

    name: str
    module: nn.Module
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]

    @property
    def dimensions(self) -> dict[str, Dimension]:
        """The dynamic dimensions by name."""
        sizes = (size for spec in self.inputs for size in spec.shape)
        return {size.name: size for size in sizes if isinstance(size, Dimension)}

    def example(self, at: Mapping[str, int]) -> tuple[torch.Tensor, ...]:
        """Inputs of ones, of the shapes that the dynamic dimensions have in ``at``."""
        return tuple(torch.ones(spec.sizes(at), dtype=spec.dtype) for spec in self.inputs)


@dataclass(frozen=True)
class Program:
    """All methods of one model.

    ``pad_id`` fills up an input where a length is fixed. ``unique_parameters`` counts each
    parameter of the checkpoint that the task needs once, however often it is used.
    """

    task: str
    family: str
    methods: tuple[Method, ...]
    pad_id: int
    unique_parameters: int

    def method(self, name: str) -> Method:
        return next(m for m in self.methods if m.name == name)

    def without(self, names: Collection[str]) -> "Program":
        """The same program without the methods of these names."""
        left = tuple(method for method in self.methods if method.name not in names)
        return replace(self, methods=left)

    def with_modules(self, modules: Mapping[str, nn.Module]) -> "Program":
        """The same program with other modules behind its methods (method name to module)."""
        methods = tuple(replace(m, module=modules[m.name]) for m in self.methods)
        return replace(self, methods=methods)
