"""int8-static: what goes into a linear becomes int8 with one scale, found on real inputs.

x ~ s * clip(round(x / s), -127, 127),  s = max|x| / 127 over the samples
(symmetric, as coremltools' own ``linear_quantize_activations``)

Only the inputs of linears are touched. A statically quantized attention mask of -1e4 leaves no
steps for the scores that it is added to: MiniLM's cosine to PyTorch then falls to 0.35.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import nn
from torch.ao.quantization.fx import _decomposed  # noqa: F401  (defines quantized_decomposed)

from exporters.precision.int8 import LARGEST, SMALLEST_SCALE

_GRID = (0, -LARGEST, LARGEST, torch.int8)
"""Zero point, smallest and largest value, dtype."""


class Int8Input:
    """A forward hook that puts the first argument of a layer on the int8 grid."""

    def __init__(self, scale: float) -> None:
        self.scale = scale

    def __call__(
        self,
        layer: nn.Module,  # noqa: ARG002
        arguments: tuple[torch.Tensor, ...],
    ) -> tuple[torch.Tensor, ...]:
        ops = torch.ops.quantized_decomposed
        values = ops.quantize_per_tensor(arguments[0], self.scale, *_GRID)
        return (ops.dequantize_per_tensor(values, self.scale, *_GRID), *arguments[1:])


def input_scales(
    root: nn.Module, layers: Mapping[str, nn.Module], samples: Sequence[tuple[torch.Tensor, ...]]
) -> dict[str, float]:
    """The scale of each layer's input (path to scale) over all samples of ``root``'s inputs."""
    largest = dict.fromkeys(layers, 0.0)

    def watch(path: str, x: torch.Tensor) -> None:
        largest[path] = max(largest[path], float(x.abs().max()))

    hooks = [
        layer.register_forward_pre_hook(lambda _, args, path=path: watch(path, args[0]))
        for path, layer in layers.items()
    ]
    try:
        with torch.no_grad():
            for sample in samples:
                root(*sample)
    finally:
        for hook in hooks:
            hook.remove()
    return {path: max(most / LARGEST, SMALLEST_SCALE) for path, most in largest.items()}
